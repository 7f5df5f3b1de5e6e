package io.onaccount.sales;

import io.onaccount.credit.spi.ComingSource;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is ordered will leave on its day and be paid by its term. */
@Component
final class PlannedDeliveries implements ComingSource {
    PlannedDeliveries() {}

    @Override
    public List<Coming> coming(Tx tx, UUID party, LocalDate today) {
        return tx.list(
                """
                select l.due_on, sum(l.total - l.delivered_total - case o.basis when 'INVOICE' then l.ahead_total else 0 end) as amount, h.currency, to_jsonb(t)::text as term
                from sales.sales_order o
                join document.header h on h.company_id = o.company_id and h.id = o.id
                join sales.order_line l on l.company_id = o.company_id and l.order_id = o.id
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                where o.company_id = ? and h.party_id = ? and h.kind = 'sales-order' and h.state = 'CONFIRMED' and o.basis <> 'ORDER'
                  and l.due_on is not null
                group by l.due_on, h.currency, to_jsonb(t)::text""",
                row -> {
                    // What should have left already leaves today at the earliest.
                    LocalDate leaves = row.date("due_on").isBefore(today) ? today : row.date("due_on");
                    PaymentTerm term = PaymentTerms.of(row);
                    return new Coming(
                            term == null ? leaves : term.due(leaves),
                            row.money("amount", row.text("currency")).amount(),
                            Kind.DELIVERY);
                },
                tx.company(),
                party);
    }
}
