package io.onaccount.approval;

import io.onaccount.approval.Approval.Decision;
import io.onaccount.approval.Approval.Entry;
import io.onaccount.approval.Approval.EntryState;
import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approval.Source;
import io.onaccount.approval.Approval.StepRow;
import io.onaccount.approval.Approval.StepState;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of requests, their steps and their book. */
@Component
final class RequestTables {
    private static final String COLUMNS =
            "r.id, r.kind, r.subject_id, r.number, r.title, r.party_id, r.owner_id, r.department_id, r.currency, r.total, r.flow_id,"
                    + " r.flow_version, r.rule, r.owner_may_decide, encode(r.fingerprint, 'hex') as fingerprint, r.state, r.asked_by,"
                    + " r.asked_at, r.asked_on, r.ended_at";

    /**
     * Every open entry that somebody may decide, and for whom: their own, or one of an absent colleague they stand in for. Neither who asked
     * nor (unless the flow lets them) who looks after the subject decides, nor does a delegate in their place; nor does anybody twice in a step.
     */
    private static final String MINE = """
            from approval.entry e
            join approval.step s on s.company_id = e.company_id and s.id = e.step_id
            join approval.request r on r.company_id = e.company_id and r.id = e.request_id
            join (select ?::uuid as user_id union
                  select d.user_id from approval.delegation d
                  join organization.membership m on m.company_id = d.company_id and m.user_id = d.user_id
                  where d.company_id = ? and d.to_id = ? and ?::date between d.from_on and d.until_on and d.ended_at is null and m.active) w
              on w.user_id = e.user_id or exists (select 1 from organization.membership_role mr
                  where mr.company_id = e.company_id and mr.role_id = e.role_id and mr.user_id = w.user_id)
            where e.company_id = ? and e.state = 'OPEN' and s.state = 'OPEN' and r.state = 'PENDING'
              and r.asked_by <> ? and r.asked_by <> w.user_id
              and (r.owner_may_decide or r.owner_id is null or r.owner_id <> ? and r.owner_id <> w.user_id)
              and not exists (select 1 from approval.decision b where b.company_id = e.company_id and b.step_id = e.step_id
                  and b.act = 'APPROVE' and coalesce(b.for_user, b.by_user) = w.user_id)""";

    private final JsonMapper json;

    RequestTables(JsonMapper json) {
        this.json = json;
    }

    private static Request read(Row row) {
        String currency = row.textOrNull("currency");
        return new Request(
                row.uuid("id"),
                row.text("kind"),
                row.uuid("subject_id"),
                row.text("number"),
                row.text("title"),
                row.uuidOrNull("party_id"),
                row.uuidOrNull("owner_id"),
                row.uuidOrNull("department_id"),
                currency,
                currency == null || row.decimalOrNull("total") == null
                        ? row.decimalOrNull("total")
                        : row.money("total", currency).amount(),
                row.uuid("flow_id"),
                row.integer("flow_version"),
                row.text("rule"),
                row.bool("owner_may_decide"),
                row.text("fingerprint"),
                row.choice("state", RequestState.class),
                row.uuid("asked_by"),
                row.instant("asked_at"),
                row.date("asked_on"),
                row.instantOrNull("ended_at"));
    }

    Optional<Request> find(Tx tx, UUID id) {
        return tx.first(
                "select " + COLUMNS + " from approval.request r where r.company_id = ? and r.id = ?",
                RequestTables::read,
                tx.company(),
                id);
    }

    Request lock(Tx tx, UUID id) {
        return tx.one(
                "select " + COLUMNS + " from approval.request r where r.company_id = ? and r.id = ? for update of r",
                RequestTables::read,
                tx.company(),
                id);
    }

    /** Whether somebody may look at it without deciding: by data scope, because they asked, or because they had to do with it. */
    boolean isShownTo(Tx tx, Actor actor, UUID id) {
        return tx.first(
                        Sql.of("""
                                        select 1 as one from approval.request r where r.company_id = ? and r.id = ? and (r.asked_by = ?
                                          or exists (select 1 from approval.decision b where b.company_id = r.company_id and b.request_id = r.id
                                             and b.by_user = ?)
                                          or exists (select 1 from approval.step s
                                             join approval.entry e on e.company_id = s.company_id and e.step_id = s.id
                                             where s.company_id = r.company_id and s.request_id = r.id and (e.user_id = ?
                                               or exists (select 1 from organization.membership_role mr
                                                   where mr.company_id = e.company_id and mr.role_id = e.role_id and mr.user_id = ?)))
                                          or""", tx.company(), id, actor.user(), actor.user(), actor.user(), actor.user())
                                .then(Sql.join(" and ", List.of(actor.scope().holds("r"))))
                                .then(")"),
                        row -> row.integer("one"))
                .isPresent();
    }

    /** The pending requests about a subject and those whose yes still stands, the pending first; locked. */
    List<Request> standing(Tx tx, String kind, UUID subject) {
        return tx.list(
                "select " + COLUMNS
                        + " from approval.request r where r.company_id = ? and r.kind = ? and r.subject_id = ? and r.state in ('PENDING', 'APPROVED')"
                        + " order by r.state desc, r.asked_at desc for update of r",
                RequestTables::read,
                tx.company(),
                kind,
                subject);
    }

    /** Every request about a subject, the newest first. */
    List<Request> about(Tx tx, UUID subject) {
        return tx.list(
                "select " + COLUMNS
                        + " from approval.request r where r.company_id = ? and r.subject_id = ? order by r.asked_at desc, r.id desc",
                RequestTables::read,
                tx.company(),
                subject);
    }

    /** An open entry that somebody may decide. */
    record Mine(UUID request, UUID step, UUID entry, UUID onBehalfOf) {}

    /** What of a request (of all, for null) this person may decide on this business day, their own before others'. */
    List<Mine> mine(Tx tx, Actor actor, @Nullable UUID request) {
        Sql sql = mineSql("e.request_id, e.step_id, e.id as entry_id, w.user_id", tx, actor);
        if (request != null) {
            sql = sql.then("and e.request_id = ?", request);
        }
        return tx.list(
                sql.then("order by w.user_id <> ?, w.user_id, s.position", actor.user()),
                row -> new Mine(
                        row.uuid("request_id"), row.uuid("step_id"), row.uuid("entry_id"), row.uuid("user_id")));
    }

    int countMine(Tx tx, Actor actor) {
        return Math.toIntExact(tx.first(mineSql("count(distinct e.request_id) as n", tx, actor), row -> row.number("n"))
                .orElse(0L));
    }

    private static Sql mineSql(String columns, Tx tx, Actor actor) {
        return Sql.of(
                "select " + columns + " " + MINE,
                actor.user(),
                tx.company(),
                actor.user(),
                actor.today(),
                tx.company(),
                actor.user(),
                actor.user());
    }

    List<Request> named(Tx tx, Collection<UUID> ids) {
        return tx.list(
                "select " + COLUMNS
                        + " from approval.request r where r.company_id = ? and r.id = any(?) order by r.asked_at, r.id",
                RequestTables::read,
                tx.company(),
                SqlArray.of("uuid", ids));
    }

    /** The steps of requests with whom they ask, in their order. */
    List<StepRow> steps(Tx tx, Collection<UUID> requests) {
        List<Entry> entries = tx.list(
                """
                select e.id, e.step_id, e.user_id, e.role_id, e.source, e.state, e.decided_by from approval.entry e
                where e.company_id = ? and e.step_id in (select s.id from approval.step s where s.company_id = ? and s.request_id = any(?))
                order by e.id""",
                row -> new Entry(
                        row.uuid("id"),
                        row.uuid("step_id"),
                        row.uuidOrNull("user_id"),
                        row.uuidOrNull("role_id"),
                        row.choice("source", Source.class),
                        row.choice("state", EntryState.class),
                        row.uuidOrNull("decided_by")),
                tx.company(),
                tx.company(),
                SqlArray.of("uuid", requests));
        var byStep = entries.stream().collect(Collectors.groupingBy(Entry::step));
        return tx.list(
                """
                select s.id, s.request_id, s.stage, s.position, s.definition, s.state, s.opened_at, s.due_at, s.escalated_at from approval.step s
                where s.company_id = ? and s.request_id = any(?) order by s.request_id, s.stage, s.position""",
                row -> new StepRow(
                        row.uuid("id"),
                        row.uuid("request_id"),
                        row.integer("stage"),
                        row.integer("position"),
                        json.readValue(row.text("definition"), Step.class),
                        row.choice("state", StepState.class),
                        row.instantOrNull("opened_at"),
                        row.instantOrNull("due_at"),
                        row.instantOrNull("escalated_at"),
                        byStep.getOrDefault(row.uuid("id"), List.of())),
                tx.company(),
                SqlArray.of("uuid", requests));
    }

    /** The book of requests, the oldest first. */
    List<Decision> decisions(Tx tx, Collection<UUID> requests) {
        return tx.list(
                """
                select b.id, b.request_id, b.step_id, b.act, b.by_user, b.for_user, b.named_user, b.reason, b.by_link, b.decided_at, b.picture
                from approval.decision b where b.company_id = ? and b.request_id = any(?) order by b.recorded_at, b.id""",
                row -> new Decision(
                        row.uuid("id"),
                        row.uuid("request_id"),
                        row.uuidOrNull("step_id"),
                        row.choice("act", Act.class),
                        row.uuidOrNull("by_user"),
                        row.uuidOrNull("for_user"),
                        row.uuidOrNull("named_user"),
                        row.text("reason"),
                        row.bool("by_link"),
                        row.instant("decided_at"),
                        row.text("picture")),
                tx.company(),
                SqlArray.of("uuid", requests));
    }

    /** A step that is late: nobody decided by its deadline. */
    record Late(UUID request, UUID step) {}

    /** Steps whose deadline has passed and that nobody was called in for; those another node is at work on are left to it. */
    List<Late> late(Tx tx, Instant now) {
        return tx.list("""
                select s.id, s.request_id from approval.step s join approval.request r on r.company_id = s.company_id and r.id = s.request_id
                where s.company_id = ? and s.state = 'OPEN' and s.escalated_at is null and s.due_at <= ? and r.state = 'PENDING'
                order by s.due_at, s.id limit 200 for update of r skip locked""", row -> new Late(row.uuid("request_id"), row.uuid("id")), tx.company(), now);
    }

    void insert(Tx tx, Request request, List<StepRow> steps) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into approval.request (company_id, id, kind, subject_id, number, title, party_id, owner_id, department_id, currency, total,
                    flow_id, flow_version, rule, owner_may_decide, fingerprint, asked_by, asked_at, asked_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, decode(?, 'hex'), ?, ?, ?)""",
                tx.company(),
                request.id(),
                request.kind(),
                request.subject(),
                request.number(),
                request.title(),
                request.party(),
                request.owner(),
                request.department(),
                request.currency(),
                request.total(),
                request.flow(),
                request.flowVersion(),
                request.rule(),
                request.ownerMayDecide(),
                request.fingerprint(),
                request.askedBy(),
                request.askedAt(),
                request.askedOn());
        tx.add(
                Rank.DETAIL,
                """
                insert into approval.step (company_id, id, request_id, stage, position, definition)
                select ?, n.id, ?, n.stage, n.position, n.definition
                from unnest(?::uuid[], ?::smallint[], ?::smallint[], ?::jsonb[]) as n (id, stage, position, definition)""",
                tx.company(),
                request.id(),
                SqlArray.of("uuid", steps, StepRow::id),
                SqlArray.of("smallint", steps, StepRow::stage),
                SqlArray.of("smallint", steps, StepRow::position),
                SqlArray.of("jsonb", steps, s -> new Json(json.writeValueAsString(s.definition()))));
    }

    /** Somebody to be asked. */
    record Asked(@Nullable UUID user, @Nullable UUID role) {}

    void open(Tx tx, UUID step, Instant now, @Nullable Instant due) {
        tx.add(
                Rank.DETAIL,
                "update approval.step set state = 'OPEN', opened_at = ?, due_at = ? where company_id = ? and id = ?",
                now,
                due,
                tx.company(),
                step);
    }

    void ask(Tx tx, UUID request, UUID step, List<Asked> asked, Source source) {
        if (!asked.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into approval.entry (company_id, id, request_id, step_id, user_id, role_id, source)
                    select ?, n.id, ?, ?, n.user_id, n.role_id, ? from unnest(?::uuid[], ?::uuid[], ?::uuid[]) as n (id, user_id, role_id)""",
                    tx.company(),
                    request,
                    step,
                    source,
                    SqlArray.of("uuid", asked, a -> Ids.next()),
                    SqlArray.of("uuid", asked, Asked::user),
                    SqlArray.of("uuid", asked, Asked::role));
        }
    }

    void escalated(Tx tx, UUID step, Instant now) {
        tx.add(
                Rank.DETAIL,
                "update approval.step set escalated_at = ? where company_id = ? and id = ?",
                now,
                tx.company(),
                step);
    }

    void approve(Tx tx, Collection<UUID> entries, Actor actor, Instant now) {
        tx.add(
                Rank.DETAIL,
                "update approval.entry set state = 'APPROVED', decided_by = ?, decided_at = ? where company_id = ? and id = any(?::uuid[])",
                actor.user(),
                now,
                tx.company(),
                SqlArray.of("uuid", entries));
    }

    /** The step is done: whoever has not decided need not. */
    void done(Tx tx, UUID step) {
        tx.add(
                Rank.DETAIL,
                "update approval.step set state = 'APPROVED' where company_id = ? and id = ?",
                tx.company(),
                step);
        tx.add(
                Rank.DETAIL,
                "update approval.entry set state = 'CLOSED' where company_id = ? and step_id = ? and state = 'OPEN'",
                tx.company(),
                step);
    }

    void end(Tx tx, UUID request, RequestState state, Instant now) {
        tx.add(
                Rank.DOCUMENT,
                "update approval.request set state = ?, ended_at = coalesce(ended_at, ?) where company_id = ? and id = ?",
                state,
                now,
                tx.company(),
                request);
        tx.add(
                Rank.DETAIL,
                "update approval.step set state = 'CLOSED' where company_id = ? and request_id = ? and state in ('WAITING', 'OPEN')",
                tx.company(),
                request);
        tx.add(
                Rank.DETAIL,
                "update approval.entry set state = 'CLOSED' where company_id = ? and request_id = ? and state = 'OPEN'",
                tx.company(),
                request);
    }

    void note(Tx tx, java.time.LocalDate on, Decision decision) {
        tx.add(
                Rank.DETAIL,
                """
                insert into approval.decision (company_id, id, request_id, step_id, act, by_user, for_user, named_user, reason, by_link, decided_at,
                    decided_on, picture)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                decision.id(),
                decision.request(),
                decision.step(),
                decision.act(),
                decision.by(),
                decision.onBehalfOf(),
                decision.named(),
                decision.reason(),
                decision.byLink(),
                decision.at(),
                on,
                new Json(decision.picture()));
    }
}
