package io.onaccount.sales;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/** How regularly customers order, for scoring. An order that was confirmed and cancelled later was an order all the same. */
@Component
final class OrderingBehaviour implements FactorSource {
    private static final int SPAN = 30;
    private static final int SPANS = 12;

    OrderingBehaviour() {}

    /** The days of a customer's orders are the bits of one string, so that each order is looked at once and each span is a piece of the string. */
    @Override
    public Sql factors(long company, List<LocalDate> days) {
        LocalDate first = days.getFirst().minusDays(SPAN * SPANS - 1L);
        return Sql.of(
                """
                with ordered as materialized (
                  select h.party_id, bit_or(set_bit(n.days, h.date - n.first, 1)) as days
                  from document.header h cross join (select ?::varbit as days, ?::date as first) n
                  where h.company_id = ? and h.kind = 'sales-order' and h.date >= ? and h.date <= ?
                    and (h.state in ('CONFIRMED', 'DELIVERED', 'CLOSED') or (h.state = 'CANCELLED' and exists (
                      select 1 from sales.sales_order o where o.company_id = h.company_id and o.id = h.id and o.released_total > 0)))
                  group by h.party_id)
                select d.day, o.party_id, 'ORDER_MONTHS' as factor, count(*)::numeric as value
                from ordered o cross join unnest(?::date[]) as d (day) cross join generate_series(1, ?) as s (span)
                where bit_count(substring(o.days from d.day - ?::date - ? * s.span + 2 for ?)) > 0
                group by d.day, o.party_id""",
                "0".repeat((int) ChronoUnit.DAYS.between(first, days.getLast()) + 1),
                first,
                company,
                first,
                days.getLast(),
                SqlArray.of("date", days),
                SPANS,
                first,
                SPAN,
                SPAN);
    }
}
