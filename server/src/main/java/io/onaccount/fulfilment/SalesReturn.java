package io.onaccount.fulfilment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A return as it stands. Amounts are positive: what the customer is credited. */
public record SalesReturn(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        String reason,
        String note,
        boolean taxInclusive,
        String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        List<Line> lines) {

    /** One line; without a warehouse the goods are scrapped. */
    public record Line(
            int position,
            @Nullable UUID delivery,
            @Nullable String deliveryNumber,
            @Nullable Integer deliveryPosition,
            UUID product,
            String productCode,
            String productName,
            String unit,
            @Nullable UUID warehouse,
            @Nullable String warehouseName,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            BigDecimal taxRate,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total) {}
}
