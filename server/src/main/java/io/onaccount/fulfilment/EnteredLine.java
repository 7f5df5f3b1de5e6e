package io.onaccount.fulfilment;

import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of goods of an order as somebody entered it, whether they are to leave or leave now. */
interface EnteredLine {
    UUID order();

    /** The order's line. */
    int position();

    BigDecimal quantity();

    @Nullable
    UUID warehouse();

    /**
     * Notes what is wrong with it, and answers where it is taken from; null when that is wrong.
     *
     * @param field its address with a dot, {@code lines[3].}
     * @param usual the warehouse of lines that name none; the company's first when null
     */
    default @Nullable UUID check(
            Problem.Collector problems, String field, @Nullable UUID usual, DeliveryTables.Warehouses warehouses) {
        Input.fitting(problems, field + "quantity", quantity());
        problems.check(quantity().signum() > 0, field + "quantity", "must-be-positive");
        problems.check(position() > 0 && position() < 32768, field + "position", "order-line-unknown");
        UUID named = warehouse() != null ? warehouse() : usual;
        UUID from = named != null ? named : warehouses.first();
        boolean known = problems.check(
                from != null && warehouses.ids().contains(from), field + "warehouse", "warehouse-unknown");
        return known ? from : null;
    }
}
