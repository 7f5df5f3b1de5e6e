package io.onaccount.receivables;

import io.onaccount.credit.spi.ComingSource;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What customers promised and what bills they gave: money of days to come. */
@Component
final class ComingMoney implements ComingSource {
    ComingMoney() {}

    @Override
    public List<Coming> coming(Tx tx, UUID party, LocalDate today) {
        return tx.list(
                """
                select p.due, p.amount - p.received as amount, p.currency, 'PROMISE' as kind from receivables.promise p
                where p.company_id = ? and p.party_id = ? and p.withdrawn_on is null and p.due >= ? and p.received < p.amount
                union all
                select b.due, b.amount, b.currency, 'BILL' from receivables.bill b
                where b.company_id = ? and b.party_id = ? and b.received_on is not null and b.closed_on is null""",
                row -> new Coming(
                        row.date("due"),
                        row.money("amount", row.text("currency")).amount(),
                        row.choice("kind", Kind.class)),
                tx.company(),
                party,
                today,
                tx.company(),
                party);
    }
}
