package io.onaccount.credit.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
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
     * @param question and {@code result} as the kind defines: of a back-test or of a simulation
     */
    record TrialView(
            UUID id,
            Trials.Type kind,
            int version,
            boolean draft,
            String currency,
            @JsonRawValue String question,
            @JsonRawValue String result,
            Instant ranAt,
            @Nullable String ranBy,
            int millis) {}

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
                trial.question().text(),
                trial.result().text(),
                trial.at(),
                trial.by(),
                trial.millis());
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
