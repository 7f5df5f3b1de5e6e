package io.onaccount.fulfilment;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A return as it is entered.
 *
 * @param number its own number, when it was numbered elsewhere; otherwise the next of the series
 * @param date when the goods came back; today when left out
 * @param taxInclusive whether the prices of goods without a delivery are entered with tax; the company's custom when left out
 */
public record NewReturn(
        UUID customer,
        @Nullable @MaxLength(60) String number,
        @Nullable LocalDate date,
        @Nullable @MaxLength(200) String reason,
        @Nullable @MaxLength(2000) String note,
        @Nullable Boolean taxInclusive,
        List<Line> lines) {

    /**
     * So much that came back.
     *
     * @param delivery the delivery it left with, and its line there; its value is then what was charged for it
     * @param product for goods without a delivery, with the price credited for them
     * @param taxRate a fraction; the product's when left out
     * @param warehouse where it goes back into stock; scrapped when left out
     */
    public record Line(
            @Nullable UUID delivery,
            @Nullable Integer position,
            @Nullable UUID product,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal taxRate,
            @Nullable UUID warehouse) {

        /** Goods of a delivery. */
        public static Line of(UUID delivery, int position, BigDecimal quantity, @Nullable UUID warehouse) {
            return new Line(delivery, position, null, quantity, null, null, warehouse);
        }

        /** Goods whose delivery isn't known. */
        public static Line free(UUID product, BigDecimal quantity, BigDecimal price, @Nullable UUID warehouse) {
            return new Line(null, null, product, quantity, price, null, warehouse);
        }
    }

    /** These lines with everything else as usual. */
    public static NewReturn of(UUID customer, @Nullable LocalDate date, List<Line> lines) {
        return new NewReturn(customer, null, date, null, null, null, lines);
    }
}
