package io.onaccount.credit.spi;

import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import java.util.Collection;

/** A module that can say from its own documents what early warnings look at (CRD-24): asked for all customers at once. */
public interface WarningSource {
    /** What is said about a customer. Amounts are in the company's currency. */
    enum Fact {
        /** Exposure. */
        USED,
        /** Limit and temporary limit of the day; missing when unlimited. */
        ALLOWED,
        /** Days until the temporary limit ends; missing when there is none any more. */
        TEMPORARY_DAYS,
        /** Days until the account's validity ends; negative: since then. */
        VALID_DAYS,
        /** Days until the guarantee or insurance ends; negative: since then. */
        GUARANTEE_DAYS,
        /** Days until the review is due; negative: since then. */
        REVIEW_DAYS,
        /** The shared limit used most, in per cent. */
        POOL_PERCENT,
        /** How many of the shared limits give no credit. */
        POOL_STOPPED,
        /** 1 when the account gives no credit any more. */
        STOPPED,
        /** Days since the latest alert from outside that stands. */
        ALERT_DAYS,
        /** What falls due from the day on within so many days. */
        DUE_SOON,
        /** What is overdue. */
        OVERDUE,
        /** Days the oldest item is overdue. */
        OVERDUE_DAYS,
        /** How many of the latest items that were due, one after the other, were paid late or are overdue; counted up to 20. */
        LATE_IN_ROW,
        /** Average days beyond the due date of what was paid within three months, and of what is overdue, weighted by amount. */
        DELAY_NOW,
        /** The same of what was paid within the twelve months before; at least three payments. */
        DELAY_BEFORE,
        /** Orders of the calendar month so far. */
        ORDERED_MONTH,
        /** Orders of an average month: of the twelve before, or as many of them as there are since the first order. */
        ORDERED_USUAL,
        /** Days since the last order of two years. */
        LAST_ORDER_DAYS,
        /** In how many of the six spans of 30 days that end with that order there was one. */
        ORDER_SPANS
    }

    /**
     * A query that yields (party_id, fact, at, value) for every customer of the company of whom something is known, as it was on that day by
     * business date, whatever has happened since. The fact is a name of {@link Fact}; {@code at} is 0, or the number of days for {@link
     * Fact#DUE_SOON}.
     *
     * @param soon the numbers of days ahead that are asked for
     */
    Sql facts(long company, LocalDate on, Collection<Integer> soon);
}
