package io.onaccount.sales;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sales order as it stands. Amounts are in its currency.
 *
 * @param discountAmount off the whole order, already spread over the amounts of the lines
 * @param chargesTotal freight and other charges with tax, part of the total
 * @param deliveredTotal what has left, with tax, charges included
 * @param releasedTotal what will not be delivered: the rest of an order closed short or cancelled
 * @param chargesDelivered whether its charges have left, with the first delivery
 */
public record SalesOrder(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        @Nullable UUID department,
        LocalDate date,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID paymentTerm,
        ReceivableBasis basis,
        String contact,
        String deliveryAddress,
        String invoiceAddress,
        String reference,
        String note,
        boolean taxInclusive,
        String currency,
        BigDecimal discountAmount,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal chargesTotal,
        BigDecimal deliveredTotal,
        BigDecimal releasedTotal,
        boolean chargesDelivered,
        List<Line> lines,
        List<Charge> charges) {

    /**
     * One line.
     *
     * @param discount a fraction
     * @param taxRate a fraction
     * @param notifiedQuantity what stands on shipping notices and has not left
     */
    public record Line(
            int position,
            UUID product,
            String productCode,
            String productName,
            BigDecimal quantity,
            String unit,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            BigDecimal deliveredQuantity,
            BigDecimal deliveredTotal,
            BigDecimal returnedQuantity,
            BigDecimal notifiedQuantity) {

        /** What is still to be delivered. */
        public BigDecimal openQuantity() {
            return quantity.subtract(deliveredQuantity);
        }
    }

    /** Freight or another charge. */
    public record Charge(
            int position, String name, BigDecimal taxRate, BigDecimal net, BigDecimal tax, BigDecimal total) {

        /** As it was entered. */
        NewSalesOrder.Charge entered(boolean taxInclusive) {
            return new NewSalesOrder.Charge(name, taxInclusive ? total : net, taxRate);
        }
    }

    OrderParticulars particulars() {
        return new OrderParticulars(contact, deliveryAddress, invoiceAddress, reference, note);
    }
}
