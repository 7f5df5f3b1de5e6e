package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of exposure that happened.
 *
 * @param document what moved it; the same that put it there when it is given back
 * @param order the order behind the document when that is another one, so that money assigned to the order keeps offsetting it; or null
 * @param amount in the company's currency, positive adds to the bucket
 * @param cause a word for the entry: confirm, deliver, return, cancel, receive, allocate, …
 * @param due when a receivable that is added must be paid; null elsewhere, and where unknown: then it counts as due on the day
 */
public record Movement(
        UUID party,
        UUID document,
        @Nullable UUID order,
        LocalDate on,
        Bucket bucket,
        BigDecimal amount,
        String cause,
        @Nullable LocalDate due) {

    /** A movement without a due date. */
    public Movement(
            UUID party,
            UUID document,
            @Nullable UUID order,
            LocalDate on,
            Bucket bucket,
            BigDecimal amount,
            String cause) {
        this(party, document, order, on, bucket, amount, cause, null);
    }

    /** A movement of the document's own exposure. */
    public static Movement of(UUID party, UUID document, LocalDate on, Bucket bucket, Money amount, String cause) {
        return new Movement(party, document, null, on, bucket, amount.amount(), cause);
    }

    /** The day from which the account may have something overdue by this; null: it adds nothing that falls due. */
    @Nullable
    LocalDate fallsDue() {
        return bucket != Bucket.RECEIVABLE || amount.signum() <= 0 ? null : due == null ? on : due;
    }

    /** The order whose exposure this is: the one named, or the document itself. */
    UUID behind() {
        return order == null ? document : order;
    }
}
