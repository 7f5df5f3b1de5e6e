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
 */
public record Movement(
        UUID party, UUID document, @Nullable UUID order, LocalDate on, Bucket bucket, BigDecimal amount, String cause) {

    /** A movement of the document's own exposure. */
    public static Movement of(UUID party, UUID document, LocalDate on, Bucket bucket, Money amount, String cause) {
        return new Movement(party, document, null, on, bucket, amount.amount(), cause);
    }

    /** The order whose exposure this is: the one named, or the document itself. */
    UUID behind() {
        return order == null ? document : order;
    }
}
