package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.DiscountEffect;
import io.onaccount.receivables.DiscountEffects;
import io.onaccount.receivables.DiscountExceptions;
import io.onaccount.receivables.DiscountOverrides;
import io.onaccount.receivables.DiscountQuotes;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cash discounts: terms, who is offered which, what is payable on a day. */
@RestController
@RequestMapping("/api/v1")
class DiscountEndpoints {
    private static final BigDecimal EXAMPLE = new BigDecimal("10000");

    private final DiscountTerms terms;
    private final DiscountOverrides overrides;
    private final DiscountQuotes quotes;
    private final DiscountExceptions exceptions;
    private final DiscountEffects effects;
    private final Database database;

    DiscountEndpoints(
            DiscountTerms terms,
            DiscountOverrides overrides,
            DiscountQuotes quotes,
            DiscountExceptions exceptions,
            DiscountEffects effects,
            Database database) {
        this.exceptions = exceptions;
        this.effects = effects;
        this.terms = terms;
        this.overrides = overrides;
        this.quotes = quotes;
        this.database = database;
    }

    /**
     * A step by an example of 10,000 delivered on the fifteenth.
     *
     * @param yearly what forgoing it costs per year, per cent; null when the days without discount are not said
     */
    record ExampleStep(
            int days,
            BigDecimal rate,
            LocalDate until,
            BigDecimal payable,
            BigDecimal saved,
            @Nullable BigDecimal yearly) {}

    /** @param notation the steps as written in a contract */
    record TermView(
            DiscountTerm term,
            String notation,
            LocalDate exampleFrom,
            BigDecimal exampleAmount,
            List<ExampleStep> example) {}

    record TermsView(List<TermView> terms) {}

    private static TermView view(Actor actor, DiscountTerm term) {
        LocalDate from = actor.today().withDayOfMonth(15);
        return new TermView(
                term,
                term.notation(),
                from,
                EXAMPLE,
                term.example(from, EXAMPLE, actor.currency()).stream()
                        .map(e -> new ExampleStep(
                                e.days(),
                                e.rate(),
                                e.until(),
                                e.payable(),
                                e.saved(),
                                DiscountTerm.yearly(e.rate(), e.days(), term.netDays())))
                        .toList());
    }

    /** All terms in use, for choosing one. */
    @GetMapping("/discount-terms/choices")
    @SignedIn("everybody who sees a customer sees what it is offered")
    TermsView choices(Actor actor) {
        return new TermsView(database.read(actor.company(), terms::all).stream()
                .filter(DiscountTerm::active)
                .map(term -> view(actor, term))
                .toList());
    }

    @GetMapping("/discount-terms/{id}")
    @Needs("discount-term.view")
    TermView term(Actor actor, @PathVariable UUID id) {
        return view(actor, database.read(actor.company(), tx -> terms.find(tx, id)));
    }

    /** What a term would mean, storing nothing. */
    @PostMapping("/discount-terms/examples")
    @Needs("discount-term.edit")
    TermView example(Actor actor, @RequestBody DiscountTerms.Entry body) {
        return view(actor, DiscountTerms.preview(body));
    }

    @PostMapping("/discount-terms")
    @Needs("discount-term.edit")
    @ResponseStatus(HttpStatus.CREATED)
    TermView create(Actor actor, Once once, @RequestBody DiscountTerms.Entry body) {
        return once.run(actor.company(), TermView.class, tx -> view(actor, terms.create(tx, actor, body)));
    }

    @PutMapping("/discount-terms/{id}")
    @Needs("discount-term.edit")
    TermView change(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody DiscountTerms.Entry body) {
        return once.run(
                actor.company(), TermView.class, tx -> view(actor, terms.change(tx, actor, id, body, seen.version())));
    }

    record AssignmentsView(List<DiscountTerms.Assignment> assignments) {}

    /** @param party only what concerns this customer */
    @GetMapping("/discount-assignments")
    @Needs("discount-term.view")
    AssignmentsView assignments(Actor actor, @RequestParam(required = false) @Nullable UUID party) {
        return new AssignmentsView(database.read(actor.company(), tx -> terms.assignments(tx, actor, party)));
    }

    record Assigned(UUID id) {}

    @PostMapping("/discount-assignments")
    @Needs("discount-term.assign")
    @ResponseStatus(HttpStatus.CREATED)
    Assigned assign(Actor actor, Once once, @RequestBody DiscountTerms.Assign body) {
        return once.run(actor.company(), Assigned.class, tx -> new Assigned(terms.assign(tx, actor, body)));
    }

    @DeleteMapping("/discount-assignments/{id}")
    @Needs("discount-term.assign")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unassign(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            terms.unassign(tx, actor, id);
            return true;
        });
    }

    @GetMapping("/discount-settings")
    @Needs("discount-term.view")
    DiscountTerms.Settings settings(Actor actor) {
        return database.read(actor.company(), terms::decided);
    }

    @PutMapping("/discount-settings")
    @Needs("discount-term.edit")
    DiscountTerms.Settings decide(Actor actor, Once once, @RequestBody DiscountTerms.Settings body) {
        return once.run(actor.company(), DiscountTerms.Settings.class, tx -> {
            terms.decide(tx, actor, body);
            return body;
        });
    }

    private DiscountOverrides.OverrideView after(Tx tx, Actor actor, UUID id) {
        tx.flush();
        return overrides.find(tx, actor, id);
    }

    /** Asks for more than the terms give. */
    @PostMapping("/discount-overrides")
    @Needs("discount-override.create")
    @ResponseStatus(HttpStatus.CREATED)
    DiscountOverrides.OverrideView ask(Actor actor, Once once, @RequestBody DiscountOverrides.Entry body) {
        return once.run(
                actor.company(),
                DiscountOverrides.OverrideView.class,
                tx -> after(tx, actor, overrides.ask(tx, actor, body)));
    }

    @GetMapping("/discount-overrides/{id}")
    @Needs("discount-override.view")
    DiscountOverrides.OverrideView override(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> overrides.find(tx, actor, id));
    }

    @PostMapping("/discount-overrides/{id}/confirmation")
    @Needs("discount-override.confirm")
    DiscountOverrides.OverrideView confirmOverride(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), DiscountOverrides.OverrideView.class, tx -> {
            overrides.confirm(tx, actor, id);
            return after(tx, actor, id);
        });
    }

    record RefusalBody(String reason) {}

    @PostMapping("/discount-overrides/{id}/refusal")
    @Needs("discount-override.confirm")
    DiscountOverrides.OverrideView refuseOverride(
            Actor actor, Once once, @PathVariable UUID id, @RequestBody RefusalBody body) {
        return once.run(actor.company(), DiscountOverrides.OverrideView.class, tx -> {
            overrides.refuse(tx, actor, id, body.reason());
            return after(tx, actor, id);
        });
    }

    /**
     * What a customer may pay on a day: exactly what a receipt of that value date is accepted for.
     *
     * @param order only what this order owes
     * @param day today when left out
     */
    @GetMapping("/discount-quotes")
    @Needs("open-item.view")
    DiscountQuotes.Quote quote(
            Actor actor,
            @RequestParam UUID party,
            @RequestParam(required = false) @Nullable UUID order,
            @RequestParam(required = false) @Nullable LocalDate day) {
        return database.read(
                actor.company(), tx -> quotes.quote(tx, actor, party, order, day == null ? actor.today() : day));
    }

    /**
     * Discounts that were not simply earned, in a time.
     *
     * @param from a year before {@code to} when left out
     * @param to today when left out
     */
    @GetMapping("/discount-exceptions")
    @Needs("discount-override.view")
    DiscountExceptions.Report exceptions(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusYears(1) : from;
        return database.report(actor.company(), tx -> exceptions.report(tx, actor, first, last));
    }

    /**
     * What discounts brought and cost.
     *
     * @param ourRate what money costs us per year, per cent
     * @param theirRate what it costs the customers
     */
    @GetMapping("/discount-effects")
    @Needs("discount-override.view")
    DiscountEffect.Report effects(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "6") BigDecimal ourRate,
            @RequestParam(defaultValue = "4.5") BigDecimal theirRate) {
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusYears(1).plusDays(1) : from;
        return database.report(actor.company(), tx -> effects.report(tx, actor, first, last, ourRate, theirRate));
    }

    /**
     * What other terms would have done to what was sold in a time.
     *
     * @param steps as written in a contract: 2/10, 1/20, n/30
     * @param takeUp of those for whom it pays, how many would take it, per cent
     */
    @GetMapping("/discount-effects/what-if")
    @Needs("discount-override.view")
    DiscountEffect.WhatIf whatIf(
            Actor actor,
            @RequestParam String steps,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "6") BigDecimal ourRate,
            @RequestParam(defaultValue = "4.5") BigDecimal theirRate,
            @RequestParam(defaultValue = "60") BigDecimal takeUp) {
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusYears(1).plusDays(1) : from;
        return database.report(
                actor.company(), tx -> effects.whatIf(tx, actor, first, last, steps, ourRate, theirRate, takeUp));
    }
}
