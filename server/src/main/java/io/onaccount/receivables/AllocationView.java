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
 * @param writtenOff the small rest of the item that was written off with it
 * @param exchange the loss (negative: gain) between what the money and the item are worth
 * @param itemAmount what is settled in the item's own currency, when that is another
 * @param receiptAmount what is used of the receipt in its own currency, when that is another
 * @param standing whether it has not been taken back
 * @param authority what allowed one customer's money to settle what another owes
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
        @Nullable UUID authority) {}
