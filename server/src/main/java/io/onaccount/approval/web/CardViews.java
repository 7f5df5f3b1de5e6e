package io.onaccount.approval.web;

import io.onaccount.approval.Act;
import io.onaccount.approval.Approval;
import io.onaccount.approval.Approval.Decision;
import io.onaccount.approval.Approval.Entry;
import io.onaccount.approval.Approval.EntryState;
import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approval.Source;
import io.onaccount.approval.Approval.StepRow;
import io.onaccount.approval.Approval.StepState;
import io.onaccount.approval.ApprovalSubjects;
import io.onaccount.approval.Approvals.Card;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.approval.Picture;
import io.onaccount.approval.RequestState;
import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.document.Field;
import io.onaccount.document.RecordRef;
import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Roles;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests for approval as pages show them: every id by its name, every figure by its label, nothing that the reader may not see. */
@Component
class CardViews {
    private final ApprovalSubjects subjects;
    private final Records records;
    private final Roles roles;
    private final Texts texts;
    private final JsonMapper json;

    CardViews(ApprovalSubjects subjects, Records records, Roles roles, Texts texts, JsonMapper json) {
        this.subjects = subjects;
        this.records = records;
        this.roles = roles;
        this.texts = texts;
        this.json = json;
    }

    /**
     * One figure.
     *
     * @param type the field's type in lower case
     * @param value as text, or a list of texts for a set of codes; of a reference its name
     */
    record Figure(
            String name,
            String label,
            String type,
            @Nullable String value) {}

    record ColumnView(String name, String label, String type) {}

    record Sheet(List<ColumnView> columns, List<List<@Nullable String>> rows) {}

    /** @param decidedBy the name */
    record EntryView(
            String name,
            boolean role,
            Source source,
            EntryState state,
            @Nullable String decidedBy) {}

    record StepView(
            UUID id,
            int stage,
            String name,
            Mode mode,
            StepState state,
            @Nullable Instant dueAt,
            @Nullable Instant escalatedAt,
            List<EntryView> approvers) {}

    /** @param who the name; empty for the clock */
    record DecisionView(
            UUID id,
            Act act,
            String what,
            String who,
            @Nullable String onBehalfOf,
            @Nullable String named,
            String reason,
            boolean byLink,
            Instant at,
            List<Figure> figures) {}

    /** @param reason why not, in the reader's words */
    record MoveView(String name, boolean allowed, @Nullable String reason) {}

    /**
     * @param onBehalfOf the absent colleague whose decision it is; null when it is the reader's own
     * @param sheet the lines of the subject; null when it has none or is gone
     */
    record CardView(
            UUID id,
            String kind,
            String kindTitle,
            RecordRef subject,
            @Nullable RecordRef party,
            @Nullable RecordRef owner,
            RecordRef askedBy,
            Instant askedAt,
            String rule,
            RequestState state,
            @Nullable String currency,
            @Nullable BigDecimal total,
            boolean changed,
            @Nullable String onBehalfOf,
            List<Figure> figures,
            @Nullable Sheet sheet,
            List<StepView> steps,
            List<DecisionView> decisions,
            List<MoveView> moves) {}

    private record Names(Map<UUID, RecordRef> records, Map<UUID, String> roles) {
        RecordRef ref(UUID id) {
            return records.getOrDefault(id, new RecordRef(id, null, null, null));
        }

        @Nullable
        RecordRef refOrNull(@Nullable UUID id) {
            return id == null ? null : ref(id);
        }

        String of(@Nullable UUID id) {
            String title = id == null ? null : ref(id).title();
            return title == null ? "" : title;
        }
    }

    CardView card(Tx tx, Actor actor, Card card) {
        Picture now = card.now() == null ? last(card.approval()) : card.now();
        Names names = names(tx, actor, List.of(card.approval()), now);
        return view(actor, names, card.approval(), now, card.changed(), card.onBehalfOf());
    }

    /** Requests about one subject with their decisions, for the tab of its page. */
    List<CardView> history(Tx tx, Actor actor, List<Approval> approvals) {
        Names names = names(tx, actor, approvals, null);
        return approvals.stream()
                .map(approval -> view(actor, names, approval, last(approval), false, null))
                .toList();
    }

    private Picture last(Approval approval) {
        return approval.decisions().reversed().stream()
                .map(Decision::picture)
                .filter(picture -> !picture.equals("{}"))
                .findFirst()
                .map(picture -> json.readValue(picture, Picture.class))
                .orElse(new Picture(Map.of(), List.of(), List.of()));
    }

    private CardView view(
            Actor actor, Names names, Approval approval, Picture now, boolean changed, @Nullable UUID inPlaceOf) {
        Request request = approval.request();
        boolean pending = request.state() == RequestState.PENDING;
        return new CardView(
                request.id(),
                request.kind(),
                texts.text(actor.locale(), "kind." + request.kind()),
                new RecordRef(request.subject(), request.kind(), request.number(), request.title()),
                names.refOrNull(request.party()),
                names.refOrNull(request.owner()),
                names.ref(request.askedBy()),
                request.askedAt(),
                request.rule(),
                request.state(),
                request.currency(),
                request.total(),
                changed,
                inPlaceOf == null || inPlaceOf.equals(actor.user()) ? null : names.of(inPlaceOf),
                figures(actor, names, request.kind(), now),
                sheet(actor, names, request.kind(), now),
                approval.steps().stream().map(step -> step(actor, names, step)).toList(),
                approval.decisions().stream()
                        .map(decision -> decision(actor, names, request.kind(), decision))
                        .toList(),
                moves(actor, request, pending, inPlaceOf != null));
    }

    private List<MoveView> moves(Actor actor, Request request, boolean pending, boolean mine) {
        List<MoveView> moves = new ArrayList<>();
        String closed = pending ? "approval-not-yours" : "approval-over";
        for (String name : List.of("approve", "reject", "return")) {
            boolean may = actor.may("approval.decide");
            moves.add(move(actor, request, name, mine && may, mine ? "forbidden" : closed));
        }
        moves.add(move(actor, request, "add", pending && (mine || actor.may("approval.reassign")), closed));
        moves.add(move(
                actor,
                request,
                "withdraw",
                pending && request.askedBy().equals(actor.user()),
                pending ? "approval-not-asker" : closed));
        return moves;
    }

    private MoveView move(Actor actor, Request request, String name, boolean allowed, String code) {
        Object argument = code.equals("forbidden") ? "approval.decide" : request.number();
        return new MoveView(name, allowed, allowed ? null : texts.text(actor.locale(), "problem." + code, argument));
    }

    private StepView step(Actor actor, Names names, StepRow step) {
        List<EntryView> entries = step.entries().isEmpty() && step.state() == StepState.WAITING
                ? step.definition().approvers().stream()
                        .map(a -> new EntryView(
                                approver(actor.locale(), names, a),
                                a.who() == Who.ROLE,
                                Source.FLOW,
                                EntryState.OPEN,
                                null))
                        .toList()
                : step.entries().stream().map(e -> entry(names, e)).toList();
        return new StepView(
                step.id(),
                step.stage(),
                step.definition().name(),
                step.definition().mode(),
                step.state(),
                step.dueAt(),
                step.escalatedAt(),
                entries);
    }

    private static EntryView entry(Names names, Entry entry) {
        UUID role = entry.role();
        return new EntryView(
                role == null ? names.of(entry.user()) : names.roles().getOrDefault(role, ""),
                role != null,
                entry.source(),
                entry.state(),
                entry.decidedBy() == null ? null : names.of(entry.decidedBy()));
    }

    private String approver(Locale locale, Names names, Approver approver) {
        UUID id = approver.id();
        return approver.who() == Who.SUPERIOR || id == null
                ? texts.text(locale, "approval.superior")
                : approver.who() == Who.ROLE ? names.roles().getOrDefault(id, "") : names.of(id);
    }

    /** What approvers are called, for pages about flows. */
    Map<Approver, String> approvers(Tx tx, Actor actor, List<Approver> approvers) {
        Set<UUID> ids = new HashSet<>();
        approvers.forEach(a -> {
            if (a.id() != null) {
                ids.add(a.id());
            }
        });
        Names names = new Names(records.names(tx, ids), roleNames(tx, actor.locale()));
        Map<Approver, String> called = new HashMap<>();
        approvers.forEach(a -> called.put(a, approver(actor.locale(), names, a)));
        return called;
    }

    private DecisionView decision(Actor actor, Names names, String kind, Decision decision) {
        return new DecisionView(
                decision.id(),
                decision.act(),
                texts.text(
                        actor.locale(),
                        "history.approval-" + decision.act().name().toLowerCase(Locale.ROOT)),
                names.of(decision.by()),
                decision.onBehalfOf() == null ? null : names.of(decision.onBehalfOf()),
                decision.named() == null ? null : names.of(decision.named()),
                decision.reason(),
                decision.byLink(),
                decision.at(),
                decision.picture().equals("{}")
                        ? List.of()
                        : figures(actor, names, kind, json.readValue(decision.picture(), Picture.class)));
    }

    private List<Figure> figures(Actor actor, Names names, String kind, Picture picture) {
        List<Figure> figures = new ArrayList<>();
        JsonNode values = json.valueToTree(picture.facts());
        for (Field fact : subjects.named(kind).map(ApprovalSubject::facts).orElse(List.of())) {
            if (values.hasNonNull(fact.name()) && (fact.right().isEmpty() || actor.may(fact.right()))) {
                figures.add(new Figure(
                        fact.name(),
                        label(actor.locale(), kind, fact.name()),
                        fact.type().name().toLowerCase(Locale.ROOT),
                        value(actor, names, kind, fact.name(), fact.type(), values.path(fact.name()))));
            }
        }
        return figures;
    }

    private @Nullable Sheet sheet(Actor actor, Names names, String kind, Picture picture) {
        if (picture.columns().isEmpty()) {
            return null;
        }
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < picture.columns().size(); i++) {
            String right = picture.columns().get(i).right();
            if (right.isEmpty() || actor.may(right)) {
                shown.add(i);
            }
        }
        JsonNode rows = json.valueToTree(picture.rows());
        List<List<@Nullable String>> views = new ArrayList<>();
        for (JsonNode row : rows) {
            List<@Nullable String> cells = new ArrayList<>();
            for (int i : shown) {
                Picture.Column column = picture.columns().get(i);
                cells.add(value(actor, names, kind, column.name(), column.type(), row.path(i)));
            }
            views.add(cells);
        }
        return new Sheet(
                shown.stream()
                        .map(picture.columns()::get)
                        .map(c -> new ColumnView(
                                c.name(),
                                label(actor.locale(), kind, c.name()),
                                c.type().name().toLowerCase(Locale.ROOT)))
                        .toList(),
                views);
    }

    private @Nullable String value(
            Actor actor, Names names, String kind, String name, Field.Type type, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (value.isArray()) {
            return String.join(
                    ", ",
                    value.valueStream()
                            .map(one -> choice(actor.locale(), kind, name, one.asString()))
                            .toList());
        }
        String text = value.asString();
        if (text.isEmpty()) {
            return null;
        }
        return switch (type) {
            case PARTY, USER, DEPARTMENT, PRODUCT, REF -> named(names, text);
            case BOOLEAN -> texts.text(actor.locale(), value.asBoolean() ? "list.yes" : "list.no");
            case CHOICE, STATUS -> choice(actor.locale(), kind, name, text);
            default -> text;
        };
    }

    private static String named(Names names, String id) {
        RecordRef ref = names.ref(UUID.fromString(id));
        return ref.title() == null || ref.title().isEmpty() ? String.valueOf(ref.number()) : ref.title();
    }

    /** What a fact or a column is called. */
    String label(Locale locale, String kind, String name) {
        return texts.find(locale, "field." + kind + "." + name).orElseGet(() -> texts.text(locale, "field." + name));
    }

    /** What a value of a fact is called. */
    String choice(Locale locale, String kind, String name, String value) {
        return texts.find(locale, "choice." + kind + "." + name + "." + value).orElse(value);
    }

    private Names names(Tx tx, Actor actor, List<Approval> approvals, @Nullable Picture now) {
        Set<UUID> ids = new HashSet<>();
        for (Approval approval : approvals) {
            Request request = approval.request();
            Stream.of(request.party(), request.owner(), request.askedBy())
                    .filter(java.util.Objects::nonNull)
                    .forEach(ids::add);
            approval.steps().forEach(step -> {
                step.entries().forEach(entry -> add(ids, entry.user(), entry.decidedBy()));
                step.definition().approvers().forEach(approver -> add(ids, approver.id()));
            });
            approval.decisions().forEach(decision -> {
                add(ids, decision.by(), decision.onBehalfOf(), decision.named());
                if (!decision.picture().equals("{}")) {
                    collect(json.readTree(decision.picture()), ids);
                }
            });
        }
        if (now != null) {
            collect(json.valueToTree(now), ids);
        }
        return new Names(records.names(tx, ids), roleNames(tx, actor.locale()));
    }

    private static void add(Set<UUID> ids, @Nullable UUID... more) {
        for (UUID id : more) {
            if (id != null) {
                ids.add(id);
            }
        }
    }

    private static void collect(JsonNode node, Set<UUID> ids) {
        if (node.isContainer()) {
            node.forEach(child -> collect(child, ids));
        } else if (node.isString() && node.stringValue().length() == 36) {
            try {
                ids.add(UUID.fromString(node.stringValue()));
            } catch (IllegalArgumentException e) {
                // a text of that length
            }
        }
    }

    private Map<UUID, String> roleNames(Tx tx, Locale locale) {
        Map<UUID, String> names = new HashMap<>();
        for (Roles.Role role : roles.list(tx)) {
            String key = "role." + role.code();
            boolean renamed =
                    Texts.LOCALES.stream().noneMatch(l -> texts.text(l, key).equals(role.name()));
            names.put(role.id(), role.readyMade() && !renamed ? texts.text(locale, key) : role.name());
        }
        return names;
    }
}
