package io.onaccount.sales;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sales order as it is entered. What is left out comes from the customer, the product or the company.
 *
 * @param number an order's own number, when it was numbered elsewhere; otherwise the next of the series
 * @param date the order date; today when left out
 * @param owner the salesperson; the customer's when left out
 * @param paymentTerm the customer's when left out; a customer without one pays on delivery
 * @param reference the customer's own order number
 * @param taxInclusive whether prices, charges and the discount are entered with tax; the company's custom when left out
 * @param basis when the customer owes for it; the company's custom when left out
 * @param discountAmount taken off the lines together, in the basis of the prices
 * @param currency ISO 4217, of prices, charges and the discount; the company's when left out
 * @param rate what a unit of that is worth in the company's, where it is another; that of the order's day when left out, and any other takes the
 *     right {@code sales-order.own-rate}
 */
public record NewSalesOrder(
        UUID customer,
        @Nullable @MaxLength(60) String number,
        @Nullable LocalDate date,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID owner,
        @Nullable UUID paymentTerm,
        @Nullable @MaxLength(200) String contact,
        @Nullable @MaxLength(500) String deliveryAddress,
        @Nullable @MaxLength(500) String invoiceAddress,
        @Nullable @MaxLength(100) String reference,
        @Nullable @MaxLength(2000) String note,
        @Nullable Boolean taxInclusive,
        @Nullable BigDecimal discountAmount,
        List<Line> lines,
        @Nullable List<Charge> charges,
        @Nullable ReceivableBasis basis,
        @Nullable @MaxLength(3) String currency,
        @Nullable BigDecimal rate) {

    /** As the company usually does it. */
    public NewSalesOrder(
            UUID customer,
            @Nullable String number,
            @Nullable LocalDate date,
            @Nullable LocalDate deliveryDate,
            @Nullable UUID owner,
            @Nullable UUID paymentTerm,
            @Nullable String contact,
            @Nullable String deliveryAddress,
            @Nullable String invoiceAddress,
            @Nullable String reference,
            @Nullable String note,
            @Nullable Boolean taxInclusive,
            @Nullable BigDecimal discountAmount,
            List<Line> lines,
            @Nullable List<Charge> charges) {
        this(
                customer,
                number,
                date,
                deliveryDate,
                owner,
                paymentTerm,
                contact,
                deliveryAddress,
                invoiceAddress,
                reference,
                note,
                taxInclusive,
                discountAmount,
                lines,
                charges,
                null,
                null,
                null);
    }

    /** The same, owed for when this says. */
    public NewSalesOrder owedAt(@Nullable ReceivableBasis when) {
        return with(number, when, currency, rate);
    }

    /** The same in another currency; at the rate of its day where there is none. */
    public NewSalesOrder in(@Nullable String other, @Nullable BigDecimal worth) {
        return with(number, basis, other, worth);
    }

    private NewSalesOrder with(
            @Nullable String otherNumber,
            @Nullable ReceivableBasis otherBasis,
            @Nullable String otherCurrency,
            @Nullable BigDecimal otherRate) {
        return new NewSalesOrder(
                customer,
                otherNumber,
                date,
                deliveryDate,
                owner,
                paymentTerm,
                contact,
                deliveryAddress,
                invoiceAddress,
                reference,
                note,
                taxInclusive,
                discountAmount,
                lines,
                charges,
                otherBasis,
                otherCurrency,
                otherRate);
    }

    /**
     * One line.
     *
     * @param price per unit, before discounts; the product's list price when left out
     * @param discount a fraction: 0.02 is two per cent off
     * @param taxRate a fraction; the product's when left out
     * @param deliveryDate the order's when left out
     */
    public record Line(
            UUID product,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal discount,
            @Nullable BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            @Nullable @MaxLength(500) String note) {

        /** So many at this price, everything else as usual. */
        public static Line of(UUID product, BigDecimal quantity, @Nullable BigDecimal price) {
            return new Line(product, quantity, price, null, null, null, null);
        }
    }

    /**
     * Freight or another charge.
     *
     * @param taxRate a fraction; 0 when left out
     */
    public record Charge(
            @MaxLength(100) String name,
            BigDecimal amount,
            @Nullable BigDecimal taxRate) {}

    /** An order of these lines with everything else as usual. */
    public static NewSalesOrder of(UUID customer, @Nullable LocalDate date, List<Line> lines) {
        return new NewSalesOrder(
                customer, null, date, null, null, null, null, null, null, null, null, null, null, lines, null);
    }

    NewSalesOrder withoutNumber() {
        return with(null, basis, currency, rate);
    }

    /** As it was named, or the company's. */
    String currencyOr(String own) {
        return currency == null || currency.isBlank() ? own : currency.strip().toUpperCase(Locale.ROOT);
    }

    List<Charge> chargesOrNone() {
        return charges == null ? List.of() : charges;
    }
}
