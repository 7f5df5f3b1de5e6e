package io.onaccount.approval;

import io.onaccount.approval.Approval.Decision;
import io.onaccount.approval.Approval.Entry;
import io.onaccount.approval.Approval.EntryState;
import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approval.Source;
import io.onaccount.approval.Approval.StepRow;
import io.onaccount.approval.Approval.StepState;
import io.onaccount.approval.ApprovalAnswer.AlreadyApproved;
import io.onaccount.approval.ApprovalAnswer.NotNeeded;
import io.onaccount.approval.ApprovalAnswer.Pending;
import io.onaccount.approval.ApprovalFlows.Chain;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Deadline;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Unit;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.approval.RequestTables.Asked;
import io.onaccount.approval.RequestTables.Mine;
import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Approvals (审批): asked for by the module of a subject before it lets the subject stand, and decided by whom the flow names. An approval is
 * for the figures as they stood: what is approved is what gets executed, and a change asks again.
 *
 * <p>A module locks its subject first and then asks here; deciding locks in the same order, so that neither waits for the other.
 */
@Component
public final class Approvals {
    static final String KIND = "approval";

    private final ApprovalFlows flows;
    private final ApprovalSubjects subjects;
    private final RequestTables tables;
    private final ApprovalMails mails;
    private final Organization organization;
    private final Companies companies;
    private final AuditTrail trail;
    private final Clock clock;
    private final JsonMapper json;

    Approvals(
            ApprovalFlows flows,
            ApprovalSubjects subjects,
            RequestTables tables,
            ApprovalMails mails,
            Organization organization,
            Companies companies,
            AuditTrail trail,
            Clock clock,
            JsonMapper json) {
        this.flows = flows;
        this.subjects = subjects;
        this.tables = tables;
        this.mails = mails;
        this.organization = organization;
        this.companies = companies;
        this.trail = trail;
        this.clock = clock;
        this.json = json;
    }

    // ---- for the modules of subjects ----

    /** Whether subjects of this kind may need approval at all: cheap, so that a company without flows pays nothing. */
    public boolean govern(Tx tx, String kind) {
        return flows.governs(tx, kind);
    }

    /**
     * Asks whether the subject, as it is stored, may stand; puts the question to its approvers when a rule in force wants it. An approval that
     * was given for other figures is void from now on. 409 {@code approval-nobody} when a step would find nobody to decide.
     */
    public ApprovalAnswer request(Tx tx, Actor asker, String kind, UUID subject) {
        return request(tx, asker, kind, subjects.read(tx, asker, kind, subject, true));
    }

    /** Ends a pending request because its subject is taken back; nothing happens when there is none. The caller has checked who may. */
    public void withdraw(Tx tx, Actor actor, String kind, UUID subject, String reason) {
        tables.standing(tx, kind, subject).stream()
                .filter(request -> request.state() == RequestState.PENDING)
                .forEach(request -> {
                    tables.end(tx, request.id(), RequestState.WITHDRAWN, clock.instant());
                    note(tx, actor, request, null, Act.WITHDRAW, null, null, reason, false, null);
                });
    }

    /** Whether somebody is still asked about the subject. */
    public boolean isPending(Tx tx, String kind, UUID subject) {
        return standing(tx, kind, subject)
                .filter(r -> r.state() == RequestState.PENDING)
                .isPresent();
    }

    /** Whether the subject, exactly as it is stored, has been approved. */
    public boolean isApproved(Tx tx, Actor actor, String kind, UUID subject) {
        Optional<Request> approved = standing(tx, kind, subject).filter(r -> r.state() == RequestState.APPROVED);
        return approved.isPresent()
                && approved.get()
                        .fingerprint()
                        .equals(fingerprint(subjects.read(tx, actor, kind, subject, false), kind));
    }

    /**
     * What was approved has been split without changing what it is (a quantity into two at the same price): the yes stands for each part as it
     * is stored now. The caller's module answers for that, has asked {@link #isApproved} before the split and sent its writes.
     *
     * @param parts the subject itself among them
     */
    public void carry(Tx tx, Actor actor, String kind, UUID subject, List<UUID> parts) {
        Optional<Request> approved = standing(tx, kind, subject).filter(r -> r.state() == RequestState.APPROVED);
        if (approved.isEmpty()) {
            return;
        }
        Request old = approved.get();
        Instant now = clock.instant();
        for (UUID part : parts) {
            Snapshot snapshot = subjects.read(tx, actor, kind, part, false);
            Request carried = new Request(
                    Ids.next(),
                    kind,
                    part,
                    snapshot.number(),
                    snapshot.title(),
                    snapshot.party(),
                    snapshot.owner(),
                    snapshot.department(),
                    snapshot.currency(),
                    snapshot.total(),
                    old.flow(),
                    old.flowVersion(),
                    old.rule(),
                    old.ownerMayDecide(),
                    fingerprint(snapshot, kind),
                    RequestState.PENDING,
                    old.askedBy(),
                    now,
                    actor.today(),
                    null);
            tables.insert(tx, carried, List.of());
            tables.end(tx, carried.id(), RequestState.APPROVED, now);
            note(tx, actor, carried, null, Act.CARRY, null, null, old.number(), false, snapshot);
        }
        tables.end(tx, old.id(), RequestState.VOID, now);
        note(tx, actor, old, null, Act.VOID, null, null, "", false, null);
    }

    /** The request that waits about a subject or else the one whose yes still stands. */
    public Optional<Request> standing(Tx tx, String kind, UUID subject) {
        return tables.standing(tx, kind, subject).stream().findFirst();
    }

    private static String fingerprint(Snapshot snapshot, String kind) {
        return ApprovalSubjects.fingerprint(kind, snapshot.bound());
    }

    private ApprovalAnswer request(Tx tx, Actor asker, String kind, Snapshot snapshot) {
        String fingerprint = fingerprint(snapshot, kind);
        List<Request> before = tables.standing(tx, kind, snapshot.id());
        for (Request request : before) {
            if (request.fingerprint().equals(fingerprint)) {
                return request.state() == RequestState.PENDING
                        ? new Pending(request.id())
                        : new AlreadyApproved(request.id());
            }
        }
        for (Request request : before) {
            tables.end(tx, request.id(), RequestState.VOID, clock.instant());
            note(tx, asker, request, null, Act.VOID, null, null, "", false, snapshot);
        }
        Optional<Chain> chain = flows.chain(tx, asker, kind, snapshot.facts());
        return chain.isEmpty()
                ? new NotNeeded()
                : new Pending(begin(tx, asker, kind, snapshot, fingerprint, chain.get()));
    }

    private UUID begin(Tx tx, Actor asker, String kind, Snapshot snapshot, String fingerprint, Chain chain) {
        Instant now = clock.instant();
        Request request = new Request(
                Ids.next(),
                kind,
                snapshot.id(),
                snapshot.number(),
                snapshot.title(),
                snapshot.party(),
                snapshot.owner(),
                snapshot.department(),
                snapshot.currency(),
                snapshot.total(),
                chain.flow().flow(),
                chain.flow().number(),
                chain.rule().name(),
                chain.flow().definition().ownerMayDecide(),
                fingerprint,
                RequestState.PENDING,
                asker.user(),
                now,
                asker.today(),
                null);
        List<StepRow> steps = new ArrayList<>();
        for (int stage = 0; stage < chain.rule().stages().size(); stage++) {
            Stage of = chain.rule().stages().get(stage);
            for (int place = 0; place < of.steps().size(); place++) {
                steps.add(new StepRow(
                        Ids.next(),
                        request.id(),
                        stage + 1,
                        place + 1,
                        of.steps().get(place),
                        StepState.WAITING,
                        null,
                        null,
                        null,
                        List.of()));
            }
        }
        Staff staff = Staff.read(tx);
        for (StepRow step : steps) {
            if (asked(staff, request, step.definition()).isEmpty()) {
                throw Problem.conflict("approval-nobody", step.definition().name());
            }
        }
        tables.insert(tx, request, steps);
        note(tx, asker, request, null, Act.ASK, null, null, "", false, snapshot);
        open(tx, asker, staff, request, steps, 1, now);
        return request.id();
    }

    private void open(Tx tx, Actor actor, Staff staff, Request request, List<StepRow> steps, int stage, Instant now) {
        for (StepRow step : steps) {
            if (step.stage() == stage) {
                tables.open(tx, step.id(), now, due(tx, step.definition().deadline(), now));
                ask(tx, actor, staff, request, step, asked(staff, request, step.definition()), Source.FLOW);
            }
        }
    }

    /** Asks them, and tells those by mail who want that. */
    private void ask(Tx tx, Actor actor, Staff staff, Request request, StepRow step, List<Asked> asked, Source source) {
        tables.ask(tx, request.id(), step.id(), asked, source);
        mails.tell(tx, actor, staff, request, step, asked, excluded(request));
    }

    // ---- who is asked ----

    private static Set<UUID> excluded(Request request) {
        Set<UUID> excluded = new HashSet<>(List.of(request.askedBy()));
        if (!request.ownerMayDecide() && request.owner() != null) {
            excluded.add(request.owner());
        }
        return excluded;
    }

    /** Whom a step asks; whoever may not decide on this request is replaced by the nearest superior who may. Empty when there is nobody. */
    private static List<Asked> asked(Staff staff, Request request, Step step) {
        Set<UUID> excluded = excluded(request);
        Set<Asked> asked = new LinkedHashSet<>();
        boolean missing = false;
        for (Approver approver : step.approvers()) {
            Optional<Asked> found = asked(staff, request, approver, excluded);
            found.ifPresent(asked::add);
            missing |= found.isEmpty();
        }
        if ((asked.isEmpty() || (missing && step.mode() == Mode.ALL)) && step.escalation() != null) {
            Optional<Asked> instead = asked(staff, request, step.escalation(), excluded);
            missing &= instead.isEmpty();
            instead.ifPresent(asked::add);
        }
        return missing && step.mode() == Mode.ALL ? List.of() : List.copyOf(asked);
    }

    private static Optional<Asked> asked(Staff staff, Request request, Approver approver, Set<UUID> excluded) {
        UUID id = approver.id();
        if (approver.who() == Who.ROLE && id != null) {
            return staff.having(id).anyMatch(user -> !excluded.contains(user))
                    ? Optional.of(new Asked(null, id))
                    : Optional.empty();
        }
        if (approver.who() == Who.USER && id != null && staff.isActive(id) && !excluded.contains(id)) {
            return Optional.of(new Asked(id, null));
        }
        UUID below = approver.who() == Who.USER && id != null
                ? id
                : request.owner() == null ? request.askedBy() : request.owner();
        return staff.superiorOf(below, excluded).map(user -> new Asked(user, null));
    }

    private @Nullable Instant due(Tx tx, @Nullable Deadline deadline, Instant from) {
        if (deadline == null) {
            return null;
        }
        if (deadline.unit() == Unit.HOURS) {
            return from.plus(Duration.ofHours(deadline.amount()));
        }
        Company company = companies.get(tx);
        var workingDays = company.settings().workingDays();
        ZonedDateTime due = from.atZone(company.zone());
        for (int days = 0; days < deadline.amount(); ) {
            due = due.plusDays(1);
            days += workingDays.isEmpty() || workingDays.contains(due.getDayOfWeek()) ? 1 : 0;
        }
        return due.toInstant();
    }

    // ---- for those who decide ----

    /** A request in somebody's queue. */
    public record Waiting(Request request, StepRow step, UUID onBehalfOf) {}

    /** What waits for this person's decision: what is due first comes first, then what has waited longest. */
    public List<Waiting> inbox(Tx tx, Actor actor) {
        List<Mine> mine = tables.mine(tx, actor, null);
        Map<UUID, Mine> first = mine.stream()
                .collect(Collectors.toMap(Mine::request, m -> m, (a, b) -> a, java.util.LinkedHashMap::new));
        Map<UUID, StepRow> steps =
                tables.steps(tx, first.keySet()).stream().collect(Collectors.toMap(StepRow::id, step -> step));
        return tables.named(tx, first.keySet()).stream()
                .map(request -> {
                    Mine one = java.util.Objects.requireNonNull(first.get(request.id()));
                    return new Waiting(
                            request, java.util.Objects.requireNonNull(steps.get(one.step())), one.onBehalfOf());
                })
                .sorted(java.util.Comparator.comparing(
                        w -> w.step().dueAt() == null ? Instant.MAX : w.step().dueAt()))
                .toList();
    }

    /** How much waits for this person's decision. */
    public int countInbox(Tx tx, Actor actor) {
        return tables.countMine(tx, actor);
    }

    /**
     * A request as its card shows it.
     *
     * @param now the subject as it stands; null when the request is over or the subject gone
     * @param changed whether the subject is no longer what was asked about
     * @param onBehalfOf for whom this person may decide now: themselves or somebody absent; null when they may not
     */
    public record Card(
            Approval approval,
            @Nullable Picture now,
            boolean changed,
            @Nullable UUID onBehalfOf) {}

    /** The request for whoever may decide on it, asked, had to do with it or sees its subject; otherwise 404. */
    public Card card(Tx tx, Actor actor, UUID id) {
        Request request = tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id));
        List<Mine> mine = tables.mine(tx, actor, id);
        if (mine.isEmpty() && !tables.isShownTo(tx, actor, id)) {
            throw Problem.notFound(KIND, id);
        }
        Optional<Snapshot> now = request.state() == RequestState.PENDING
                ? subjects.of(request.kind()).read(tx, actor, request.subject(), false)
                : Optional.empty();
        return new Card(
                whole(tx, List.of(request)).getFirst(),
                now.map(Picture::of).orElse(null),
                now.isPresent() && !fingerprint(now.get(), request.kind()).equals(request.fingerprint()),
                mine.isEmpty() ? null : mine.getFirst().onBehalfOf());
    }

    /** The kind of a request's subject. */
    public String kindOf(Tx tx, UUID id) {
        return tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id)).kind();
    }

    /** Every request about a subject with its book, the newest first; the caller has checked who may see the subject. */
    public List<Approval> history(Tx tx, UUID subject) {
        return whole(tx, tables.about(tx, subject));
    }

    private List<Approval> whole(Tx tx, List<Request> requests) {
        List<UUID> ids = requests.stream().map(Request::id).toList();
        var steps = tables.steps(tx, ids).stream().collect(Collectors.groupingBy(StepRow::request));
        var decisions = tables.decisions(tx, ids).stream().collect(Collectors.groupingBy(Decision::request));
        return requests.stream()
                .map(r -> new Approval(
                        r, steps.getOrDefault(r.id(), List.of()), decisions.getOrDefault(r.id(), List.of())))
                .toList();
    }

    /**
     * What came of a decision.
     *
     * @param state of the request: PENDING while others still have to decide; VOID when the subject was not what was asked about any more
     * @param outcome what the subject's module did, a code with the text {@code approval.outcome.<kind>.<code>}; null when nothing yet
     */
    public record Decided(
            UUID request, RequestState state, @Nullable String outcome) {}

    /**
     * Says yes, in every open step that asks this person or somebody they stand in for. When nothing else is missing, what was asked for is
     * done in the same transaction. If the subject has changed since, nothing is decided: the approval is void and asked for anew.
     *
     * @throws Problem 409 when it was decided already, 403 when it is not this person's to decide
     */
    public Decided approve(Tx tx, Actor actor, UUID id, String reason) {
        return decide(tx, actor, id, Act.APPROVE, reason, null);
    }

    /** Says no: the request ends and the subject goes back to its author. The reason must be given. */
    public Decided reject(Tx tx, Actor actor, UUID id, String reason) {
        return decide(tx, actor, id, Act.REJECT, reason, null);
    }

    /** Sends the subject back to be mended and asked again. The reason must be given. */
    public Decided sendBack(Tx tx, Actor actor, UUID id, String reason) {
        return decide(tx, actor, id, Act.RETURN, reason, null);
    }

    /**
     * Any of the three.
     *
     * @param step the only step that is decided, and by a link; null for all that are this person's
     */
    Decided decide(Tx tx, Actor actor, UUID id, Act act, String reason, @Nullable UUID step) {
        Problem.Collector problems = new Problem.Collector();
        String why = act == Act.APPROVE
                ? Input.text(problems, "reason", reason, 1000)
                : Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Request seen = tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id));
        if (tables.mine(tx, actor, id).isEmpty()) {
            throw notTheirs(tx, actor, seen);
        }
        Snapshot snapshot = subjects.read(tx, actor, seen.kind(), seen.subject(), true);
        Request request = tables.lock(tx, id);
        List<Mine> mine = tables.mine(tx, actor, id).stream()
                .filter(m -> step == null || m.step().equals(step))
                .toList();
        if (mine.isEmpty()) {
            throw Problem.conflict("approval-over", request.number()); // somebody else was first
        }
        if (!fingerprint(snapshot, request.kind()).equals(request.fingerprint())) {
            return changed(tx, actor, request, snapshot);
        }
        // In one's own name first; on behalf of one absent colleague otherwise.
        UUID inPlaceOf = mine.getFirst().onBehalfOf();
        List<Mine> decided =
                mine.stream().filter(m -> m.onBehalfOf().equals(inPlaceOf)).toList();
        UUID onBehalfOf = inPlaceOf.equals(actor.user()) ? null : inPlaceOf;
        decided.stream()
                .map(Mine::step)
                .distinct()
                .forEach(one -> note(
                        tx,
                        actor,
                        request,
                        one,
                        act,
                        onBehalfOf,
                        null,
                        why == null ? "" : why,
                        step != null,
                        snapshot));
        if (act == Act.APPROVE) {
            return approved(
                    tx, actor, request, decided.stream().map(Mine::entry).collect(Collectors.toSet()));
        }
        RequestState state = act == Act.REJECT ? RequestState.REJECTED : RequestState.RETURNED;
        tables.end(tx, id, state, clock.instant());
        ApprovalSubject subject = subjects.of(request.kind());
        if (act == Act.REJECT) {
            subject.rejected(tx, actor, request.subject(), why == null ? "" : why);
        } else {
            subject.sentBack(tx, actor, request.subject(), why == null ? "" : why);
        }
        return new Decided(id, state, null);
    }

    private Problem notTheirs(Tx tx, Actor actor, Request seen) {
        if (!tables.isShownTo(tx, actor, seen.id())) {
            return Problem.notFound(KIND, seen.id());
        }
        Request request = tables.find(tx, seen.id()).orElse(seen); // it may have been decided just now
        if (request.state() != RequestState.PENDING) {
            return Problem.conflict("approval-over", request.number());
        }
        boolean own = excluded(request).contains(actor.user());
        return Problem.of(403, own ? "approval-own" : "approval-not-yours", request.number());
    }

    private Decided approved(Tx tx, Actor actor, Request request, Set<UUID> entries) {
        Instant now = clock.instant();
        tables.approve(tx, entries, actor, now);
        List<StepRow> steps = tables.steps(tx, List.of(request.id()));
        int stage = steps.stream()
                .filter(s -> s.state() == StepState.OPEN)
                .mapToInt(StepRow::stage)
                .max()
                .orElseThrow(() -> new IllegalStateException("no open step of " + request.id()));
        boolean stageDone = true;
        for (StepRow step : steps) {
            if (step.stage() == stage && step.state() == StepState.OPEN) {
                if (isDone(step, entries)) {
                    tables.done(tx, step.id());
                } else {
                    stageDone = false;
                }
            }
        }
        if (!stageDone) {
            return new Decided(request.id(), RequestState.PENDING, null);
        }
        if (steps.stream().anyMatch(s -> s.stage() > stage)) {
            open(tx, actor, Staff.read(tx), request, steps, stage + 1, now);
            return new Decided(request.id(), RequestState.PENDING, null);
        }
        tables.end(tx, request.id(), RequestState.APPROVED, now);
        Actor asker = asker(tx, actor, request);
        return new Decided(
                request.id(),
                RequestState.APPROVED,
                subjects.of(request.kind()).approved(tx, asker, actor, request.subject()));
    }

    /** One approver of the flow is enough or each is needed; whoever was added must say yes too; whoever was called in late is enough alone. */
    private static boolean isDone(StepRow step, Set<UUID> justApproved) {
        List<Entry> flow =
                step.entries().stream().filter(e -> e.source() == Source.FLOW).toList();
        boolean flowDone = step.definition().mode() == Mode.ALL
                ? flow.stream().allMatch(e -> isApproved(e, justApproved))
                : flow.isEmpty() || flow.stream().anyMatch(e -> isApproved(e, justApproved));
        boolean calledIn =
                step.entries().stream().anyMatch(e -> e.source() == Source.ESCALATED && isApproved(e, justApproved));
        boolean addedDone = step.entries().stream()
                .filter(e -> e.source() == Source.ADDED)
                .allMatch(e -> isApproved(e, justApproved));
        return (flowDone || calledIn) && addedDone;
    }

    private static boolean isApproved(Entry entry, Set<UUID> justApproved) {
        return entry.state() == EntryState.APPROVED || justApproved.contains(entry.id());
    }

    private Actor asker(Tx tx, Actor actor, Request request) {
        return organization
                .actor(tx, request.askedBy())
                .map(asker -> asker.on(actor.today()))
                .orElse(actor);
    }

    /** The subject is not what was asked about: the request is void, and what it is now is asked for anew in the asker's name. */
    private Decided changed(Tx tx, Actor actor, Request request, Snapshot snapshot) {
        ApprovalAnswer answer = request(tx, asker(tx, actor, request), request.kind(), snapshot);
        if (!(answer instanceof Pending)) {
            subjects.of(request.kind()).sentBack(tx, actor, request.subject(), "");
        }
        return new Decided(request.id(), RequestState.VOID, null);
    }

    /** Takes a request back; only whoever asked may, and the subject goes back to its author. */
    public Decided withdraw(Tx tx, Actor actor, UUID id, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.text(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Request seen = tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id));
        if (tables.mine(tx, actor, id).isEmpty() && !tables.isShownTo(tx, actor, id)) {
            throw Problem.notFound(KIND, id);
        }
        if (!seen.askedBy().equals(actor.user())) {
            throw Problem.of(403, "approval-not-asker", seen.number());
        }
        Snapshot snapshot = subjects.read(tx, actor, seen.kind(), seen.subject(), true);
        Request request = tables.lock(tx, id);
        if (request.state() != RequestState.PENDING) {
            throw Problem.conflict("approval-over", request.number());
        }
        tables.end(tx, id, RequestState.WITHDRAWN, clock.instant());
        note(tx, actor, request, null, Act.WITHDRAW, null, null, why == null ? "" : why, false, snapshot);
        subjects.of(request.kind()).sentBack(tx, actor, request.subject(), why == null ? "" : why);
        return new Decided(id, RequestState.WITHDRAWN, null);
    }

    /**
     * Asks somebody further (加签): they must say yes too before the step is done. By one of the step's approvers, or, where a step is stuck, by
     * whoever has the right {@code approval.reassign} and sees the subject.
     */
    public Decided addApprover(Tx tx, Actor actor, UUID id, UUID user, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.text(problems, "reason", reason, 1000);
        Request seen = tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id));
        boolean shown = tables.isShownTo(tx, actor, id);
        if (tables.mine(tx, actor, id).isEmpty() && !(shown && actor.may(KIND + ".reassign"))) {
            throw notTheirs(tx, actor, seen);
        }
        Request request = tables.lock(tx, id);
        if (request.state() != RequestState.PENDING) {
            throw Problem.conflict("approval-over", request.number());
        }
        List<StepRow> open = tables.steps(tx, List.of(id)).stream()
                .filter(s -> s.state() == StepState.OPEN)
                .toList();
        UUID own = tables.mine(tx, actor, id).stream()
                .findFirst()
                .map(Mine::step)
                .orElseGet(() -> open.getFirst().id());
        StepRow step = open.stream().filter(s -> s.id().equals(own)).findFirst().orElseThrow();
        Staff staff = Staff.read(tx);
        problems.check(staff.isActive(user), "user", "unknown-record");
        problems.check(!excluded(request).contains(user), "user", "approval-own", request.number());
        problems.check(step.entries().stream().noneMatch(e -> user.equals(e.user())), "user", "duplicate");
        problems.throwIfAny();
        ask(tx, actor, staff, request, step, List.of(new Asked(user, null)), Source.ADDED);
        note(tx, actor, request, step.id(), Act.ADD, null, user, why == null ? "" : why, false, null);
        return new Decided(id, RequestState.PENDING, null);
    }

    // ---- the clock ----

    /** Calls in whoever decides instead where a deadline has passed, in one company; answers how many steps were late. */
    public int escalate(Tx tx, Instant now) {
        List<RequestTables.Late> late = tables.late(tx, now);
        if (late.isEmpty()) {
            return 0;
        }
        Staff staff = Staff.read(tx);
        Map<UUID, StepRow> steps =
                tables
                        .steps(
                                tx,
                                late.stream()
                                        .map(RequestTables.Late::request)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(StepRow::id, s -> s));
        Map<UUID, Request> requests = tables
                .named(tx, late.stream().map(RequestTables.Late::request).toList())
                .stream()
                .collect(Collectors.toMap(Request::id, r -> r));
        LocalDate today = now.atZone(companies.get(tx).zone()).toLocalDate();
        for (RequestTables.Late one : late) {
            StepRow step = java.util.Objects.requireNonNull(steps.get(one.step()));
            Request request = java.util.Objects.requireNonNull(requests.get(one.request()));
            List<Asked> calledIn = calledIn(staff, request, step);
            tables.escalated(tx, step.id(), now);
            Actor asker = organization.actor(tx, request.askedBy()).orElse(null);
            if (asker == null) {
                tables.ask(tx, request.id(), step.id(), calledIn, Source.ESCALATED);
            } else {
                ask(tx, asker, staff, request, step, calledIn, Source.ESCALATED);
            }
            tables.note(
                    tx,
                    today,
                    new Decision(
                            Ids.next(),
                            request.id(),
                            step.id(),
                            Act.ESCALATE,
                            null,
                            null,
                            calledIn.stream().findFirst().map(Asked::user).orElse(null),
                            "",
                            false,
                            now,
                            "{}"));
        }
        return late.size();
    }

    private static List<Asked> calledIn(Staff staff, Request request, StepRow step) {
        Set<UUID> excluded = excluded(request);
        Collection<Entry> entries = step.entries();
        Approver named = step.definition().escalation();
        Stream<Asked> found;
        if (named != null && named.who() != Who.SUPERIOR) {
            found = asked(staff, request, named, excluded).stream();
        } else {
            Set<UUID> askedSoFar = entries.stream()
                    .flatMap(e -> e.user() != null
                            ? Stream.of(e.user())
                            : staff.having(java.util.Objects.requireNonNull(e.role())))
                    .collect(Collectors.toSet());
            Set<UUID> others = new HashSet<>(excluded);
            others.addAll(askedSoFar);
            found = askedSoFar.stream()
                    .flatMap(user -> staff.superiorOf(user, others).stream())
                    .distinct()
                    .sorted()
                    .map(user -> new Asked(user, null));
        }
        return found.filter(a -> entries.stream()
                        .noneMatch(e -> java.util.Objects.equals(e.user(), a.user())
                                && java.util.Objects.equals(e.role(), a.role())))
                .toList();
    }

    // ---- the book ----

    private void note(
            Tx tx,
            Actor actor,
            Request request,
            @Nullable UUID step,
            Act act,
            @Nullable UUID onBehalfOf,
            @Nullable UUID named,
            String reason,
            boolean byLink,
            @Nullable Snapshot snapshot) {
        tables.note(
                tx,
                actor.today(),
                new Decision(
                        Ids.next(),
                        request.id(),
                        step,
                        act,
                        actor.user(),
                        onBehalfOf,
                        named,
                        reason,
                        byLink,
                        clock.instant(),
                        snapshot == null ? "{}" : json.writeValueAsString(Picture.of(snapshot))));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "approval-" + act.name().toLowerCase(java.util.Locale.ROOT),
                        request.kind(),
                        request.subject(),
                        request.number(),
                        facts(onBehalfOf, named, reason)));
    }

    private static Map<String, Object> facts(@Nullable UUID onBehalfOf, @Nullable UUID named, String reason) {
        Map<String, Object> facts = new java.util.LinkedHashMap<>();
        if (!reason.isEmpty()) {
            facts.put("reason", reason);
        }
        if (onBehalfOf != null) {
            facts.put("onBehalfOf", onBehalfOf);
        }
        if (named != null) {
            facts.put("approver", named);
        }
        return facts;
    }
}
