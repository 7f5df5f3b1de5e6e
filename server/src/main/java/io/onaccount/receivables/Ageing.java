package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
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

    /** What days are counted from. */
    public enum Basis {
        DUE,
        DATE
    }

    /** What a row of the report stands for. */
    public enum By {
        CUSTOMER,
        OWNER,
        DEPARTMENT
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
            @Nullable String currency,
            Line total,
            long count,
            List<Line> lines) {}

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

    /**
     * Contributions to what was open and unapplied on a day: (party_id, since, amount, unapplied, bills), to be summed. None of them reads the items:
     * what is open stands by day beside them, and an allocation carries its item's days.
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
                        "union all select a.party_id, a.item_" + since + ", a.amount, 0, 0 from receivables.allocation a"
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
                                + " where f.company_id = ? and f.posted_on <= ? and f.reversed_on > ?",
                        company,
                        asOf,
                        asOf)
                .then(of("f", parties))
                .then(
                        "union all select b.party_id, null, 0, 0, b.amount from receivables.bill b"
                                + " where b.company_id = ? and b.received_on <= ? and (b.closed_on is null or b.closed_on > ?)",
                        company,
                        asOf,
                        asOf)
                .then(of("b", parties));
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
    private static Sql redated(
            long company, LocalDate asOf, String amount, @Nullable Collection<UUID> parties) {
        return Sql.of(
                        "union all select a.party_id, d.since, d.sign * " + amount + ", 0, 0 from receivables.open_item i"
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
    private static Sql sums(LocalDate asOf) {
        Sql sums = Sql.of("");
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Sql within = Sql.of("true");
            if (bucket < EDGES.size()) {
                within = within.then("and c.since >= ?::date", asOf.minusDays(EDGES.get(bucket)));
            }
            if (bucket > 0) {
                within = within.then("and c.since < ?::date", asOf.minusDays(EDGES.get(bucket - 1)));
            }
            sums = sums.then("coalesce(sum(c.amount) filter (where")
                    .then(within)
                    .then("), 0) as b" + bucket + ",");
        }
        return sums.then("coalesce(sum(c.unapplied), 0) as unapplied, coalesce(sum(c.bills), 0) as bills");
    }

    /** Something of each bucket, {@code %d} being its number. */
    private static String buckets(String each, String between) {
        return IntStream.range(0, BUCKETS).mapToObj(each::formatted).collect(Collectors.joining(between));
    }

    static int bucket(int days) {
        int bucket = 0;
        while (bucket < EDGES.size() && days > EDGES.get(bucket)) {
            bucket++;
        }
        return bucket;
    }

    /**
     * The report of a day.
     *
     * @param limit how many rows at most; the total is of all
     */
    public Report report(Tx tx, Actor actor, LocalDate asOf, Basis basis, By by, int limit) {
        return report(tx, actor, asOf, basis, by, null, limit);
    }

    /** As {@link #report(Tx, Actor, LocalDate, Basis, By, int)}, of what is in one other currency when that is given. */
    public Report report(
            Tx tx, Actor actor, LocalDate asOf, Basis basis, By by, @Nullable String currency, int limit) {
        boolean joined = by != By.CUSTOMER || actor.scope().level() != Scope.Level.ALL;
        Sql rows = Sql.of("with g as (select c.party_id as id,")
                .then(sums(asOf))
                .then("from (")
                .then(
                        currency == null
                                ? contributions(tx.company(), asOf, basis, null)
                                : foreign(tx.company(), asOf, basis, currency))
                .then(") c group by c.party_id)");
        if (joined) {
            String key = switch (by) {
                case CUSTOMER -> "g.id";
                case OWNER -> "h.owner_id";
                case DEPARTMENT -> "h.department_id";
            };
            rows = rows.then(
                            ", r as (select " + key + " as id, " + buckets("sum(g.b%1$d) as b%1$d", ", ")
                                    + ", sum(g.unapplied) as unapplied, sum(g.bills) as bills"
                                    + " from g join document.header h on h.company_id = ? and h.id = g.id where",
                            tx.company())
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                    .then("group by 1)");
        }
        String names = switch (by) {
            case CUSTOMER ->
                "n.number as code, n.title as name from p left join document.header n on n.company_id = ? and n.id = p.id";
            case OWNER -> "'' as code, n.name as name from p left join organization.app_user n on n.id = p.id";
            case DEPARTMENT ->
                "'' as code, n.name as name from p left join organization.department n on n.company_id = ? and n.id = p.id";
        };
        Sql all = rows.then(
                        ", k as materialized (select x.*, " + buckets("x.b%d", " + ")
                                + " - x.unapplied + x.bills as balance from " + (joined ? "r" : "g")
                                + " x where " + buckets("x.b%d <> 0", " or ") + " or x.unapplied <> 0 or x.bills <> 0)"
                                + ", p as (select false as whole, 0::bigint as n, x.id, " + buckets("x.b%d", ", ")
                                + ", x.unapplied, x.bills, x.balance from k x order by abs(x.balance) desc, x.id limit ?)",
                        limit)
                .then(
                        "select true as whole, count(*) as n, null::uuid as id, "
                                + buckets("coalesce(sum(x.b%1$d), 0) as b%1$d", ", ")
                                + ", coalesce(sum(x.unapplied), 0) as unapplied, coalesce(sum(x.bills), 0) as bills, coalesce(sum(x.balance), 0) as balance, '' as code, '' as name from k x")
                .then("union all select p.*, " + names);
        if (by != By.OWNER) {
            all = all.then(Sql.of("", tx.company()));
        }
        List<Line> lines = new ArrayList<>();
        long[] count = {0};
        List<Line> totals = new ArrayList<>();
        tx.list(all, row -> {
                    Line line = line(row, currency == null ? actor.currency() : currency);
                    if (row.bool("whole")) {
                        count[0] = row.number("n");
                        totals.add(line);
                    } else {
                        lines.add(line);
                    }
                    return line;
                })
                .clear();
        return new Report(asOf, basis, by, currency, totals.getFirst(), count[0], lines);
    }

    private static Line line(Row row, String currency) {
        List<BigDecimal> buckets = IntStream.range(0, BUCKETS)
                .mapToObj(b -> row.money("b" + b, currency).amount())
                .toList();
        return new Line(
                row.uuidOrNull("id"),
                text(row.textOrNull("code")),
                text(row.textOrNull("name")),
                buckets,
                row.money("unapplied", currency).amount(),
                row.money("bills", currency).amount(),
                row.money("balance", currency).amount());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One customer's line; whoever asks has been checked. */
    public Line customer(Tx tx, Actor actor, UUID party, LocalDate asOf, Basis basis) {
        Money zero = Money.zero(actor.currency());
        return customers(tx, actor, List.of(party), asOf, basis)
                .getOrDefault(
                        party,
                        new Line(
                                null,
                                "",
                                "",
                                Collections.nCopies(BUCKETS, zero.amount()),
                                zero.amount(),
                                zero.amount(),
                                zero.amount()));
    }

    /** Their lines; those with nothing are missing. Whoever asks has been checked. */
    Map<UUID, Line> customers(Tx tx, Actor actor, Collection<UUID> parties, LocalDate asOf, Basis basis) {
        Sql sql = Sql.of("select s.*, '' as code, '' as name, " + buckets("s.b%d", " + ")
                        + " - s.unapplied + s.bills as balance from (select c.party_id as id,")
                .then(sums(asOf))
                .then("from (")
                .then(contributions(tx.company(), asOf, basis, parties))
                .then(") c group by c.party_id) s");
        Map<UUID, Line> lines = new HashMap<>();
        tx.list(sql, row -> lines.put(row.uuid("id"), line(row, actor.currency())));
        return lines;
    }

    /**
     * The items behind a customer's line.
     *
     * @param bucket only these; null for all
     */
    public List<AgedItem> items(
            Tx tx, Actor actor, UUID party, LocalDate asOf, Basis basis, @Nullable Integer bucket, int limit) {
        String since = basis == Basis.DUE ? "i.due" : "i.date";
        List<AgedItem> found = tx.list(
                """
                select x.* from (
                  select i.id, i.document_id, i.kind, i.number, i.date, i.due, i.amount, ?::date - %s as days,
                    i.amount - i.settled + coalesce((select sum(a.amount) from receivables.allocation a
                      where a.company_id = ? and a.item_id = i.id and a.happened_on > ?), 0) as open
                  from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.date <= ?) x
                where x.open <> 0 order by x.due, x.id limit ?""".formatted(since),
                row -> new AgedItem(
                        row.uuid("id"),
                        row.uuid("document_id"),
                        row.choice("kind", ItemKind.class),
                        row.text("number"),
                        row.date("date"),
                        row.date("due"),
                        row.money("amount", actor.currency()).amount(),
                        row.money("open", actor.currency()).amount(),
                        row.integer("days"),
                        bucket(row.integer("days"))),
                asOf,
                tx.company(),
                asOf,
                tx.company(),
                party,
                asOf,
                limit);
        return bucket == null
                ? found
                : found.stream().filter(item -> item.bucket() == bucket).toList();
    }
}
