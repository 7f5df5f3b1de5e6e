package io.onaccount.credit.scoring;

import io.onaccount.credit.CurrentTerms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.party.Parties;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Scores all customers by the scorecard in force, keeps what came out, explains it and lets proposals follow from it (CRD-30). */
@Component
public final class Scores {
    private static final int CHUNK = 1000;
    private static final int MOST_HISTORY = 500;
    private static final TypeReference<Map<Factor, BigDecimal>> VALUES = new TypeReference<>() {};

    private final Database database;
    private final Companies companies;
    private final Rulebooks rulebooks;
    private final Factors factors;
    private final Proposals proposals;
    private final Parties parties;
    private final BusinessClock clock;
    private final JsonMapper json;

    Scores(
            Database database,
            Companies companies,
            Rulebooks rulebooks,
            Factors factors,
            Proposals proposals,
            Parties parties,
            BusinessClock clock,
            JsonMapper json) {
        this.database = database;
        this.companies = companies;
        this.rulebooks = rulebooks;
        this.factors = factors;
        this.proposals = proposals;
        this.parties = parties;
        this.clock = clock;
        this.json = json;
    }

    /** Told how far long work is. */
    public interface Progress {
        Progress NONE = (done, of) -> {};

        void at(int done, int of);
    }

    /**
     * One run.
     *
     * @param graded customers who have a grade now
     * @param changed customers whose grade is another than before
     * @param proposals how many new proposals came of it
     */
    public record Run(UUID id, LocalDate asOf, int customers, int graded, int changed, int proposals, int millis) {}

    /** One customer's part of a run. */
    private record Scored(
            UUID id,
            UUID party,
            Scorecard.Result result,
            @Nullable String former,
            @Nullable BigDecimal limit,
            @Nullable Integer term,
            Json values) {}

    private record Gathered(
            Map<UUID, Map<Factor, BigDecimal>> values,
            Set<UUID> customers,
            Map<UUID, String> former,
            Map<UUID, CurrentTerms.Agreed> agreed,
            Scorecard scorecard,
            Strategy strategy,
            String currency) {}

    /** Scores every customer of a company who may buy, as of its business day. */
    public Run run(long company, @Nullable UUID by, Progress progress) {
        LocalDate today =
                database.read(company, tx -> clock.today(companies.get(tx).zone()));
        return run(company, today, by, progress);
    }

    /** As {@link #run(long, UUID, Progress)}, as of a given day: what is known of that day decides. */
    public Run run(long company, LocalDate on, @Nullable UUID by, Progress progress) {
        long began = System.nanoTime();
        Rulebooks.Used used = database.write(company, rulebooks::used);
        progress.at(1, 4);
        Gathered gathered = database.report(company, tx -> gather(tx, on));
        progress.at(2, 4);
        UUID run = Ids.next();
        List<Scored> scored = new ArrayList<>(gathered.customers().size());
        List<Proposals.Wish> wishes = new ArrayList<>();
        int graded = 0;
        int changed = 0;
        for (UUID party : gathered.customers()) {
            Scored one = score(gathered, party);
            scored.add(one);
            Grade grade = one.result().grade();
            graded += grade == null ? 0 : 1;
            changed += grade != null && !grade.name().equals(one.former()) ? 1 : 0;
            if (grade != null) {
                Strategy.Rule rule = gathered.strategy().rule(grade);
                wishes.add(new Proposals.Wish(
                        party,
                        one.id(),
                        grade,
                        Objects.requireNonNull(one.limit()),
                        rule.termDays(),
                        rule.overdueDays(),
                        Objects.requireNonNull(gathered.agreed().get(party))));
            }
        }
        progress.at(3, 4);
        int[] counts = {graded, changed};
        Run result = database.bulk(company, tx -> {
            // One run writes at a time: ratings and open proposals are one per customer.
            tx.list(
                    "select r.id from credit.rulebook r where r.company_id = ? and r.id = ? for update",
                    row -> row.uuid("id"),
                    company,
                    used.scorecard());
            int millis = (int) ((System.nanoTime() - began) / 1_000_000);
            tx.execute(
                    """
                    insert into credit.score_run (company_id, id, scorecard_id, strategy_id, as_of, ran_by, customers, graded, changed, millis)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    company,
                    run,
                    used.scorecard(),
                    used.strategy(),
                    on,
                    by,
                    scored.size(),
                    counts[0],
                    counts[1],
                    millis);
            for (int i = 0; i < scored.size(); i += CHUNK) {
                write(tx, run, scored.subList(i, Math.min(scored.size(), i + CHUNK)));
            }
            int made = proposals.propose(tx, wishes);
            return new Run(run, on, scored.size(), counts[0], counts[1], made, millis);
        });
        progress.at(4, 4);
        return result;
    }

    private Gathered gather(Tx tx, LocalDate on) {
        Set<UUID> customers = new HashSet<>(tx.list(
                "select h.id from document.header h where h.company_id = ? and h.kind = 'customer' and h.state in ('ACTIVE', 'PROSPECT')",
                row -> row.uuid("id"),
                tx.company()));
        Map<UUID, String> former = new HashMap<>();
        tx.list(
                "select r.party_id, r.grade from credit.rating r where r.company_id = ? and r.grade is not null",
                row -> former.put(row.uuid("party_id"), row.text("grade")),
                tx.company());
        return new Gathered(
                factors.gather(tx, on),
                customers,
                former,
                CurrentTerms.of(tx, customers),
                rulebooks.scorecard(tx).content(),
                rulebooks.strategy(tx).content(),
                companies.get(tx).baseCurrency());
    }

    private Scored score(Gathered gathered, UUID party) {
        Map<Factor, BigDecimal> values = gathered.values().getOrDefault(party, Map.of());
        Scorecard.Result result = gathered.scorecard().score(values);
        Grade grade = result.grade();
        return new Scored(
                Ids.next(),
                party,
                result,
                gathered.former().get(party),
                grade == null
                        ? null
                        : gathered.strategy()
                                .limit(
                                        grade,
                                        values.get(Factor.TURNOVER),
                                        values.get(Factor.NET_WORTH),
                                        gathered.currency()),
                grade == null ? null : (Integer) gathered.strategy().rule(grade).termDays(),
                new Json(json.writeValueAsString(values)));
    }

    private static void write(Tx tx, UUID run, List<Scored> scored) {
        tx.execute(
                """
                insert into credit.score (company_id, id, run_id, party_id, score, grade, former_grade, known, suggested_limit, suggested_term,
                    strongest_up, strongest_down, factors)
                select ?, n.id, ?, n.party, n.score, n.grade, n.former, n.known, n.suggested_limit, n.term, n.up, n.down, n.factors
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::integer[], ?::text[], ?::text[], ?::jsonb[])
                  as n (id, party, score, grade, former, known, suggested_limit, term, up, down, factors)""",
                tx.company(),
                run,
                SqlArray.of("uuid", scored, Scored::id),
                SqlArray.of("uuid", scored, Scored::party),
                SqlArray.of("numeric", scored, s -> s.result().score()),
                SqlArray.of("text", scored, s -> s.result().grade()),
                SqlArray.of("text", scored, Scored::former),
                SqlArray.of("numeric", scored, s -> s.result().known()),
                SqlArray.of("numeric", scored, Scored::limit),
                SqlArray.of("integer", scored, Scored::term),
                SqlArray.of("text", scored, s -> name(s.result().strongestUp())),
                SqlArray.of("text", scored, s -> name(s.result().strongestDown())),
                SqlArray.of("jsonb", scored, Scored::values));
        tx.execute(
                """
                insert into credit.rating (company_id, party_id, score_id, grade)
                select ?, n.party, n.id, n.grade from unnest(?::uuid[], ?::uuid[], ?::text[]) as n (party, id, grade)
                on conflict (company_id, party_id) do update set score_id = excluded.score_id, grade = excluded.grade""",
                tx.company(),
                SqlArray.of("uuid", scored, Scored::party),
                SqlArray.of("uuid", scored, Scored::id),
                SqlArray.of("text", scored, s -> s.result().grade()));
    }

    private static @Nullable String name(Optional<Scorecard.Part> part) {
        return part.map(p -> p.factor().name()).orElse(null);
    }

    /**
     * A customer's score with its reasons.
     *
     * @param version of the scorecard it was made by
     * @param parts every factor of that scorecard, the strongest effect first
     */
    public record Explained(
            UUID run,
            LocalDate asOf,
            Instant at,
            int version,
            @Nullable BigDecimal score,
            @Nullable Grade grade,
            @Nullable String formerGrade,
            BigDecimal known,
            @Nullable BigDecimal suggestedLimit,
            @Nullable Integer suggestedTerm,
            List<Scorecard.Part> parts) {}

    /** The latest score of a customer; empty before the first run. */
    public Optional<Explained> latest(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.first("""
                select s.*, n.as_of, n.ran_at, n.scorecard_id from credit.rating r
                join credit.score s on s.company_id = r.company_id and s.id = r.score_id
                join credit.score_run n on n.company_id = s.company_id and n.id = s.run_id
                where r.company_id = ? and r.party_id = ?""", row -> explained(tx, row), tx.company(), party);
    }

    private Explained explained(Tx tx, Row row) {
        Rulebooks.Version<Scorecard> card =
                rulebooks.scorecard(tx, row.uuid("scorecard_id")).orElseThrow();
        Scorecard.Result result = card.content().score(values(row));
        List<Scorecard.Part> parts = new ArrayList<>(result.parts());
        parts.sort(Comparator.comparing((Scorecard.Part part) -> part.effect().abs())
                .reversed());
        String grade = row.textOrNull("grade");
        return new Explained(
                row.uuid("run_id"),
                row.date("as_of"),
                row.instant("ran_at"),
                card.version(),
                row.decimalOrNull("score"),
                grade == null ? null : Grade.valueOf(grade),
                row.textOrNull("former_grade"),
                row.decimal("known"),
                amount(tx, row.decimalOrNull("suggested_limit")),
                row.integerOrNull("suggested_term"),
                parts);
    }

    private @Nullable BigDecimal amount(Tx tx, @Nullable BigDecimal amount) {
        return amount == null
                ? null
                : Money.round(amount, companies.get(tx).baseCurrency()).amount();
    }

    private Map<Factor, BigDecimal> values(Row row) {
        Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
        values.putAll(json.readValue(row.text("factors"), VALUES));
        return values;
    }

    /** One point of a customer's history. */
    public record Past(
            UUID run,
            LocalDate asOf,
            Instant at,
            @Nullable BigDecimal score,
            @Nullable String grade,
            @Nullable BigDecimal suggestedLimit) {}

    /** A customer's scores, the newest first. */
    public List<Past> history(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select s.run_id, n.as_of, n.ran_at, s.score, s.grade, s.suggested_limit from credit.score s
                join credit.score_run n on n.company_id = s.company_id and n.id = s.run_id
                where s.company_id = ? and s.party_id = ? order by s.id desc limit ?""",
                row -> new Past(
                        row.uuid("run_id"),
                        row.date("as_of"),
                        row.instant("ran_at"),
                        row.decimalOrNull("score"),
                        row.textOrNull("grade"),
                        amount(tx, row.decimalOrNull("suggested_limit"))),
                tx.company(),
                party,
                MOST_HISTORY);
    }

    /**
     * What another scorecard would make of the customers.
     *
     * @param asOf the day whose values were used; null when there are none yet
     * @param grades from A to E, the last entry with grade null: too little is known
     * @param up customers whose grade would be better than it is
     */
    public record Preview(@Nullable LocalDate asOf, int customers, List<GradeCount> grades, int up, int down) {}

    /** @param now by the last run, {@code then} by the scorecard tried */
    public record GradeCount(@Nullable Grade grade, int now, int then) {}

    /** Tries a scorecard on the values of the latest run: quick enough to follow each change on the page. */
    public Preview preview(Tx tx, Scorecard scorecard) {
        Problem.Collector problems = new Problem.Collector();
        scorecard.check(problems);
        problems.throwIfAny();
        Map<@Nullable Grade, int[]> counts = new LinkedHashMap<>();
        for (Grade grade : Grade.values()) {
            counts.put(grade, new int[2]);
        }
        counts.put(null, new int[2]);
        int[] moved = new int[2];
        LocalDate[] asOf = {null};
        int customers = tx.list(
                        """
                        select s.grade, s.factors, n.as_of from credit.rating r
                        join credit.score s on s.company_id = r.company_id and s.id = r.score_id
                        join credit.score_run n on n.company_id = s.company_id and n.id = s.run_id
                        where r.company_id = ?""",
                        row -> {
                            String old = row.textOrNull("grade");
                            Grade now = old == null ? null : Grade.valueOf(old);
                            Grade then = scorecard.score(values(row)).grade();
                            Objects.requireNonNull(counts.get(now))[0]++;
                            Objects.requireNonNull(counts.get(then))[1]++;
                            if (now != null && then != null) {
                                moved[0] += then.compareTo(now) < 0 ? 1 : 0;
                                moved[1] += then.compareTo(now) > 0 ? 1 : 0;
                            }
                            LocalDate day = row.date("as_of");
                            asOf[0] = asOf[0] == null || day.isAfter(asOf[0]) ? day : asOf[0];
                            return true;
                        },
                        tx.company())
                .size();
        List<GradeCount> grades = new ArrayList<>();
        counts.forEach((grade, count) -> grades.add(new GradeCount(grade, count[0], count[1])));
        return new Preview(asOf[0], customers, grades, moved[0], moved[1]);
    }
}
