package io.onaccount.credit.scoring;

import io.onaccount.credit.spi.PaidItems;
import io.onaccount.organization.Companies;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What would a strategy have done? Every order confirmed in the past is decided once more by the limit, the term and the tolerance that the strategy
 * gives the customer's grade of that month. An order that is held is taken out of what follows: its goods, its debt and its delay never were.
 */
@Component
public final class Simulation {
    private static final int CUSTOMERS_AT_ONCE = 400;

    private final Database database;
    private final Companies companies;
    private final Rulebooks rulebooks;
    private final Factors factors;
    private final PaidItems paidItems;
    private final Trials trials;
    private final BusinessClock clock;

    Simulation(
            Database database,
            Companies companies,
            Rulebooks rulebooks,
            Factors factors,
            PaidItems paidItems,
            Trials trials,
            BusinessClock clock) {
        this.database = database;
        this.companies = companies;
        this.rulebooks = rulebooks;
        this.factors = factors;
        this.paidItems = paidItems;
        this.trials = trials;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param from the first day whose orders are decided again, {@code to} the last
     * @param lossDays an order of which anything was paid later than this after due, or is open so long, is a loss
     * @param draft whether the draft is tried, instead of what is in force
     */
    public record Question(LocalDate from, LocalDate to, int lossDays, boolean draft) {}

    /**
     * What came out, amounts in the company's currency, tax included.
     *
     * @param grades from A to E, then those without a grade (grade null): nothing is decided about them
     */
    public record Result(Line total, List<Line> grades) {}

    /**
     * One grade, or all.
     *
     * @param held orders the strategy would not have let pass, {@code heldAmount} the sales lost
     * @param overLimit of the held those that went over the limit, {@code overdue} those stopped by something overdue; both may be so
     * @param losses what was delivered on orders paid too late or never, {@code lossesAvoided} of it on those held
     * @param daysBefore from delivery to payment on average, weighted by amount, of all that was paid; null when nothing was
     * @param daysAfter the same without the held orders, and with terms cut to the strategy's: who paid so many days after due still does
     * @param shortened orders that would have passed with a shorter term than they had
     */
    public record Line(
            @Nullable Grade grade,
            int orders,
            BigDecimal amount,
            int held,
            BigDecimal heldAmount,
            int overLimit,
            int overdue,
            BigDecimal losses,
            BigDecimal lossesAvoided,
            int shortened,
            @Nullable BigDecimal daysBefore,
            @Nullable BigDecimal daysAfter) {}

    /** What a customer gets from a month on. */
    private record Given(
            Grade grade,
            BigDecimal limit,
            int termDays,
            @Nullable Integer overdueDays) {}

    /** A step of exposure; {@code order} says whose, {@code asks} that it is the order's own confirmation. */
    private record Step(UUID party, LocalDate on, @Nullable UUID order, BigDecimal amount, boolean asks) {}

    private record Item(
            @Nullable UUID order,
            LocalDate date,
            LocalDate due,
            BigDecimal owed,
            BigDecimal paid,
            BigDecimal paidDays,
            BigDecimal late,
            @Nullable LocalDate settledOn) {}

    private static final class Sum {
        private int orders;
        private BigDecimal amount = BigDecimal.ZERO;
        private int held;
        private BigDecimal heldAmount = BigDecimal.ZERO;
        private int overLimit;
        private int overdue;
        private BigDecimal losses = BigDecimal.ZERO;
        private BigDecimal avoided = BigDecimal.ZERO;
        private int shortened;
        private BigDecimal paidBefore = BigDecimal.ZERO;
        private BigDecimal daysBefore = BigDecimal.ZERO;
        private BigDecimal paidAfter = BigDecimal.ZERO;
        private BigDecimal daysAfter = BigDecimal.ZERO;

        void add(Sum other) {
            orders += other.orders;
            amount = amount.add(other.amount);
            held += other.held;
            heldAmount = heldAmount.add(other.heldAmount);
            overLimit += other.overLimit;
            overdue += other.overdue;
            losses = losses.add(other.losses);
            avoided = avoided.add(other.avoided);
            shortened += other.shortened;
            paidBefore = paidBefore.add(other.paidBefore);
            daysBefore = daysBefore.add(other.daysBefore);
            paidAfter = paidAfter.add(other.paidAfter);
            daysAfter = daysAfter.add(other.daysAfter);
        }

        Line line(@Nullable Grade grade) {
            return new Line(
                    grade,
                    orders,
                    amount,
                    held,
                    heldAmount,
                    overLimit,
                    overdue,
                    losses,
                    avoided,
                    shortened,
                    average(daysBefore, paidBefore),
                    average(daysAfter, paidAfter));
        }

        private static @Nullable BigDecimal average(BigDecimal days, BigDecimal paid) {
            return paid.signum() == 0 ? null : days.divide(paid, 1, RoundingMode.HALF_UP);
        }
    }

    /** Runs it as of the company's business day and keeps what came out; answers the id of the trial. */
    public UUID run(long company, @Nullable UUID by, Question question, Scores.Progress progress) {
        LocalDate today =
                database.read(company, tx -> clock.today(companies.get(tx).zone()));
        return run(company, today, by, question, progress);
    }

    /** As {@link #run(long, UUID, Question, Scores.Progress)}, on a given day. */
    public UUID run(long company, LocalDate today, @Nullable UUID by, Question question, Scores.Progress progress) {
        long began = System.nanoTime();
        database.write(company, rulebooks::used);
        Rulebooks.Version<Strategy> version = database.read(
                company,
                tx -> question.draft()
                        ? rulebooks.strategyDraft(tx).orElseThrow(() -> Problem.conflict("credit-no-draft"))
                        : rulebooks.strategy(tx));
        List<LocalDate> months = new ArrayList<>();
        for (LocalDate month = question.from();
                !month.isAfter(question.to());
                month = question.from().plusMonths(months.size())) {
            months.add(month);
        }
        Map<UUID, List<@Nullable Given>> given = new HashMap<>();
        List<UUID> customers = database.report(company, tx -> customers(tx, question));
        int chunks = (customers.size() + CUSTOMERS_AT_ONCE - 1) / CUSTOMERS_AT_ONCE;
        int all = months.size() + chunks;
        database.report(company, tx -> {
            give(tx, version.content(), months, given, done -> progress.at(done, all));
            return given;
        });
        Map<@Nullable Grade, Sum> sums = new HashMap<>();
        for (int i = 0; i < chunks; i++) {
            List<UUID> some =
                    customers.subList(i * CUSTOMERS_AT_ONCE, Math.min(customers.size(), (i + 1) * CUSTOMERS_AT_ONCE));
            database.report(company, tx -> {
                decide(tx, question, today, some, months, given, sums);
                return some;
            });
            progress.at(months.size() + i + 1, all);
        }
        Sum total = new Sum();
        List<Line> lines = new ArrayList<>();
        for (Grade grade : Grade.values()) {
            lines.add(sums.getOrDefault(grade, new Sum()).line(grade));
        }
        lines.add(sums.getOrDefault(null, new Sum()).line(null));
        sums.values().forEach(total::add);
        Result result = new Result(total.line(null), lines);
        UUID id = Ids.next();
        int millis = (int) ((System.nanoTime() - began) / 1_000_000);
        return database.write(company, tx -> {
            trials.keep(
                    tx, id, Trials.Type.SIMULATION, Objects.requireNonNull(version.id()), question, result, by, millis);
            return id;
        });
    }

    private static List<UUID> customers(Tx tx, Question question) {
        return tx.list("""
                select distinct e.account_id from credit.entry e
                where e.company_id = ? and e.bucket = 'ORDERED' and e.cause = 'confirm' and e.happened_on between ? and ? order by e.account_id""", row -> row.uuid("account_id"), tx.company(), question.from(), question.to());
    }

    /** Grades of the eves of the months, by the scorecard in force now, and what the strategy gives for them. */
    private void give(
            Tx tx,
            Strategy strategy,
            List<LocalDate> months,
            Map<UUID, List<@Nullable Given>> given,
            IntConsumer progress) {
        Scorecard scorecard = rulebooks.scorecard(tx).content();
        String currency = companies.get(tx).baseCurrency();
        List<LocalDate> eves = months.stream().map(month -> month.minusDays(1)).toList();
        int[] month = {0};
        factors.gather(tx, eves, (eve, all) -> {
            all.forEach((party, values) -> {
                Grade grade = scorecard.score(values).grade();
                if (grade != null) {
                    Strategy.Rule rule = strategy.rule(grade);
                    BigDecimal limit =
                            strategy.limit(grade, values.get(Factor.TURNOVER), values.get(Factor.NET_WORTH), currency);
                    List<@Nullable Given> list = given.computeIfAbsent(party, p -> new ArrayList<>(months.size()));
                    while (list.size() < month[0]) {
                        list.add(null);
                    }
                    list.add(new Given(grade, limit, rule.termDays(), rule.overdueDays()));
                }
            });
            progress.accept(++month[0]);
        });
    }

    private void decide(
            Tx tx,
            Question question,
            LocalDate today,
            List<UUID> parties,
            List<LocalDate> months,
            Map<UUID, List<@Nullable Given>> given,
            Map<@Nullable Grade, Sum> sums) {
        Map<UUID, List<Item>> items = items(tx, question, today, parties);
        Map<UUID, List<Step>> steps = new LinkedHashMap<>();
        steps(tx, question, parties)
                .forEach(step -> steps.computeIfAbsent(step.party(), p -> new ArrayList<>())
                        .add(step));
        steps.forEach((party, own) -> new Customer(
                        items.getOrDefault(party, List.of()), given.getOrDefault(party, List.of()), months)
                .live(own, sums));
    }

    /** All steps of the period, in order, after one that says what exposure was before it. */
    private static List<Step> steps(Tx tx, Question question, List<UUID> parties) {
        SqlArray all = SqlArray.of("uuid", parties);
        return tx.list(
                """
                select s.account_id, s.happened_on, s.order_id, s.amount, s.asks from (
                  select e.account_id, ?::date as happened_on, null::uuid as order_id, null::timestamptz as recorded_at, null::uuid as id,
                    sum(case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end) as amount, false as asks
                  from credit.entry e where e.company_id = ? and e.account_id = any(?) and e.happened_on < ? group by e.account_id
                  union all
                  select e.account_id, e.happened_on, coalesce(e.order_id, case when e.bucket = 'ORDERED' then e.document_id end), e.recorded_at, e.id,
                    case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end,
                    e.bucket = 'ORDERED' and e.cause = 'confirm' and e.amount > 0
                  from credit.entry e where e.company_id = ? and e.account_id = any(?) and e.happened_on between ? and ?) s
                order by s.account_id, s.happened_on, s.id nulls first""",
                row -> new Step(
                        row.uuid("account_id"),
                        row.date("happened_on"),
                        row.uuidOrNull("order_id"),
                        row.decimal("amount"),
                        row.bool("asks")),
                question.from().minusDays(1),
                tx.company(),
                all,
                question.from(),
                tx.company(),
                all,
                question.from(),
                question.to());
    }

    private Map<UUID, List<Item>> items(Tx tx, Question question, LocalDate today, List<UUID> parties) {
        Map<UUID, List<Item>> items = new HashMap<>();
        tx.list(
                Sql.of("select i.* from (")
                        .then(paidItems.items(
                                tx.company(),
                                today,
                                question.lossDays(),
                                Sql.of("i.party_id = any(?)", SqlArray.of("uuid", parties))))
                        .then(
                                ") i where i.company_id = ? and (i.settled_on is null or i.settled_on >= ?)",
                                tx.company(),
                                question.from()),
                row -> items.computeIfAbsent(row.uuid("party_id"), p -> new ArrayList<>())
                        .add(new Item(
                                row.uuidOrNull("order_id"),
                                row.date("date"),
                                row.date("due"),
                                row.decimal("owed"),
                                row.decimal("paid"),
                                row.decimal("paid_days"),
                                row.decimal("late"),
                                row.dateOrNull("settled_on"))));
        return items;
    }

    /** One customer's year once more. */
    private static final class Customer {
        private final List<Item> items;
        private final List<@Nullable Given> given;
        private final List<LocalDate> months;
        private final Map<UUID, List<Item>> ofOrder = new HashMap<>();
        private final Set<UUID> gone = new HashSet<>();
        private BigDecimal exposure = BigDecimal.ZERO;
        private int month;

        Customer(List<Item> items, List<@Nullable Given> given, List<LocalDate> months) {
            this.items = items;
            this.given = given;
            this.months = months;
            for (Item item : items) {
                if (item.order() != null) {
                    ofOrder.computeIfAbsent(item.order(), o -> new ArrayList<>())
                            .add(item);
                }
            }
        }

        void live(List<Step> steps, Map<@Nullable Grade, Sum> sums) {
            for (Step step : steps) {
                UUID order = step.order();
                if (order != null && gone.contains(order)) {
                    continue;
                }
                if (step.asks() && order != null) {
                    Given rule = ruleOn(step.on());
                    Sum sum = sums.computeIfAbsent(rule == null ? null : rule.grade(), g -> new Sum());
                    if (isHeld(step, rule, sum)) {
                        gone.add(order);
                        continue;
                    }
                }
                exposure = exposure.add(step.amount());
            }
        }

        private @Nullable Given ruleOn(LocalDate day) {
            while (month + 1 < months.size() && !day.isBefore(months.get(month + 1))) {
                month++;
            }
            return month < given.size() ? given.get(month) : null;
        }

        /** Decides one order and counts what follows. */
        private boolean isHeld(Step step, @Nullable Given rule, Sum sum) {
            boolean over = rule != null && exposure.add(step.amount()).compareTo(rule.limit()) > 0;
            boolean late = rule != null && rule.overdueDays() != null && isOverdue(step.on(), rule.overdueDays());
            boolean held = over || late;
            sum.orders++;
            sum.amount = sum.amount.add(step.amount());
            sum.held += held ? 1 : 0;
            sum.heldAmount = held ? sum.heldAmount.add(step.amount()) : sum.heldAmount;
            sum.overLimit += over ? 1 : 0;
            sum.overdue += late ? 1 : 0;
            List<Item> own = ofOrder.getOrDefault(Objects.requireNonNull(step.order()), List.of());
            boolean isLoss = own.stream().anyMatch(item -> item.late().signum() > 0);
            boolean isShortened = false;
            for (Item item : own) {
                sum.losses = isLoss ? sum.losses.add(item.owed()) : sum.losses;
                sum.avoided = isLoss && held ? sum.avoided.add(item.owed()) : sum.avoided;
                sum.paidBefore = sum.paidBefore.add(item.paid());
                sum.daysBefore = sum.daysBefore.add(item.paidDays());
                if (!held) {
                    long term = ChronoUnit.DAYS.between(item.date(), item.due());
                    long cut = rule == null ? 0 : Math.max(0, term - rule.termDays());
                    isShortened |= cut > 0;
                    sum.paidAfter = sum.paidAfter.add(item.paid());
                    sum.daysAfter = sum.daysAfter.add(item.paidDays()
                            .subtract(item.paid().multiply(BigDecimal.valueOf(cut)))
                            .max(BigDecimal.ZERO));
                }
            }
            sum.shortened += isShortened ? 1 : 0;
            return held;
        }

        private boolean isOverdue(LocalDate on, int tolerated) {
            LocalDate due = on.minusDays(tolerated);
            return items.stream()
                    .anyMatch(item -> item.due().isBefore(due)
                            && item.owed().signum() > 0
                            && (item.settledOn() == null || item.settledOn().isAfter(on))
                            && (item.order() == null || !gone.contains(item.order())));
        }
    }
}
