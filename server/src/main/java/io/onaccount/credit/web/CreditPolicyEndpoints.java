package io.onaccount.credit.web;

import io.onaccount.credit.Check;
import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditPolicies;
import io.onaccount.credit.CreditSettings;
import io.onaccount.credit.Effect;
import io.onaccount.credit.PolicyRule;
import io.onaccount.credit.PolicyTrial;
import io.onaccount.credit.Pool;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is checked where and for whom, tried out and put in force; and how releases are given. */
@RestController
@RequestMapping("/api/v1/credit")
class CreditPolicyEndpoints {
    private static final int MOST_DAYS = 1100;

    private final CreditPolicies policies;
    private final CreditSettings settings;
    private final PolicyTrial trial;
    private final Database database;

    CreditPolicyEndpoints(CreditPolicies policies, CreditSettings settings, PolicyTrial trial, Database database) {
        this.policies = policies;
        this.settings = settings;
        this.trial = trial;
        this.database = database;
    }

    /** @param figures the figures it is set by */
    record CheckView(Check check, String code, Set<Check.Figure> figures) {}

    record PoliciesView(
            List<CreditPolicies.Version> versions,
            List<CreditPolicies.Switch> switches,
            List<ControlPoint> points,
            List<CheckView> checks,
            List<Effect> effects) {}

    @GetMapping("/policies")
    @Needs("credit-policy.view")
    PoliciesView policies(Actor actor) {
        return database.read(actor.company(), this::view);
    }

    private PoliciesView view(Tx tx) {
        return new PoliciesView(
                policies.versions(tx),
                policies.switches(tx),
                List.of(ControlPoint.values()),
                Stream.of(Check.values())
                        .map(check -> new CheckView(check, check.code(), check.figures()))
                        .toList(),
                List.of(Effect.values()));
    }

    /** @param note what the version is for */
    record NewVersion(List<PolicyRule> rules, String note) {}

    record Drafted(int version) {}

    @PostMapping("/policies")
    @Needs("credit-policy.edit")
    @ResponseStatus(HttpStatus.CREATED)
    Drafted draft(Actor actor, Once once, @RequestBody NewVersion body) {
        return once.run(
                actor.company(),
                Drafted.class,
                tx -> new Drafted(policies.draft(tx, actor, body.rules(), body.note())));
    }

    record ReasonBody(String reason) {}

    /** From now on this version decides. */
    @PostMapping("/policies/{version}/activation")
    @Needs("credit-policy.switch")
    PoliciesView activate(Actor actor, Once once, @PathVariable int version, @RequestBody ReasonBody body) {
        return once.run(actor.company(), PoliciesView.class, tx -> {
            policies.makeLive(tx, actor, version, body.reason());
            tx.flush();
            return view(tx);
        });
    }

    /** @param version null ends the trial */
    record OnTrial(@Nullable Integer version, String reason) {}

    /** From now on this version records what it would decide, and decides nothing. */
    @PutMapping("/policy-on-trial")
    @Needs("credit-policy.switch")
    PoliciesView tryOut(Actor actor, Once once, @RequestBody OnTrial body) {
        return once.run(actor.company(), PoliciesView.class, tx -> {
            policies.tryOut(tx, actor, body.version(), body.reason());
            tx.flush();
            return view(tx);
        });
    }

    /** What a version would have done to the orders confirmed in a time; the last year's when left out. */
    @GetMapping("/policies/{version}/trial")
    @Needs("credit-policy.view")
    PolicyTrial.Result trial(
            Actor actor,
            @PathVariable int version,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusYears(1) : from;
        Problem.Collector problems = new Problem.Collector();
        problems.check(!last.isBefore(first), "to", "credit-before-start");
        problems.check(last.toEpochDay() - first.toEpochDay() <= MOST_DAYS, "from", "credit-too-long-ago", MOST_DAYS);
        problems.throwIfAny();
        return database.report(actor.company(), tx -> trial.on(tx, actor, version, first, last));
    }

    /** How releases are given, and by whom up to how much. */
    record SettingsView(
            boolean autoRelease,
            @Nullable BigDecimal twoPersonAbove,
            int releaseDays,
            boolean disputedOverdue,
            Pool.Together sharedLimits,
            int version,
            List<CreditSettings.Authority> authorities) {}

    /**
     * @param disputedOverdue whether disputed amounts count as overdue; true when left out
     * @param sharedLimits whether of several shared limits over an order all must hold, or one is enough; all when left out
     */
    record NewSettings(
            boolean autoRelease,
            @Nullable BigDecimal twoPersonAbove,
            int releaseDays,
            @Nullable Boolean disputedOverdue,
            Pool.@Nullable Together sharedLimits,
            List<CreditSettings.Authority> authorities) {}

    @GetMapping("/settings")
    @Needs("credit-policy.view")
    ResponseEntity<SettingsView> settings(Actor actor) {
        return tagged(database.read(actor.company(), this::settingsView));
    }

    @PutMapping("/settings")
    @Needs("credit-policy.switch")
    ResponseEntity<SettingsView> settle(
            Actor actor,
            Once once,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewSettings body) {
        return tagged(once.run(actor.company(), SettingsView.class, tx -> {
            settings.change(
                    tx,
                    actor,
                    Versions.parse(ifMatch),
                    new CreditSettings.Settings(
                            body.autoRelease(),
                            body.twoPersonAbove(),
                            body.releaseDays(),
                            0,
                            !Boolean.FALSE.equals(body.disputedOverdue()),
                            body.sharedLimits() == null ? Pool.Together.ALL : body.sharedLimits()),
                    body.authorities());
            tx.flush();
            return settingsView(tx);
        }));
    }

    private SettingsView settingsView(Tx tx) {
        CreditSettings.Settings now = settings.settings(tx);
        return new SettingsView(
                now.autoRelease(),
                now.twoPersonAbove(),
                now.releaseDays(),
                now.disputedOverdue(),
                now.sharedLimits(),
                now.version(),
                settings.authorities(tx));
    }

    private static ResponseEntity<SettingsView> tagged(SettingsView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
