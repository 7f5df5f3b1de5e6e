package io.onaccount.receivables;

import io.onaccount.document.Header;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as read. While it is posted amount = allocated + unapplied + refunded.
 *
 * @param assigned the part of unapplied that is kept for orders
 */
public record Receipt(
        Header header,
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

    /** What the payer meant, and how much is kept for it now. */
    public record PurposeRow(
            int line,
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount,
            BigDecimal assigned) {}

    public ReceiptState state() {
        return ReceiptState.valueOf(header.state());
    }

    /** What can be allocated freely. */
    public BigDecimal free() {
        return unapplied.subtract(assigned);
    }
}
