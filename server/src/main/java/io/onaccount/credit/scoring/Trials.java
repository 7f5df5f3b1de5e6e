package io.onaccount.credit.scoring;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What came of trials: back-tests of the scorecard and simulations of the strategy, kept with the version they tried. */
@Component
public final class Trials {
    static final String KIND = "credit-trial";

    private final JsonMapper json;

    Trials(JsonMapper json) {
        this.json = json;
    }

    /** Which of the two. */
    public enum Type {
        BACK_TEST,
        SIMULATION
    }

    /**
     * One trial.
     *
     * @param version of the scorecard or strategy it tried
     * @param question as it was asked, JSON
     * @param result a {@link BackTest.Result} or a {@link Simulation.Result}, JSON
     */
    public record Trial(
            UUID id,
            Type type,
            int version,
            boolean draft,
            Json question,
            Json result,
            Instant at,
            @Nullable String by,
            int millis) {}

    void keep(Tx tx, UUID id, Type type, UUID rulebook, Object question, Object result, @Nullable UUID by, int millis) {
        tx.execute(
                "insert into credit.trial (company_id, id, kind, rulebook_id, question, result, ran_by, millis) values (?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                type,
                rulebook,
                new Json(json.writeValueAsString(question)),
                new Json(json.writeValueAsString(result)),
                by,
                millis);
    }

    /** A trial; 404 when there is none. */
    public Trial find(Tx tx, UUID id) {
        return tx.first(
                        """
                        select t.*, b.version, b.state, u.name from credit.trial t
                        join credit.rulebook b on b.company_id = t.company_id and b.id = t.rulebook_id
                        left join organization.app_user u on u.id = t.ran_by
                        where t.company_id = ? and t.id = ?""",
                        row -> new Trial(
                                row.uuid("id"),
                                row.choice("kind", Type.class),
                                row.integer("version"),
                                row.text("state").equals("DRAFT"),
                                new Json(row.text("question")),
                                new Json(row.text("result")),
                                row.instant("ran_at"),
                                row.textOrNull("name"),
                                row.integer("millis")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** Checks what is asked of a back-test before it is started. */
    public static void check(Actor actor, BackTest.Question question) {
        Problem.Collector problems = new Problem.Collector();
        range(problems, "months", question.months(), 1, 24);
        range(problems, "windowDays", question.windowDays(), 30, 365);
        range(problems, "lateDays", question.lateDays(), 0, 180);
        range(problems, "badShare", question.badShare(), 1, 100);
        problems.throwIfAny();
    }

    /** Checks what is asked of a simulation before it is started. */
    public static void check(Actor actor, Simulation.Question question) {
        Problem.Collector problems = new Problem.Collector();
        LocalDate from = question.from();
        LocalDate to = question.to();
        problems.check(!to.isAfter(actor.today()), "to", "credit-in-the-future");
        problems.check(!to.isBefore(from), "to", "credit-before-start");
        problems.check(!from.isBefore(to.minusYears(3)), "from", "credit-too-long-a-time");
        range(problems, "lossDays", question.lossDays(), 1, 365);
        problems.throwIfAny();
    }

    private static void range(Problem.Collector problems, String field, int value, int least, int most) {
        problems.check(value >= least && value <= most, field, "out-of-range", least, most);
    }
}
