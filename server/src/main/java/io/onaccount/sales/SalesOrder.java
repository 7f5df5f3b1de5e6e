package io.onaccount.sales;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sales order as it stands. Amounts are in the company's currency; prices and the discount are in the order's own.
 *
 * @param currency the company's
 * @param discountAmount off the whole order, already spread over the amounts of the lines
 * @param chargesTotal freight and other charges with tax, part of the total
 * @param deliveredTotal what has left, with tax, charges included
 * @param releasedTotal what will not be delivered: the rest of an order closed short or cancelled
 * @param chargesDelivered whether its charges have left, with the first delivery
 * @param foreign its own currency, where that is another; null: it is the company's
 * @param own what it comes to in that
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
        List<Charge> charges,
        @Nullable OrderCurrency foreign,
        @Nullable OwnAmounts own) {

    /** What it comes to in its own currency. */
    OwnAmounts inOwn() {
        return own == null ? new OwnAmounts(net, tax, total) : own;
    }

    /** The currency of its prices and its discount. */
    String pricedIn() {
        return foreign == null ? currency : foreign.code();
    }

    /**
     * One line.
     *
     * @param discount a fraction
     * @param taxRate a fraction
     * @param notifiedQuantity what stands on shipping notices and has not left
     * @param own what it comes to in the order's own currency; null: that is the company's
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
            BigDecimal notifiedQuantity,
            @Nullable OwnAmounts own) {

        /** What it comes to in the order's own currency. */
        OwnAmounts inOwn() {
            return own == null ? new OwnAmounts(net, tax, total) : own;
        }

        /** What it comes to. */
        LineAmounts amounts(SalesOrder order) {
            return new OwnAmounts(net, tax, total)
                    .in(order.currency)
                    .in(own == null ? null : new Money(own.total(), order.pricedIn()));
        }

        /** What is still to be delivered. */
        public BigDecimal openQuantity() {
            return quantity.subtract(deliveredQuantity);
        }
    }

    /** Freight or another charge. */
    public record Charge(
            int position,
            String name,
            BigDecimal taxRate,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            @Nullable OwnAmounts own) {

        /** Of an order in the company's currency. */
        public Charge(int position, String name, BigDecimal taxRate, BigDecimal net, BigDecimal tax, BigDecimal total) {
            this(position, name, taxRate, net, tax, total, null);
        }

        Charge in(@Nullable OwnAmounts amounts) {
            return new Charge(position, name, taxRate, net, tax, total, amounts);
        }

        /** What it comes to in the order's own currency. */
        OwnAmounts inOwn() {
            return own == null ? new OwnAmounts(net, tax, total) : own;
        }

        /** As it was entered. */
        NewSalesOrder.Charge entered(boolean taxInclusive) {
            return new NewSalesOrder.Charge(name, taxInclusive ? inOwn().total() : inOwn().net(), taxRate);
        }
    }

    OrderParticulars particulars() {
        return new OrderParticulars(contact, deliveryAddress, invoiceAddress, reference, note);
    }
}
