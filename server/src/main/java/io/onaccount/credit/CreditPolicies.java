package io.onaccount.credit;

import io.onaccount.credit.PolicyRule.Reach;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.CustomerClass;
import io.onaccount.party.CustomerClasses;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is checked where, for whom, and what a failed check does (赊销管控策略, CRD-20). A policy is kept whole, version by version; one version
 * decides, and another may be on trial and record what it would have decided (CRD-25). Before the first version the built-in one decides.
 */
@Component
public final class CreditPolicies {
    static final String KIND = "credit-policy";

    /** While a policy is on trial every request is looked at closely: no account's gate is of this version. */
    static final int NO_GATE = -2;

    private static final int MOST_RULES = 500;

    private final Parties parties;
    private final CustomerClasses customerClasses;
    private final AuditTrail trail;
    private final JsonMapper json;

    /** Versions never change once written. */
    private final Map<Key, Policy> known = new ConcurrentHashMap<>();

    private record Key(long company, int version) {}

    CreditPolicies(Parties parties, CustomerClasses customerClasses, AuditTrail trail, JsonMapper json) {
        this.customerClasses = customerClasses;
        this.parties = parties;
        this.trail = trail;
        this.json = json;
    }

    /** Which version decides and which one is on trial. */
    record InForce(Policy live, @Nullable Policy shadow) {
        /** Whether the class of a customer matters. */
        boolean asksForClass() {
            return live.asksForClass() || (shadow != null && shadow.asksForClass());
        }

        int gateVersion() {
            return shadow == null ? live.version() : NO_GATE;
        }
    }

    /** One version with who made it and what for. */
    public record Version(
            int version,
            List<PolicyRule> rules,
            String note,
            @Nullable Instant madeAt,
            @Nullable String madeBy,
            boolean live,
            boolean shadow) {}

    /** Since when a version decided or recorded; version null: the trial ended. */
    public record Switch(
            @Nullable Integer version,
            String mode,
            String reason,
            Instant at,
            @Nullable String by) {}

    InForce inForce(Tx tx) {
        return tx.first(
                        "select y.live_version, y.shadow_version from credit.policy y where y.company_id = ?",
                        row -> {
                            Integer shadow = row.integerOrNull("shadow_version");
                            return new int[] {row.integer("live_version"), shadow == null ? -1 : shadow};
                        },
                        tx.company())
                .map(versions -> new InForce(policy(tx, versions[0]), versions[1] < 0 ? null : policy(tx, versions[1])))
                .orElseGet(() -> new InForce(Policy.BUILT_IN, null));
    }

    /** One version's rules; 404 for one that isn't. */
    Policy policy(Tx tx, int version) {
        if (version == 0) {
            return Policy.BUILT_IN;
        }
        Key key = new Key(tx.company(), version);
        Policy policy = known.get(key);
        if (policy == null) {
            policy = tx.first(
                            "select v.rules from credit.policy_version v where v.company_id = ? and v.version = ?",
                            row -> new Policy(version, rules(row)),
                            tx.company(),
                            version)
                    .orElseThrow(() -> Problem.notFound(KIND, version));
            known.put(key, policy);
        }
        return policy;
    }

    private List<PolicyRule> rules(Row row) {
        return json.readValue(row.text("rules"), new TypeReference<List<PolicyRule>>() {});
    }

    /** Every version, the newest first, the built-in one last. */
    public List<Version> versions(Tx tx) {
        InForce inForce = inForce(tx);
        int live = inForce.live().version();
        Integer shadow = inForce.shadow() == null ? null : inForce.shadow().version();
        List<Version> versions = new ArrayList<>(tx.list(
                """
                select v.version, v.rules, v.note, v.made_at, u.name from credit.policy_version v
                left join organization.app_user u on u.id = v.made_by
                where v.company_id = ? order by v.version desc""",
                row -> new Version(
                        row.integer("version"),
                        rules(row),
                        row.text("note"),
                        row.instant("made_at"),
                        row.textOrNull("name"),
                        row.integer("version") == live,
                        shadow != null && row.integer("version") == shadow),
                tx.company()));
        versions.add(new Version(0, Policy.BUILT_IN.rules(), "", null, null, live == 0, shadow != null && shadow == 0));
        return versions;
    }

    /** Which version decided since when, the newest first. */
    public List<Switch> switches(Tx tx) {
        return tx.list(
                """
                select s.version, s.mode, s.reason, s.switched_at, u.name from credit.policy_switch s
                left join organization.app_user u on u.id = s.switched_by
                where s.company_id = ? order by s.switched_at desc, s.id desc limit 200""",
                row -> new Switch(
                        row.integerOrNull("version"),
                        row.text("mode"),
                        row.text("reason"),
                        row.instant("switched_at"),
                        row.textOrNull("name")),
                tx.company());
    }

    /**
     * Keeps a new version; it decides nothing until it is made live.
     *
     * @param note what it is for
     * @return its number
     * @throws Problem 400 with every wrong field
     */
    public int draft(Tx tx, Actor actor, List<PolicyRule> rules, String note) {
        Problem.Collector problems = new Problem.Collector();
        String what = Input.required(problems, "note", note, 1000);
        check(tx, actor, problems, rules);
        problems.throwIfAny();
        tx.execute(
                "insert into credit.policy (company_id) values (?) on conflict (company_id) do nothing", tx.company());
        tx.one(
                "select 1 as one from credit.policy y where y.company_id = ? for no key update",
                row -> row.integer("one"),
                tx.company());
        int version = tx.one(
                """
                insert into credit.policy_version (company_id, version, rules, note, made_by)
                select ?, 1 + coalesce(max(v.version), 0), ?::jsonb, ?, ? from credit.policy_version v where v.company_id = ? returning version""",
                row -> row.integer("version"),
                tx.company(),
                new Json(json.writeValueAsString(rules)),
                what,
                actor.user(),
                tx.company());
        record(tx, actor, "draft", version, what);
        return version;
    }

    private void check(Tx tx, Actor actor, Problem.Collector problems, List<PolicyRule> rules) {
        problems.check(!rules.isEmpty(), "rules", "required");
        problems.check(rules.size() <= MOST_RULES, "rules", "too-many-entries", MOST_RULES);
        Set<List<Object>> seen = new HashSet<>();
        Set<UUID> customers = new HashSet<>();
        Set<UUID> classes = new HashSet<>();
        for (int i = 0; i < Math.min(rules.size(), MOST_RULES); i++) {
            PolicyRule rule = rules.get(i);
            String at = "rules[" + i + "].";
            String key = rule.key();
            if (rule.reach() == Reach.COMPANY) {
                problems.check(key == null || key.isBlank(), at + "key", "credit-policy-key");
            } else if (!Input.required(problems, at + "key", key, 40).isEmpty()) {
                switch (rule.reach()) {
                    case CUSTOMER -> id(problems, at, key, "credit-no-customer", customers);
                    case CLASS -> id(problems, at, key, "unknown-customer-class", classes);
                    case COMPANY, GRADE -> {}
                }
            }
            amount(problems, actor, at + "amount", rule, rule.amount());
            BigDecimal percent = rule.percent();
            if (percent != null) {
                problems.check(
                        rule.check().figures().contains(Check.Figure.PERCENT), at + "percent", "credit-policy-figure");
                problems.check(
                        percent.signum() >= 0
                                && percent.compareTo(BigDecimal.valueOf(100)) <= 0
                                && percent.scale() <= 2,
                        at + "percent",
                        "out-of-range",
                        0,
                        100);
            }
            Integer number = rule.number();
            if (number != null) {
                problems.check(
                        rule.check().figures().contains(Check.Figure.NUMBER), at + "number", "credit-policy-figure");
                problems.check(number >= 0 && number <= 3650, at + "number", "out-of-range", 0, 3650);
            }
            Integer days = rule.days();
            if (days != null) {
                problems.check(rule.check().figures().contains(Check.Figure.DAYS), at + "days", "credit-policy-figure");
                problems.check(days >= 1 && days <= 1095, at + "days", "out-of-range", 1, 1095);
            }
            problems.check(
                    seen.add(List.of(rule.point(), rule.check(), rule.reach(), key == null ? "" : key)),
                    at + "check",
                    "credit-policy-twice");
        }
        if (problems.isEmpty() && !customers.isEmpty()) {
            Set<UUID> found = parties.named(tx, customers).keySet();
            for (int i = 0; i < rules.size(); i++) {
                PolicyRule rule = rules.get(i);
                problems.check(
                        rule.reach() != Reach.CUSTOMER || found.contains(UUID.fromString(String.valueOf(rule.key()))),
                        "rules[" + i + "].key",
                        "credit-no-customer");
            }
        }
        if (problems.isEmpty() && !classes.isEmpty()) {
            classes.removeAll(
                    customerClasses.all(tx).stream().map(CustomerClass::id).toList());
            for (int i = 0; i < rules.size(); i++) {
                PolicyRule rule = rules.get(i);
                problems.check(
                        rule.reach() != Reach.CLASS || !classes.contains(UUID.fromString(String.valueOf(rule.key()))),
                        "rules[" + i + "].key",
                        "unknown-customer-class");
            }
        }
    }

    private static void id(Problem.Collector problems, String at, @Nullable String key, String code, Set<UUID> found) {
        try {
            found.add(UUID.fromString(String.valueOf(key)));
        } catch (IllegalArgumentException e) {
            problems.add(at + "key", code);
        }
    }

    private static void amount(
            Problem.Collector problems, Actor actor, String field, PolicyRule rule, @Nullable BigDecimal amount) {
        if (amount != null) {
            problems.check(rule.check().figures().contains(Check.Figure.AMOUNT), field, "credit-policy-figure");
            problems.check(amount.signum() >= 0, field, "negative");
            Input.amount(problems, field, amount, actor.currency());
        }
    }

    /** From now on this version decides; every account's gate is derived anew by its next request. */
    public void makeLive(Tx tx, Actor actor, int version, String reason) {
        put(tx, actor, "LIVE", version, reason);
    }

    /** From now on this version records what it would decide; null ends the trial. */
    public void tryOut(Tx tx, Actor actor, @Nullable Integer version, String reason) {
        put(tx, actor, "SHADOW", version, reason);
    }

    private void put(Tx tx, Actor actor, String mode, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        if (version != null) {
            policy(tx, version);
        }
        boolean live = mode.equals("LIVE");
        // The version that goes live is no longer on trial.
        tx.add(Rank.DETAIL, live ? """
                        insert into credit.policy as y (company_id, live_version) values (?, ?) on conflict (company_id) do update
                        set live_version = excluded.live_version,
                          shadow_version = case when y.shadow_version = excluded.live_version then null else y.shadow_version end""" : """
                        insert into credit.policy as y (company_id, shadow_version) values (?, ?) on conflict (company_id) do update
                        set shadow_version = excluded.shadow_version""", tx.company(), version);
        tx.add(
                Rank.DETAIL,
                "insert into credit.policy_switch (company_id, id, version, mode, reason, switched_by) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                Ids.next(),
                version,
                mode,
                why,
                actor.user());
        record(tx, actor, live ? "live" : "shadow", version, why);
    }

    private void record(Tx tx, Actor actor, String action, @Nullable Integer version, String reason) {
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        action, KIND, null, version == null ? null : "V" + version, Map.of("reason", reason)));
    }
}
