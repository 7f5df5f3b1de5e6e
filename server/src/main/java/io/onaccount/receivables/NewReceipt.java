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
 * @param amount what the customer paid, in the currency of the account
 * @param rate what a unit of that is worth in the company's currency, where that is another; the day's when left out
 * @param fee what the bank kept of it; null for nothing
 * @param feeBy who bears the fee: borne by the customer, it lessens what they are credited
 * @param withheld tax the customer kept back and pays for us: part of the amount, but it does not arrive; null for nothing
 * @param cashAccount where it arrived; null for an offset
 * @param payerAccount the number of the account it came from, or null
 * @param reference the payer's words; document numbers in it name items to be settled
 * @param payable what we owe the customer and set off; for an offset only
 * @param bill the bill it came as; for a bill only
 * @param purposes what it is meant for, in order
 */
public record NewReceipt(
        UUID party,
        LocalDate date,
        BigDecimal amount,
        @Nullable BigDecimal rate,
        @Nullable BigDecimal fee,
        FeeBy feeBy,
        @Nullable BigDecimal withheld,
        @Nullable UUID cashAccount,
        ReceiptMethod method,
        @Nullable String payer,
        @Nullable String payerAccount,
        @Nullable String reference,
        @Nullable String note,
        @Nullable UUID payable,
        Bills.@Nullable NewBill bill,
        List<Purpose> purposes) {

    /** Who bears the bank's fee: whether the customer is credited what they sent or what arrived. */
    public enum FeeBy {
        US,
        CUSTOMER
    }

    public NewReceipt {
        purposes = List.copyOf(purposes);
    }

    /** Plain money on an account. */
    public NewReceipt(
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
        this(
                party,
                date,
                amount,
                null,
                fee,
                FeeBy.US,
                null,
                cashAccount,
                method,
                payer,
                null,
                reference,
                note,
                null,
                null,
                purposes);
    }

    BigDecimal fees() {
        return fee == null ? BigDecimal.ZERO : fee;
    }

    BigDecimal keptBack() {
        return withheld == null ? BigDecimal.ZERO : withheld;
    }

    /** What the customer is credited. */
    BigDecimal credited() {
        return feeBy == FeeBy.CUSTOMER ? amount.subtract(fees()) : amount;
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
