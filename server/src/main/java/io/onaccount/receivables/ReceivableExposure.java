package io.onaccount.receivables;

import io.onaccount.credit.spi.ExposureSource;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What credit asks of receivables: what is open, what money is unapplied, which bills have not matured, what is overdue. */
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
                where p.assigned > 0
                union all
                select b.company_id, b.party_id, 'BILLS', b.id, null, b.amount
                from receivables.bill b where b.received_on is not null and b.closed_on is null""";
    }

    /** Whether an item counts as overdue at all: what is disputed only where the company wants so. */
    private static final String COUNTS =
            " and (i.disputed_on is null or coalesce((select t.disputed_overdue from credit.setting t where t.company_id = ?), true))";

    @Override
    public Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> parties, LocalDate on) {
        Map<UUID, Overdue> found = new HashMap<>();
        tx.list(
                        """
                        select o.party_id, o.oldest, o.oldest < ?::date as late, ?::date - o.oldest as days, o.currency,
                          case when o.oldest < ?::date then (select sum(i.amount - i.settled) from receivables.open_item i
                            where i.company_id = ? and i.party_id = o.party_id and i.settled <> i.amount and i.amount > 0 and i.due < ?%1$s) else 0 end as amount
                        from (select p.id as party_id, f.due as oldest, f.currency from unnest(?::uuid[]) as p (id)
                          cross join lateral (select i.due, i.currency from receivables.open_item i
                            where i.company_id = ? and i.party_id = p.id and i.settled <> i.amount and i.amount > 0%1$s order by i.due limit 1) f) o""".formatted(COUNTS),
                        row -> Map.entry(
                                row.uuid("party_id"),
                                new Overdue(
                                        row.money("amount", row.text("currency"))
                                                .amount(),
                                        row.bool("late") ? row.integer("days") : 0,
                                        row.date("oldest"))),
                        on,
                        on,
                        on,
                        tx.company(),
                        on,
                        tx.company(),
                        SqlArray.of("uuid", parties),
                        tx.company(),
                        tx.company())
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public Map<UUID, Past> past(Tx tx, Collection<UUID> parties, LocalDate on) {
        Map<UUID, Past> found = new HashMap<>();
        tx.list(
                        """
                        select p.id as party_id,
                          (select coalesce(min(w.place) filter (where not w.late) - 1, count(*))::integer from (
                            select row_number() over (order by i.due desc, i.id desc) as place,
                              i.settled <> i.amount or exists (select 1 from receivables.allocation a
                                where a.company_id = ? and a.item_id = i.id and a.happened_on > i.due) as late
                            from receivables.open_item i
                            where i.company_id = ? and i.party_id = p.id and i.amount > 0 and i.due < ?
                            order by i.due desc, i.id desc limit 20) w) as late_in_row,
                          (select coalesce(round(avg(greatest(0, w.paid - w.due))), 0)::integer from (
                            select i.due, (select max(a.happened_on) from receivables.allocation a
                              where a.company_id = ? and a.item_id = i.id) as paid
                            from receivables.open_item i
                            where i.company_id = ? and i.party_id = p.id and i.amount > 0 and i.settled = i.amount and i.due <= ?
                            order by i.due desc, i.id desc limit 20) w) as usual_delay,
                          greatest((select max(r.reversed_on) from receivables.receipt r
                            where r.company_id = ? and r.party_id = p.id and r.method = 'CHEQUE' and r.reversed_on <= ?),
                            (select max(b.closed_on) from receivables.bill b
                              where b.company_id = ? and b.party_id = p.id and b.dishonoured and b.closed_on <= ?)) as dishonoured_on,
                          o.open, o.disputed, c.base_currency as currency,
                          array(select m.due::text from receivables.promise m where m.company_id = ? and m.party_id = p.id and m.due < ?
                            and m.due >= ?::date - 1096 and m.received < m.amount and (m.withdrawn_on is null or m.withdrawn_on > ?)
                            order by m.due desc limit 100) as broken_on
                        from unnest(?::uuid[]) as p (id)
                        join organization.company c on c.id = ?
                        cross join lateral (select coalesce(sum(i.amount - i.settled), 0) as open,
                            coalesce(sum(i.amount - i.settled) filter (where i.disputed_on <= ?), 0) as disputed
                          from receivables.open_item i
                          where i.company_id = ? and i.party_id = p.id and i.settled <> i.amount and i.amount > 0) o""",
                        row -> Map.entry(
                                row.uuid("party_id"),
                                new Past(
                                        row.integer("late_in_row"),
                                        row.dateOrNull("dishonoured_on"),
                                        row.integer("usual_delay"),
                                        row.money("disputed", row.text("currency"))
                                                .amount(),
                                        row.money("open", row.text("currency")).amount(),
                                        row.list("broken_on", String.class).stream()
                                                .map(LocalDate::parse)
                                                .toList())),
                        tx.company(),
                        tx.company(),
                        on,
                        tx.company(),
                        tx.company(),
                        on,
                        tx.company(),
                        on,
                        tx.company(),
                        on,
                        tx.company(),
                        on,
                        on,
                        on,
                        SqlArray.of("uuid", parties),
                        tx.company(),
                        on,
                        tx.company())
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public List<Due> dues(Tx tx, UUID party) {
        return tx.list(
                """
                select i.due, sum(i.amount - i.settled) as amount, i.currency from receivables.open_item i
                where i.company_id = ? and i.party_id = ? and i.settled <> i.amount group by i.due, i.currency order by i.due""",
                row -> new Due(
                        row.date("due"),
                        row.money("amount", row.text("currency")).amount()),
                tx.company(),
                party);
    }

    @Override
    public String history() {
        return """
                select i.company_id, i.party_id, i.date as since, i.due, i.amount,
                  case when i.settled = i.amount then (select max(a.happened_on) from receivables.allocation a
                    where a.company_id = i.company_id and a.item_id = i.id) end as settled_on
                from receivables.open_item i where i.amount > 0""";
    }

    /** One customer's. */
    Overdue overdue(Tx tx, UUID party, LocalDate on) {
        return overdue(tx, List.of(party), on).getOrDefault(party, Overdue.NONE);
    }
}
