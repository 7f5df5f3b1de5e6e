package io.onaccount.fulfilment;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** How much customers take, how much they send back, and since when, for scoring. */
@Component
final class TradeBehaviour implements FactorSource {

    TradeBehaviour() {}

    @Override
    public Sql factors(long company, LocalDate on) {
        return Sql.of("""
                with taken as (
                  select h.party_id, coalesce(sum(h.total) filter (where h.kind = 'delivery'), 0) as delivered,
                    coalesce(sum(h.total) filter (where h.kind = 'sales-return'), 0) as returned
                  from document.header h
                  where h.company_id = ? and h.kind in ('delivery', 'sales-return') and h.state = 'POSTED' and h.date > ? and h.date <= ?
                  group by h.party_id)
                select y.party_id, 'TURNOVER' as factor, y.delivered - y.returned as value from taken y
                union all
                select y.party_id, 'RETURNS_SHARE', round(100 * y.returned / y.delivered, 4) from taken y where y.delivered > 0
                union all
                select c.id, 'YEARS_OF_TRADE', round((? - f.first) / 365.25, 4)
                from document.header c
                cross join lateral (
                  select min(d.date) as first from document.header d
                  where d.company_id = c.company_id and d.party_id = c.id and d.kind = 'delivery' and d.state = 'POSTED') f
                where c.company_id = ? and c.kind = 'customer' and f.first <= ?""", company, on.minusYears(1), on, on, company, on);
    }
}
