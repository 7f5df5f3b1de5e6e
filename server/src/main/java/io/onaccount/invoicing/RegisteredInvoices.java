package io.onaccount.invoicing;

import io.onaccount.fulfilment.spi.InvoiceRegister;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells fulfilment which invoices there are. */
@Component
final class RegisteredInvoices implements InvoiceRegister {

    RegisteredInvoices() {}

    @Override
    public Optional<String> of(Tx tx, UUID delivery) {
        return tx.first("""
                select max(v.number) as number from invoicing.invoice_line x
                join invoicing.invoice v on v.company_id = x.company_id and v.id = x.invoice_id
                where x.company_id = ? and x.counts and (x.delivery_id = ? or (x.delivery_id is null and x.order_id in (
                    select l.order_id from fulfilment.delivery_line l where l.company_id = x.company_id and l.delivery_id = ?)))
                group by x.order_id, x.order_position, x.charge, x.delivery_id, x.delivery_position having sum(x.quantity) > 0 limit 1""", row -> row.text("number"), tx.company(), delivery, delivery);
    }

    @Override
    public List<UUID> invoicesAhead(Tx tx, Collection<UUID> orders, boolean undated) {
        return tx.list("""
                select distinct x.invoice_id from invoicing.invoice_line x
                join receivables.open_item i on i.company_id = x.company_id and i.document_id = x.invoice_id and i.order_id = x.order_id
                  and i.awaits is not null and not (i.redated and ?)
                where x.company_id = ? and x.order_id = any(?) and x.counts and x.delivery_id is null order by 1""", row -> row.uuid("invoice_id"), undated, tx.company(), SqlArray.of("uuid", orders));
    }

    @Override
    public Map<UUID, LocalDate> ahead(Tx tx, Collection<UUID> orders) {
        Map<UUID, LocalDate> days = new LinkedHashMap<>();
        tx.list("""
                select x.order_id, max(v.issued_on) as day from invoicing.invoice_line x
                join invoicing.invoice v on v.company_id = x.company_id and v.id = x.invoice_id
                where x.company_id = ? and x.order_id = any(?) and x.counts and x.delivery_id is null and not x.charge
                group by x.order_id having sum(x.quantity) > 0""", row -> days.put(row.uuid("order_id"), row.date("day")), tx.company(), SqlArray.of("uuid", orders));
        return days;
    }
}
