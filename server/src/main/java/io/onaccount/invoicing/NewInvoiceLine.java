package io.onaccount.invoicing;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * So much of a delivery or an order on an application or invoice.
 *
 * @param delivery with {@code position} a line of it: goods that left
 * @param order with {@code position} a line of it: goods that have not left, or with {@code charge} a charge of it
 * @param charge whether {@code position} is a charge of the order (freight), whose quantity is one
 */
public record NewInvoiceLine(
        @Nullable UUID delivery,
        @Nullable UUID order,
        int position,
        @Nullable Boolean charge,
        BigDecimal quantity) {

    /** Goods of a delivery. */
    public static NewInvoiceLine ofDelivery(UUID delivery, int position, BigDecimal quantity) {
        return new NewInvoiceLine(delivery, null, position, null, quantity);
    }

    /** Goods of an order that have not left. */
    public static NewInvoiceLine ofOrder(UUID order, int position, BigDecimal quantity) {
        return new NewInvoiceLine(null, order, position, null, quantity);
    }

    /** All of a charge of an order. */
    public static NewInvoiceLine ofCharge(UUID order, int position) {
        return new NewInvoiceLine(null, order, position, true, BigDecimal.ONE);
    }
}
