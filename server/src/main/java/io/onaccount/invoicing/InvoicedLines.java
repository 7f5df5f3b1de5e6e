package io.onaccount.invoicing;

import io.onaccount.platform.db.Tx;
import io.onaccount.sales.spi.SpokenFor;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What of an order is on an invoice or on an application that waits for one: a change of the order leaves it as it is. */
@Component
final class InvoicedLines implements SpokenFor {
    InvoicedLines() {}

    @Override
    public Map<Integer, BigDecimal> quantities(Tx tx, UUID order) {
        record Line(int position, BigDecimal quantity) {}
        Map<Integer, BigDecimal> found = new HashMap<>();
        tx.list(
                        """
                        select n.position, sum(n.quantity) as quantity from (
                          select i.order_position as position, i.quantity from invoicing.invoice_line i
                          where i.company_id = ? and i.order_id = ? and not i.charge and i.counts
                          union all
                          select a.order_position, a.quantity - a.issued from invoicing.application_line a
                          where a.company_id = ? and a.order_id = ? and not a.charge and a.waits) n
                        group by n.position""",
                        row -> new Line(row.integer("position"), row.decimal("quantity")),
                        tx.company(),
                        order,
                        tx.company(),
                        order)
                .forEach(line -> found.put(line.position(), line.quantity()));
        return found;
    }
}
