package io.onaccount.credit.web;

import io.onaccount.credit.warning.ExternalAlerts;
import io.onaccount.credit.warning.Signal;
import io.onaccount.credit.warning.WarningRule;
import io.onaccount.credit.warning.WarningRules;
import io.onaccount.credit.warning.Warnings;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Roles;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Early warnings over HTTP: their rules, their evaluation, and what people do about them. */
@RestController
@RequestMapping("/api/v1")
class WarningEndpoints {
    private final Warnings warnings;
    private final WarningRules rules;
    private final ExternalAlerts alerts;
    private final Roles roles;
    private final Database database;
    private final Texts texts;

    WarningEndpoints(
            Warnings warnings, WarningRules rules, ExternalAlerts alerts, Roles roles, Database database, Texts texts) {
        this.warnings = warnings;
        this.rules = rules;
        this.alerts = alerts;
        this.roles = roles;
        this.database = database;
        this.texts = texts;
    }

    /** @param figures the figures a rule for it is set by */
    record SignalView(Signal signal, Set<Signal.Figure> figures) {}

    record RoleView(UUID id, String name) {}

    record RulesView(
            int version,
            String currency,
            List<WarningRule> rules,
            List<SignalView> signals,
            List<RoleView> roles,
            Warnings.@Nullable Run last) {}

    @GetMapping("/credit/warning-rules")
    @Needs("credit-warning.view")
    ResponseEntity<RulesView> rules(Actor actor) {
        return tagged(database.read(actor.company(), tx -> view(tx, actor)));
    }

    record NewRules(List<WarningRule> rules) {}

    @PutMapping("/credit/warning-rules")
    @Needs("credit-warning.edit")
    ResponseEntity<RulesView> settle(
            Actor actor,
            Once once,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewRules body) {
        Integer version = Versions.parse(ifMatch);
        return tagged(once.run(actor.company(), RulesView.class, tx -> {
            rules.settle(tx, actor, version, body.rules());
            tx.flush();
            return view(tx, actor);
        }));
    }

    /** Evaluates all rules for all customers now. */
    @PostMapping("/credit/warning-run")
    @Needs("credit-warning.run")
    Warnings.Run run(Actor actor) {
        return warnings.run(actor.company(), actor.user());
    }

    record CustomerWarnings(String currency, List<Warnings.Warning> warnings, List<ExternalAlerts.Alert> alerts) {}

    /** What is open about one customer, and what others have said about it. */
    @GetMapping("/credit-accounts/{party}/warnings")
    @Needs("credit-warning.view")
    CustomerWarnings ofCustomer(Actor actor, @PathVariable UUID party) {
        return database.read(
                actor.company(),
                tx -> new CustomerWarnings(
                        actor.currency(), warnings.of(tx, actor, party), alerts.of(tx, actor, party)));
    }

    /** Enters an alert from outside, by hand or by a programme: the warnings that follow from it open at once. */
    @PostMapping("/external-alerts")
    @Needs("external-alert.enter")
    ExternalAlerts.Entered alert(Actor actor, Once once, @RequestBody ExternalAlerts.NewAlert body) {
        ExternalAlerts.Entered entered =
                once.run(actor.company(), ExternalAlerts.Entered.class, tx -> alerts.enter(tx, actor, body));
        warnings.act(actor.company(), actor.today());
        return entered;
    }

    record Withdrawal(String reason) {}

    record Withdrawn(UUID id, LocalDate on) {}

    /** Takes an alert back; what it gave rise to closes with the next evaluation. */
    @PostMapping("/external-alerts/{id}/withdrawal")
    @Needs("external-alert.withdraw")
    Withdrawn withdraw(Actor actor, Once once, @PathVariable UUID id, @RequestBody Withdrawal body) {
        return once.run(actor.company(), Withdrawn.class, tx -> {
            alerts.withdraw(tx, actor, id, body.reason());
            return new Withdrawn(id, actor.today());
        });
    }

    record Acknowledgement(List<UUID> ids, String reason) {}

    /** @param until the day it opens again, if it is still true then */
    record Snooze(List<UUID> ids, LocalDate until, String reason) {}

    record Handled(int warnings) {}

    @PostMapping("/credit-warnings/acknowledgement")
    @Needs("credit-warning.decide")
    Handled acknowledge(Actor actor, Once once, @RequestBody Acknowledgement body) {
        return once.run(
                actor.company(),
                Handled.class,
                tx -> new Handled(warnings.acknowledge(tx, actor, body.ids(), body.reason())));
    }

    @PostMapping("/credit-warnings/snooze")
    @Needs("credit-warning.decide")
    Handled snooze(Actor actor, Once once, @RequestBody Snooze body) {
        return once.run(
                actor.company(),
                Handled.class,
                tx -> new Handled(warnings.snooze(tx, actor, body.ids(), body.until(), body.reason())));
    }

    private RulesView view(Tx tx, Actor actor) {
        WarningRules.Rulebook book = rules.rulebook(tx);
        return new RulesView(
                book.version(),
                actor.currency(),
                book.rules(),
                Stream.of(Signal.values())
                        .map(signal -> new SignalView(signal, signal.figures()))
                        .toList(),
                roles.list(tx).stream()
                        .map(role -> new RoleView(
                                role.id(),
                                role.readyMade() ? texts.text(actor.locale(), "role." + role.code()) : role.name()))
                        .toList(),
                warnings.last(tx).orElse(null));
    }

    private static ResponseEntity<RulesView> tagged(RulesView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
