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
 * @param foreignCurrency what its orders are in, where that isn't the company's currency
 * @param foreignTotal what it comes to in that, charges included
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
        List<Line> lines,
        @Nullable String foreignCurrency,
        @Nullable BigDecimal foreignTotal) {

    /** The currency of its orders. */
    String soldIn() {
        return foreignCurrency == null ? currency : foreignCurrency;
    }

    /** What it comes to in that. */
    BigDecimal soldFor() {
        return foreignTotal == null ? total : foreignTotal;
    }

    /** What of that is charges. */
    BigDecimal chargesSoldFor() {
        return lines.stream().map(Line::soldFor).reduce(soldFor(), BigDecimal::subtract);
    }

    /**
     * One line.
     *
     * @param notice the shipping notice it leaves by, or null
     * @param foreignTotal what it comes to in its order's currency, where that isn't the company's
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
            @Nullable Integer noticePosition,
            @Nullable BigDecimal foreignTotal) {

        BigDecimal soldFor() {
            return foreignTotal == null ? total : foreignTotal;
        }
    }
}
