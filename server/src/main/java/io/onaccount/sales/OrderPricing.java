package io.onaccount.sales;

import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What an order costs: each line rounded once (FND-10, FND-11), the discount on the whole order spread over the lines in proportion, so
 * that the lines always sum to the total.
 */
final class OrderPricing {
    private OrderPricing() {}

    /**
     * One line as it was entered.
     *
     * @param discount a fraction
     * @param taxRate a fraction
     */
    record Entered(BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal taxRate) {}

    /** The amounts of a charge: entered with or without tax, as the order's prices are. */
    static LineAmounts charge(BigDecimal amount, BigDecimal taxRate, boolean inclusive, String currency) {
        return inclusive
                ? LineAmounts.inclusive(BigDecimal.ONE, amount, BigDecimal.ZERO, taxRate, currency)
                : LineAmounts.exclusive(BigDecimal.ONE, amount, BigDecimal.ZERO, taxRate, currency);
    }

    /** What the lines come to before the order's own discount, in the basis the prices are entered in: the most that can be taken off. */
    static Money gross(List<Entered> lines, boolean inclusive, String currency) {
        Money sum = Money.zero(currency);
        for (Entered line : lines) {
            sum = sum.plus(basis(amounts(line, inclusive, currency), inclusive));
        }
        return sum;
    }

    /**
     * The amounts of the lines, in order.
     *
     * @param discount off the whole order, in the basis the prices are entered in; at most {@link #gross}. Its shares are differences of
     *     rounded running sums: they sum to it exactly, the last line takes what rounding left, and no line becomes negative.
     */
    static List<LineAmounts> lines(List<Entered> lines, Money discount, boolean inclusive, String currency) {
        List<LineAmounts> amounts = new ArrayList<>(lines.size());
        for (Entered line : lines) {
            amounts.add(amounts(line, inclusive, currency));
        }
        if (discount.isZero()) {
            return amounts;
        }
        Money whole = Money.zero(currency);
        for (LineAmounts line : amounts) {
            whole = whole.plus(basis(line, inclusive));
        }
        Money running = Money.zero(currency);
        Money taken = Money.zero(currency);
        for (int i = 0; i < amounts.size(); i++) {
            Money own = basis(amounts.get(i), inclusive);
            running = running.plus(own);
            Money due = discount.share(running.amount(), whole.amount());
            Money left = own.minus(due.minus(taken));
            taken = due;
            amounts.set(i, ofBasis(left, lines.get(i).taxRate(), inclusive));
        }
        return amounts;
    }

    private static LineAmounts amounts(Entered line, boolean inclusive, String currency) {
        return inclusive
                ? LineAmounts.inclusive(line.quantity, line.price, line.discount, line.taxRate, currency)
                : LineAmounts.exclusive(line.quantity, line.price, line.discount, line.taxRate, currency);
    }

    private static Money basis(LineAmounts amounts, boolean inclusive) {
        return inclusive ? amounts.total() : amounts.net();
    }

    private static LineAmounts ofBasis(Money amount, BigDecimal rate, boolean inclusive) {
        if (inclusive) {
            return LineAmounts.ofTotal(amount, rate);
        }
        Money tax = amount.times(rate);
        return new LineAmounts(amount, tax, amount.plus(tax));
    }
}
