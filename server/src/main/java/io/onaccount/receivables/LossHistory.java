package io.onaccount.receivables;

import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What became of what was owed, in the company's own past: of what was of an age on earlier days, how much was still unpaid a year later or had
 * been written off. Looked back to from a day are the days one year, one year and a quarter, … two years before it.
 */
final class LossHistory {
    private static final int DAYS_LOOKED_AT = 5;
    private static final int MONTHS_BETWEEN = 3;

    private LossHistory() {}

    /**
     * Of one age.
     *
     * @param seen what was of it on those days
     * @param unpaid what of that was open a year later, or written off by then
     */
    record Seen(BigDecimal seen, BigDecimal unpaid) {}

    /** By age, not due first. */
    static List<Seen> before(Tx tx, String currency, LocalDate asOf) {
        List<LocalDate> days = IntStream.range(0, DAYS_LOOKED_AT)
                .mapToObj(i -> asOf.minusYears(1).minusMonths((long) i * MONTHS_BETWEEN))
                .toList();
        List<Seen> seen =
                new ArrayList<>(Collections.nCopies(Ageing.BUCKETS, new Seen(BigDecimal.ZERO, BigDecimal.ZERO)));
        tx.list(
                """
                select x.bucket, sum(x.seen) as seen, sum(least(x.seen, x.unpaid)) as unpaid from (
                  select width_bucket(d.day - i.due, ?::integer[]) as bucket,
                    i.amount - i.settled + coalesce(sum(a.amount) filter (where a.happened_on > d.day), 0) as seen,
                    i.amount - i.settled + coalesce(sum(a.amount) filter (where a.happened_on > d.later), 0)
                      + coalesce(sum(a.amount) filter (where a.happened_on > d.day and a.happened_on <= d.later and exists (
                          select 1 from receivables.allocation o join receivables.open_item w on w.company_id = ? and w.id = o.item_id
                          where o.company_id = ? and o.match_id = a.match_id and w.kind = 'WRITE_OFF')), 0) as unpaid
                  from unnest(?::date[], ?::date[]) as d (day, later)
                  join receivables.open_item i on i.company_id = ? and i.date <= d.day and i.amount > 0
                    and i.kind not in ('WRITE_OFF', 'RECOVERY', 'REVALUATION')
                  left join receivables.allocation a on a.company_id = ? and a.item_id = i.id and a.happened_on > d.day
                  group by d.day, d.later, i.id, i.due, i.amount, i.settled) x
                where x.seen > 0 group by x.bucket""",
                row -> seen.set(
                        row.integer("bucket"),
                        new Seen(
                                row.money("seen", currency).amount(),
                                row.money("unpaid", currency).amount())),
                // an age of exactly so many days is still of the younger bucket
                SqlArray.of("integer", Ageing.EDGES, edge -> edge + 1),
                tx.company(),
                tx.company(),
                SqlArray.of("date", days),
                SqlArray.of("date", days, day -> day.plusYears(1)),
                tx.company(),
                tx.company());
        return seen;
    }
}
