package io.onaccount.receivables;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rule of cash discounts (现金折扣, DSC-02): what one open item offers to money of one value date. Every figure about a discount, quoted or
 * booked, comes from here, so that what is quoted for a day is what is accepted on it.
 *
 * <p>A rate r of the item's base B is a share e = r × B ÷ amount of all that is open on it. Paying what is open o in full takes o × e, rounded; a
 * part p settles p ÷ (1 − e), rounded, and the discount is what is settled less p. Half up, at the currency's minor units.
 *
 * @param step what is offered on that day; null for nothing
 * @param amount what the item was raised for
 * @param base what the rate is of: the amount with or without tax
 * @param tax the tax in the amount that a discount of it corrects; zero when the base is without tax
 */
record CashDiscount(@Nullable Step step, Money amount, Money base, Money tax) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * One step of an item: so much for money that is there by a day.
     *
     * @param countedFrom the day the days are counted from
     * @param days within so many
     * @param rate per cent
     * @param until the last day, as announced
     * @param accepted the last day with grace
     * @param fullOnly whether only a payment of all that is open earns it
     */
    record Step(
            LocalDate countedFrom, int days, BigDecimal rate, LocalDate until, LocalDate accepted, boolean fullOnly) {}

    /** So much money goes to an item, and so much is taken off for it. */
    record Taken(Money paid, Money discount) {
        Money settled() {
            return paid.plus(discount);
        }
    }

    /** What the bank's value date earns: of the steps it is in time for the highest. */
    static Optional<Step> on(Collection<Step> steps, LocalDate valueDate) {
        return steps.stream()
                .filter(step -> !valueDate.isAfter(step.accepted()))
                .max(Comparator.comparing(Step::rate).thenComparing(Step::accepted, Comparator.reverseOrder()));
    }

    /** An amount in the item's currency. */
    Money same(BigDecimal value) {
        return new Money(value, amount.currency());
    }

    boolean isOffered() {
        return step != null;
    }

    /** What is taken off when all that is open is paid. */
    Money discount(Money open) {
        return isOffered() ? open.share(offered(), hundredfold()) : Money.zero(open.currency());
    }

    /** What settles all that is open on this day. */
    Money payable(Money open) {
        return open.minus(discount(open));
    }

    /**
     * What money does to what is open: never more of it is used than {@link #payable}, and never more is settled than is open.
     *
     * @param open positive
     */
    Taken take(Money money, Money open) {
        Money zero = Money.zero(open.currency());
        if (!money.isPositive() || !open.isPositive()) {
            return new Taken(zero, zero);
        }
        Money payable = payable(open);
        if (money.compareTo(payable) >= 0) {
            return new Taken(payable, open.minus(payable));
        }
        if (step == null || step.fullOnly()) {
            return new Taken(money, zero);
        }
        Money settled =
                money.share(hundredfold(), hundredfold().subtract(offered())).min(open);
        return new Taken(money, settled.minus(money));
    }

    /** The part of a discount that corrects the output tax: as much of it as the tax is of the amount. */
    Money taxIn(Money discount) {
        return amount.isZero() ? discount : discount.share(tax.amount(), amount.amount());
    }

    /** The share of the open amount that is taken off, to compare offers. */
    BigDecimal share() {
        return isOffered() ? offered().divide(hundredfold(), java.math.MathContext.DECIMAL64) : BigDecimal.ZERO;
    }

    private BigDecimal offered() {
        return step == null ? BigDecimal.ZERO : step.rate().multiply(base.amount());
    }

    private BigDecimal hundredfold() {
        return amount.amount().multiply(HUNDRED);
    }
}
