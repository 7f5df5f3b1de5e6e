package io.onaccount.credit;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The cash discount an order is offered, as far as it can be better or worse than another.
 *
 * @param steps so much off within so many days, grace included
 * @param withTax whether the rates are of the amount with tax
 * @param fullOnly whether only a payment of all that is open earns it
 * @param from what the days are counted from: the later it usually is, the larger
 */
public record DiscountOffer(List<Step> steps, boolean withTax, boolean fullOnly, int from) {
    /** No discount at all. */
    public static final DiscountOffer NONE = new DiscountOffer(List.of(), false, false, 0);

    /** @param rate per cent */
    public record Step(int days, BigDecimal rate) {}

    /** Whether there is a day or a payment for which it gives more than the other one. */
    public boolean isBetterThan(DiscountOffer other) {
        if (steps.isEmpty()) {
            return false;
        }
        return steps.stream().anyMatch(step -> step.rate().compareTo(other.rateAfter(step.days())) > 0)
                || (withTax && !other.withTax)
                || (!fullOnly && other.fullOnly)
                || from > other.from;
    }

    /** As it is written in a contract: 2/10, 1/20; empty for none. */
    public String notation() {
        return steps.stream()
                .map(step -> step.rate().stripTrailingZeros().toPlainString() + "/" + step.days())
                .collect(Collectors.joining(", "));
    }

    /** What a payment so many days later still earns. */
    private BigDecimal rateAfter(int days) {
        return steps.stream()
                .filter(step -> step.days() >= days)
                .map(Step::rate)
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }
}
