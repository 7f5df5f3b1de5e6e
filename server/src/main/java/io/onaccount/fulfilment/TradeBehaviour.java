package io.onaccount.fulfilment;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** How much customers take, how much they send back, and since when, for scoring. */
@Component
final class TradeBehaviour implements FactorSource {

    TradeBehaviour() {}

    /** What was taken and sent back is summed once by the spans between the begins and ends of the days' years; a day adds up its spans. */
    @Override
    public Sql factors(long company, List<LocalDate> days) {
        TreeSet<LocalDate> cuts = new TreeSet<>();
        days.forEach(day -> {
            cuts.add(begin(day));
            cuts.add(day.plusDays(1));
        });
        return Sql.of(
                """
                with cut as materialized (select ?::date[] as spans),
                day as materialized (
                  select d.day, width_bucket(d.begins, c.spans) as first, width_bucket(d.day + 1, c.spans) as past
                  from unnest(?::date[], ?::date[]) as d (day, begins) cross join cut c),
                span as materialized (
                  select h.party_id, width_bucket(h.date, c.spans) as span, coalesce(sum(h.total) filter (where h.kind = 'delivery'), 0) as delivered,
                    coalesce(sum(h.total) filter (where h.kind = 'sales-return'), 0) as returned
                  from document.header h cross join cut c
                  where h.company_id = ? and h.kind in ('delivery', 'sales-return') and h.state = 'POSTED' and h.date >= ? and h.date <= ?
                  group by h.party_id, width_bucket(h.date, c.spans)),
                taken as materialized (
                  select d.day, s.party_id, sum(s.delivered) as delivered, sum(s.returned) as returned
                  from day d join span s on s.span >= d.first and s.span < d.past group by d.day, s.party_id)
                select y.day, y.party_id, 'TURNOVER' as factor, y.delivered - y.returned as value from taken y
                union all
                select y.day, y.party_id, 'RETURNS_SHARE', round(100 * y.returned / y.delivered, 4) from taken y where y.delivered > 0
                union all
                select d.day, c.id, 'YEARS_OF_TRADE', round((d.day - f.first) / 365.25, 4)
                from document.header c
                cross join lateral (
                  select min(d.date) as first from document.header d
                  where d.company_id = c.company_id and d.party_id = c.id and d.kind = 'delivery' and d.state = 'POSTED') f
                join day d on d.day >= f.first
                where c.company_id = ? and c.kind = 'customer'""",
                SqlArray.of("date", cuts),
                SqlArray.of("date", days),
                SqlArray.of("date", days, TradeBehaviour::begin),
                company,
                begin(days.getFirst()),
                days.getLast(),
                company);
    }

    /** The first day of the twelve months that end with this one. */
    private static LocalDate begin(LocalDate day) {
        return day.minusYears(1).plusDays(1);
    }
}
