package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.receivables.Ageing.Basis;
import io.onaccount.receivables.Ageing.Knowledge;
import io.onaccount.receivables.Ageing.Question;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was open on a day, as SQL: by two methods (as allocated; first in, first out) and two knowledges (today's; that day's). */
final class OpenOnDay {
    private OpenOnDay() {}

    /** Contributions to what was open and unapplied on a day: (party_id, since, amount, unapplied, bills), to be summed. */
    static Sql contributions(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        Sql owed = asked.method() == Ageing.Method.FIFO
                ? fifo(company, asked, actor, parties)
                : asked.knowledge() == Knowledge.THEN
                        ? then(company, asked, actor, parties)
                        : contributions(company, asked.asOf(), asked.basis(), parties);
        return owed.then(bills(company, asked, actor, parties));
    }

    /** Bills that had not matured on the day. */
    private static Sql bills(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        return asked.knowledge() == Knowledge.THEN
                ? Sql.of(
                                "union all select l.party_id, null, 0, 0, l.base_amount from receivables.journal_line l"
                                        + " join receivables.journal j on j.company_id = l.company_id and j.id = l.journal_id"
                                        + " where l.company_id = ? and l.account = 'NOTES' and l.happened_on <= ? and j.recorded_at < ?",
                                company,
                                asked.asOf(),
                                endOf(asked.asOf(), actor))
                        .then(of("l", parties))
                : Sql.of(
                                "union all select b.party_id, null, 0, 0, b.amount from receivables.bill b"
                                        + " where b.company_id = ? and b.received_on <= ? and (b.closed_on is null or b.closed_on > ?)",
                                company,
                                asked.asOf(),
                                asked.asOf())
                        .then(of("b", parties));
    }

    /** When the day has ended where the company is. */
    private static Instant endOf(LocalDate day, Actor actor) {
        return day.plusDays(1).atStartOfDay(actor.zone()).toInstant();
    }

    /**
     * What the system knew at the end of the day: items, splits, due dates and allocations that had been entered by then, and of the ledger what had
     * been written.
     */
    private static Sql then(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        Instant end = endOf(asked.asOf(), actor);
        return Sql.of("select x.party_id, x." + asked.since()
                        + " as since, x.open as amount, 0::numeric as unapplied, 0::numeric as bills from (")
                .then(itemsThen(company, asked.asOf(), end, parties))
                .then(
                        ") x union all select l.party_id, null, 0, -l.base_amount, 0 from receivables.journal_line l"
                                + " join receivables.journal j on j.company_id = l.company_id and j.id = l.journal_id"
                                + " where l.company_id = ? and l.account = 'CUSTOMER_MONEY' and l.happened_on <= ? and j.recorded_at < ?",
                        company,
                        asked.asOf(),
                        end)
                .then(of("l", parties));
    }

    /** Items as they stood in the system at a moment: (id, party_id, document_id, kind, number, date, due, amount, open). */
    private static Sql itemsThen(long company, LocalDate asOf, Instant end, @Nullable Collection<UUID> parties) {
        return Sql.of("""
                        select i.id, i.party_id, i.document_id, i.kind, i.number, i.date, v.amount,
                          coalesce((select c.old_due from receivables.item_change c where c.company_id = i.company_id and c.item_id = i.id
                            and c.what = 'DUE' and c.recorded_at >= ? order by c.recorded_at, c.id limit 1), i.due) as due,
                          v.amount - coalesce((select sum(a.amount) from receivables.allocation a where a.company_id = i.company_id
                            and a.item_id = i.id and a.recorded_at < ? and a.happened_on <= ?), 0) as open
                        from receivables.open_item i
                        cross join lateral (select i.amount + coalesce((select sum(c.open) from receivables.item_change c
                          where c.company_id = i.company_id and c.item_id = i.id and c.what = 'SPLIT' and c.recorded_at >= ?), 0) as amount) v
                        where i.company_id = ? and i.recorded_at < ? and i.date <= ?""", end, end, asOf, end, company, end, asOf).then(of("i", parties));
    }

    /** What the customer owes altogether stands in the newest of what they were charged; the rest is settled. What is more than that is theirs. */
    private static Sql fifo(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        return Sql.of(
                        "select f.party_id, f.since, f.open as amount, 0::numeric as unapplied, 0::numeric as bills from (")
                .then(fifoItems(company, asked, actor, parties))
                .then(") f where f.open <> 0 union all select b.party_id, null, 0, greatest(-b.balance, 0), 0 from (")
                .then(balances(company, asked, actor, parties))
                .then(") b");
    }

    /** What each customer owes by the ledger: (party_id, balance). */
    private static Sql balances(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        Sql sql = Sql.of(
                "select l.party_id, sum(l.base_amount) as balance from receivables.journal_line l"
                        + " join receivables.journal j on j.company_id = l.company_id and j.id = l.journal_id"
                        + " where l.company_id = ? and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY') and l.happened_on <= ?",
                company,
                asked.asOf());
        if (asked.knowledge() == Knowledge.THEN) {
            sql = sql.then("and j.recorded_at < ?", endOf(asked.asOf(), actor));
        }
        return sql.then(of("l", parties)).then("group by l.party_id");
    }

    /** What was charged, with how much of it is open when the oldest is settled first. */
    private static Sql fifoItems(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        Sql items = asked.knowledge() == Knowledge.THEN
                ? itemsThen(company, asked.asOf(), endOf(asked.asOf(), actor), parties)
                : Sql.of(
                                "select i.id, i.party_id, i.document_id, i.kind, i.number, i.date, i.due, i.amount from receivables.open_item i"
                                        + " where i.company_id = ? and i.date <= ?",
                                company,
                                asked.asOf())
                        .then(of("i", parties));
        return Sql.of("select c.*, c." + asked.since()
                        + " as since, least(c.amount, greatest(b.balance - c.newer, 0)) as open from ("
                        + "select n.id, n.party_id, n.document_id, n.kind, n.number, n.date, n.due, n.amount, sum(n.amount) over (partition by n.party_id order by n."
                        + asked.since()
                        + " desc, n.id desc) - n.amount as newer from (")
                .then(items)
                .then(") n where n.amount > 0) c join (")
                .then(balances(company, asked, actor, parties))
                .then(") b on b.party_id = c.party_id");
    }

    /**
     * As known now, by document. None of them reads the items: what is open stands by day beside them, and an allocation carries its item's days.
     */
    private static Sql contributions(long company, LocalDate asOf, Basis basis, @Nullable Collection<UUID> parties) {
        String since = basis == Basis.DUE ? "due" : "date";
        return Sql.of(
                        "select d.party_id, d." + since
                                + " as since, d.open as amount, 0::numeric as unapplied, 0::numeric as bills from receivables.open_day d"
                                + " where d.company_id = ? and d.date <= ?",
                        company,
                        asOf)
                .then(of("d", parties))
                .then(
                        "union all select a.party_id, a.item_" + since
                                + ", a.amount, 0, 0 from receivables.allocation a"
                                + " where a.company_id = ? and a.happened_on > ? and a.item_date <= ?",
                        company,
                        asOf,
                        asOf)
                .then(of("a", parties))
                .then(basis == Basis.DUE ? redated(company, asOf, "a.amount", parties) : Sql.of(""))
                .then(
                        "union all select r.party_id, null, 0, r.unapplied, 0 from receivables.receipt r"
                                + " where r.company_id = ? and r.unapplied > 0 and r.posted_on <= ?",
                        company,
                        asOf)
                .then(of("r", parties))
                .then(
                        "union all select r.party_id, null, 0, r.amount, 0 from receivables.receipt r"
                                + " where r.company_id = ? and r.posted_on <= ? and r.reversed_on > ?",
                        company,
                        asOf,
                        asOf)
                .then(of("r", parties))
                .then(
                        "union all select r.party_id, null, 0, a.amount - a.discount, 0 from receivables.allocation a"
                                + " join receivables.receipt r on r.company_id = ? and r.id = a.receipt_id"
                                + " where a.company_id = ? and a.happened_on > ? and r.posted_on <= ?",
                        company,
                        company,
                        asOf,
                        asOf)
                .then(of("r", parties))
                .then(
                        "union all select f.party_id, null, 0, f.amount, 0 from receivables.refund f"
                                + " join receivables.receipt r on r.company_id = ? and r.id = f.receipt_id"
                                + " where f.company_id = ? and f.posted and f.posted_on > ? and r.posted_on <= ?",
                        company,
                        company,
                        asOf,
                        asOf)
                .then(of("f", parties))
                .then(
                        "union all select f.party_id, null, 0, -f.amount, 0 from receivables.refund f"
                                + " where f.company_id = ? and f.receipt_id is not null and f.posted_on <= ? and f.reversed_on > ?",
                        company,
                        asOf,
                        asOf)
                .then(of("f", parties));
    }

    /** As {@link #contributions}, of what is in another currency and in its amounts. */
    static Sql foreign(long company, LocalDate asOf, Basis basis, String currency) {
        String since = basis == Basis.DUE ? "due" : "date";
        return Sql.of(
                        "select i.party_id, i." + since
                                + " as since, i.fx_amount - i.fx_settled as amount, 0::numeric as unapplied, 0::numeric as bills from receivables.open_item i"
                                + " where i.company_id = ? and i.fx_currency = ? and i.date <= ?",
                        company,
                        currency,
                        asOf)
                .then(
                        "union all select a.party_id, a.item_" + since
                                + ", a.fx_amount, 0, 0 from receivables.allocation a"
                                + " join receivables.open_item i on i.company_id = ? and i.id = a.item_id and i.fx_currency = ?"
                                + " where a.company_id = ? and a.fx_amount is not null and a.happened_on > ? and a.item_date <= ?",
                        company,
                        currency,
                        company,
                        asOf,
                        asOf)
                .then(
                        basis == Basis.DUE
                                ? redated(company, asOf, "a.fx_amount", null).then("and i.fx_currency = ?", currency)
                                : Sql.of(""))
                .then(
                        "union all select r.party_id, null, 0, case when r.reversed_on is null then r.fx_amount - r.fx_allocated - r.fx_refunded"
                                + " else r.fx_amount end, 0 from receivables.receipt r"
                                + " where r.company_id = ? and r.fx_currency = ? and r.posted_on <= ? and (r.reversed_on is null or r.reversed_on > ?)",
                        company,
                        currency,
                        asOf,
                        asOf)
                .then(
                        "union all select r.party_id, null, 0, a.receipt_fx, 0 from receivables.allocation a"
                                + " join receivables.receipt r on r.company_id = ? and r.id = a.receipt_id and r.fx_currency = ?"
                                + " where a.company_id = ? and a.happened_on > ? and r.posted_on <= ?",
                        company,
                        currency,
                        company,
                        asOf,
                        asOf)
                .then(
                        "union all select f.party_id, null, 0, case when f.posted then f.fx_amount else -f.fx_amount end, 0 from receivables.refund f"
                                + " join receivables.receipt r on r.company_id = ? and r.id = f.receipt_id and r.fx_currency = ?"
                                + " where f.company_id = ? and (f.posted and f.posted_on > ? and r.posted_on <= ? or f.posted_on <= ? and f.reversed_on > ?)",
                        company,
                        currency,
                        company,
                        asOf,
                        asOf,
                        asOf,
                        asOf);
    }

    /** What was settled when its item was due on another day counts by the day it is due on now. */
    private static Sql redated(long company, LocalDate asOf, String amount, @Nullable Collection<UUID> parties) {
        return Sql.of(
                        "union all select a.party_id, d.since, d.sign * " + amount
                                + ", 0, 0 from receivables.open_item i"
                                + " join receivables.allocation a on a.company_id = i.company_id and a.item_id = i.id and a.item_due <> i.due"
                                + " cross join lateral (values (a.item_due, -1), (i.due, 1)) as d (since, sign)"
                                + " where i.company_id = ? and i.redated and a.happened_on > ? and i.date <= ?",
                        company,
                        asOf,
                        asOf)
                .then(of("i", parties));
    }

    private static Sql of(String alias, @Nullable Collection<UUID> parties) {
        return parties == null
                ? Sql.of("")
                : Sql.of("and " + alias + ".party_id = any(?)", SqlArray.of("uuid", parties));
    }

    /** The sums of the buckets. */
    static Sql sums(Question asked) {
        Sql sums = Sql.of("");
        for (int bucket = 0; bucket < asked.buckets(); bucket++) {
            sums = sums.then("coalesce(sum(c.amount) filter (where")
                    .then(within(asked, bucket, "c.since"))
                    .then("), 0) as b" + bucket + ",");
        }
        return sums.then("coalesce(sum(c.unapplied), 0) as unapplied, coalesce(sum(c.bills), 0) as bills");
    }

    /** Something of each bucket, {@code %d} being its number. */
    static String buckets(int count, String each, String between) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(between));
    }
    /**
     * The items behind what was open on a day: (id, party_id, document_id, kind, number, date, due, amount, open), amounts in the company's currency or, where
     * one is given, in that.
     */
    static Sql items(
            long company, Question asked, Actor actor, @Nullable String currency, @Nullable Collection<UUID> parties) {
        if (currency != null) {
            return Sql.of("""
                            select i.id, i.party_id, i.document_id, i.kind, i.number, i.date, i.due, i.fx_amount as amount,
                              i.fx_amount - i.fx_settled + coalesce((select sum(a.fx_amount) from receivables.allocation a
                                where a.company_id = ? and a.item_id = i.id and a.happened_on > ?), 0) as open
                            from receivables.open_item i where i.company_id = ? and i.fx_currency = ? and i.date <= ?""", company, asked.asOf(), company, currency, asked.asOf())
                    .then(of("i", parties));
        }
        if (asked.method() == Ageing.Method.FIFO) {
            return fifoItems(company, asked, actor, parties);
        }
        if (asked.knowledge() == Knowledge.THEN) {
            return itemsThen(company, asked.asOf(), endOf(asked.asOf(), actor), parties);
        }
        return Sql.of("""
                        select i.id, i.party_id, i.document_id, i.kind, i.number, i.date, i.due, i.amount,
                          i.amount - i.settled + coalesce((select sum(a.amount) from receivables.allocation a
                            where a.company_id = ? and a.item_id = i.id and a.happened_on > ?), 0) as open
                        from receivables.open_item i where i.company_id = ? and i.date <= ?""", company, asked.asOf(), company, asked.asOf()).then(of("i", parties));
    }

    /** Which days since when fall into a bucket: what has been due since after the edge of the next one, and not after its own. */
    static Sql within(Question asked, int bucket, String since) {
        Sql within = Sql.of("true");
        if (bucket < asked.edges().size()) {
            within = within.then(
                    "and " + since + " >= ?::date",
                    asked.asOf().minusDays(asked.edges().get(bucket)));
        }
        if (bucket > 0) {
            within = within.then(
                    "and " + since + " < ?::date",
                    asked.asOf().minusDays(asked.edges().get(bucket - 1)));
        }
        return within;
    }
}
