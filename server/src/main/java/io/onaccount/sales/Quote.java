package io.onaccount.sales;

import io.onaccount.credit.CreditRequest.Share;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A quote as it stands. Amounts are in its currency; net, tax and total are of the lines that count: those that aren't optional and, once it
 * was accepted, the optional ones that were chosen.
 *
 * @param root the first version
 * @param revision which version of the quote it is, from 1
 * @param discountAmount off the whole, already spread over the amounts of the lines that count
 * @param lostReason why it was lost; null unless it was
 */
public record Quote(
        UUID id,
        String number,
        String state,
        int version,
        UUID root,
        int revision,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        @Nullable UUID department,
        LocalDate date,
        LocalDate validUntil,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID paymentTerm,
        String contact,
        String deliveryAddress,
        String reference,
        String note,
        boolean taxInclusive,
        String currency,
        BigDecimal discountAmount,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal chargesTotal,
        @Nullable LostReason lostReason,
        String lostRemark,
        List<Line> lines,
        List<SalesOrder.Charge> charges) {

    /**
     * One line.
     *
     * @param discount a fraction
     * @param taxRate a fraction
     * @param chosen whether it counts
     * @param total of an optional line that wasn't chosen: by itself, in no sum
     * @param orderedQuantity on orders that weren't cancelled
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
            boolean optional,
            boolean chosen,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            BigDecimal orderedQuantity) {

        /** What may still be ordered. */
        public BigDecimal openQuantity() {
            return chosen ? quantity.subtract(orderedQuantity).max(BigDecimal.ZERO) : BigDecimal.ZERO;
        }

        OrderPricing.Entered entered() {
            return new OrderPricing.Entered(quantity, price, discount, taxRate);
        }
    }

    /** Whether anything of it stands on an order that wasn't cancelled. */
    boolean isOrdered() {
        return lines.stream().anyMatch(line -> line.orderedQuantity().signum() > 0);
    }

    /** The entry it could have been made by, for copies and new versions: of another day, holding as long. */
    NewQuote again(LocalDate today, @Nullable UUID salesperson) {
        long days = date.until(validUntil, ChronoUnit.DAYS);
        return new NewQuote(
                customer,
                today,
                today.plusDays(days),
                null,
                salesperson,
                paymentTerm,
                contact,
                deliveryAddress,
                reference,
                note,
                taxInclusive,
                discountAmount,
                lines.stream()
                        .map(line -> new NewQuote.Line(
                                line.product,
                                line.quantity,
                                line.price,
                                line.discount,
                                line.taxRate,
                                null,
                                line.note,
                                line.optional))
                        .toList(),
                enteredCharges());
    }

    /** Its charges as they were entered. */
    List<NewSalesOrder.Charge> enteredCharges() {
        return charges.stream().map(charge -> charge.entered(taxInclusive)).toList();
    }

    /** What its order would ask credit for, by product. */
    List<Share> shares() {
        return lines.stream()
                .filter(Line::chosen)
                .map(line -> Share.of(line.product(), money(line.total())))
                .toList();
    }

    Money money(BigDecimal amount) {
        return new Money(amount, currency);
    }

    /** As an order that nothing was delivered of: what the history of orders compares. */
    SalesOrder forDifference() {
        return new SalesOrder(
                id,
                number,
                state,
                version,
                customer,
                customerName,
                owner,
                department,
                date,
                deliveryDate,
                paymentTerm,
                ReceivableBasis.DELIVERY,
                contact,
                deliveryAddress,
                "",
                reference,
                note,
                taxInclusive,
                currency,
                discountAmount,
                net,
                tax,
                total,
                chargesTotal,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                false,
                lines.stream()
                        .map(line -> new SalesOrder.Line(
                                line.position,
                                line.product,
                                line.productCode,
                                line.productName,
                                line.quantity,
                                line.unit,
                                line.price,
                                line.discount,
                                line.taxRate,
                                line.deliveryDate,
                                line.note,
                                line.net,
                                line.tax,
                                line.total,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                null))
                        .toList(),
                charges,
                null,
                null);
    }
}
