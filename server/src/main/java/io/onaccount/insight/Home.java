package io.onaccount.insight;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The home page by role (RPT-01): four figures, a year by month, and what waits for this user; all within their data scope. */
@Component
public final class Home {
    private static final int MONTHS = 12;

    /** A year that took longer to add up is kept for so many times as long as that took, at most {@link #LONGEST_KEPT}. */
    private static final int KEPT_FOR = 100;

    private static final long LONGEST_KEPT = 5L * 60 * 1_000_000_000;

    private final Database database;
    private final Map<Key, Kept> years = new ConcurrentHashMap<>();

    Home(Database database) {
        this.database = database;
    }

    /**
     * What stands on the home page.
     *
     * @param figures receivables, overdue, sales, receipts; those the user may see
     * @param months the last twelve, the current one last
     * @param waiting what waits for this user
     */
    public record View(
            String currency, LocalDate today, List<Figure> figures, List<Month> months, List<Waiting> waiting) {}

    /**
     * One figure.
     *
     * @param name receivables, overdue, sales, receipts
     * @param compared what it is compared with: for sales and receipts the same days of the month before, for receivables its state at the
     *     end of the month before, for overdue all receivables
     */
    public record Figure(
            String name, BigDecimal amount, @Nullable BigDecimal compared) {}

    /** What a month brought, tax included; sales are deliveries less returns, receivable is what customers owed at its end less what they had paid ahead. */
    public record Month(String month, BigDecimal sales, BigDecimal receipts, BigDecimal receivable) {}

    /**
     * Something that waits.
     *
     * @param name draft-orders, submitted-orders, held-orders, orders-to-deliver, draft-deliveries, draft-returns, draft-receipts,
     *     overdue-customers, warnings, warning-tasks
     * @param list the plural of the kind whose list shows it, and the filter to show it with
     */
    public record Waiting(String name, long count, BigDecimal amount, String list, List<Object> filter) {}

    private record Key(long company, Object scope, LocalDate today) {}

    private record Year(
            Map<YearMonth, BigDecimal> sales,
            Map<YearMonth, BigDecimal> receipts,
            Map<YearMonth, BigDecimal> openings,
            BigDecimal settled,
            BigDecimal salesBefore,
            BigDecimal receiptsBefore) {}

    private record Kept(Year year, long until) {}

    public View view(Actor actor) {
        Year year = year(actor);
        return database.report(actor.company(), tx -> view(tx, actor, year));
    }

    private static View view(Tx tx, Actor actor, Year year) {
        boolean maySeeItems = actor.may("open-item.view");
        boolean maySeeReceipts = actor.may("receipt.view");
        boolean maySeeSales = actor.may("delivery.view") || actor.may("sales-order.view");
        YearMonth now = YearMonth.from(actor.today());
        List<Figure> figures = new ArrayList<>();
        List<Month> months = new ArrayList<>();
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal net = zero;
        if (maySeeItems) {
            Sql sql = scoped(actor, """
                    select coalesce(sum(b.receivable), 0) as receivable, coalesce(sum(b.money), 0) as money
                    from insight.balance b where b.company_id = ?""", "b", tx.company());
            BigDecimal[] balance = tx.first(
                            sql, row -> new BigDecimal[] {row.decimal("receivable"), row.decimal("money")})
                    .orElseThrow();
            net = balance[0].subtract(balance[1]);
            BigDecimal overdue = one(
                    tx,
                    scoped(
                            actor,
                            "select coalesce(sum(d.open), 0) as amount from insight.debt d where d.company_id = ? and d.due < ?",
                            "d",
                            tx.company(),
                            actor.today()));
            // Money that settles nothing yet has not lessened what is receivable.
            BigDecimal change = year.sales
                    .getOrDefault(now, zero)
                    .add(year.openings.getOrDefault(now, zero))
                    .subtract(year.settled);
            figures.add(new Figure("receivables", balance[0], balance[0].subtract(change)));
            figures.add(new Figure("overdue", overdue, balance[0]));
        }
        if (maySeeSales) {
            figures.add(new Figure("sales", year.sales.getOrDefault(now, zero), year.salesBefore));
        }
        if (maySeeReceipts) {
            figures.add(new Figure("receipts", year.receipts.getOrDefault(now, zero), year.receiptsBefore));
        }
        BigDecimal end = net;
        for (YearMonth month = now; month.isAfter(now.minusMonths(MONTHS)); month = month.minusMonths(1)) {
            BigDecimal sales = year.sales.getOrDefault(month, zero);
            BigDecimal receipts = year.receipts.getOrDefault(month, zero);
            months.addFirst(new Month(
                    month.toString(),
                    maySeeSales ? sales : zero,
                    maySeeReceipts ? receipts : zero,
                    maySeeItems ? end : zero));
            end = end.subtract(sales)
                    .subtract(year.openings.getOrDefault(month, zero))
                    .add(receipts);
        }
        return new View(actor.currency(), actor.today(), figures, months, waiting(tx, actor));
    }

    private static List<Waiting> waiting(Tx tx, Actor actor) {
        List<Waiting> waiting = new ArrayList<>();
        if (actor.may("sales-order.submit")) {
            Sql mine = Sql.of("h.kind = 'sales-order' and h.state = 'DRAFT' and h.owner_id = ?", actor.user());
            add(
                    tx,
                    actor,
                    waiting,
                    "draft-orders",
                    mine,
                    "sales-orders",
                    and(state("DRAFT"), List.of("owner", "=", "me")));
        }
        if (actor.may("sales-order.confirm")) {
            add(tx, actor, waiting, "submitted-orders", "sales-order", "SUBMITTED", "sales-orders");
        }
        if (actor.may("credit-hold.release") || actor.may("sales-order.confirm")) {
            add(tx, actor, waiting, "held-orders", "sales-order", "HELD", "sales-orders");
        }
        if (actor.may("warning-notice.view")) {
            warnings(tx, actor, waiting, "warnings", "NONE", "WATCH", "STOP");
            warnings(tx, actor, waiting, "warning-tasks", "TASK");
        }
        if (actor.may("delivery.create")) {
            add(tx, actor, waiting, "orders-to-deliver", "sales-order", "CONFIRMED", "sales-orders");
        }
        if (actor.may("delivery.post")) {
            add(tx, actor, waiting, "draft-deliveries", "delivery", "DRAFT", "deliveries");
        }
        if (actor.may("sales-return.post")) {
            add(tx, actor, waiting, "draft-returns", "sales-return", "DRAFT", "returns");
        }
        if (actor.may("receipt.confirm")) {
            // Whoever entered a receipt can't confirm it.
            Sql others = Sql.of(
                    "h.kind = 'receipt' and h.state = 'DRAFT' and h.created_by is distinct from ?", actor.user());
            add(tx, actor, waiting, "draft-receipts", others, "receipts", state("DRAFT"));
        }
        if (actor.may("open-item.view")) {
            Sql sql = scoped(
                    actor,
                    "select count(distinct d.party_id) as n, coalesce(sum(d.open), 0) as amount from insight.debt d where d.company_id = ? and d.due < ?",
                    "d",
                    tx.company(),
                    actor.today());
            tx.first(
                            sql,
                            row -> waiting(
                                    row,
                                    "overdue-customers",
                                    "open-items",
                                    and(List.of("due", "<", "today"), List.of("open", "!=", "0"))))
                    .filter(w -> w.count() > 0)
                    .ifPresent(waiting::add);
        }
        return waiting;
    }

    /** Warnings this user was told of and nobody has taken note of. */
    private static void warnings(Tx tx, Actor actor, List<Waiting> waiting, String name, String... actions) {
        Sql sql = scoped(
                actor,
                "select count(*) as n, 0::numeric as amount from insight.warning_for w where w.company_id = ? and w.user_id = ? and w.state = 'OPEN' and w.action = any(?)",
                "w",
                tx.company(),
                actor.user(),
                SqlArray.of("text", List.of(actions)));
        List<Object> filter = List.of(Map.of(
                "and", List.of(List.of("user", "=", "me"), state("OPEN"), List.of("action", "in", List.of(actions)))));
        tx.first(sql, row -> waiting(row, name, "warning-notices", filter))
                .filter(w -> w.count() > 0)
                .ifPresent(waiting::add);
    }

    private static List<Object> state(String state) {
        return List.of("state", "=", state);
    }

    private static List<Object> and(List<?> one, List<?> other) {
        return List.of(Map.of("and", List.of(one, other)));
    }

    private static void add(
            Tx tx, Actor actor, List<Waiting> waiting, String name, String kind, String state, String list) {
        add(tx, actor, waiting, name, Sql.of("h.kind = ? and h.state = ?", kind, state), list, state(state));
    }

    private static void add(
            Tx tx, Actor actor, List<Waiting> waiting, String name, Sql condition, String list, List<Object> filter) {
        Sql sql = Sql.of(
                        "select count(*) as n, coalesce(sum(h.total), 0) as amount from insight.flow h where h.company_id = ? and",
                        tx.company())
                .then(condition)
                .then("and")
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))));
        tx.first(sql, row -> waiting(row, name, list, filter))
                .filter(w -> w.count() > 0)
                .ifPresent(waiting::add);
    }

    private static Waiting waiting(Row row, String name, String list, List<Object> filter) {
        return new Waiting(name, row.number("n"), row.decimal("amount"), list, filter);
    }

    /** The year, added up anew unless that took long and was done a moment ago. */
    private Year year(Actor actor) {
        Key key = new Key(actor.company(), actor.scope(), actor.today());
        long now = System.nanoTime();
        Kept kept = years.get(key);
        if (kept != null && kept.until - now > 0) {
            return kept.year;
        }
        Year year = database.report(actor.company(), tx -> addUp(tx, actor));
        long took = System.nanoTime() - now;
        years.values().removeIf(old -> old.until - now <= 0);
        years.put(key, new Kept(year, now + Math.min(LONGEST_KEPT, took * KEPT_FOR)));
        return year;
    }

    private static Year addUp(Tx tx, Actor actor) {
        LocalDate today = actor.today();
        LocalDate first = YearMonth.from(today).minusMonths(MONTHS - 1).atDay(1);
        LocalDate sameDay = today.minusMonths(1);
        Map<YearMonth, BigDecimal> sales = new LinkedHashMap<>();
        Map<YearMonth, BigDecimal> receipts = new LinkedHashMap<>();
        Map<YearMonth, BigDecimal> openings = new LinkedHashMap<>();
        BigDecimal[] before = {BigDecimal.ZERO, BigDecimal.ZERO};
        Sql sql = scoped(actor, """
                select h.kind, date_trunc('month', h.date)::date as month, sum(h.total) as total,
                    coalesce(sum(h.total) filter (where h.date <= ? and h.date >= date_trunc('month', ?::date)), 0) as same_days
                from insight.flow h
                where h.company_id = ? and h.date >= ? and (h.kind in ('delivery', 'sales-return', 'opening-balance') and h.state = 'POSTED'
                    or h.kind = 'receipt' and h.state = 'CONFIRMED')""", "h", sameDay, sameDay, tx.company(), first);
        tx.list(sql.then("group by 1, 2"), row -> {
            String kind = row.text("kind");
            YearMonth month = YearMonth.from(row.date("month"));
            if (kind.equals("opening-balance")) {
                return openings.merge(month, row.decimal("total"), BigDecimal::add);
            }
            boolean isReceipt = kind.equals("receipt");
            BigDecimal total =
                    kind.equals("sales-return") ? row.decimal("total").negate() : row.decimal("total");
            BigDecimal same =
                    kind.equals("sales-return") ? row.decimal("same_days").negate() : row.decimal("same_days");
            before[isReceipt ? 1 : 0] = before[isReceipt ? 1 : 0].add(same);
            return (isReceipt ? receipts : sales).merge(month, total, BigDecimal::add);
        });
        BigDecimal settled = one(
                tx,
                scoped(
                        actor,
                        "select coalesce(sum(m.amount), 0) as amount from insight.settlement m where m.company_id = ? and m.happened_on >= ?",
                        "m",
                        tx.company(),
                        YearMonth.from(today).atDay(1)));
        return new Year(sales, receipts, openings, settled, before[0], before[1]);
    }

    private static Sql scoped(Actor actor, String sql, String alias, @Nullable Object... values) {
        return Sql.of(sql, values)
                .then("and")
                .then(Sql.join(" and ", List.of(actor.scope().holds(alias))));
    }

    private static BigDecimal one(Tx tx, Sql sql) {
        return tx.first(sql, row -> row.decimal("amount")).orElse(BigDecimal.ZERO);
    }
}
