package io.onaccount.invoicing;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of an application or invoice, with its amounts; those of red invoices are negative.
 *
 * @param charge whether it is freight or another charge of the order, whose position {@code orderPosition} then is
 * @param delivery null: the goods had not left
 * @param done of an application what is on issued invoices; of an invoice what red ones took back
 * @param difference what the invoice says more than the order's price, tax included; negative: less
 * @param taxCode of the product, for the tax platform; may be empty
 */
public record InvoiceLine(
        int position,
        UUID order,
        String orderNumber,
        int orderPosition,
        boolean charge,
        @Nullable UUID delivery,
        @Nullable String deliveryNumber,
        @Nullable Integer deliveryPosition,
        @Nullable UUID product,
        String name,
        String specification,
        String unit,
        String taxCode,
        BigDecimal quantity,
        BigDecimal taxRate,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal done,
        BigDecimal difference) {

    /** How much of it is left to issue, or to take back. */
    public BigDecimal left() {
        return quantity.subtract(done);
    }

    /** What one of it costs with tax, as exactly as the tax platform takes it. */
    public BigDecimal priceWithTax() {
        return total.divide(quantity, 8, java.math.RoundingMode.HALF_UP);
    }
}
