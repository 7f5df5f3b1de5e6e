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
 * @param assigned the part of unapplied that is kept for orders
 */
public record Receipt(
        Header header,
        Names names,
        UUID party,
        BigDecimal amount,
        BigDecimal fee,
        UUID cashAccount,
        ReceiptMethod method,
        String payer,
        String reference,
        String note,
        boolean posted,
        @Nullable LocalDate postedOn,
        @Nullable LocalDate reversedOn,
        @Nullable UUID journal,
        BigDecimal allocated,
        BigDecimal unapplied,
        BigDecimal refunded,
        BigDecimal assigned,
        List<PurposeRow> purposes) {

    /** What customer and cash account are called. */
    public record Names(String partyCode, String partyName, String cashCode, String cashName) {}

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
                cashAccount,
                method,
                payer,
                reference,
                note,
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

    /** What can be allocated freely. */
    public BigDecimal free() {
        return unapplied.subtract(assigned);
    }
}
