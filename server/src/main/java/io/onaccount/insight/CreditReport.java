package io.onaccount.insight;

import io.onaccount.document.TableFile;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Use of limits by customer, group, grade, region and salesperson, what is beyond them, what ends, and a year of decisions (RPT-02). */
@Component
public final class CreditReport {
    private static final int MONTHS = 12;
    private static final int MOST_GROUPS = 500;
    private static final int MOST_ENDING = 200;
    private static final int LARGEST = 10;
    private static final int MOST_DAYS = 365;

    /** How long ago something may have ended to be told still. */
    private static final int ENDED_DAYS = 90;

    private static final Set<String> MONEY = Set.of("limit", "temporary", "used", "over", "overdue");

    private final Database database;
    private final AuditTrail trail;
    private final Texts texts;

    CreditReport(Database database, AuditTrail trail, Texts texts) {
        this.database = database;
        this.trail = trail;
        this.texts = texts;
    }

    /** What a row stands for. */
    public enum By {
        CUSTOMER("p.party_id", "p.number", "p.title"),
        /** The group (集团): the uppermost customer of those that belong together, otherwise the shared limit that lists the customer. */
        GROUP("p.group_id", "coalesce(p.group_code, '')", "coalesce(p.group_name, '')"),
        GRADE("null::uuid", "coalesce(p.grade, '')", "coalesce(p.grade, '')"),
        REGION("null::uuid", "coalesce(p.province, '')", "coalesce(p.province, '')"),
        SALESPERSON(
                "p.owner_id",
                "''",
                "coalesce((select u.name from organization.app_user u where u.id = p.owner_id), '')");

        final String id;
        final String code;
        final String name;

        By(String id, String code, String name) {
            this.id = id;
            this.code = code;
            this.name = name;
        }
    }

    /**
     * One row: amounts in the company's currency, as the credit accounts have them.
     *
     * @param id of the customer, group or salesperson; null for grades, regions and those without any
     * @param name empty for none, and for a group whose uppermost customer whoever asks may not see
     * @param code the customer's code, the grade or the region
     * @param unlimited how many accounts have no limit; what they use stands in {@code used} but not in {@code usedOfLimits}
     * @param limit the sum of the limits
     * @param temporary the sum of the temporary limits of the day
     * @param over by how much accounts are beyond their limits together, and how many
     * @param ending how many accounts have something that ends within the days asked for
     */
    public record Group(
            @Nullable UUID id,
            String code,
            String name,
            long customers,
            long unlimited,
            BigDecimal limit,
            BigDecimal temporary,
            BigDecimal used,
            BigDecimal usedOfLimits,
            BigDecimal over,
            long overCustomers,
            BigDecimal overdue,
            long stopped,
            long ending) {}

    /** Something of an account that ends, or has ended: TEMPORARY, VALIDITY, GUARANTEE, REVIEW. */
    public record Ending(
            UUID customer,
            String code,
            String name,
            String what,
            LocalDate on,
            @Nullable BigDecimal limit) {}

    /**
     * A month: what was used at its end (today for the current one), documents held and released, by how much limits were raised and lowered, and
     * what was sold in all and on credit.
     */
    public record Month(
            String month,
            BigDecimal used,
            long held,
            BigDecimal heldAmount,
            long released,
            BigDecimal releasedAmount,
            BigDecimal raised,
            BigDecimal lowered,
            BigDecimal sold,
            BigDecimal soldOnCredit) {}

    /**
     * The report.
     *
     * @param count how many rows there are in all
     * @param largest the customers that use most, at most ten
     * @param months the last twelve, the current one last
     */
    public record Report(
            String currency,
            LocalDate asOf,
            By by,
            int days,
            Group total,
            long count,
            List<Group> groups,
            List<Group> largest,
            List<Ending> ending,
            List<Month> months) {}

    /** @param days what ends within so many days counts as ending */
    public Report report(Actor actor, By by, int days) {
        checkDays(days);
        return database.report(actor.company(), tx -> {
            Group total = grouped(tx, actor, null, days, 1).getFirst();
            List<Group> groups = grouped(tx, actor, by, days, MOST_GROUPS + 1);
            long count = groups.size() <= MOST_GROUPS
                    ? groups.size()
                    : by == By.CUSTOMER ? total.customers() : groups.size();
            List<Group> largest = by == By.CUSTOMER ? groups : grouped(tx, actor, By.CUSTOMER, days, LARGEST);
            return new Report(
                    actor.currency(),
                    actor.today(),
                    by,
                    days,
                    total,
                    count,
                    groups.stream().limit(MOST_GROUPS).toList(),
                    largest.stream().limit(LARGEST).toList(),
                    ending(tx, actor, days),
                    months(tx, actor, total.used()));
        });
    }

    /** Writes all rows of the report as a file, Excel or CSV. */
    public void export(Actor actor, By by, int days, String format, HttpServletResponse response) throws IOException {
        actor.require("credit-account.view");
        TableFile.check(format);
        checkDays(days);
        List<Group> groups = database.write(actor.company(), tx -> {
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact(
                            "export", "credit-account", null, null, Map.of("format", format, "by", by.name())));
            return grouped(tx, actor, by, days, Integer.MAX_VALUE);
        });
        TableFile file = TableFile.answer(
                response,
                actor,
                format,
                "credit-report",
                texts.text(actor.locale(), "report.credit"),
                Stream.of(
                                "code",
                                "name",
                                "customers",
                                "unlimited",
                                "limit",
                                "temporary",
                                "used",
                                "over",
                                "overCustomers",
                                "overdue",
                                "stopped",
                                "ending")
                        .map(name -> new TableFile.Column(
                                texts.text(actor.locale(), "report.credit." + name),
                                name.equals("name"),
                                MONEY.contains(name)))
                        .toList());
        int digits = Money.digits(actor.currency());
        for (Group g : groups) {
            file.row(Arrays.asList(
                    g.code(),
                    g.name(),
                    BigDecimal.valueOf(g.customers()),
                    BigDecimal.valueOf(g.unlimited()),
                    g.limit().setScale(digits),
                    g.temporary().setScale(digits),
                    g.used().setScale(digits),
                    g.over().setScale(digits),
                    BigDecimal.valueOf(g.overCustomers()),
                    g.overdue().setScale(digits),
                    BigDecimal.valueOf(g.stopped()),
                    BigDecimal.valueOf(g.ending())));
        }
        file.end();
    }

    private static void checkDays(int days) {
        if (days < 0 || days > MOST_DAYS) {
            throw Problem.invalid("days", "out-of-range", 0, MOST_DAYS);
        }
    }

    /** The accounts in scope as they are on the day, one row each. */
    private static Sql accounts(Tx tx, Actor actor, int days) {
        LocalDate today = actor.today();
        LocalDate last = today.plusDays(days);
        return Sql.of("""
                        select u.party_id, u.number, u.title, u.status, u.grade, u.province, u.owner_id, u.credit_limit, u.used,
                          case when ? between u.temporary_from and u.temporary_to then u.temporary_limit else 0 end as temporary,
                          coalesce(d.overdue, 0) as overdue, k.group_id, n.number as group_code, n.title as group_name,
                          u.valid_to <= ? or u.guarantee_to <= ? or u.review_on <= ?
                            or u.temporary_limit > 0 and u.temporary_to between ? and ? as ending
                        from insight.credit_use u
                        left join (select d.party_id, sum(d.open) as overdue from insight.debt d
                          where d.company_id = ? and d.due < ? and d.open > 0 group by d.party_id) d on d.party_id = u.party_id
                        left join credit.customer_group k on k.company_id = ? and k.party_id = u.party_id
                        left join document.header n on n.company_id = ? and n.id = k.group_id and (n.kind = 'shared-limit' or""", today, last, last, last, today, last, tx.company(), today, tx.company(), tx.company())
                .then(actor.scope().holds("n"))
                .then(") where u.company_id = ? and", tx.company())
                .then(Sql.join(" and ", List.of(actor.scope().holds("u"))));
    }

    private static List<Group> grouped(Tx tx, Actor actor, @Nullable By by, int days, int most) {
        String key = by == null ? "" : " group by 1, 2, 3";
        String columns = by == null
                ? "null::uuid as id, '' as code, '' as name"
                : by.id + " as id, " + by.code + " as code, " + by.name + " as name";
        return tx.list(
                Sql.of("with p as materialized (")
                        .then(accounts(tx, actor, days))
                        .then(") select " + columns
                                + ", count(*) as customers, count(*) filter (where p.credit_limit is null) as unlimited,"
                                + " coalesce(sum(p.credit_limit), 0) as credit_limit,"
                                + " coalesce(sum(p.temporary) filter (where p.credit_limit is not null), 0) as temporary,"
                                + " coalesce(sum(p.used), 0) as used,"
                                + " coalesce(sum(p.used) filter (where p.credit_limit is not null), 0) as used_of_limits,"
                                + " coalesce(sum(greatest(p.used - p.credit_limit - p.temporary, 0)), 0) as over,"
                                + " count(*) filter (where p.used > p.credit_limit + p.temporary) as over_customers,"
                                + " coalesce(sum(p.overdue), 0) as overdue, count(*) filter (where p.status = 'STOPPED') as stopped,"
                                + " count(*) filter (where p.ending) as ending from p" + key
                                + " order by coalesce(sum(p.used), 0) desc, 3 limit " + most),
                CreditReport::group);
    }

    private static Group group(Row row) {
        return new Group(
                row.uuidOrNull("id"),
                row.text("code"),
                row.text("name"),
                row.number("customers"),
                row.number("unlimited"),
                row.decimal("credit_limit"),
                row.decimal("temporary"),
                row.decimal("used"),
                row.decimal("used_of_limits"),
                row.decimal("over"),
                row.number("over_customers"),
                row.decimal("overdue"),
                row.number("stopped"),
                row.number("ending"));
    }

    private static List<Ending> ending(Tx tx, Actor actor, int days) {
        LocalDate today = actor.today();
        return tx.list(
                Sql.of("""
                                select u.party_id, u.number, u.title, e.what, e.ends, u.credit_limit from insight.credit_use u
                                cross join lateral (values ('TEMPORARY', case when u.temporary_limit > 0 and u.temporary_to >= ? then u.temporary_to end),
                                  ('VALIDITY', u.valid_to), ('GUARANTEE', u.guarantee_to), ('REVIEW', u.review_on)) as e (what, ends)
                                where u.company_id = ? and e.ends between ? and ? and""", today, tx.company(), today.minusDays(ENDED_DAYS), today.plusDays(days))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("u"))))
                        .then("order by e.ends, u.number limit " + MOST_ENDING),
                row -> new Ending(
                        row.uuid("party_id"),
                        row.text("number"),
                        row.text("title"),
                        row.text("what"),
                        row.date("ends"),
                        row.decimalOrNull("credit_limit")));
    }

    private static final class Sums {
        BigDecimal moved = BigDecimal.ZERO;
        long held;
        BigDecimal heldAmount = BigDecimal.ZERO;
        long released;
        BigDecimal releasedAmount = BigDecimal.ZERO;
        BigDecimal raised = BigDecimal.ZERO;
        BigDecimal lowered = BigDecimal.ZERO;
        BigDecimal sold = BigDecimal.ZERO;
        BigDecimal soldOnCredit = BigDecimal.ZERO;
    }

    /** What was used at the end of a month is what is used now less what came after it. */
    private static List<Month> months(Tx tx, Actor actor, BigDecimal used) {
        YearMonth now = YearMonth.from(actor.today());
        LocalDate from = now.minusMonths(MONTHS - 1).atDay(1);
        Map<YearMonth, Sums> sums = new HashMap<>();
        Sql moved = scoped(
                actor,
                "m",
                "select date_trunc('month', m.happened_on)::date as month, sum(m.amount) as amount from insight.credit_movement m where m.company_id = ? and m.happened_on >= ? and",
                tx.company(),
                from);
        tx.each(moved.then("group by 1"), row -> of(sums, row).moved = row.decimal("amount"));
        Sql decided = scoped(
                actor,
                "x",
                """
                select date_trunc('month', x.at at time zone ?)::date as month, x.what, count(*) as n, coalesce(sum(x.amount), 0) as amount,
                  coalesce(sum(x.amount) filter (where x.amount > 0), 0) as raised, coalesce(sum(x.amount) filter (where x.amount < 0), 0) as lowered
                from insight.credit_decision x where x.company_id = ? and x.at >= ?::timestamp at time zone ? and""",
                actor.zone().getId(),
                tx.company(),
                from,
                actor.zone().getId());
        tx.each(decided.then("group by 1, 2"), row -> {
            Sums month = of(sums, row);
            switch (row.text("what")) {
                case "HELD" -> {
                    month.held = row.number("n");
                    month.heldAmount = row.decimal("amount");
                }
                case "RELEASED" -> {
                    month.released = row.number("n");
                    month.releasedAmount = row.decimal("amount");
                }
                default -> {
                    month.raised = row.decimal("raised");
                    month.lowered = row.decimal("lowered").negate();
                }
            }
        });
        Sql sold = scoped(actor, "v", """
                select date_trunc('month', v.date)::date as month, sum(v.amount) as amount,
                  coalesce(sum(v.amount) filter (where v.due > v.date), 0) as on_credit
                from insight.credit_sale v where v.company_id = ? and v.date >= ? and""", tx.company(), from);
        tx.each(sold.then("group by 1"), row -> {
            Sums month = of(sums, row);
            month.sold = row.decimal("amount");
            month.soldOnCredit = row.decimal("on_credit");
        });
        // What is dated later than today has moved the account already.
        BigDecimal end = used;
        List<Month> months = new ArrayList<>();
        for (YearMonth month = now; !month.atDay(1).isBefore(from); month = month.minusMonths(1)) {
            Sums sum = sums.getOrDefault(month, new Sums());
            months.addFirst(new Month(
                    month.toString(),
                    end,
                    sum.held,
                    sum.heldAmount,
                    sum.released,
                    sum.releasedAmount,
                    sum.raised,
                    sum.lowered,
                    sum.sold,
                    sum.soldOnCredit));
            end = end.subtract(sum.moved);
        }
        return months;
    }

    private static Sums of(Map<YearMonth, Sums> sums, Row row) {
        return sums.computeIfAbsent(YearMonth.from(row.date("month")), month -> new Sums());
    }

    private static Sql scoped(Actor actor, String alias, String sql, @Nullable Object... values) {
        return Sql.of(sql, values).then(Sql.join(" and ", List.of(actor.scope().holds(alias))));
    }
}
