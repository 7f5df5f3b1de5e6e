package io.onaccount.credit.spi;

import io.onaccount.platform.db.Sql;
import java.time.LocalDate;

/** Who knows how what was owed was paid in the end: back-tests and simulations hold their answers against it (CRD-30, CRD-32). */
public interface PaidItems {
    /**
     * A query that yields, for every item that customers of the company owed, (company_id, party_id, order_id, date, due, owed, paid, paid_days,
     * late, open, settled_on), by what is known on {@code until}: owed is the amount less what goods returned or netted took off, paid the money
     * that came, paid_days the sum of each payment times its days after the item's date, late what was paid more than {@code lateDays} after due
     * or is open so long, settled_on the day when nothing was open any more.
     *
     * @param which the items asked for: a condition on i.party_id, i.date and i.due
     */
    Sql items(long company, LocalDate until, int lateDays, Sql which);
}
