package io.onaccount.fulfilment;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shipping notice as it is entered: from one or several orders of one customer.
 *
 * @param number its own number, when it was numbered elsewhere; otherwise the next of the series
 * @param date when it is written; today when left out
 * @param plannedOn the day the goods are to leave; the notice's own when left out
 * @param warehouse where lines that name none are taken from; the company's first when left out
 * @param contact the first order's when left out, like the address
 * @param note for the warehouse
 */
public record NewShippingNotice(
        @Nullable @MaxLength(60) String number,
        @Nullable LocalDate date,
        @Nullable LocalDate plannedOn,
        @Nullable UUID warehouse,
        @Nullable @MaxLength(200) String contact,
        @Nullable @MaxLength(500) String address,
        @Nullable @MaxLength(2000) String note,
        List<Line> lines) {

    /** So much of a line of an order, from this warehouse. */
    public record Line(
            UUID order,
            int position,
            BigDecimal quantity,
            @Nullable UUID warehouse) implements EnteredLine {}

    /** These lines with everything else as usual. */
    public static NewShippingNotice of(@Nullable LocalDate plannedOn, List<Line> lines) {
        return new NewShippingNotice(null, null, plannedOn, null, null, null, null, lines);
    }
}
