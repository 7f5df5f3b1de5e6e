package io.onaccount.approval.web;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.ApprovalFlows.Flow;
import io.onaccount.approval.ApprovalFlows.Trial;
import io.onaccount.approval.ApprovalSubjects;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Users;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Flows: edited as a draft, tried out on the past, published as a version, switched off. */
@RestController
class FlowEndpoints {
    private final ApprovalFlows flows;
    private final ApprovalSubjects subjects;
    private final CardViews views;
    private final Users users;
    private final Database database;
    private final Texts texts;

    FlowEndpoints(
            ApprovalFlows flows,
            ApprovalSubjects subjects,
            CardViews views,
            Users users,
            Database database,
            Texts texts) {
        this.flows = flows;
        this.subjects = subjects;
        this.views = views;
        this.users = users;
        this.database = database;
        this.texts = texts;
    }

    record Option(String value, String label) {}

    /** A fact as filters of lists describe their fields. */
    record FactView(
            String name,
            String label,
            String type,
            List<String> operators,
            @Nullable List<Option> options) {}

    record SubjectView(String kind, String title, List<FactView> facts) {}

    record SubjectList(List<SubjectView> rows) {}

    /** What can need approval, and what rules may ask of it. */
    @GetMapping("/api/v1/approval-subjects")
    @Needs("approval-flow.view")
    SubjectList subjects(Actor actor) {
        return new SubjectList(
                subjects.all().stream().map(s -> subject(actor.locale(), s)).toList());
    }

    private SubjectView subject(Locale locale, ApprovalSubject subject) {
        return new SubjectView(
                subject.kind(),
                texts.text(locale, "kind." + subject.kind()),
                subject.facts().stream()
                        .map(fact -> fact(locale, subject.kind(), fact))
                        .toList());
    }

    private FactView fact(Locale locale, String kind, Field fact) {
        return new FactView(
                fact.name(),
                views.label(locale, kind, fact.name()),
                fact.type() == Field.Type.DEPARTMENT
                        ? "ref"
                        : fact.type().name().toLowerCase(Locale.ROOT),
                fact.type().operators(),
                fact.choices().isEmpty()
                        ? null
                        : fact.choices().stream()
                                .map(value -> new Option(value, views.choice(locale, kind, fact.name(), value)))
                                .toList());
    }

    record VersionView(int number, FlowDefinition definition, String note, Instant at, String by) {}

    record ApproverName(String who, @Nullable UUID id, String name) {}

    record FlowView(
            UUID id,
            String kind,
            String kindTitle,
            FlowDefinition draft,
            @Nullable Integer active,
            List<VersionView> versions,
            List<ApproverName> approvers,
            int version) {}

    @GetMapping("/api/v1/approval-flows/{id}")
    @Needs("approval-flow.view")
    ResponseEntity<FlowView> get(Actor actor, @PathVariable UUID id) {
        return answer(database.read(actor.company(), tx -> view(tx, actor, flows.find(tx, id))));
    }

    record NewFlow(@MaxLength(50) String kind, FlowDefinition definition) {}

    @PostMapping("/api/v1/approval-flows")
    @Needs("approval-flow.edit")
    @ResponseStatus(HttpStatus.CREATED)
    FlowView create(Actor actor, Once once, @RequestBody NewFlow body) {
        return once.run(
                actor.company(),
                FlowView.class,
                tx -> view(tx, actor, flows.create(tx, actor, body.kind(), body.definition())));
    }

    @PutMapping("/api/v1/approval-flows/{id}")
    @Needs("approval-flow.edit")
    ResponseEntity<FlowView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody FlowDefinition body) {
        return answer(once.run(
                actor.company(),
                FlowView.class,
                tx -> view(tx, actor, flows.change(tx, actor, id, body, seen.version()))));
    }

    record Publication(@Nullable @MaxLength(200) String note) {}

    @PostMapping("/api/v1/approval-flows/{id}/publication")
    @Needs("approval-flow.edit")
    ResponseEntity<FlowView> publish(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable Publication body) {
        String note = body == null || body.note() == null ? "" : body.note();
        return answer(once.run(actor.company(), FlowView.class, tx -> {
            Flow flow = flows.publish(tx, actor, id, note, seen.version());
            tx.flush();
            return view(tx, actor, flow);
        }));
    }

    @DeleteMapping("/api/v1/approval-flows/{id}/publication")
    @Needs("approval-flow.edit")
    ResponseEntity<FlowView> stop(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return answer(once.run(
                actor.company(), FlowView.class, tx -> view(tx, actor, flows.stop(tx, actor, id, seen.version()))));
    }

    record TrialOf(@MaxLength(50) String kind, FlowDefinition definition, LocalDate from, LocalDate until) {}

    record AskedView(String name, int count) {}

    record TrialView(int subjects, int needed, List<ApprovalFlows.Caught> rules, List<AskedView> approvers) {}

    /** What the definition, saved or not, would have done in these days; nothing is written. */
    @PostMapping("/api/v1/approval-trials")
    @Needs("approval-flow.view")
    TrialView tryOut(Actor actor, @RequestBody TrialOf body) {
        return database.report(actor.company(), tx -> {
            Trial trial = flows.tryOut(tx, actor, body.kind(), body.definition(), body.from(), body.until());
            Map<Approver, String> names = views.approvers(
                    tx,
                    actor,
                    trial.approvers().stream()
                            .map(ApprovalFlows.Asked::approver)
                            .toList());
            return new TrialView(
                    trial.subjects(),
                    trial.needed(),
                    trial.rules(),
                    trial.approvers().stream()
                            .map(a -> new AskedView(names.getOrDefault(a.approver(), ""), a.count()))
                            .toList());
        });
    }

    private FlowView view(Tx tx, Actor actor, Flow flow) {
        List<ApprovalFlows.Version> versions = flows.versions(tx, flow.id());
        Map<UUID, String> people =
                users.named(tx, versions.stream().map(ApprovalFlows.Version::by).toList());
        List<Approver> approvers = new ArrayList<>();
        flow.draft()
                .rules()
                .forEach(rule -> rule.stages()
                        .forEach(stage -> stage.steps().forEach(step -> {
                            approvers.addAll(step.approvers());
                            if (step.escalation() != null) {
                                approvers.add(step.escalation());
                            }
                        })));
        return new FlowView(
                flow.id(),
                flow.kind(),
                texts.text(actor.locale(), "kind." + flow.kind()),
                flow.draft(),
                flow.active(),
                versions.stream()
                        .map(v -> new VersionView(
                                v.number(), v.definition(), v.note(), v.at(), people.getOrDefault(v.by(), "")))
                        .toList(),
                views.approvers(tx, actor, approvers).entrySet().stream()
                        .map(e -> new ApproverName(
                                e.getKey().who().name(), e.getKey().id(), e.getValue()))
                        .toList(),
                flow.version());
    }

    private static ResponseEntity<FlowView> answer(FlowView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
