package io.onaccount.sales;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** How regularly customers order, for scoring. An order that was confirmed and cancelled later was an order all the same. */
@Component
final class OrderingBehaviour implements FactorSource {
    private static final int SPAN = 30;
    private static final int SPANS = 12;

    OrderingBehaviour() {}

    /** A day's twelve spans are the bits of a number, so that each order is looked at once. */
    @Override
    public Sql factors(long company, List<LocalDate> days) {
        return Sql.of(
                """
                with cut as materialized (select ?::date[] as nights),
                ordered as (
                  select k.place, h.party_id, bit_or(1 << ((c.nights[k.place] - 1 - h.date) / ?)) as spans
                  from document.header h cross join cut c
                  cross join lateral generate_series(width_bucket(h.date, c.nights) + 1, width_bucket(h.date + ?, c.nights)) as k (place)
                  where h.company_id = ? and h.kind = 'sales-order' and h.date > ? and h.date <= ?
                    and (h.state in ('CONFIRMED', 'DELIVERED', 'CLOSED') or (h.state = 'CANCELLED' and exists (
                      select 1 from sales.sales_order o where o.company_id = h.company_id and o.id = h.id and o.released_total > 0)))
                  group by k.place, h.party_id)
                select d.day, o.party_id, 'ORDER_MONTHS' as factor, bit_count(o.spans::bit(32))::numeric as value
                from ordered o join unnest(?::date[]) with ordinality as d (day, place) on d.place = o.place""",
                SqlArray.of("date", days, day -> day.plusDays(1)),
                SPAN,
                SPAN * SPANS,
                company,
                days.getFirst().minusDays(SPAN * SPANS),
                days.getLast(),
                SqlArray.of("date", days));
    }
}
