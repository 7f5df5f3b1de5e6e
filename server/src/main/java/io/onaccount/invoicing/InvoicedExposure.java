package io.onaccount.invoicing;

import io.onaccount.credit.spi.LineExposure;
import io.onaccount.platform.db.Sql;
import io.onaccount.receivables.OpenItems;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which products what is owed by an invoice is for: in proportion of its lines, less what red invoices took back of each. */
@Component
final class InvoicedExposure implements LineExposure {
    InvoicedExposure() {}

    @Override
    public Sql owed(long company, Collection<UUID> parties) {
        return Sql.of("select i.source, i.party_id, i.order_id, i.open, w.product_id, w.weight from (")
                .then(OpenItems.owed(company, parties))
                .then("""
                        ) i cross join lateral (
                          select case when not l.charge then l.product_id end as product_id, l.total + coalesce((
                              select sum(r.total) from invoicing.invoice v
                              join invoicing.invoice_line r on r.company_id = v.company_id and r.invoice_id = v.id and r.red_position = l.position and r.counts
                              where v.company_id = ? and v.red_of = l.invoice_id), 0) as weight
                          from invoicing.invoice_line l
                          where l.company_id = ? and l.invoice_id = i.document_id and (i.order_id is null or l.order_id = i.order_id)) w""", company, company);
    }
}
