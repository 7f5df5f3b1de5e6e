package io.onaccount.credit.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who knows what is overdue, and how customers paid in the past. */
public interface OverdueSource {
    /**
     * What a customer owes past its due date.
     *
     * @param amount open amounts past due
     * @param days of the oldest
     * @param oldestDue the earliest due date of anything open, past or to come; null: nothing is open
     */
    record Overdue(BigDecimal amount, int days, @Nullable LocalDate oldestDue) {
        public static final Overdue NONE = new Overdue(BigDecimal.ZERO, 0, null);
    }

    /**
     * How a customer paid.
     *
     * @param lateInRow how many of the latest items that were due, one after the other, were paid late or are overdue; counted up to 20
     * @param dishonouredOn when a cheque or bill last bounced; null: never
     * @param usualDelay by how many days, on the average, the latest items were paid late
     * @param disputed of what is open, what the customer disputes
     * @param open what is open
     * @param brokenOn on which days promises to pay were due that were not kept in full, of the last three years
     */
    record Past(
            int lateInRow,
            @Nullable LocalDate dishonouredOn,
            int usualDelay,
            BigDecimal disputed,
            BigDecimal open,
            List<LocalDate> brokenOn) {
        public static final Past NONE = new Past(0, null, 0);

        /** Nothing disputed or promised. */
        public Past(int lateInRow, @Nullable LocalDate dishonouredOn, int usualDelay) {
            this(lateInRow, dishonouredOn, usualDelay, BigDecimal.ZERO, BigDecimal.ZERO, List.of());
        }

        /** The share disputed, in per cent with two decimals. */
        public BigDecimal disputedShare() {
            return open.signum() <= 0
                    ? BigDecimal.ZERO
                    : disputed.movePointRight(2).divide(open, 2, RoundingMode.HALF_UP);
        }
    }

    /** What falls due on a day; negative: what we owe the customer. */
    record Due(LocalDate on, BigDecimal amount) {}

    /** What a customer has open, by due day, in its order. */
    List<Due> dues(Tx tx, UUID party);

    /** What these customers have open and overdue on that day; a customer with nothing open may be missing. */
    Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> parties, LocalDate on);

    /** How these customers paid up to that day; one without a past may be missing. */
    Map<UUID, Past> past(Tx tx, Collection<UUID> parties, LocalDate on);

    /**
     * A query without parameters that yields (company_id, party_id, since, due, amount, settled_on) for every item ever owed, amounts greater than
     * zero: since when, due when, and on which day it was settled altogether (null: open). For trying rules on the past. The caller adds the
     * condition on company_id.
     */
    String history();
}
