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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Would the scorecard have known? It scores all customers as of past days, with nothing but what was known then, and holds against it how they
 * paid what fell due afterwards.
 */
@Component
public final class BackTest {
    /** What is overdue for so long and still not paid counts as lost. */
    private static final int LOST_DAYS = 90;

    private final Database database;
    private final Companies companies;
    private final Rulebooks rulebooks;
    private final Factors factors;
    private final PaidItems paidItems;
    private final Trials trials;
    private final BusinessClock clock;

    BackTest(
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
     * @param months how many past days, one a month, the latest so long ago that its window is over
     * @param windowDays the items that fall due in so many days after the day are looked at
     * @param lateDays paid later than this after due is late
     * @param badShare from so many per cent late of what fell due a customer counts as bad
     * @param draft whether the draft is tried, instead of what is in force
     */
    public record Question(int months, int windowDays, int lateDays, int badShare, boolean draft) {}

    /**
     * What came out.
     *
     * @param area the chance that of a good and a bad customer the good one has the higher score; null when there were none of one sort
     * @param gini 2 × area − 1
     * @param unseen customers with a score to whom nothing fell due in the window; they are not counted
     * @param grades from A to E
     * @param days each day for itself, the oldest first
     */
    public record Result(
            @Nullable BigDecimal area,
            @Nullable BigDecimal gini,
            int seen,
            int bad,
            int unseen,
            List<ByGrade> grades,
            List<ByDay> days) {}

    /**
     * How a grade did.
     *
     * @param seen customers, counted once for each day
     * @param badRate per cent of them; null for none
     * @param due what fell due, {@code late} of it too late, {@code lost} never paid by now
     */
    public record ByGrade(
            Grade grade,
            int seen,
            int bad,
            @Nullable BigDecimal badRate,
            BigDecimal due,
            BigDecimal late,
            BigDecimal lost) {}

    public record ByDay(
            LocalDate on, int seen, int bad, @Nullable BigDecimal area) {}

    private record Later(BigDecimal due, BigDecimal late, BigDecimal lost) {}

    private static final class Sum {
        private int seen;
        private int bad;
        private BigDecimal due = BigDecimal.ZERO;
        private BigDecimal late = BigDecimal.ZERO;
        private BigDecimal lost = BigDecimal.ZERO;

        void add(Later later, boolean isBad) {
            seen++;
            bad += isBad ? 1 : 0;
            due = due.add(later.due());
            late = late.add(later.late());
            lost = lost.add(later.lost());
        }
    }

    /** Adds up day after day. */
    private static final class Tally {
        private final Scorecard scorecard;
        private final BigDecimal badShare;
        private final Map<Grade, Sum> sums = new HashMap<>();
        private final List<Separation.Seen> all = new ArrayList<>();
        private final List<ByDay> days = new ArrayList<>();
        private int unseen;

        Tally(Scorecard scorecard, Question question) {
            this.scorecard = scorecard;
            this.badShare = BigDecimal.valueOf(question.badShare());
        }

        void day(LocalDate on, Map<UUID, Map<Factor, BigDecimal>> values, Map<UUID, Later> later) {
            List<Separation.Seen> seen = new ArrayList<>();
            int bad = 0;
            for (Map.Entry<UUID, Map<Factor, BigDecimal>> customer : values.entrySet()) {
                Scorecard.Result result = scorecard.score(customer.getValue());
                BigDecimal score = result.score();
                Grade grade = result.grade();
                if (score == null || grade == null) {
                    continue;
                }
                Later what = later.get(customer.getKey());
                if (what == null) {
                    unseen++;
                    continue;
                }
                boolean isBad = what.late()
                                .multiply(BigDecimal.valueOf(100))
                                .compareTo(what.due().multiply(badShare))
                        >= 0;
                bad += isBad ? 1 : 0;
                sums.computeIfAbsent(grade, g -> new Sum()).add(what, isBad);
                seen.add(new Separation.Seen(score, isBad));
            }
            all.addAll(seen);
            days.add(new ByDay(on, seen.size(), bad, Separation.of(seen)));
        }

        Result result() {
            List<ByGrade> grades = new ArrayList<>();
            int bad = 0;
            for (Grade grade : Grade.values()) {
                Sum sum = sums.getOrDefault(grade, new Sum());
                bad += sum.bad;
                grades.add(
                        new ByGrade(grade, sum.seen, sum.bad, percent(sum.bad, sum.seen), sum.due, sum.late, sum.lost));
            }
            BigDecimal area = Separation.of(all);
            return new Result(
                    area,
                    area == null ? null : area.multiply(BigDecimal.TWO).subtract(BigDecimal.ONE),
                    all.size(),
                    bad,
                    unseen,
                    grades,
                    days);
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
        Rulebooks.Version<Scorecard> version = database.read(
                company,
                tx -> question.draft()
                        ? rulebooks.scorecardDraft(tx).orElseThrow(() -> Problem.conflict("credit-no-draft"))
                        : rulebooks.scorecard(tx));
        LocalDate last = today.minusDays((long) question.windowDays() + question.lateDays());
        List<LocalDate> ons = new ArrayList<>();
        for (int i = question.months() - 1; i >= 0; i--) {
            ons.add(last.minusMonths(i));
        }
        Map<LocalDate, Map<UUID, Later>> later = database.report(company, tx -> later(tx, ons, today, question));
        Tally tally = new Tally(version.content(), question);
        database.report(company, tx -> {
            factors.gather(tx, ons, (on, values) -> {
                tally.day(on, values, later.getOrDefault(on, Map.of()));
                progress.at(tally.days.size(), ons.size());
            });
            return tally;
        });
        Result result = tally.result();
        UUID id = Ids.next();
        int millis = (int) ((System.nanoTime() - began) / 1_000_000);
        return database.write(company, tx -> {
            trials.keep(
                    tx, id, Trials.Type.BACK_TEST, Objects.requireNonNull(version.id()), question, result, by, millis);
            return id;
        });
    }

    private static @Nullable BigDecimal percent(int part, int whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
    }

    /** For each day what fell due in the window after it, by what is known today. */
    private Map<LocalDate, Map<UUID, Later>> later(Tx tx, List<LocalDate> ons, LocalDate today, Question question) {
        Map<LocalDate, Map<UUID, Later>> later = new HashMap<>();
        String currency = companies.get(tx).baseCurrency();
        Sql due =
                Sql.of("i.due > ? and i.due <= ?", ons.getFirst(), ons.getLast().plusDays(question.windowDays()));
        tx.each(
                Sql.of("""
                                select d.day, i.party_id, sum(i.owed) as due, sum(i.late) as late,
                                  coalesce(sum(i.open) filter (where i.due <= ?), 0) as lost
                                from unnest(?::date[]) as d (day) join (""", today.minusDays(LOST_DAYS), SqlArray.of("date", ons))
                        .then(paidItems.items(tx.company(), today, question.lateDays(), due))
                        .then(
                                ") i on i.due > d.day and i.due <= d.day + ? where i.company_id = ? and i.owed > 0 group by d.day, i.party_id",
                                question.windowDays(),
                                tx.company()),
                row -> later.computeIfAbsent(row.date("day"), day -> new HashMap<>())
                        .put(
                                row.uuid("party_id"),
                                new Later(
                                        row.money("due", currency).amount(),
                                        row.money("late", currency).amount(),
                                        row.money("lost", currency).amount())));
        return later;
    }
}
