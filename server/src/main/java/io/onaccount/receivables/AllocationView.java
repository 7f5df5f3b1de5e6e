package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An allocation as people look at it.
 *
 * @param amount what is settled: money and discount together
 * @param standing whether it has not been taken back
 * @param discount the cash discount in the amount; null for none
 */
public record AllocationView(
        UUID id,
        UUID item,
        UUID document,
        String number,
        BigDecimal amount,
        LocalDate on,
        Instant at,
        @Nullable UUID by,
        boolean standing,
        @Nullable TakenDiscount discount) {

    /**
     * What was taken off, and why.
     *
     * @param tax the part that corrects the output tax
     * @param rate per cent
     * @param valueDate the bank's day that decided
     * @param explanation in a sentence
     */
    public record TakenDiscount(
            BigDecimal amount,
            BigDecimal tax,
            BigDecimal rate,
            int days,
            LocalDate until,
            LocalDate valueDate,
            String explanation) {}

    static @Nullable TakenDiscount taken(DiscountOffers.@Nullable Granted granted, LocalDate valueDate) {
        return granted == null
                ? null
                : new TakenDiscount(
                        granted.amount(),
                        granted.tax(),
                        granted.rate(),
                        granted.days(),
                        granted.until(),
                        valueDate,
                        "");
    }

    /** The same with its discount explained. */
    AllocationView explained(String explanation) {
        TakenDiscount d = discount;
        return d == null
                ? this
                : new AllocationView(
                        id,
                        item,
                        document,
                        number,
                        amount,
                        on,
                        at,
                        by,
                        standing,
                        new TakenDiscount(
                                d.amount(), d.tax(), d.rate(), d.days(), d.until(), d.valueDate(), explanation));
    }
}
