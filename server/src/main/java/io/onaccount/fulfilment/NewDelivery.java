package io.onaccount.fulfilment;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is entered: from one or several orders of one customer.
 *
 * @param number its own number, when it was numbered elsewhere; otherwise the next of the series
 * @param date when the goods leave; today when left out
 * @param warehouse where lines that name none are taken from; the company's first when left out
 * @param contact the first order's when left out, like the address
 */
public record NewDelivery(
        @Nullable @MaxLength(60) String number,
        @Nullable LocalDate date,
        @Nullable UUID warehouse,
        @Nullable @MaxLength(200) String contact,
        @Nullable @MaxLength(500) String address,
        @Nullable @MaxLength(100) String carrier,
        @Nullable @MaxLength(100) String tracking,
        @Nullable @MaxLength(2000) String note,
        List<Line> lines) {

    /**
     * So much of a line of an order, from this warehouse.
     *
     * @param notice the shipping notice it leaves by, which names the same line of the order; null: straight from the order
     * @param noticePosition the notice's line
     */
    public record Line(
            UUID order,
            int position,
            BigDecimal quantity,
            @Nullable UUID warehouse,
            @Nullable UUID notice,
            @Nullable Integer noticePosition)
            implements EnteredLine {
        /** Straight from the order. */
        public Line(UUID order, int position, BigDecimal quantity, @Nullable UUID warehouse) {
            this(order, position, quantity, warehouse, null, null);
        }
    }

    /** These lines with everything else as usual. */
    public static NewDelivery of(@Nullable LocalDate date, List<Line> lines) {
        return new NewDelivery(null, date, null, null, null, null, null, null, lines);
    }
}
