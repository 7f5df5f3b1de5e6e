package io.onaccount.sales;

import io.onaccount.credit.spi.ExposureSource;
import org.springframework.stereotype.Component;

/** What confirmed orders still bind, computed from their lines and charges and not from the running sums beside them. */
@Component
final class OrderedExposure implements ExposureSource {

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
}
