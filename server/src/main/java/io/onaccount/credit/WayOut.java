package io.onaccount.credit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What would let a held document pass. Its text is {@code credit.way.<kind>}.
 *
 * @param amount in the company's currency: what to pay, what still fits, by how much the limit falls short; null where none is needed
 */
public record WayOut(Kind kind, @Nullable BigDecimal amount) {
    /** The ways there are. */
    public enum Kind {
        /** Receive this much from the customer first. */
        PAY,
        /** Receive this much for the orders whose goods are to leave. */
        PREPAY,
        /** Order no more than this now. */
        REDUCE,
        /** A controller lets this document pass. */
        RELEASE,
        /** A limit for a time, higher by this much. */
        TEMPORARY_LIMIT
    }
}
