package io.onaccount.receivables;

import io.onaccount.credit.spi.ExposureSource;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What credit asks of receivables: what is open, what money is unapplied, what is overdue. */
@Component
class ReceivableExposure implements ExposureSource, OverdueSource {

    @Override
    public String sql() {
        return """
                select i.company_id, i.party_id, 'RECEIVABLE' as bucket, i.document_id, i.order_id, i.amount - i.settled as amount
                from receivables.open_item i where i.settled <> i.amount
                union all
                select r.company_id, r.party_id, 'UNAPPLIED', r.id, null, r.unapplied - r.assigned
                from receivables.receipt r where r.unapplied > r.assigned
                union all
                select p.company_id, r.party_id, 'ASSIGNED', r.id, p.order_id, p.assigned
                from receivables.receipt_purpose p
                join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                where p.assigned > 0""";
    }

    @Override
    public Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> parties, LocalDate on) {
        Map<UUID, Overdue> found = new HashMap<>();
        tx.list(
                        """
                        select i.party_id, sum(i.amount - i.settled) as amount, ?::date - min(i.due) as days, min(i.currency) as currency
                        from receivables.open_item i
                        where i.company_id = ? and i.party_id = any(?) and i.settled <> i.amount and i.amount > 0 and i.due < ?
                        group by i.party_id""",
                        row -> Map.entry(
                                row.uuid("party_id"),
                                new Overdue(
                                        row.money("amount", row.text("currency"))
                                                .amount(),
                                        row.integer("days"))),
                        on,
                        tx.company(),
                        SqlArray.of("uuid", parties),
                        on)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** One customer's. */
    Overdue overdue(Tx tx, UUID party, LocalDate on) {
        return overdue(tx, java.util.List.of(party), on).getOrDefault(party, new Overdue(BigDecimal.ZERO, 0));
    }
}
