package io.onaccount.receivables;

import io.onaccount.document.Header;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as read. While it is posted amount = allocated + unapplied + refunded.
 *
 * @param amount what the customer is credited
 * @param withheld tax kept back by the customer, part of the amount
 * @param assigned the part of unapplied that is kept for orders
 */
public record Receipt(
        Header header,
        Names names,
        UUID party,
        BigDecimal amount,
        BigDecimal fee,
        NewReceipt.FeeBy feeBy,
        BigDecimal withheld,
        @Nullable UUID cashAccount,
        ReceiptMethod method,
        String payer,
        String payerAccount,
        String reference,
        String note,
        @Nullable UUID payable,
        boolean posted,
        @Nullable LocalDate postedOn,
        @Nullable LocalDate reversedOn,
        @Nullable UUID journal,
        BigDecimal allocated,
        BigDecimal unapplied,
        BigDecimal refunded,
        BigDecimal assigned,
        List<PurposeRow> purposes) {

    /** What customer, cash account and payable are called. */
    public record Names(
            String partyCode, String partyName, String cashCode, String cashName, @Nullable String payable) {}

    /** What the payer meant, and how much is kept for it now. */
    public record PurposeRow(
            int line,
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount,
            BigDecimal assigned) {}

    /** As it is once confirmed. */
    Receipt posted(
            Header confirmed,
            LocalDate on,
            UUID booked,
            BigDecimal settled,
            BigDecimal rest,
            Map<Integer, BigDecimal> kept) {
        return new Receipt(
                confirmed,
                names,
                party,
                amount,
                fee,
                feeBy,
                withheld,
                cashAccount,
                method,
                payer,
                payerAccount,
                reference,
                note,
                payable,
                true,
                on,
                null,
                booked,
                settled,
                rest,
                refunded,
                kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                purposes.stream()
                        .map(p -> new PurposeRow(
                                p.line(), p.item(), p.order(), p.amount(), kept.getOrDefault(p.line(), p.assigned())))
                        .toList());
    }

    public ReceiptState state() {
        return ReceiptState.valueOf(header.state());
    }

    /** What the customer sent: the fee they bear included. */
    public BigDecimal paid() {
        return feeBy == NewReceipt.FeeBy.CUSTOMER ? amount.add(fee) : amount;
    }

    /** The fee that is ours. */
    BigDecimal ourFee() {
        return feeBy == NewReceipt.FeeBy.US ? fee : BigDecimal.ZERO;
    }

    /** What arrived. */
    public BigDecimal money() {
        return amount.subtract(ourFee()).subtract(withheld);
    }

    /** What can be allocated freely. */
    public BigDecimal free() {
        return unapplied.subtract(assigned);
    }
}
