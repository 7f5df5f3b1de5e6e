package io.onaccount.credit.web;

import io.onaccount.credit.scoring.Factor;
import io.onaccount.credit.scoring.Facts;
import io.onaccount.credit.scoring.Proposals;
import io.onaccount.credit.scoring.Scores;
import io.onaccount.credit.scoring.ScoringJobs;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.Jobs;
import io.onaccount.platform.web.Once;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Scores of customers, what is known about them, and what is proposed. */
@RestController
@RequestMapping("/api/v1")
class ScoreEndpoints {
    private final Scores scores;
    private final Facts facts;
    private final Proposals proposals;
    private final Jobs jobs;
    private final Database database;

    ScoreEndpoints(Scores scores, Facts facts, Proposals proposals, Jobs jobs, Database database) {
        this.scores = scores;
        this.facts = facts;
        this.proposals = proposals;
        this.jobs = jobs;
        this.database = database;
    }

    /** @param score null before the first run */
    record ScoreView(Scores.@Nullable Explained score, List<Scores.Past> history) {}

    record Started(UUID job) {}

    @GetMapping("/credit-scores/{party}")
    @Needs("credit-score.view")
    ScoreView score(Actor actor, @PathVariable UUID party) {
        return database.read(
                actor.company(),
                tx -> new ScoreView(scores.latest(tx, actor, party).orElse(null), scores.history(tx, actor, party)));
    }

    @PostMapping("/score-runs")
    @Needs("credit-score.run")
    Started run(Actor actor) {
        return new Started(jobs.start(actor.company(), actor.user(), ScoringJobs.SCORE, new Json("{}")));
    }

    record FactsView(List<Facts.Fact> facts) {}

    /** @param value null: what was known before no longer holds */
    record FactBody(
            Factor factor,
            @Nullable BigDecimal value,
            LocalDate validOn,
            @Nullable String provider,
            @Nullable String note) {}

    @GetMapping("/credit-scores/{party}/facts")
    @Needs("credit-fact.view")
    FactsView facts(Actor actor, @PathVariable UUID party) {
        return database.read(actor.company(), tx -> new FactsView(facts.of(tx, actor, party)));
    }

    @PostMapping("/credit-scores/{party}/facts")
    @Needs("credit-fact.edit")
    FactsView enter(Actor actor, Once once, @PathVariable UUID party, @RequestBody FactBody body) {
        return once.run(actor.company(), FactsView.class, tx -> {
            facts.enter(
                    tx,
                    actor,
                    List.of(new Facts.Entry(
                            party, body.factor(), body.value(), body.validOn(), body.provider(), body.note())));
            tx.flush();
            return new FactsView(facts.of(tx, actor, party));
        });
    }

    record Decision(List<UUID> ids, @Nullable String reason) {}

    record Rejection(List<UUID> ids, String reason) {}

    @PostMapping("/credit-proposals/acceptance")
    @Needs("credit-account.grant")
    Proposals.Decided accept(Actor actor, Once once, @RequestBody Decision body) {
        return once.run(
                actor.company(), Proposals.Decided.class, tx -> proposals.accept(tx, actor, body.ids(), body.reason()));
    }

    @PostMapping("/credit-proposals/rejection")
    @Needs("credit-account.grant")
    Proposals.Decided reject(Actor actor, Once once, @RequestBody Rejection body) {
        return once.run(
                actor.company(), Proposals.Decided.class, tx -> proposals.reject(tx, actor, body.ids(), body.reason()));
    }
}
