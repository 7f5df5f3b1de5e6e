package io.onaccount.sales;

import io.onaccount.credit.spi.WarningSource;
import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** How much and how regularly customers order, for early warnings. */
@Component
final class OrderingSigns implements WarningSource {
    private static final int SPAN = 30;
    private static final int SPANS = 6;

    OrderingSigns() {}

    @Override
    public Sql facts(long company, LocalDate on, Collection<Integer> soon) {
        LocalDate month = on.withDayOfMonth(1);
        LocalDate year = month.minusYears(1);
        return Sql.of(
                """
                with placed as materialized (
                  select h.party_id, h.date, h.total from document.header h
                  where h.company_id = ? and h.kind = 'sales-order' and h.date > ? and h.date <= ? and h.state in ('CONFIRMED', 'DELIVERED', 'CLOSED')),
                bought as (
                  select p.party_id, max(p.date) as last, coalesce(sum(p.total) filter (where p.date >= ?), 0) as month,
                    sum(p.total) filter (where p.date >= ? and p.date < ?) as year, min(p.date) filter (where p.date >= ? and p.date < ?) as first
                  from placed p group by p.party_id),
                spans as (
                  select p.party_id, count(distinct (b.last - p.date) / ?) as spans
                  from placed p join bought b on b.party_id = p.party_id where p.date > b.last - ? group by p.party_id)
                select b.party_id, f.fact, 0 as at, f.value from bought b
                cross join lateral (values ('LAST_ORDER_DAYS', (? - b.last)::numeric), ('ORDERED_MONTH', b.month),
                  ('ORDERED_USUAL', round(b.year / (extract(year from age(?::date, date_trunc('month', b.first))) * 12
                    + extract(month from age(?::date, date_trunc('month', b.first)))), 2))) as f (fact, value)
                where f.value is not null
                union all
                select s.party_id, 'ORDER_SPANS', 0, s.spans from spans s""",
                company,
                on.minusYears(2),
                on,
                month,
                year,
                month,
                year,
                month,
                SPAN,
                SPAN * SPANS,
                on,
                month,
                month);
    }
}
