package io.onaccount.sales;

import io.onaccount.credit.spi.ExposureSource;
import io.onaccount.credit.spi.LineExposure;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.receivables.OpenItems;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What confirmed orders still bind, computed from their lines and charges and not from the running sums beside them. */
@Component
final class OrderedExposure implements ExposureSource, LineExposure {

    OrderedExposure() {}

    @Override
    public String sql() {
        return """
            select h.company_id, o.party_id, 'ORDERED' as bucket, o.id as document_id, o.id as order_id,
                (select coalesce(sum(l.total - l.delivered_total - case o.basis when 'INVOICE' then l.ahead_total else 0 end), 0) from sales.order_line l
                    where l.company_id = o.company_id and l.order_id = o.id)
                + case when o.charges_delivered then 0 else (select coalesce(sum(c.total - case o.basis when 'INVOICE' then c.ahead_total else 0 end), 0)
                    from sales.order_charge c
                    where c.company_id = o.company_id and c.order_id = o.id) end as amount
            from document.header h join sales.sales_order o on o.company_id = h.company_id and o.id = h.id
            where h.kind = 'sales-order' and h.state = 'CONFIRMED' and o.basis <> 'ORDER'""";
    }

    /** What is to leave line by line, and items of orders owed for at once in proportion of what is, or was, delivered of them and has not come back. */
    @Override
    public Sql owed(long company, Collection<UUID> parties) {
        return Sql.of("""
                        select 'ordered' || o.id as source, o.party_id, o.id as order_id, sum(w.weight) over (partition by o.id) as open, w.product_id, w.weight
                        from document.header h join sales.sales_order o on o.company_id = h.company_id and o.id = h.id and o.basis <> 'ORDER'
                        cross join lateral (
                          select l.product_id, l.total - l.delivered_total - case o.basis when 'INVOICE' then l.ahead_total else 0 end as weight
                          from sales.order_line l where l.company_id = ? and l.order_id = o.id
                          union all
                          select null, c.total - case o.basis when 'INVOICE' then c.ahead_total else 0 end
                          from sales.order_charge c where c.company_id = ? and c.order_id = o.id and not o.charges_delivered) w
                        where h.company_id = ? and h.party_id = any(?) and h.kind = 'sales-order' and h.state = 'CONFIRMED'
                        union all
                        select i.source, i.party_id, i.order_id, i.open, w.product_id, w.weight from (""", company, company, company, SqlArray.of("uuid", parties))
                .then(OpenItems.owed(company, parties))
                .then("""
                        ) i cross join lateral (
                          select l.product_id, case h.state when 'CONFIRMED' then l.total else l.delivered_total end
                              - case when l.returned_quantity = 0 then 0 else l.delivered_total * l.returned_quantity / l.delivered_quantity end as weight
                          from sales.order_line l join document.header h on h.company_id = l.company_id and h.id = l.order_id
                          where l.company_id = ? and l.order_id = i.document_id
                          union all
                          select null, c.total from sales.order_charge c where c.company_id = ? and c.order_id = i.document_id) w""", company, company);
    }
}
