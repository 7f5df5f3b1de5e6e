package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reports on receipts and receivables (RPT-03, RPT-04) within the actor's scope; what they add up to is what the ledger says. */
@Component
public final class ReceivableReports {
    private static final int MONTHS = 12;

    /** Buckets of about a month that follow one another: 1–30, 31–60 and 61–90 days. */
    private static final int ROLLING = 3;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Ageing ageing;
    private final Texts texts;

    ReceivableReports(Ageing ageing, Texts texts) {
        this.ageing = ageing;
        this.texts = texts;
    }

    /** What a line of the receipts report stands for. */
    public enum By {
        DAY,
        MONTH,
        CUSTOMER,
        OWNER,
        METHOD,
        ACCOUNT
    }

    /**
     * Money that came in, less what bounced in the period, however old.
     *
     * @param key the day, the month, or the id of what the line stands for
     */
    public record ReceiptLine(String key, String label, int count, BigDecimal amount, BigDecimal fee) {}

    /** The lines, days and months in their order, others the largest first; the total is of all, also of those beyond the limit. */
    public record Receipts(LocalDate from, LocalDate to, By by, ReceiptLine total, List<ReceiptLine> lines) {}

    public Receipts receipts(Tx tx, Actor actor, LocalDate from, LocalDate to, By by, int limit) {
        String key = switch (by) {
            case DAY -> "f.day::text";
            case MONTH -> "to_char(f.day, 'YYYY-MM')";
            case CUSTOMER -> "f.party_id::text";
            case OWNER -> "coalesce(h.owner_id::text, '')";
            case METHOD -> "f.method";
            case ACCOUNT -> "coalesce(f.cash_account_id::text, '')";
        };
        String label = switch (by) {
            case CUSTOMER -> "p.number || ' ' || p.title";
            case OWNER -> "coalesce(u.name, '')";
            case ACCOUNT -> "coalesce(c.name, '')";
            default -> key;
        };
        boolean inOrder = by == By.DAY || by == By.MONTH;
        Sql sql = Sql.of(
                        """
                        with f as (
                          select r.id, r.party_id, r.method, r.cash_account_id, r.posted_on as day, r.amount, r.fee, 1 as n from receivables.receipt r
                            where r.company_id = ? and r.posted_on between ? and ?
                          union all
                          select r.id, r.party_id, r.method, r.cash_account_id, r.reversed_on, -r.amount, -r.fee, -1 from receivables.receipt r
                            where r.company_id = ? and r.reversed_on between ? and ?)
                        select %s as key, %s as label, sum(f.n)::integer as n, sum(f.amount) as amount, sum(f.fee) as fee
                        from f join document.header h on h.company_id = ? and h.id = f.id
                        join document.header p on p.company_id = ? and p.id = f.party_id
                        left join receivables.cash_account c on c.company_id = ? and c.id = f.cash_account_id
                        left join organization.app_user u on u.id = h.owner_id
                        where""".formatted(key, label),
                        tx.company(),
                        from,
                        to,
                        tx.company(),
                        from,
                        to,
                        tx.company(),
                        tx.company(),
                        tx.company())
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                .then("group by 1, 2 order by " + (inOrder ? "1" : "sum(f.amount) desc, 1"));
        List<ReceiptLine> all = tx.list(
                sql,
                row -> new ReceiptLine(
                        row.text("key"),
                        by == By.METHOD
                                ? texts.text(actor.locale(), "choice.receipt.method." + row.text("key"))
                                : row.text("label"),
                        row.integer("n"),
                        row.money("amount", actor.currency()).amount(),
                        row.money("fee", actor.currency()).amount()));
        ReceiptLine total = new ReceiptLine(
                "",
                "",
                all.stream().mapToInt(ReceiptLine::count).sum(),
                all.stream().map(ReceiptLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                all.stream().map(ReceiptLine::fee).reduce(BigDecimal.ZERO, BigDecimal::add));
        return new Receipts(from, to, by, total, all.size() > limit ? List.copyOf(all.subList(0, limit)) : all);
    }

    /**
     * How a customer pays: days late, weighed by amount; negative is early.
     *
     * @param before the same of the year before, null when they paid nothing then
     */
    public record Behaviour(
            UUID customer,
            String code,
            String name,
            BigDecimal paid,
            BigDecimal daysLate,
            @Nullable BigDecimal before) {}

    /** The customers who paid in the last twelve months, the slowest or the fastest first. */
    public List<Behaviour> behaviour(Tx tx, Actor actor, boolean slowest, int limit) {
        LocalDate to = actor.today();
        LocalDate year = to.minusYears(1);
        return tx.list(
                Sql.of("""
                                select h.id, h.number, h.title, sum(a.amount) filter (where a.happened_on > ?) as paid,
                                  sum(a.amount * (a.happened_on - a.item_due)) filter (where a.happened_on > ?)
                                    / sum(a.amount) filter (where a.happened_on > ?) as late,
                                  sum(a.amount * (a.happened_on - a.item_due)) filter (where a.happened_on <= ?)
                                    / nullif(sum(a.amount) filter (where a.happened_on <= ?), 0) as before
                                from receivables.allocation a join document.header h on h.company_id = a.company_id and h.id = a.party_id
                                where a.company_id = ? and a.happened_on > ? and a.happened_on <= ? and a.receipt_id is not null and a.amount > 0
                                  and not exists (select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id) and""", year, year, year, year, year, tx.company(), year.minusYears(1), to)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then(
                                "group by h.id, h.number, h.title having sum(a.amount) filter (where a.happened_on > ?) > 0 order by late "
                                        + (slowest ? "desc" : "asc") + ", h.id limit ?",
                                year,
                                limit),
                row -> {
                    BigDecimal before = row.decimalOrNull("before");
                    return new Behaviour(
                            row.uuid("id"),
                            row.text("number"),
                            row.text("title"),
                            row.money("paid", actor.currency()).amount(),
                            tenth(row.decimal("late")),
                            before == null ? null : tenth(before));
                });
    }

    private static BigDecimal tenth(BigDecimal figure) {
        return figure.setScale(1, RoundingMode.HALF_UP);
    }

    /**
     * A month of receivables.
     *
     * @param end its last day, or today for the current one
     * @param buckets what was open then by age, the first not due
     * @param sales what became receivable in it, less returns
     * @param receipts what came in, less what bounced
     * @param planned what fell due in it
     * @param dso days of sales outstanding over the last three months; null without sales
     * @param countBack days counted back over the months' sales until they make up what is open
     * @param bestPossible as {@code dso}, if nothing were overdue
     * @param effectiveness the share of what could be collected that was (CEI), per cent
     * @param allowance what the ledger says may be lost (坏账准备) at its end
     * @param rolled for each bucket of a month's width, up to 90 days, the share of the month before's younger bucket that came to be in it, per
     *     cent; null when credits outweigh what is owed. Wider buckets keep their own for months, so that a share of the younger says nothing
     */
    public record Month(
            String month,
            LocalDate end,
            List<BigDecimal> buckets,
            BigDecimal unapplied,
            BigDecimal balance,
            BigDecimal sales,
            BigDecimal receipts,
            BigDecimal planned,
            @Nullable BigDecimal dso,
            @Nullable BigDecimal countBack,
            @Nullable BigDecimal bestPossible,
            @Nullable BigDecimal effectiveness,
            BigDecimal allowance,
            List<@Nullable BigDecimal> rolled) {}

    /** Why something is overdue. */
    public enum Cause {
        /** The customer objects to it. */
        DISPUTED,
        /** Other days have been asked for and wait for a yes. */
        PLANNED,
        /** They have promised to pay, by a day that has not passed. */
        PROMISED,
        /** Nobody has said. */
        NONE
    }

    /** What is overdue for a cause, today. */
    public record Overdue(Cause cause, int items, BigDecimal amount) {}

    /**
     * @param turnover sales of twelve months by the average of what was open; null when nothing was
     * @param overdue what is overdue today, by cause
     */
    public record Receivables(
            String currency, List<Month> months, @Nullable BigDecimal turnover, List<Overdue> overdue) {}

    public Receivables receivables(Tx tx, Actor actor) {
        YearMonth now = YearMonth.from(actor.today());
        YearMonth first = now.minusMonths(MONTHS + 3L);
        Map<YearMonth, BigDecimal> sales = byMonth(tx, actor, """
                select date_trunc('month', l.happened_on)::date as month, -sum(l.base_amount) as amount from receivables.journal_line l
                join document.header h on h.company_id = l.company_id and h.id = l.party_id
                where l.company_id = ? and l.happened_on >= ? and l.happened_on <= ? and l.account = 'SALES_CLEARING' and""", first);
        Map<YearMonth, BigDecimal> planned = byMonth(tx, actor, """
                select date_trunc('month', i.due)::date as month, sum(i.amount) as amount from receivables.open_item i
                join document.header h on h.company_id = i.company_id and h.id = i.party_id
                where i.company_id = ? and i.due >= ? and i.due <= ? and i.amount > 0 and i.kind <> 'REVALUATION' and""", first);
        Map<String, BigDecimal> receipts = new HashMap<>();
        receipts(tx, actor, first.atDay(1), actor.today(), By.MONTH, Integer.MAX_VALUE)
                .lines()
                .forEach(line -> receipts.put(line.key(), line.amount()));
        List<Month> months = new ArrayList<>();
        Ageing.Line before = null;
        for (YearMonth month = now.minusMonths(MONTHS); !month.isAfter(now); month = month.plusMonths(1)) {
            LocalDate end = month.equals(now) ? actor.today() : month.atEndOfMonth();
            Ageing.Line line = ageing.report(tx, actor, end, Ageing.Basis.DUE, Ageing.By.CUSTOMER, 1)
                    .total();
            if (before != null) {
                months.add(month(month, end, line, before, sales, planned, receipts, allowance(tx, actor, end)));
            }
            before = line;
        }
        BigDecimal sold = months.stream().map(Month::sales).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal open = months.stream().map(Month::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Receivables(
                actor.currency(),
                months,
                open.signum() <= 0
                        ? null
                        : sold.multiply(BigDecimal.valueOf(MONTHS)).divide(open, 2, RoundingMode.HALF_UP),
                overdue(tx, actor));
    }

    /** The allowance is the company's, not a customer's: it is shown whatever the actor may see of these. */
    private static BigDecimal allowance(Tx tx, Actor actor, LocalDate day) {
        return tx.one(
                "select coalesce(-sum(l.base_amount), 0) as amount from receivables.journal_line l"
                        + " where l.company_id = ? and l.account = 'ALLOWANCE' and l.happened_on <= ?",
                row -> row.money("amount", actor.currency()).amount(),
                tx.company(),
                day);
    }

    private static List<Overdue> overdue(Tx tx, Actor actor) {
        Map<Cause, Overdue> found = new HashMap<>();
        tx.list(
                Sql.of("""
                                select x.cause, count(*)::integer as items, sum(x.open) as open from (
                                  select i.amount - i.settled as open, case when i.disputed_on is not null then 'DISPUTED'
                                    when exists (select 1 from receivables.payment_plan_item p join document.header d on d.company_id = ? and d.id = p.plan_id
                                      where p.company_id = ? and p.item_id = i.id and d.state = 'SUBMITTED') then 'PLANNED'
                                    when exists (select 1 from receivables.promise p where p.company_id = ? and p.party_id = i.party_id and p.due >= ?
                                      and p.withdrawn_on is null and p.received < p.amount and (p.items = '{}' or i.id = any(p.items))) then 'PROMISED'
                                    else 'NONE' end as cause
                                  from receivables.open_item i join document.header h on h.company_id = i.company_id and h.id = i.party_id
                                  where i.company_id = ? and i.amount > i.settled and i.amount > 0 and i.due < ? and""", tx.company(), tx.company(), tx.company(), actor.today(), tx.company(), actor.today())
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then(") x group by x.cause"),
                row -> found.put(
                        row.choice("cause", Cause.class),
                        new Overdue(
                                row.choice("cause", Cause.class),
                                row.integer("items"),
                                row.money("open", actor.currency()).amount())));
        return Arrays.stream(Cause.values())
                .map(found::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<YearMonth, BigDecimal> byMonth(Tx tx, Actor actor, String sql, YearMonth first) {
        Map<YearMonth, BigDecimal> amounts = new HashMap<>();
        tx.list(
                        Sql.of(
                                        sql,
                                        tx.company(),
                                        first.atDay(1),
                                        YearMonth.from(actor.today()).atEndOfMonth())
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("group by 1"),
                        (Row row) -> Map.entry(
                                YearMonth.from(row.date("month")),
                                row.money("amount", actor.currency()).amount()))
                .forEach(entry -> amounts.put(entry.getKey(), entry.getValue()));
        return amounts;
    }

    private static Month month(
            YearMonth month,
            LocalDate end,
            Ageing.Line line,
            Ageing.Line before,
            Map<YearMonth, BigDecimal> sales,
            Map<YearMonth, BigDecimal> planned,
            Map<String, BigDecimal> receipts,
            BigDecimal allowance) {
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal sold = sales.getOrDefault(month, zero);
        BigDecimal balance = line.balance().subtract(line.bills());
        BigDecimal gross = balance.add(line.unapplied());
        BigDecimal quarter = zero;
        long days = end.getDayOfMonth();
        for (int back = 0; back < 3; back++) {
            quarter = quarter.add(sales.getOrDefault(month.minusMonths(back), zero));
            days += back == 0 ? 0 : month.minusMonths(back).lengthOfMonth();
        }
        BigDecimal current = line.buckets().getFirst();
        BigDecimal collectable = before.balance().subtract(before.bills()).add(sold);
        List<@Nullable BigDecimal> rolled = new ArrayList<>();
        for (int bucket = 1; bucket <= ROLLING; bucket++) {
            BigDecimal now = line.buckets().get(bucket);
            rolled.add(now.signum() < 0 ? null : share(now, before.buckets().get(bucket - 1)));
        }
        return new Month(
                month.toString(),
                end,
                line.buckets(),
                line.unapplied(),
                balance,
                sold,
                receipts.getOrDefault(month.toString(), zero),
                planned.getOrDefault(month, zero),
                ratio(gross, quarter, days),
                countBack(gross, month, end, sales),
                ratio(current, quarter, days),
                share(collectable.subtract(balance), collectable.subtract(current)),
                allowance,
                rolled);
    }

    /** amount ÷ sales × days, to a tenth of a day. */
    private static @Nullable BigDecimal ratio(BigDecimal amount, BigDecimal sales, long days) {
        return sales.signum() <= 0
                ? null
                : amount.multiply(BigDecimal.valueOf(days)).divide(sales, 1, RoundingMode.HALF_UP);
    }

    /** A percentage to a tenth; null of nothing. */
    private static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() <= 0 ? null : part.multiply(HUNDRED).divide(whole, 1, RoundingMode.HALF_UP);
    }

    /** Takes the months' sales, the latest first, until they make up what is open; null when a year's don't. */
    private static @Nullable BigDecimal countBack(
            BigDecimal open, YearMonth month, LocalDate end, Map<YearMonth, BigDecimal> sales) {
        BigDecimal rest = open;
        BigDecimal days = BigDecimal.ZERO;
        YearMonth at = month;
        for (int back = 0; back < 3 + MONTHS && rest.signum() > 0; back++) {
            BigDecimal sold = sales.getOrDefault(at, BigDecimal.ZERO);
            BigDecimal length = BigDecimal.valueOf(back == 0 ? end.getDayOfMonth() : at.lengthOfMonth());
            if (sold.compareTo(rest) >= 0) {
                return tenth(days.add(rest.multiply(length).divide(sold, 4, RoundingMode.HALF_UP)));
            }
            rest = rest.subtract(sold.max(BigDecimal.ZERO));
            days = days.add(length);
            at = at.minusMonths(1);
        }
        return rest.signum() > 0 ? null : tenth(days);
    }
}
