package io.onaccount.invoicing;

import io.onaccount.platform.db.Tx;
import io.onaccount.sales.spi.SpokenFor;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What of an order has left, or is to leave next and on an invoice, or on an application that waits for one: a change of the order leaves it as it is. */
@Component
final class InvoicedLines implements SpokenFor {
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
}
