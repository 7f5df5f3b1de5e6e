package io.onaccount.platform;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one document line costs: net + tax = total, each rounded once (FND-11, 含税单价互算).
 *
 * @param net without tax
 * @param tax 增值税
 * @param total 价税合计
 * @param foreign the total in the document's own currency, when that is another (FND-12); it is shared and summed as the total is
 */
public record LineAmounts(
        Money net, Money tax, Money total, @Nullable Money foreign) {

    public LineAmounts {
        if (net.plus(tax).compareTo(total) != 0) {
            throw new IllegalArgumentException(net + " + " + tax + " is not " + total);
        }
    }

    /** Of a document in the currency these are in. */
    public LineAmounts(Money net, Money tax, Money total) {
        this(net, tax, total, null);
    }

    /** The same of a document in another currency, in which the total is this; null: in none. */
    public LineAmounts in(@Nullable Money foreign) {
        return new LineAmounts(net, tax, total, foreign);
    }

    /**
     * What these, in a document's currency, are worth in another: the total is changed and rounded once, the tax is its share of that.
     *
     * @param rate what a unit is worth
     */
    public LineAmounts worth(BigDecimal rate, String currency) {
        Money worth = Money.round(total.amount().multiply(rate), currency);
        Money taxWorth = total.isZero() ? worth : worth.share(tax.amount(), total.amount());
        return new LineAmounts(worth.minus(taxWorth), taxWorth, worth, total);
    }

    /**
     * Entered with tax: total = round(quantity × price × (1 − discount)), tax = round(total × r ÷ (1 + r)), net = total − tax.
     *
     * @param rate the tax rate as a fraction, 0.13 for 13 %; zero for exempt
     * @param discount as a fraction, 0.02 for 2 %
     */
    public static LineAmounts inclusive(
            BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal rate, String currency) {
        return ofTotal(
                Money.round(quantity.multiply(price).multiply(BigDecimal.ONE.subtract(discount)), currency), rate);
    }

    /** Entered without tax: net = round(quantity × price × (1 − discount)), tax = round(net × r), total = net + tax. */
    public static LineAmounts exclusive(
            BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal rate, String currency) {
        Money net = Money.round(quantity.multiply(price).multiply(BigDecimal.ONE.subtract(discount)), currency);
        Money tax = net.times(rate);
        return new LineAmounts(net, tax, net.plus(tax));
    }

    /** Splits an amount that contains the tax. */
    public static LineAmounts ofTotal(Money total, BigDecimal rate) {
        Money tax = total.share(rate, BigDecimal.ONE.add(rate));
        return new LineAmounts(total.minus(tax), tax, total);
    }

    /**
     * The share of this line that the units after {@code from} up to {@code to} have in it: a difference of rounded running sums, so that the
     * parts of any split sum to the line exactly and none has a negative amount.
     *
     * @param of how many units the line has
     */
    public LineAmounts between(BigDecimal from, BigDecimal to, BigDecimal of) {
        if (from.signum() < 0 || from.compareTo(to) > 0 || to.compareTo(of) > 0) {
            throw new IllegalArgumentException("from " + from + " to " + to + " of " + of);
        }
        Money totalBefore = total.share(from, of);
        Money totalAfter = total.share(to, of);
        Money partTotal = totalAfter.minus(totalBefore);
        Money part = foreign == null ? null : foreign.share(to, of).minus(foreign.share(from, of));
        if (total.isZero()) {
            return new LineAmounts(partTotal, partTotal, partTotal, part);
        }
        // Taken from the running total and not from the units: so the tax never exceeds the amount it is part of.
        Money partTax =
                tax.share(totalAfter.amount(), total.amount()).minus(tax.share(totalBefore.amount(), total.amount()));
        return new LineAmounts(partTotal.minus(partTax), partTax, partTotal, part);
    }

    /** The amounts of both together. */
    public LineAmounts plus(LineAmounts other) {
        return new LineAmounts(
                net.plus(other.net),
                tax.plus(other.tax),
                total.plus(other.total),
                foreign == null ? other.foreign : other.foreign == null ? foreign : foreign.plus(other.foreign));
    }

    /** Nothing. */
    public static LineAmounts zero(String currency) {
        Money zero = Money.zero(currency);
        return new LineAmounts(zero, zero, zero);
    }
}
