package io.onaccount.invoicing;

import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.spi.CountedFrom;
import io.onaccount.sales.spi.SpokenFor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What of an order has left, or is to leave next and on an invoice, or on an application that waits for one: a change of the order leaves it as it is. */
@Component
final class InvoicedLines implements SpokenFor, CountedFrom {
    InvoicedLines() {}

    @Override
    public Map<Integer, BigDecimal> quantities(Tx tx, UUID order) {
        record Line(int position, BigDecimal quantity) {}
        Map<Integer, BigDecimal> found = new HashMap<>();
        tx.list("""
                        select l.position, l.delivered_quantity + l.ahead_quantity + coalesce(w.quantity, 0) as quantity
                        from sales.order_line l
                        left join lateral (
                          select sum(a.quantity - a.issued) as quantity from invoicing.application_line a
                          where a.company_id = l.company_id and a.order_id = l.order_id and a.order_position = l.position and not a.charge and a.waits
                            and a.delivery_id is null) w on true
                        where l.company_id = ? and l.order_id = ? and (l.ahead_quantity > 0 or w.quantity > 0)""", row -> new Line(row.integer("position"), row.decimal("quantity")), tx.company(), order)
                .forEach(line -> found.put(line.position(), line.quantity()));
        return found;
    }

    @Override
    public Map<Start, LocalDate> days(Tx tx, UUID order) {
        return tx.one(
                """
                        select case when sum(x.quantity) > 0 then max(v.issued_on) filter (where x.quantity > 0) end as day from invoicing.invoice_line x
                        join invoicing.invoice v on v.company_id = x.company_id and v.id = x.invoice_id
                        where x.company_id = ? and x.order_id = ? and x.counts and not x.charge""",
                row -> {
                    LocalDate day = row.dateOrNull("day");
                    return day == null ? Map.of() : Map.of(Start.INVOICE, day);
                },
                tx.company(),
                order);
    }

    @Override
    public Set<Integer> charges(Tx tx, UUID order) {
        return Set.copyOf(tx.list("""
                        select c.position from sales.order_charge c
                        where c.company_id = ? and c.order_id = ? and (c.invoiced_quantity > 0 or exists (select 1 from invoicing.application_line a
                          where a.company_id = c.company_id and a.order_id = c.order_id and a.order_position = c.position and a.charge and a.waits))""", row -> row.integer("position"), tx.company(), order));
    }
}
