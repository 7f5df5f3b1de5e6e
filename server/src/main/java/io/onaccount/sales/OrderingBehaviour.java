package io.onaccount.sales;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** How regularly customers order, for scoring. An order that was confirmed and cancelled later was an order all the same. */
@Component
final class OrderingBehaviour implements FactorSource {
    private static final int SPAN = 30;
    private static final int SPANS = 12;

    OrderingBehaviour() {}

    @Override
    public Sql factors(long company, LocalDate on) {
        return Sql.of("""
                select h.party_id, 'ORDER_MONTHS' as factor, count(distinct (? - h.date) / ?)::numeric as value
                from document.header h
                where h.company_id = ? and h.kind = 'sales-order' and h.date > ? and h.date <= ?
                  and (h.state in ('CONFIRMED', 'DELIVERED', 'CLOSED') or (h.state = 'CANCELLED' and exists (
                    select 1 from sales.sales_order o where o.company_id = h.company_id and o.id = h.id and o.released_total > 0)))
                group by h.party_id""", on, SPAN, company, on.minusDays(SPAN * SPANS), on);
    }
}
