package io.onaccount.credit.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Who knows what is overdue. */
public interface OverdueSource {
    /**
     * What a customer owes past its due date.
     *
     * @param amount open amounts past due
     * @param days of the oldest
     */
    record Overdue(BigDecimal amount, int days) {
        public static final Overdue NONE = new Overdue(BigDecimal.ZERO, 0);
    }

    /** What these customers have overdue on that day; a customer with nothing overdue may be missing. */
    Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> parties, LocalDate on);
}
