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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        /** The group (集团): the uppermost customer of those that belong together, otherwise the shared limit that lists the customer. */
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

        String since() {
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
     * @param id the customer, user, department or group; null for those without
     * @param name empty for those without, and for a group whose uppermost customer whoever asks may not see
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
            UUID party,
            String partyName,
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
                .then(OpenOnDay.sums(asked))
                .then("from (")
                .then(
                        currency == null
                                ? OpenOnDay.contributions(tx.company(), asked, actor, null)
                                : OpenOnDay.foreign(tx.company(), asked.asOf(), asked.basis(), currency))
                .then(") c group by c.party_id)");
        if (joined) {
            Sql select =
                    by == By.CURRENCY ? Sql.of("?", currency == null ? actor.currency() : currency) : Sql.of(key(by));
            rows = rows.then(", r as (select")
                    .then(select)
                    .then(
                            "as id, " + OpenOnDay.buckets(count, "sum(g.b%1$d) as b%1$d", ", ")
                                    + ", sum(g.unapplied) as unapplied, sum(g.bills) as bills from g join document.header h on h.company_id = ? and h.id = g.id",
                            tx.company())
                    .then(facts(tx, by))
                    .then("where")
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                    .then("group by 1)");
        }
        Sql all = rows.then(
                        ", k as materialized (select x.id::text as id, " + OpenOnDay.buckets(count, "x.b%d", ", ")
                                + ", x.unapplied, x.bills, " + OpenOnDay.buckets(count, "x.b%d", " + ")
                                + " - x.unapplied + x.bills as balance from "
                                + (joined ? "r" : "g") + " x where " + OpenOnDay.buckets(count, "x.b%d <> 0", " or ")
                                + " or x.unapplied <> 0 or x.bills <> 0)"
                                + ", p as (select false as whole, 0::bigint as n, x.id, "
                                + OpenOnDay.buckets(count, "x.b%d", ", ")
                                + ", x.unapplied, x.bills, x.balance from k x order by abs(x.balance) desc, x.id limit ?)",
                        limit)
                .then(
                        "select true as whole, count(*) as n, null::text as id, "
                                + OpenOnDay.buckets(count, "coalesce(sum(x.b%1$d), 0) as b%1$d", ", ")
                                + ", coalesce(sum(x.unapplied), 0) as unapplied, coalesce(sum(x.bills), 0) as bills, coalesce(sum(x.balance), 0) as balance, '' as code, '' as name from k x")
                .then("union all select p.*,")
                .then(names(tx, actor, by));
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

    /** What customers are grouped by. */
    private static String key(By by) {
        return switch (by) {
            case CUSTOMER -> "g.id::text";
            case OWNER -> "h.owner_id::text";
            case DEPARTMENT -> "h.department_id::text";
            case GROUP -> "k.group_id::text";
            case REGION -> "coalesce(y.province, '')";
            case CLASS -> "coalesce(a.grade, '')";
            case CURRENCY -> throw new IllegalArgumentException("a currency is no customer's");
        };
    }

    /** Where what customers are grouped by stands. */
    private static Sql facts(Tx tx, By by) {
        return switch (by) {
            case GROUP ->
                Sql.of("left join credit.customer_group k on k.company_id = ? and k.party_id = g.id", tx.company());
            case REGION -> Sql.of("left join party.party y on y.company_id = ? and y.id = g.id", tx.company());
            case CLASS -> Sql.of("left join credit.account a on a.company_id = ? and a.id = g.id", tx.company());
            case CUSTOMER, OWNER, DEPARTMENT, CURRENCY -> Sql.of("");
        };
    }

    private static Sql names(Tx tx, Actor actor, By by) {
        return switch (by) {
            case GROUP -> // its uppermost customer may be outside the scope, though others of it are within
                Sql.of(
                                "n.number as code, n.title as name from p left join document.header n on n.company_id = ? and n.id = p.id::uuid and (n.kind = 'shared-limit' or",
                                tx.company())
                        .then(actor.scope().holds("n"))
                        .then(")");
            case CUSTOMER ->
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
        Sql sql = Sql.of("select s.*, '' as code, '' as name, " + OpenOnDay.buckets(asked.buckets(), "s.b%d", " + ")
                        + " - s.unapplied + s.bills as balance from (select c.party_id::text as id,")
                .then(OpenOnDay.sums(asked))
                .then("from (")
                .then(OpenOnDay.contributions(tx.company(), asked, actor, parties))
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
     * The items behind a customer's line; whoever asks has been checked.
     *
     * @param bucket only these; null for all
     */
    public List<AgedItem> items(Tx tx, Actor actor, UUID party, Question asked, @Nullable Integer bucket, int limit) {
        return cell(tx, actor, asked, null, List.of(party), bucket, limit).items();
    }

    /**
     * What a figure of the report is made of: of a bucket its items, of a balance all items, less unapplied money and with bills.
     *
     * @param count how many items there are in all
     * @param open their sum, of all
     * @param unapplied null for a bucket
     * @param bills null for a bucket
     */
    public record Cell(
            long count,
            BigDecimal open,
            @Nullable BigDecimal unapplied,
            @Nullable BigDecimal bills,
            List<AgedItem> items) {}

    /**
     * Behind a figure of the report.
     *
     * @param currency as in {@link #report(Tx, Actor, Question, String, int)}
     * @param whole whether of the total; otherwise of the row with this key
     * @param key the id, or the name where there is none; null or empty for what has none
     * @param bucket null for the balance
     */
    public Cell cell(
            Tx tx,
            Actor actor,
            Question asked,
            @Nullable String currency,
            boolean whole,
            @Nullable String key,
            @Nullable Integer bucket,
            int limit) {
        if (currency != null && (asked.method() != Method.DOCUMENT || asked.knowledge() != Knowledge.NOW)) {
            throw Problem.invalid("currency", "ageing-currency-method");
        }
        boolean everybody =
                (whole || asked.by() == By.CURRENCY) && actor.scope().level() == Scope.Level.ALL;
        return cell(
                tx,
                actor,
                asked,
                currency,
                everybody ? null : members(tx, actor, asked.by(), whole, key),
                bucket,
                limit);
    }

    /** The customers within the actor's scope that a row stands for. */
    private static List<UUID> members(Tx tx, Actor actor, By by, boolean whole, @Nullable String key) {
        Sql sql = Sql.of(
                        "select g.id from party.party g join document.header h on h.company_id = g.company_id and h.id = g.id")
                .then(facts(tx, by))
                .then("where g.company_id = ? and", tx.company())
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))));
        if (!whole && by != By.CURRENCY) {
            sql = sql.then("and coalesce(" + key(by) + ", '') = ?", key == null ? "" : key);
        }
        return tx.list(sql, row -> row.uuid("id"));
    }

    private Cell cell(
            Tx tx,
            Actor actor,
            Question asked,
            @Nullable String currency,
            @Nullable List<UUID> parties,
            @Nullable Integer bucket,
            int limit) {
        String shown = currency == null ? actor.currency() : currency;
        Sql sql = Sql.of(
                        "select x.*, h.title as party_name, sum(x.open) over () as whole, count(*) over () as n, ?::date - x."
                                + asked.since() + " as days from (",
                        asked.asOf())
                .then(OpenOnDay.items(tx.company(), asked, actor, currency, parties))
                .then(
                        ") x join document.header h on h.company_id = ? and h.id = x.party_id where x.open <> 0",
                        tx.company());
        if (bucket != null) {
            sql = sql.then("and").then(OpenOnDay.within(asked, bucket, "x." + asked.since()));
        }
        BigDecimal[] sum = {Money.zero(shown).amount()};
        long[] count = {0};
        List<AgedItem> items = tx.list(sql.then("order by x.due, x.id limit ?", limit), row -> {
            int days = row.integer("days");
            sum[0] = row.money("whole", shown).amount();
            count[0] = row.number("n");
            return new AgedItem(
                    row.uuid("id"),
                    row.uuid("party_id"),
                    row.text("party_name"),
                    row.uuid("document_id"),
                    row.choice("kind", ItemKind.class),
                    row.text("number"),
                    row.date("date"),
                    row.date("due"),
                    row.money("amount", shown).amount(),
                    row.money("open", shown).amount(),
                    days,
                    asked.bucket(days));
        });
        if (bucket != null) {
            return new Cell(count[0], sum[0], null, null, items);
        }
        Sql besides = Sql.of(
                        "select coalesce(sum(c.unapplied), 0) as unapplied, coalesce(sum(c.bills), 0) as bills from (")
                .then(
                        currency == null
                                ? OpenOnDay.contributions(tx.company(), asked, actor, parties)
                                : OpenOnDay.foreign(tx.company(), asked.asOf(), asked.basis(), currency))
                .then(") c");
        if (currency != null && parties != null) {
            besides = besides.then("where c.party_id = any(?)", SqlArray.of("uuid", parties));
        }
        return tx.list(
                        besides,
                        row -> new Cell(
                                count[0],
                                sum[0],
                                row.money("unapplied", shown).amount(),
                                row.money("bills", shown).amount(),
                                items))
                .getFirst();
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
