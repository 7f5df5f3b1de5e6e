package io.onaccount.fulfilment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shipping notice as it stands.
 *
 * @param plannedOn the day the goods are to leave
 * @param total what it is worth at the orders' prices, with the charges that leave with it
 */
public record ShippingNotice(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        LocalDate plannedOn,
        String contact,
        String address,
        String note,
        String currency,
        BigDecimal total,
        List<Line> lines) {

    /**
     * One line.
     *
     * @param onHand what is in its warehouse; null for what isn't kept in stock
     */
    public record Line(
            int position,
            UUID order,
            String orderNumber,
            int orderPosition,
            UUID product,
            String productCode,
            String productName,
            String unit,
            UUID warehouse,
            String warehouseName,
            BigDecimal quantity,
            BigDecimal deliveredQuantity,
            @Nullable BigDecimal onHand) {

        /** What is still to leave. */
        public BigDecimal openQuantity() {
            return quantity.subtract(deliveredQuantity);
        }
    }
}
