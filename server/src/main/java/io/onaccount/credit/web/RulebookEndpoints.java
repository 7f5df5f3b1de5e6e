package io.onaccount.credit.web;

import io.onaccount.credit.scoring.Rulebooks;
import io.onaccount.credit.scoring.Scorecard;
import io.onaccount.credit.scoring.Scores;
import io.onaccount.credit.scoring.Strategy;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The scorecard and the strategy: what is in force, and the draft beside it. */
@RestController
@RequestMapping("/api/v1/credit")
class RulebookEndpoints {
    private final Rulebooks rulebooks;
    private final Scores scores;
    private final Database database;

    RulebookEndpoints(Rulebooks rulebooks, Scores scores, Database database) {
        this.rulebooks = rulebooks;
        this.scores = scores;
        this.database = database;
    }

    /** @param draft null when there is none */
    record ScorecardView(Rulebooks.Version<Scorecard> inForce, Rulebooks.@Nullable Version<Scorecard> draft) {}

    /** @param draft null when there is none */
    record StrategyView(Rulebooks.Version<Strategy> inForce, Rulebooks.@Nullable Version<Strategy> draft) {}

    record ScorecardBody(Scorecard content, @Nullable String note) {}

    record StrategyBody(Strategy content, @Nullable String note) {}

    @GetMapping("/scorecard")
    @Needs("scorecard.view")
    ScorecardView scorecard(Actor actor) {
        return database.read(actor.company(), this::scorecard);
    }

    private ScorecardView scorecard(Tx tx) {
        return new ScorecardView(
                rulebooks.scorecard(tx), rulebooks.scorecardDraft(tx).orElse(null));
    }

    @PutMapping("/scorecard/draft")
    @Needs("scorecard.edit")
    ScorecardView draft(Actor actor, Once once, @RequestBody ScorecardBody body) {
        return scorecard(actor, once, tx -> rulebooks.draft(tx, actor, body.content(), body.note()));
    }

    @DeleteMapping("/scorecard/draft")
    @Needs("scorecard.edit")
    ScorecardView discardScorecard(Actor actor, Once once) {
        return scorecard(actor, once, tx -> rulebooks.discard(tx, actor, Rulebooks.Kind.SCORECARD));
    }

    @PostMapping("/scorecard/publication")
    @Needs("scorecard.publish")
    ScorecardView publishScorecard(Actor actor, Once once) {
        return scorecard(actor, once, tx -> rulebooks.publish(tx, actor, Rulebooks.Kind.SCORECARD));
    }

    @PostMapping("/scorecard/preview")
    @Needs("scorecard.view")
    Scores.Preview preview(Actor actor, @RequestBody Scorecard body) {
        return database.report(actor.company(), tx -> scores.preview(tx, body));
    }

    private ScorecardView scorecard(Actor actor, Once once, Consumer<Tx> work) {
        return once.run(actor.company(), ScorecardView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return scorecard(tx);
        });
    }

    @GetMapping("/strategy")
    @Needs("credit-strategy.view")
    StrategyView strategy(Actor actor) {
        return database.read(actor.company(), this::strategy);
    }

    private StrategyView strategy(Tx tx) {
        return new StrategyView(
                rulebooks.strategy(tx), rulebooks.strategyDraft(tx).orElse(null));
    }

    @PutMapping("/strategy/draft")
    @Needs("credit-strategy.edit")
    StrategyView draft(Actor actor, Once once, @RequestBody StrategyBody body) {
        return strategy(actor, once, tx -> rulebooks.draft(tx, actor, body.content(), body.note()));
    }

    @DeleteMapping("/strategy/draft")
    @Needs("credit-strategy.edit")
    StrategyView discardStrategy(Actor actor, Once once) {
        return strategy(actor, once, tx -> rulebooks.discard(tx, actor, Rulebooks.Kind.STRATEGY));
    }

    @PostMapping("/strategy/publication")
    @Needs("credit-strategy.publish")
    StrategyView publishStrategy(Actor actor, Once once) {
        return strategy(actor, once, tx -> rulebooks.publish(tx, actor, Rulebooks.Kind.STRATEGY));
    }

    private StrategyView strategy(Actor actor, Once once, Consumer<Tx> work) {
        return once.run(actor.company(), StrategyView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return strategy(tx);
        });
    }
}
