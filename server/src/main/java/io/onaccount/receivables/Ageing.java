package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How old what customers owe is (账龄, RCV-05), as of any day. What was open on a day is what is open now and had arisen by then, plus what was
 * settled after it: so a day of today reads the open items only, and no day needs the history before it. Not due and buckets together, less
 * unapplied money and with the bills that have not matured, are the ledger's balance of that day.
 */
@Component
public final class Ageing {
    /** The last day of each bucket: not due, 1–30, 31–60, 61–90, 91–180, 181–365, more. */
    static final List<Integer> EDGES = List.of(0, 30, 60, 90, 180, 365);

    static final int BUCKETS = EDGES.size() + 1;

    private static final int MOST_EDGES = 12;

    /** What days are counted from. */
    public enum Basis {
        DUE,
        DATE
    }

    /** What a row of the report stands for. */
    public enum By {
        CUSTOMER,
        OWNER,
        DEPARTMENT,
        /** The shared limit (集团) the customer draws on. */
        GROUP,
        /** The province. */
        REGION,
        /** The credit grade. */
        CLASS,
        CURRENCY
    }

    /** What settles what. */
    public enum Method {
        /** As money was allocated (按单). */
        DOCUMENT,
        /** Whatever the customer paid settles the oldest (滚动结算). */
        FIFO
    }

    /** By which knowledge a past day is seen. */
    public enum Knowledge {
        /** With all that is known today: what was entered later, and dated by then, counts. */
        NOW,
        /** As it stood in the system at the end of that day. */
        THEN
    }

    /**
     * What is asked.
     *
     * @param edges the last day of each bucket but the last; the first is 0, for what is not due
     */
    public record Question(
            LocalDate asOf, Basis basis, By by, Method method, Knowledge knowledge, List<Integer> edges) {
        public Question {
            edges = List.copyOf(edges);
        }

        /** By document, as known now, in the usual buckets. */
        public static Question of(LocalDate asOf, Basis basis, By by) {
            return new Question(asOf, basis, by, Method.DOCUMENT, Knowledge.NOW, EDGES);
        }

        int buckets() {
            return edges.size() + 1;
        }

        int bucket(int days) {
            int bucket = 0;
            while (bucket < edges.size() && days > edges.get(bucket)) {
                bucket++;
            }
            return bucket;
        }

        private String since() {
            return basis == Basis.DUE ? "due" : "date";
        }
    }

    /** The edges of buckets from what was asked: days ascending, {@code 30,60,90}; the usual ones for nothing. 400 when they make no sense. */
    public static List<Integer> edges(@Nullable List<Integer> days) {
        if (days == null || days.isEmpty()) {
            return EDGES;
        }
        List<Integer> edges = new ArrayList<>(days);
        if (edges.getFirst() != 0) {
            edges.addFirst(0);
        }
        boolean sound = edges.size() <= MOST_EDGES && edges.getLast() <= 10_000;
        for (int i = 1; i < edges.size(); i++) {
            sound &= edges.get(i) > edges.get(i - 1);
        }
        if (!sound) {
            throw Problem.invalid("edges", "ageing-edges", MOST_EDGES);
        }
        return edges;
    }

    /**
     * One row: amounts in the company's currency.
     *
     * @param id the customer, user or department; null for those without
     * @param buckets by age, the first not due
     * @param unapplied the customer's money that settles nothing yet
     * @param bills bills that have not matured
     * @param balance buckets less unapplied and with bills
     */
    public record Line(
            @Nullable UUID id,
            String code,
            String name,
            List<BigDecimal> buckets,
            BigDecimal unapplied,
            BigDecimal bills,
            BigDecimal balance) {
        public Line {
            buckets = List.copyOf(buckets);
        }

        /** All that is past its day. */
        public BigDecimal overdue() {
            return buckets.stream().skip(1).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * The report.
     *
     * @param currency when it is of what is in that currency only, in its amounts; null: of everything, in the company's
     * @param count how many rows there are in all
     * @param lines the largest balances first, as many as asked for
     */
    public record Report(
            LocalDate asOf,
            Basis basis,
            By by,
            Method method,
            Knowledge knowledge,
            List<Integer> edges,
            @Nullable String currency,
            Line total,
            long count,
            List<Line> lines) {}

    /**
     * Why a customer's ages differ by method: the same balance, otherwise spread.
     *
     * @param moved what stands in an older bucket by document than by first in, first out
     * @param unused of that, money and credit notes not allocated yet, which first in, first out takes off the oldest
     * @param outOfOrder of that, payments allocated to newer documents while older ones were open
     * @param items the documents open to another amount by the two methods
     */
    public record Comparison(
            Line byDocument,
            Line byFifo,
            BigDecimal moved,
            BigDecimal unused,
            BigDecimal outOfOrder,
            List<ComparedItem> items) {}

    /** A document open to another amount by the two methods. */
    public record ComparedItem(
            UUID id, String number, LocalDate date, LocalDate due, BigDecimal byDocument, BigDecimal byFifo) {}

    /** An item as it was on that day. */
    public record AgedItem(
            UUID id,
            UUID document,
            ItemKind kind,
            String number,
            LocalDate date,
            LocalDate due,
            BigDecimal amount,
            BigDecimal open,
            int days,
            int bucket) {}

    Ageing() {}

    /** Contributions to what was open and unapplied on a day: (party_id, since, amount, unapplied, bills), to be summed. */
    private static Sql contributions(long company, Question asked, Actor actor, @Nullable Collection<UUID> parties) {
        Sql owed = asked.method() == Method.FIFO
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
    private static Sql foreign(long company, LocalDate asOf, Basis basis, String currency) {
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

    /** The sums of the buckets: what has been due since after the edge of the next one, and not after its own. */
    private static Sql sums(Question asked) {
        Sql sums = Sql.of("");
        for (int bucket = 0; bucket < asked.buckets(); bucket++) {
            Sql within = Sql.of("true");
            if (bucket < asked.edges().size()) {
                within = within.then(
                        "and c.since >= ?::date",
                        asked.asOf().minusDays(asked.edges().get(bucket)));
            }
            if (bucket > 0) {
                within = within.then(
                        "and c.since < ?::date",
                        asked.asOf().minusDays(asked.edges().get(bucket - 1)));
            }
            sums = sums.then("coalesce(sum(c.amount) filter (where")
                    .then(within)
                    .then("), 0) as b" + bucket + ",");
        }
        return sums.then("coalesce(sum(c.unapplied), 0) as unapplied, coalesce(sum(c.bills), 0) as bills");
    }

    /** Something of each bucket, {@code %d} being its number. */
    private static String buckets(int count, String each, String between) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(between));
    }

    static int bucket(int days) {
        return Question.of(LocalDate.EPOCH, Basis.DUE, By.CUSTOMER).bucket(days);
    }

    /** As {@link #report(Tx, Actor, Question, int)} by document, as known now, in the usual buckets. */
    public Report report(Tx tx, Actor actor, LocalDate asOf, Basis basis, By by, int limit) {
        return report(tx, actor, Question.of(asOf, basis, by), limit);
    }

    /**
     * The report of a day.
     *
     * @param limit how many rows at most; the total is of all
     */
    public Report report(Tx tx, Actor actor, Question asked, int limit) {
        return report(tx, actor, asked, null, limit);
    }

    /**
     * As {@link #report(Tx, Actor, Question, int)}, of what is in one other currency when that is given: by document and as known now.
     *
     * @throws Problem 400 when another method or knowledge is asked for
     */
    public Report report(Tx tx, Actor actor, Question asked, @Nullable String currency, int limit) {
        if (currency != null && (asked.method() != Method.DOCUMENT || asked.knowledge() != Knowledge.NOW)) {
            throw Problem.invalid("currency", "ageing-currency-method");
        }
        By by = asked.by();
        int count = asked.buckets();
        boolean joined = by != By.CUSTOMER || actor.scope().level() != Scope.Level.ALL;
        Sql rows = Sql.of("with g as (select c.party_id as id,")
                .then(sums(asked))
                .then("from (")
                .then(
                        currency == null
                                ? contributions(tx.company(), asked, actor, null)
                                : foreign(tx.company(), asked.asOf(), asked.basis(), currency))
                .then(") c group by c.party_id)");
        if (joined) {
            String key = switch (by) {
                case CUSTOMER -> "g.id::text";
                case OWNER -> "h.owner_id::text";
                case DEPARTMENT -> "h.department_id::text";
                case GROUP -> "m.pool_id::text";
                case REGION -> "coalesce(y.province, '')";
                case CLASS -> "coalesce(a.grade, '')";
                case CURRENCY -> "?";
            };
            Sql select = by == By.CURRENCY ? Sql.of(key, currency == null ? actor.currency() : currency) : Sql.of(key);
            rows = rows.then(", r as (select")
                    .then(select)
                    .then(
                            "as id, " + buckets(count, "sum(g.b%1$d) as b%1$d", ", ")
                                    + ", sum(g.unapplied) as unapplied, sum(g.bills) as bills from g join document.header h on h.company_id = ? and h.id = g.id",
                            tx.company())
                    .then(facts(tx, by))
                    .then("where")
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                    .then("group by 1)");
        }
        Sql all = rows.then(
                        ", k as materialized (select x.id::text as id, " + buckets(count, "x.b%d", ", ")
                                + ", x.unapplied, x.bills, " + buckets(count, "x.b%d", " + ")
                                + " - x.unapplied + x.bills as balance from "
                                + (joined ? "r" : "g") + " x where " + buckets(count, "x.b%d <> 0", " or ")
                                + " or x.unapplied <> 0 or x.bills <> 0)"
                                + ", p as (select false as whole, 0::bigint as n, x.id, "
                                + buckets(count, "x.b%d", ", ")
                                + ", x.unapplied, x.bills, x.balance from k x order by abs(x.balance) desc, x.id limit ?)",
                        limit)
                .then(
                        "select true as whole, count(*) as n, null::text as id, "
                                + buckets(count, "coalesce(sum(x.b%1$d), 0) as b%1$d", ", ")
                                + ", coalesce(sum(x.unapplied), 0) as unapplied, coalesce(sum(x.bills), 0) as bills, coalesce(sum(x.balance), 0) as balance, '' as code, '' as name from k x")
                .then("union all select p.*,")
                .then(names(tx, by));
        List<Line> lines = new ArrayList<>();
        long[] found = {0};
        List<Line> totals = new ArrayList<>();
        tx.list(all, row -> {
                    Line line = line(row, count, currency == null ? actor.currency() : currency);
                    if (row.bool("whole")) {
                        found[0] = row.number("n");
                        totals.add(line);
                    } else {
                        lines.add(line);
                    }
                    return line;
                })
                .clear();
        return new Report(
                asked.asOf(),
                asked.basis(),
                by,
                asked.method(),
                asked.knowledge(),
                asked.edges(),
                currency,
                totals.getFirst(),
                found[0],
                lines);
    }

    /** Where what customers are grouped by stands. */
    private static Sql facts(Tx tx, By by) {
        return switch (by) {
            case GROUP ->
                Sql.of(
                        "left join credit.pool_member m on m.company_id = ? and m.account_id = g.id and m.basis = 'GROUP'",
                        tx.company());
            case REGION -> Sql.of("left join party.party y on y.company_id = ? and y.id = g.id", tx.company());
            case CLASS -> Sql.of("left join credit.account a on a.company_id = ? and a.id = g.id", tx.company());
            case CUSTOMER, OWNER, DEPARTMENT, CURRENCY -> Sql.of("");
        };
    }

    private static Sql names(Tx tx, By by) {
        return switch (by) {
            case CUSTOMER, GROUP ->
                Sql.of(
                        "n.number as code, n.title as name from p left join document.header n on n.company_id = ? and n.id = p.id::uuid",
                        tx.company());
            case OWNER ->
                Sql.of("'' as code, n.name as name from p left join organization.app_user n on n.id = p.id::uuid");
            case DEPARTMENT ->
                Sql.of(
                        "'' as code, n.name as name from p left join organization.department n on n.company_id = ? and n.id = p.id::uuid",
                        tx.company());
            case REGION, CLASS, CURRENCY -> Sql.of("p.id as code, p.id as name from p");
        };
    }

    private static Line line(Row row, int count, String currency) {
        List<BigDecimal> buckets = IntStream.range(0, count)
                .mapToObj(b -> row.money("b" + b, currency).amount())
                .toList();
        return new Line(
                uuid(row.textOrNull("id")),
                text(row.textOrNull("code")),
                text(row.textOrNull("name")),
                buckets,
                row.money("unapplied", currency).amount(),
                row.money("bills", currency).amount(),
                row.money("balance", currency).amount());
    }

    /** The id of what has one; regions, grades and currencies are their own names. */
    private static @Nullable UUID uuid(@Nullable String id) {
        return id == null || id.length() != 36 ? null : UUID.fromString(id);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One customer's line; whoever asks has been checked. */
    public Line customer(Tx tx, Actor actor, UUID party, LocalDate asOf, Basis basis) {
        return customer(tx, actor, party, Question.of(asOf, basis, By.CUSTOMER));
    }

    /** As {@link #customer(Tx, Actor, UUID, LocalDate, Basis)}, as asked. */
    public Line customer(Tx tx, Actor actor, UUID party, Question asked) {
        BigDecimal zero = Money.zero(actor.currency()).amount();
        return customers(tx, actor, List.of(party), asked)
                .getOrDefault(
                        party, new Line(null, "", "", Collections.nCopies(asked.buckets(), zero), zero, zero, zero));
    }

    /** Their lines; those with nothing are missing. Whoever asks has been checked. */
    Map<UUID, Line> customers(Tx tx, Actor actor, Collection<UUID> parties, Question asked) {
        Sql sql = Sql.of("select s.*, '' as code, '' as name, " + buckets(asked.buckets(), "s.b%d", " + ")
                        + " - s.unapplied + s.bills as balance from (select c.party_id::text as id,")
                .then(sums(asked))
                .then("from (")
                .then(contributions(tx.company(), asked, actor, parties))
                .then(") c group by c.party_id) s");
        Map<UUID, Line> lines = new HashMap<>();
        tx.list(sql, row -> lines.put(UUID.fromString(row.text("id")), line(row, asked.buckets(), actor.currency())));
        return lines;
    }

    /** As {@link #items(Tx, Actor, UUID, Question, Integer, int)} by document, as known now, in the usual buckets. */
    public List<AgedItem> items(
            Tx tx, Actor actor, UUID party, LocalDate asOf, Basis basis, @Nullable Integer bucket, int limit) {
        return items(tx, actor, party, Question.of(asOf, basis, By.CUSTOMER), bucket, limit);
    }

    /**
     * The items behind a customer's line.
     *
     * @param bucket only these; null for all
     */
    public List<AgedItem> items(Tx tx, Actor actor, UUID party, Question asked, @Nullable Integer bucket, int limit) {
        Sql items;
        if (asked.method() == Method.FIFO) {
            items = fifoItems(tx.company(), asked, actor, List.of(party));
        } else if (asked.knowledge() == Knowledge.THEN) {
            items = itemsThen(tx.company(), asked.asOf(), endOf(asked.asOf(), actor), List.of(party));
        } else {
            items = Sql.of("""
                    select i.id, i.document_id, i.kind, i.number, i.date, i.due, i.amount,
                      i.amount - i.settled + coalesce((select sum(a.amount) from receivables.allocation a
                        where a.company_id = ? and a.item_id = i.id and a.happened_on > ?), 0) as open
                    from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.date <= ?""", tx.company(), asked.asOf(), tx.company(), party, asked.asOf());
        }
        Sql sql = Sql.of("select x.*, ?::date - x." + asked.since() + " as days from (", asked.asOf())
                .then(items)
                .then(") x where x.open <> 0 order by x.due, x.id limit ?", limit);
        List<AgedItem> found = tx.list(sql, row -> {
            int days = row.integer("days");
            return new AgedItem(
                    row.uuid("id"),
                    row.uuid("document_id"),
                    row.choice("kind", ItemKind.class),
                    row.text("number"),
                    row.date("date"),
                    row.date("due"),
                    row.money("amount", actor.currency()).amount(),
                    row.money("open", actor.currency()).amount(),
                    days,
                    asked.bucket(days));
        });
        return bucket == null
                ? found
                : found.stream().filter(item -> item.bucket() == bucket).toList();
    }

    /** Both methods side by side for one customer, and what makes the difference. */
    public Comparison compare(Tx tx, Actor actor, UUID party, Question asked, int limit) {
        Question document = new Question(
                asked.asOf(), asked.basis(), asked.by(), Method.DOCUMENT, asked.knowledge(), asked.edges());
        Question fifo =
                new Question(asked.asOf(), asked.basis(), asked.by(), Method.FIFO, asked.knowledge(), asked.edges());
        Line byDocument = customer(tx, actor, party, document);
        Line byFifo = customer(tx, actor, party, fifo);
        Map<UUID, AgedItem> open = new LinkedHashMap<>();
        Map<UUID, BigDecimal> opens = new LinkedHashMap<>();
        BigDecimal credits = BigDecimal.ZERO;
        for (AgedItem item : items(tx, actor, party, document, null, limit)) {
            if (item.amount().signum() > 0) {
                open.put(item.id(), item);
                opens.put(item.id(), item.open());
            } else {
                credits = credits.subtract(item.open());
            }
        }
        Map<UUID, BigDecimal> rolled = new LinkedHashMap<>();
        for (AgedItem item : items(tx, actor, party, fifo, null, limit)) {
            open.putIfAbsent(item.id(), item);
            rolled.put(item.id(), item.open());
        }
        List<ComparedItem> differing = new ArrayList<>();
        BigDecimal moved = BigDecimal.ZERO;
        for (AgedItem item : open.values()) {
            BigDecimal one = opens.getOrDefault(item.id(), BigDecimal.ZERO);
            BigDecimal other = rolled.getOrDefault(item.id(), BigDecimal.ZERO);
            if (one.compareTo(other) != 0) {
                differing.add(new ComparedItem(item.id(), item.number(), item.date(), item.due(), one, other));
                moved = moved.add(one.subtract(other).max(BigDecimal.ZERO));
            }
        }
        BigDecimal unused = moved.min(credits.add(byDocument.unapplied()));
        return new Comparison(byDocument, byFifo, moved, unused, moved.subtract(unused), differing);
    }
}
