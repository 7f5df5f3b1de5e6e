package io.onaccount.sales;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A quote as it is entered: what an order has, how long it holds, and which lines are optional. What is left out comes from the customer, the
 * product or the company, as in an order.
 *
 * @param date of the quote; today when left out
 * @param validUntil the last day it can be accepted; thirty days from its date when left out
 * @param owner the salesperson; the customer's when left out
 * @param paymentTerm the customer's when left out
 * @param reference the customer's inquiry
 * @param note printed, so the customer reads it
 * @param taxInclusive whether prices, charges and the discount are entered with tax; the company's custom when left out
 * @param discountAmount taken off the lines that count together, in the basis of the prices
 */
public record NewQuote(
        UUID customer,
        @Nullable LocalDate date,
        @Nullable LocalDate validUntil,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID owner,
        @Nullable UUID paymentTerm,
        @Nullable @MaxLength(200) String contact,
        @Nullable @MaxLength(500) String deliveryAddress,
        @Nullable @MaxLength(100) String reference,
        @Nullable @MaxLength(2000) String note,
        @Nullable Boolean taxInclusive,
        @Nullable BigDecimal discountAmount,
        List<Line> lines,
        @Nullable List<NewSalesOrder.Charge> charges) {

    /**
     * One line.
     *
     * @param price per unit, before discounts; the product's list price when left out
     * @param discount a fraction: 0.02 is two per cent off
     * @param taxRate a fraction; the product's when left out
     * @param optional whether the customer may choose it; it is not in the total until they do
     */
    public record Line(
            UUID product,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal discount,
            @Nullable BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            @Nullable @MaxLength(500) String note,
            @Nullable Boolean optional) {

        boolean isOptional() {
            return Boolean.TRUE.equals(optional);
        }

        NewSalesOrder.Line asOrdered() {
            return new NewSalesOrder.Line(product, quantity, price, discount, taxRate, deliveryDate, note);
        }
    }

    /** A quote of these lines with everything else as usual. */
    public static NewQuote of(UUID customer, @Nullable LocalDate date, List<Line> lines) {
        return new NewQuote(customer, date, null, null, null, null, null, null, null, null, null, null, lines, null);
    }

    /** What an order of the lines would be: quotes are checked and priced as that. */
    NewSalesOrder asOrder(Predicate<Line> which, @Nullable BigDecimal discount) {
        return new NewSalesOrder(
                customer,
                null,
                date,
                deliveryDate,
                owner,
                paymentTerm,
                contact,
                deliveryAddress,
                null,
                reference,
                note,
                taxInclusive,
                discount,
                lines.stream().filter(which).map(Line::asOrdered).toList(),
                charges);
    }
}
