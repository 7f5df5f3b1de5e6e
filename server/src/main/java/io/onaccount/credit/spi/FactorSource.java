package io.onaccount.credit.spi;

import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import java.util.List;

/** A module that can say from its own documents how customers behaved: scoring asks for all customers at once (CRD-30). */
public interface FactorSource {
    /**
     * A query that yields (day, party_id, factor, value) for each of the days and every customer of the company of whom something is known: what
     * was so on that day, by business date, whatever has happened since. The factor is a name of {@link io.onaccount.credit.scoring.Factor}; its
     * Javadoc says how the value is counted. A value that can't be told is missing. Several days are asked together, so that each document is read
     * once and not once for each day.
     *
     * @param days ascending, none twice
     */
    Sql factors(long company, List<LocalDate> days);
}
