package io.onaccount.fulfilment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it stands. While it is a draft its amounts are what posting it would give.
 *
 * @param charges freight and other charges with tax that leave with it, part of the total
 * @param toInvoice what of it becomes a receivable only when it is invoiced
 * @param awaitsInvoice whether a due date of it counts from the invoice
 * @param signedOn the day the customer signed for the goods, or null
 */
public record Delivery(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        String contact,
        String address,
        String carrier,
        String tracking,
        String note,
        String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal charges,
        @Nullable LocalDate signedOn,
        String signedBy,
        BigDecimal toInvoice,
        boolean awaitsInvoice,
        List<Line> lines) {

    /**
     * One line.
     *
     * @param notice the shipping notice it leaves by, or null
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
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            BigDecimal returnedQuantity,
            @Nullable UUID notice,
            @Nullable String noticeNumber,
            @Nullable Integer noticePosition) {}
}
