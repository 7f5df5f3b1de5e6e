package io.onaccount.credit;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would let a held document pass. Its text is {@code credit.way.<kind>}.
 *
 * @param amount in the company's currency: what to pay, what still fits, by how much the limit falls short; null where none is needed
 * @param line the product line it is for, by name; null: for none
 * @param products of the document that belong to that line
 */
public record WayOut(
        Kind kind,
        @Nullable BigDecimal amount,
        @Nullable String line,
        @Nullable List<UUID> products) {

    public WayOut(Kind kind, @Nullable BigDecimal amount) {
        this(kind, amount, null, null);
    }

    /** The ways there are. */
    public enum Kind {
        /** Receive this much from the customer first. */
        PAY,
        /** Receive this much for the order, or for the orders whose goods are to leave. */
        PREPAY,
        /** Order no more than this now. */
        REDUCE,
        /** Order no more than this of a product line now. */
        REDUCE_LINE,
        /** A controller lets this document pass. */
        RELEASE,
        /** A limit for a time, higher by this much. */
        TEMPORARY_LIMIT
    }
}
