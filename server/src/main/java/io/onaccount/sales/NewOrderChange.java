package io.onaccount.sales;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a confirmed order is to become. Whatever is left out stays as it is, except lines: one that isn't named ends with what is delivered of it.
 * Where charges are named, those that aren't are charged no more.
 *
 * @param reason why, for those who decide and for the history
 * @param discountAmount taken off the lines together, in the basis of the order's prices
 * @param discountTerm the cash discount the order is to be offered from now on
 * @param noDiscountTerm true: none is offered any more
 */
public record NewOrderChange(
        @Nullable @MaxLength(500) String reason,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID paymentTerm,
        @Nullable BigDecimal discountAmount,
        @Nullable @MaxLength(200) String contact,
        @Nullable @MaxLength(500) String deliveryAddress,
        @Nullable @MaxLength(500) String invoiceAddress,
        @Nullable @MaxLength(100) String reference,
        @Nullable @MaxLength(2000) String note,
        @Nullable UUID discountTerm,
        @Nullable Boolean noDiscountTerm,
        List<Line> lines,
        @Nullable List<Charge> charges) {

    /**
     * One line.
     *
     * @param position of the order's line; left out for a new one, which names its product
     * @param quantity of the whole line, what is delivered included
     * @param discount a fraction: 0.02 is two per cent off
     * @param taxRate a fraction
     */
    public record Line(
            @Nullable Integer position,
            @Nullable UUID product,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal discount,
            @Nullable BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            @Nullable @MaxLength(500) String note) {

        /** So much of a line, at its price. */
        public static Line of(int position, BigDecimal quantity) {
            return new Line(position, null, quantity, null, null, null, null, null);
        }

        /** So much of a line at another price. */
        public static Line at(int position, BigDecimal quantity, BigDecimal price) {
            return new Line(position, null, quantity, price, null, null, null, null);
        }

        /** A line that was not there. */
        public static Line added(UUID product, BigDecimal quantity, BigDecimal price) {
            return new Line(null, product, quantity, price, null, null, null, null);
        }
    }

    /**
     * Freight or another charge.
     *
     * @param position of the order's charge; left out for a new one
     * @param amount in the basis of the order's prices
     * @param taxRate a fraction; 0 when left out
     */
    public record Charge(
            @Nullable Integer position,
            @MaxLength(100) String name,
            BigDecimal amount,
            @Nullable BigDecimal taxRate) {}

    /** Lines alone. */
    public static NewOrderChange of(List<Line> lines) {
        return of(null, lines);
    }

    /** Lines alone, and why. */
    public static NewOrderChange of(@Nullable String reason, List<Line> lines) {
        return new NewOrderChange(reason, null, null, null, null, null, null, null, null, null, null, lines, null);
    }

    /** The same with these charges. */
    public NewOrderChange charging(List<Charge> some) {
        return with(paymentTerm, discountTerm, noDiscountTerm, some);
    }

    /** The same with another payment term. */
    public NewOrderChange on(UUID term) {
        return with(term, discountTerm, noDiscountTerm, charges);
    }

    /** The same with other discount terms; null: none any more. */
    public NewOrderChange offering(@Nullable UUID term) {
        return with(paymentTerm, term, term == null, charges);
    }

    private NewOrderChange with(
            @Nullable UUID payment, @Nullable UUID discount, @Nullable Boolean none, @Nullable List<Charge> some) {
        return new NewOrderChange(
                reason,
                deliveryDate,
                payment,
                discountAmount,
                contact,
                deliveryAddress,
                invoiceAddress,
                reference,
                note,
                discount,
                none,
                lines,
                some);
    }
}
