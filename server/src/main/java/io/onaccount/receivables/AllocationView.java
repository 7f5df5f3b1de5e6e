package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An allocation as people look at it.
 *
 * @param party who owed the item: another than the payer when it was paid on their behalf
 * @param amount what is settled: money and discount together
 * @param writtenOff the small rest of the item that was written off with it
 * @param exchange the loss (negative: gain) between what the money and the item are worth
 * @param itemAmount what is settled in the item's own currency, when that is another
 * @param receiptAmount what is used of the receipt in its own currency, when that is another
 * @param standing whether it has not been taken back
 * @param authority what allowed one customer's money to settle what another owes
 * @param discount the cash discount in the amount; null for none
 */
public record AllocationView(
        UUID id,
        UUID item,
        UUID document,
        String number,
        UUID party,
        BigDecimal amount,
        BigDecimal writtenOff,
        BigDecimal exchange,
        @Nullable String itemCurrency,
        @Nullable BigDecimal itemAmount,
        @Nullable BigDecimal receiptAmount,
        LocalDate on,
        Instant at,
        @Nullable UUID by,
        boolean standing,
        @Nullable UUID authority,
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
                        party,
                        amount,
                        writtenOff,
                        exchange,
                        itemCurrency,
                        itemAmount,
                        receiptAmount,
                        on,
                        at,
                        by,
                        standing,
                        authority,
                        new TakenDiscount(
                                d.amount(), d.tax(), d.rate(), d.days(), d.until(), d.valueDate(), explanation));
    }
}
