package io.onaccount.credit.warning;

import io.onaccount.credit.warning.Signal.Figure;
import io.onaccount.credit.warning.WarningRule.Action;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules by which a company watches its customers (预警规则). Before it settles them the built-in ones hold. */
@Component
public final class WarningRules {
    private static final int MOST_RULES = 100;
    private static final int MOST_ROLES = 50;
    private static final int MOST_DAYS = 3650;
    private static final String SETTLED =
            "select s.version from credit.warning_setting s where s.company_id = ? and s.version > 0";

    private final AuditTrail trail;

    WarningRules(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * All rules of a company.
     *
     * @param version 0 while the built-in ones hold
     */
    public record Rulebook(int version, List<WarningRule> rules) {}

    /** What a company begins with: the credit controllers are told of everything and the salesperson of what they can do something about. */
    private static List<WarningRule> builtIn(Tx tx) {
        List<UUID> controllers = tx.list(
                "select r.id from organization.role r where r.company_id = ? and r.code = 'credit-controller'",
                row -> row.uuid("id"),
                tx.company());
        return List.of(
                rule(tx, controllers, true, Signal.UTILISATION, 80, null, null, null),
                rule(tx, controllers, true, Signal.UTILISATION, 100, null, null, null),
                rule(tx, controllers, true, Signal.DUE_SOON, null, 0, 3, null),
                rule(tx, controllers, true, Signal.OVERDUE, null, 0, 15, null),
                rule(tx, controllers, false, Signal.LATE_IN_ROW, null, null, null, 3),
                rule(tx, controllers, false, Signal.SLOWER, null, null, 10, null),
                rule(tx, controllers, false, Signal.ORDER_SURGE, 250, 10_000, null, null),
                rule(tx, controllers, true, Signal.TEMPORARY_ENDS, null, null, 7, null),
                rule(tx, controllers, true, Signal.VALIDITY_ENDS, null, null, 30, null),
                rule(tx, controllers, true, Signal.GUARANTEE_ENDS, null, null, 30, null),
                rule(tx, controllers, false, Signal.REVIEW_DUE, null, null, 14, null),
                rule(tx, controllers, true, Signal.STOPPED_BUYING, null, null, 60, 4),
                rule(tx, controllers, false, Signal.POOL_USED, 90, null, null, null),
                rule(tx, controllers, false, Signal.POOL_STOPPED, null, null, null, null),
                rule(tx, controllers, true, Signal.KIN_TROUBLE, null, null, 30, null),
                rule(tx, controllers, true, Signal.EXTERNAL, null, null, 90, null));
    }

    private static WarningRule rule(
            Tx tx,
            List<UUID> roles,
            boolean tellOwner,
            Signal signal,
            @Nullable Integer percent,
            @Nullable Integer amount,
            @Nullable Integer days,
            @Nullable Integer times) {
        // The same id whenever it is asked for, so that two who write it down at once write the same.
        String name = "warning-rule " + tx.company() + " " + signal + " " + percent;
        return new WarningRule(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                signal,
                percent == null ? null : BigDecimal.valueOf(percent),
                amount == null ? null : BigDecimal.valueOf(amount),
                days,
                times,
                roles,
                tellOwner,
                false,
                Action.NONE,
                null,
                true);
    }

    private static WarningRule read(Row row) {
        return new WarningRule(
                row.uuid("id"),
                row.choice("signal", Signal.class),
                plain(row.decimalOrNull("percent")),
                plain(row.decimalOrNull("amount")),
                row.integerOrNull("days"),
                row.integerOrNull("times"),
                row.list("roles", UUID.class),
                row.bool("tell_owner"),
                row.bool("tell_superior"),
                row.choice("action", Action.class),
                row.integerOrNull("task_days"),
                row.bool("active"));
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal figure) {
        return figure == null
                ? null
                : figure.setScale(Math.max(0, figure.stripTrailingZeros().scale()));
    }

    public Rulebook rulebook(Tx tx) {
        int version =
                tx.first(SETTLED, row -> row.integer("version"), tx.company()).orElse(0);
        return new Rulebook(
                version,
                version == 0
                        ? builtIn(tx)
                        : tx.list(
                                "select r.* from credit.warning_rule r where r.company_id = ? and not r.retired order by r.position",
                                WarningRules::read,
                                tx.company()));
    }

    /** The rules to go by, written down so that findings can name them; the caller holds the company's lock. */
    static List<WarningRule> active(Tx tx, Rulebook book) {
        if (book.version() == 0) {
            write(tx, book.rules(), null);
            tx.flush();
        }
        return book.rules().stream().filter(WarningRule::active).toList();
    }

    /** Only one evaluation or change of rules at a time: the second waits here and then sees what the first did. */
    static void lock(Tx tx) {
        tx.execute(
                "insert into credit.warning_setting (company_id) values (?) on conflict (company_id) do nothing",
                tx.company());
        tx.list(
                "select s.version from credit.warning_setting s where s.company_id = ? for update",
                row -> row.integer("version"),
                tx.company());
    }

    /**
     * Settles the rules anew, whole. A rule that keeps its id keeps its open warnings; those of a rule that is left out or switched off close with
     * the next evaluation.
     *
     * @param version the caller has seen; null to take it as it is
     */
    public void settle(Tx tx, Actor actor, @Nullable Integer version, List<WarningRule> rules) {
        lock(tx);
        Rulebook old = rulebook(tx);
        if (version != null && version != old.version()) {
            throw Problem.stale("", "");
        }
        check(tx, actor, rules, old);
        List<WarningRule> named = rules.stream().map(WarningRules::named).toList();
        if (old.version() == 0) {
            write(tx, old.rules(), null);
        }
        tx.add(Rank.DETAIL, "update credit.warning_rule r set retired = true where r.company_id = ?", tx.company());
        write(tx, named, actor.user());
        tx.add(
                Rank.DETAIL,
                "update credit.warning_setting s set version = s.version + 1 where s.company_id = ?",
                tx.company());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "settle", Warnings.KIND, null, null, Map.of("rules", List.of(told(old.rules()), told(named)))));
    }

    private static WarningRule named(WarningRule r) {
        return r.id() != null
                ? r
                : new WarningRule(
                        Ids.next(),
                        r.signal(),
                        r.percent(),
                        r.amount(),
                        r.days(),
                        r.times(),
                        r.roles(),
                        r.tellOwner(),
                        r.tellSuperior(),
                        r.action(),
                        r.taskDays(),
                        r.active());
    }

    private static List<String> told(List<WarningRule> rules) {
        return rules.stream()
                .map(r -> r.signal() + " " + r.percent() + " " + plain(r.amount()) + " " + r.days() + " " + r.times()
                        + " " + r.action() + (r.active() ? "" : " off"))
                .toList();
    }

    /** A change of the action makes the rule that of whoever changed it: they answer for what it does. */
    private static void write(Tx tx, List<WarningRule> rules, @Nullable UUID by) {
        int position = 0;
        for (WarningRule rule : rules) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into credit.warning_rule as r (company_id, id, position, signal, percent, amount, days, times, roles, tell_owner, tell_superior,
                      action, task_days, active, set_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (company_id, id) do update set position = excluded.position, percent = excluded.percent, amount = excluded.amount,
                      days = excluded.days, times = excluded.times, roles = excluded.roles, tell_owner = excluded.tell_owner,
                      tell_superior = excluded.tell_superior, task_days = excluded.task_days, active = excluded.active, retired = false,
                      set_by = case when r.action = excluded.action and r.set_by is not null then r.set_by else excluded.set_by end,
                      action = excluded.action""",
                    tx.company(),
                    rule.id(),
                    position++,
                    rule.signal(),
                    rule.percent(),
                    rule.amount(),
                    rule.days(),
                    rule.times(),
                    SqlArray.of("uuid", rule.roles()),
                    rule.tellOwner(),
                    rule.tellSuperior(),
                    rule.action(),
                    rule.taskDays(),
                    rule.active(),
                    by);
        }
    }

    private static void check(Tx tx, Actor actor, List<WarningRule> rules, Rulebook old) {
        Problem.Collector problems = new Problem.Collector();
        if (!problems.check(rules.size() <= MOST_RULES, "rules", "too-many-entries", MOST_RULES)) {
            problems.throwIfAny();
        }
        Set<UUID> roles = new HashSet<>(tx.list(
                "select r.id from organization.role r where r.company_id = ?", row -> row.uuid("id"), tx.company()));
        Set<UUID> own = new HashSet<>();
        Map<UUID, WarningRule> known = new HashMap<>();
        for (WarningRule rule : old.rules()) {
            known.put(Objects.requireNonNull(rule.id()), rule);
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            WarningRule rule = rules.get(i);
            String at = "rules[" + i + "].";
            UUID id = rule.id();
            WarningRule before = id == null ? null : known.get(id);
            if (id != null
                    && problems.check(before != null && before.signal() == rule.signal(), at + "id", "unknown-part")) {
                problems.check(own.add(id), at + "id", "credit-named-twice");
            }
            figures(problems, actor, at, rule);
            problems.check(
                    seen.add(Arrays.asList(
                            rule.signal(), plain(rule.percent()), plain(rule.amount()), rule.days(), rule.times())),
                    at + "signal",
                    "credit-named-twice");
            if (problems.check(rule.roles().size() <= MOST_ROLES, at + "roles", "too-many-entries", MOST_ROLES)) {
                for (int k = 0; k < rule.roles().size(); k++) {
                    problems.check(roles.contains(rule.roles().get(k)), at + "roles[" + k + "]", "credit-warning-role");
                }
            }
            problems.check(
                    (rule.action() == Action.TASK) == (rule.taskDays() != null),
                    at + "taskDays",
                    "credit-warning-task");
            number(problems, at + "taskDays", rule.taskDays(), MOST_DAYS);
            boolean same = before != null && before.action() == rule.action();
            problems.check(
                    !rule.action().tightens() || same || actor.may("credit-account.grant"),
                    at + "action",
                    "credit-warning-grant");
        }
        problems.throwIfAny();
    }

    private static void figures(Problem.Collector problems, Actor actor, String at, WarningRule rule) {
        Set<Figure> needed = rule.signal().figures();
        BigDecimal percent = rule.percent();
        figure(problems, needed, Figure.PERCENT, at + "percent", percent);
        if (percent != null) {
            problems.check(
                    percent.signum() > 0
                            && percent.compareTo(BigDecimal.valueOf(100_000)) <= 0
                            && percent.stripTrailingZeros().scale() <= 2,
                    at + "percent",
                    "out-of-range",
                    1,
                    100_000);
        }
        BigDecimal amount = rule.amount();
        figure(problems, needed, Figure.AMOUNT, at + "amount", amount);
        if (amount != null && problems.check(amount.signum() >= 0, at + "amount", "negative")) {
            Input.amount(problems, at + "amount", amount, actor.currency());
        }
        figure(problems, needed, Figure.DAYS, at + "days", rule.days());
        number(problems, at + "days", rule.days(), MOST_DAYS);
        figure(problems, needed, Figure.TIMES, at + "times", rule.times());
        Integer times = rule.times();
        problems.check(
                times == null || (times >= 1 && times <= most(rule.signal())),
                at + "times",
                "out-of-range",
                1,
                most(rule.signal()));
    }

    private static int most(Signal signal) {
        return signal == Signal.STOPPED_BUYING ? 6 : 20;
    }

    private static void figure(
            Problem.Collector problems, Set<Figure> needed, Figure figure, String field, @Nullable Object value) {
        problems.check(value != null || !needed.contains(figure), field, "required");
        problems.check(value == null || needed.contains(figure), field, "credit-policy-figure");
    }

    private static void number(Problem.Collector problems, String field, @Nullable Integer number, int most) {
        problems.check(number == null || (number >= 0 && number <= most), field, "out-of-range", 0, most);
    }
}
