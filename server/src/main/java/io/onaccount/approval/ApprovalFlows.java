package io.onaccount.approval;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Deadline;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Unit;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.listing.Condition;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Flows: who must say yes to what (审批流). One per kind of subject, edited as a draft, tried out on past subjects, published as a numbered
 * version. What is in force is kept in memory; a publication on another node is seen within ten seconds.
 */
@Component
public final class ApprovalFlows {
    static final String KIND = "approval-flow";

    private static final int MOST_RULES = 50;
    private static final int MOST_STAGES = 10;
    private static final int MOST_STEPS = 10;
    private static final int MOST_APPROVERS = 20;
    private static final int LONGEST_HOURS = 1000;
    private static final int LONGEST_DAYS = 100;
    private static final int LONGEST_TRIAL = 366;
    private static final int EXAMPLES = 20;
    private static final String COLUMNS = "f.id, f.kind, f.draft, f.active, f.version";

    private final ApprovalSubjects subjects;
    private final AuditTrail trail;
    private final JsonMapper json;
    private final Clock clock;
    private final Cache<Long, Map<String, InForce>> inForce =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(10)).build();

    ApprovalFlows(ApprovalSubjects subjects, AuditTrail trail, JsonMapper json, Clock clock) {
        this.subjects = subjects;
        this.trail = trail;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A flow.
     *
     * @param active the number of the version in force; null when it is switched off or was never published
     */
    public record Flow(
            UUID id,
            String kind,
            FlowDefinition draft,
            @Nullable Integer active,
            int version) {}

    /** What was published once. */
    public record Version(int number, FlowDefinition definition, String note, Instant at, UUID by) {}

    /** The version in force. */
    record InForce(UUID flow, int number, FlowDefinition definition) {}

    private Flow read(Row row) {
        return new Flow(
                row.uuid("id"),
                row.text("kind"),
                json.readValue(row.text("draft"), FlowDefinition.class),
                row.integerOrNull("active"),
                row.integer("version"));
    }

    public Flow find(Tx tx, UUID id) {
        return tx.first(
                        "select " + COLUMNS + " from approval.flow f where f.company_id = ? and f.id = ?",
                        this::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** Every published version, the newest first. */
    public List<Version> versions(Tx tx, UUID flow) {
        return tx.list(
                "select number, definition, note, published_at, published_by from approval.flow_version where company_id = ? and flow_id = ? order by number desc",
                row -> new Version(
                        row.integer("number"),
                        json.readValue(row.text("definition"), FlowDefinition.class),
                        row.text("note"),
                        row.instant("published_at"),
                        row.uuid("published_by")),
                tx.company(),
                flow);
    }

    /** Begins the flow of a kind with a draft; it decides nothing before it is published. 400 when the kind has one already. */
    public Flow create(Tx tx, Actor actor, String kind, FlowDefinition draft) {
        Problem.Collector problems = new Problem.Collector();
        Optional<ApprovalSubject> subject = subjects.named(kind);
        problems.check(subject.isPresent(), "kind", "unknown-record");
        boolean taken = tx.first(
                        "select 1 as one from approval.flow f where f.company_id = ? and f.kind = ?",
                        row -> row.integer("one"),
                        tx.company(),
                        kind)
                .isPresent();
        problems.check(!taken, "kind", "duplicate");
        subject.ifPresent(known -> check(tx, actor, problems, known, draft));
        problems.throwIfAny();
        Flow flow = new Flow(Ids.next(), kind, draft, null, 1);
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.invalid("kind", "duplicate"),
                "insert into approval.flow (company_id, id, kind, draft) values (?, ?, ?, ?) on conflict do nothing",
                tx.company(),
                flow.id(),
                kind,
                new Json(json.writeValueAsString(draft)));
        trail.record(tx, actor, new AuditTrail.Fact("create", KIND, flow.id(), kind, Map.of()));
        return flow;
    }

    /** Writes the draft anew; what is in force stays in force. */
    public Flow change(Tx tx, Actor actor, UUID id, FlowDefinition draft, @Nullable Integer version) {
        Flow old = lock(tx, id, version);
        Problem.Collector problems = new Problem.Collector();
        check(tx, actor, problems, subjects.of(old.kind()), draft);
        problems.throwIfAny();
        write(tx, new Flow(id, old.kind(), draft, old.active(), old.version()));
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, old.kind(), Map.of()));
        return new Flow(id, old.kind(), draft, old.active(), old.version() + 1);
    }

    /** Puts the draft in force as the next version. Running requests keep theirs. */
    public Flow publish(Tx tx, Actor actor, UUID id, String note, @Nullable Integer version) {
        Flow flow = lock(tx, id, version);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.text(problems, "note", note, 200);
        check(tx, actor, problems, subjects.of(flow.kind()), flow.draft());
        problems.throwIfAny();
        int number = tx.one(
                "select coalesce(max(number), 0) + 1 as next from approval.flow_version where company_id = ? and flow_id = ?",
                row -> row.integer("next"),
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "insert into approval.flow_version (company_id, flow_id, number, definition, note, published_at, published_by) values (?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                number,
                new Json(json.writeValueAsString(flow.draft())),
                why == null ? "" : why,
                clock.instant(),
                actor.user());
        return force(tx, actor, flow, number, "publish");
    }

    /** Switches the flow off: nothing of its kind needs approval from now on. Running requests go on. */
    public Flow stop(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return force(tx, actor, lock(tx, id, version), null, "stop");
    }

    private Flow force(Tx tx, Actor actor, Flow flow, @Nullable Integer number, String action) {
        write(tx, new Flow(flow.id(), flow.kind(), flow.draft(), number, flow.version()));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        action,
                        KIND,
                        flow.id(),
                        flow.kind(),
                        Map.of("active", java.util.Arrays.asList(flow.active(), number))));
        tx.afterCommit(() -> inForce.invalidate(tx.company()));
        return new Flow(flow.id(), flow.kind(), flow.draft(), number, flow.version() + 1);
    }

    private Flow lock(Tx tx, UUID id, @Nullable Integer version) {
        Flow flow = tx.first(
                        "select " + COLUMNS
                                + " from approval.flow f where f.company_id = ? and f.id = ? for update of f",
                        this::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
        if (version != null && version != flow.version()) {
            throw Problem.of(412, "stale-settings");
        }
        return flow;
    }

    private void write(Tx tx, Flow flow) {
        tx.add(
                Rank.DOCUMENT,
                "update approval.flow set draft = ?, active = ?, version = version + 1 where company_id = ? and id = ?",
                new Json(json.writeValueAsString(flow.draft())),
                flow.active(),
                tx.company(),
                flow.id());
    }

    /** Whether subjects of this kind may need approval at all; from memory. */
    boolean governs(Tx tx, String kind) {
        return inForce(tx).containsKey(kind);
    }

    private Map<String, InForce> inForce(Tx tx) {
        Map<String, InForce> known = inForce.getIfPresent(tx.company());
        if (known == null) {
            Map<String, InForce> read = new HashMap<>();
            tx.list(
                    """
                    select f.kind, f.id, v.number, v.definition from approval.flow f
                    join approval.flow_version v on v.company_id = f.company_id and v.flow_id = f.id and v.number = f.active
                    where f.company_id = ?""",
                    row -> read.put(
                            row.text("kind"),
                            new InForce(
                                    row.uuid("id"),
                                    row.integer("number"),
                                    json.readValue(row.text("definition"), FlowDefinition.class))),
                    tx.company());
            known = Map.copyOf(read);
            inForce.put(tx.company(), known);
        }
        return known;
    }

    /** The rule in force that a subject falls under, with its chain; empty when it needs no approval. */
    record Chain(InForce flow, Rule rule) {}

    Optional<Chain> chain(Tx tx, Actor actor, String kind, Map<String, ? extends @Nullable Object> facts) {
        InForce flow = inForce(tx).get(kind);
        if (flow == null) {
            return Optional.empty();
        }
        return new Rules(actor, subjects.of(kind), flow.definition())
                .first(facts)
                .filter(rule -> !rule.stages().isEmpty())
                .map(rule -> new Chain(flow, rule));
    }

    /** The rules of a definition with their conditions read once for any number of subjects. */
    private final class Rules {
        private final Map<Rule, Condition> conditions = new LinkedHashMap<>();

        Rules(Actor actor, ApprovalSubject subject, FlowDefinition definition) {
            definition
                    .rules()
                    .forEach(rule ->
                            conditions.put(rule, Condition.parse(json, actor, rule.condition(), subject.facts())));
        }

        Optional<Rule> first(Map<String, ? extends @Nullable Object> facts) {
            return conditions.entrySet().stream()
                    .filter(e -> e.getValue().holds(facts))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /** A past subject that would have gone this way. */
    public record Example(
            UUID id,
            String number,
            String title,
            LocalDate date,
            @Nullable BigDecimal total) {}

    /** How many past subjects a rule would have caught, and some of them. */
    public record Caught(String rule, int count, List<Example> examples) {}

    /** To whom how many would have gone. */
    public record Asked(Approver approver, int count) {}

    /** What a flow would have done ("3 of last month's 410 orders would have gone to the director"). */
    public record Trial(int subjects, int needed, List<Caught> rules, List<Asked> approvers) {}

    /**
     * Tries a draft out on the subjects of these days, at most a year; nothing is written.
     *
     * @param definition a draft that need not be saved
     */
    public Trial tryOut(Tx tx, Actor actor, String kind, FlowDefinition definition, LocalDate from, LocalDate until) {
        Problem.Collector problems = new Problem.Collector();
        ApprovalSubject subject = subjects.named(kind).orElseThrow(() -> Problem.invalid("kind", "unknown-record"));
        check(tx, actor, problems, subject, definition);
        problems.check(!until.isBefore(from), "until", "approval-before-start");
        problems.check(
                until.isBefore(from) || from.plusDays(LONGEST_TRIAL).isAfter(until),
                "until",
                "approval-trial-long",
                LONGEST_TRIAL);
        problems.throwIfAny();
        Rules rules = new Rules(actor, subject, definition);
        Map<Rule, List<Snapshot>> caught = new LinkedHashMap<>();
        definition.rules().forEach(rule -> caught.put(rule, new ArrayList<>()));
        List<Snapshot> past = subject.past(tx, actor, from, until);
        past.forEach(one -> rules.first(one.facts())
                .ifPresent(rule ->
                        caught.computeIfAbsent(rule, r -> new ArrayList<>()).add(one)));
        Map<Approver, Integer> approvers = new LinkedHashMap<>();
        caught.forEach((rule, some) -> rule.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.approvers().stream())
                .distinct()
                .forEach(approver -> approvers.merge(approver, some.size(), Integer::sum)));
        return new Trial(
                past.size(),
                caught.entrySet().stream()
                        .filter(e -> !e.getKey().stages().isEmpty())
                        .mapToInt(e -> e.getValue().size())
                        .sum(),
                caught.entrySet().stream()
                        .map(e -> new Caught(
                                e.getKey().name(),
                                e.getValue().size(),
                                e.getValue().stream()
                                        .limit(EXAMPLES)
                                        .map(s -> new Example(s.id(), s.number(), s.title(), s.date(), s.total()))
                                        .toList()))
                        .toList(),
                approvers.entrySet().stream()
                        .map(e -> new Asked(e.getKey(), e.getValue()))
                        .toList());
    }

    // ---- what makes a definition sound ----

    private void check(
            Tx tx, Actor actor, Problem.Collector problems, ApprovalSubject subject, FlowDefinition definition) {
        problems.check(definition.rules().size() <= MOST_RULES, "rules", "too-many-entries", MOST_RULES);
        Map<String, Approver> named = new LinkedHashMap<>();
        for (int r = 0; r < definition.rules().size(); r++) {
            Rule rule = definition.rules().get(r);
            String at = "rules[" + r + "].";
            Input.required(problems, at + "name", rule.name(), 100);
            try {
                Condition.parse(json, actor, rule.condition(), subject.facts());
            } catch (Problem problem) {
                problem.errors()
                        .forEach(error -> problems.add(
                                at + "condition",
                                error.code(),
                                error.arguments().toArray()));
            }
            problems.check(rule.stages().size() <= MOST_STAGES, at + "stages", "too-many-entries", MOST_STAGES);
            for (int s = 0; s < rule.stages().size(); s++) {
                check(problems, at + "stages[" + s + "].", rule.stages().get(s), named);
            }
        }
        known(tx, problems, "organization.membership", "user_id", Who.USER, named);
        known(tx, problems, "organization.role", "id", Who.ROLE, named);
    }

    private static void check(Problem.Collector problems, String at, Stage stage, Map<String, Approver> named) {
        problems.check(
                !stage.steps().isEmpty() && stage.steps().size() <= MOST_STEPS, at + "steps", "one-to", MOST_STEPS);
        for (int i = 0; i < stage.steps().size(); i++) {
            Step step = stage.steps().get(i);
            String here = at + "steps[" + i + "].";
            Input.required(problems, here + "name", step.name(), 100);
            problems.check(
                    !step.approvers().isEmpty() && step.approvers().size() <= MOST_APPROVERS,
                    here + "approvers",
                    "one-to",
                    MOST_APPROVERS);
            for (int a = 0; a < step.approvers().size(); a++) {
                named.put(here + "approvers[" + a + "].id", step.approvers().get(a));
            }
            if (step.escalation() != null) {
                named.put(here + "escalation.id", step.escalation());
            }
            Deadline deadline = step.deadline();
            if (deadline != null) {
                int most = deadline.unit() == Unit.HOURS ? LONGEST_HOURS : LONGEST_DAYS;
                problems.check(
                        deadline.amount() >= 1 && deadline.amount() <= most, here + "deadline.amount", "one-to", most);
            }
        }
    }

    /** Every user and role must be of this company; the superior names nobody. */
    private static void known(
            Tx tx, Problem.Collector problems, String table, String column, Who who, Map<String, Approver> named) {
        List<UUID> ids = named.values().stream()
                .filter(a -> a.who() == who && a.id() != null)
                .map(Approver::id)
                .distinct()
                .toList();
        List<UUID> found = ids.isEmpty()
                ? List.of()
                : tx.list(
                        "select t." + column + " as id from " + table + " t where t.company_id = ? and t." + column
                                + " = any(?)",
                        row -> row.uuid("id"),
                        tx.company(),
                        SqlArray.of("uuid", ids));
        named.forEach((at, approver) -> {
            if (approver.who() == who) {
                problems.check(approver.id() != null && found.contains(approver.id()), at, "unknown-record");
            } else if (approver.who() == Who.SUPERIOR && who == Who.USER) {
                problems.check(approver.id() == null, at, "approval-superior-named");
            }
        });
    }
}
