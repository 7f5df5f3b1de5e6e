package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in, as entered.
 *
 * @param date the bank's value date
 * @param amount what the customer paid, in the company's currency
 * @param fee what the bank kept of it; null for nothing
 * @param reference the payer's words; document numbers in it name items to be settled
 * @param purposes what it is meant for, in order
 */
public record NewReceipt(
        UUID party,
        LocalDate date,
        BigDecimal amount,
        @Nullable BigDecimal fee,
        UUID cashAccount,
        ReceiptMethod method,
        @Nullable String payer,
        @Nullable String reference,
        @Nullable String note,
        List<Purpose> purposes) {

    public NewReceipt {
        purposes = List.copyOf(purposes);
    }

    BigDecimal fees() {
        return fee == null ? BigDecimal.ZERO : fee;
    }

    /**
     * An open item or an order that is meant.
     *
     * @param amount the most to go there; null for as much as it owes (for an order: the rest)
     */
    public record Purpose(
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount) {}
}
