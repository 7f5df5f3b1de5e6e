package io.onaccount.receivables;

import io.onaccount.credit.spi.ComingSource;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What customers promised and what bills they gave: money of days to come. Nobody counts on a bill of an acceptor of whom no more are taken, nor on
 * what goes beyond an acceptor's limit, the first to come being within it.
 */
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
                select w.due, w.counted, w.currency, 'BILL' from (
                  select b.due, b.party_id, b.currency,
                    case when l.id is null then b.amount when h.state = 'STOPPED' then 0
                      else greatest(0, least(b.amount, l.most - coalesce(sum(b.amount) over (partition by l.id order by b.received_on, b.id
                        rows between unbounded preceding and 1 preceding), 0))) end as counted
                  from receivables.bill b
                  left join receivables.acceptor_name n on n.company_id = b.company_id and n.name_key = b.acceptor_key
                  left join receivables.acceptor_limit l on l.company_id = n.company_id and l.id = n.limit_id
                  left join document.header h on h.company_id = l.company_id and h.id = l.id
                  where b.company_id = ? and b.received_on is not null and b.closed_on is null
                    and (b.party_id = ? or l.id in (
                      select m.limit_id from receivables.bill o
                      join receivables.acceptor_name m on m.company_id = o.company_id and m.name_key = o.acceptor_key
                      where o.company_id = ? and o.party_id = ? and o.received_on is not null and o.closed_on is null))) w
                where w.party_id = ? and w.counted > 0""",
                row -> new Coming(
                        row.date("due"),
                        row.money("amount", row.text("currency")).amount(),
                        row.choice("kind", Kind.class)),
                tx.company(),
                party,
                today,
                tx.company(),
                party,
                tx.company(),
                party,
                party);
    }
}
