package io.onaccount.credit;

import java.math.BigDecimal;

/**
 * What an order's term wants to be there before goods leave (款到发货, RCP-04).
 *
 * @param order its number
 * @param needed by the time these goods leave, those that left before included
 * @param there money kept for the order, and what of its items is settled
 */
public record Prepayment(String order, BigDecimal needed, BigDecimal there) {
    BigDecimal missing() {
        return needed.subtract(there).max(BigDecimal.ZERO);
    }
}
