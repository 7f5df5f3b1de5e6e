package io.onaccount.credit.web;

import io.onaccount.credit.scoring.BackTest;
import io.onaccount.credit.scoring.ScoringJobs;
import io.onaccount.credit.scoring.Simulation;
import io.onaccount.credit.scoring.Trials;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.Jobs;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Scorecard and strategy tried on the company's own past. */
@RestController
@RequestMapping("/api/v1/credit-trials")
class TrialEndpoints {
    private final Trials trials;
    private final Jobs jobs;
    private final Database database;
    private final JsonMapper json;

    TrialEndpoints(Trials trials, Jobs jobs, Database database, JsonMapper json) {
        this.trials = trials;
        this.jobs = jobs;
        this.database = database;
        this.json = json;
    }

    /**
     * @param version of the scorecard or strategy tried; {@code draft} when it has not been published
     * @param backTest what was asked and what came of it, when it was a back-test; else null
     * @param simulation the same, when it was a simulation; else null
     */
    record TrialView(
            UUID id,
            Trials.Type kind,
            int version,
            boolean draft,
            String currency,
            @Nullable BackTestView backTest,
            @Nullable SimulationView simulation,
            Instant ranAt,
            @Nullable String ranBy,
            int millis) {}

    record BackTestView(BackTest.Question question, BackTest.Result result) {}

    record SimulationView(Simulation.Question question, Simulation.Result result) {}

    @GetMapping("/{id}")
    @Needs("credit-trial.view")
    TrialView trial(Actor actor, @PathVariable UUID id) {
        Trials.Trial trial = database.read(actor.company(), tx -> trials.find(tx, id));
        return new TrialView(
                trial.id(),
                trial.type(),
                trial.version(),
                trial.draft(),
                actor.currency(),
                trial.type() == Trials.Type.BACK_TEST
                        ? new BackTestView(
                                read(trial.question(), BackTest.Question.class),
                                read(trial.result(), BackTest.Result.class))
                        : null,
                trial.type() == Trials.Type.SIMULATION
                        ? new SimulationView(
                                read(trial.question(), Simulation.Question.class),
                                read(trial.result(), Simulation.Result.class))
                        : null,
                trial.at(),
                trial.by(),
                trial.millis());
    }

    private <T> T read(Json kept, Class<T> type) {
        return json.readValue(kept.text(), type);
    }

    @PostMapping("/back-test")
    @Needs("credit-trial.run")
    ScoreEndpoints.Started backTest(Actor actor, @RequestBody BackTest.Question question) {
        Trials.check(actor, question);
        return start(actor, ScoringJobs.BACK_TEST, question);
    }

    @PostMapping("/simulation")
    @Needs("credit-trial.run")
    ScoreEndpoints.Started simulate(Actor actor, @RequestBody Simulation.Question question) {
        Trials.check(actor, question);
        return start(actor, ScoringJobs.SIMULATE, question);
    }

    private ScoreEndpoints.Started start(Actor actor, String kind, Object question) {
        return new ScoreEndpoints.Started(
                jobs.start(actor.company(), actor.user(), kind, new Json(json.writeValueAsString(question))));
    }
}
