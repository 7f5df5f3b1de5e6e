package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the open items of a customer offer to money of one value date, each in its own currency.
 *
 * @param byItem items that offer nothing are missing
 * @param bestFirst whether money goes to the best offer first instead of the oldest item
 * @param correctTax whether the tax in a discount is taken off the output tax
 */
record DiscountOffers(Map<UUID, CashDiscount> byItem, boolean bestFirst, boolean correctTax) {
    static final DiscountOffers NONE = new DiscountOffers(Map.of(), false, false);

    /** So much money, and so much taken off. */
    record Part(BigDecimal paid, BigDecimal discount) {
        BigDecimal settled() {
            return paid.add(discount);
        }

        Part plus(Part other) {
            return new Part(paid.add(other.paid), discount.add(other.discount));
        }
    }

    /**
     * A discount as it is kept with an allocation.
     *
     * @param tax the part that corrects the output tax
     * @param until the last day of its step, as announced
     */
    record Granted(BigDecimal amount, BigDecimal tax, BigDecimal rate, int days, LocalDate until) {
        /** The same in the company's currency: so much it is worth there. */
        Granted worth(BigDecimal worth, String base) {
            return worth.compareTo(amount) == 0
                    ? this
                    : new Granted(worth, Foreign.share(tax, amount, worth, base), rate, days, until);
        }

        Granted negated() {
            return new Granted(amount.negate(), tax.negate(), rate, days, until);
        }
    }

    /** The money that settles so much of the item. */
    BigDecimal payable(OpenItem item, BigDecimal open) {
        CashDiscount offer = byItem.get(item.id());
        return offer == null || open.signum() <= 0
                ? open
                : offer.payable(offer.same(open)).amount();
    }

    /** What so much money does to what is open. */
    Part part(OpenItem item, BigDecimal money, BigDecimal open) {
        CashDiscount offer = byItem.get(item.id());
        if (offer == null) {
            return new Part(money.min(open).max(BigDecimal.ZERO), BigDecimal.ZERO);
        }
        CashDiscount.Taken taken = offer.take(offer.same(money), offer.same(open));
        return new Part(taken.paid().amount(), taken.discount().amount());
    }

    /** The order in which unnamed items get money. */
    Comparator<OpenItem> order() {
        return bestFirst
                ? Comparator.comparing(this::share).reversed().thenComparing(AllocationPlan.OLDEST_FIRST)
                : AllocationPlan.OLDEST_FIRST;
    }

    private BigDecimal share(OpenItem item) {
        CashDiscount offer = byItem.get(item.id());
        return offer == null ? BigDecimal.ZERO : offer.share();
    }

    /** What is kept of a discount; null when there was none. */
    @Nullable
    Granted granted(OpenItem item, BigDecimal discount) {
        CashDiscount offer = byItem.get(item.id());
        if (offer == null || offer.step() == null || discount.signum() == 0) {
            return null;
        }
        CashDiscount.Step step = offer.step();
        BigDecimal tax = correctTax ? offer.taxIn(offer.same(discount)).amount() : BigDecimal.ZERO;
        return new Granted(discount, tax, step.rate(), step.days(), step.until());
    }
}
