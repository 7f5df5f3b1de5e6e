package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The header rows of all records: written, found within the actor's data scope, moved and changed, each with its line in the history. A
 * change is guarded by the version: whoever comes second is told who was first.
 */
@Component
public final class Headers {
    /** The columns of {@link #read}, for queries that join the header as {@code h}. */
    public static final String COLUMNS =
            "h.id, h.kind, h.number, h.title, h.state, h.party_id, h.owner_id, h.department_id, h.date, h.currency, h.total, h.version,"
                    + " h.created_at, h.created_by, h.changed_at, h.changed_by";

    /** SQLSTATE of a foreign key. */
    private static final String STILL_REFERRED_TO = "23503";

    private final AuditTrail trail;
    private final Clock clock;

    Headers(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Now, for {@link Header#born}. */
    public Instant now() {
        return clock.instant();
    }

    public void insert(Tx tx, Actor actor, Header header, Map<String, ?> facts) {
        insert(tx, actor, List.of(header), facts);
    }

    /** Writes new records and their first line of history. */
    public void insert(Tx tx, Actor actor, List<Header> headers, Map<String, ?> facts) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, department_id, date, currency, total, created_by, changed_by)
                select ?, n.id, n.kind, n.number, n.title, n.state, n.party, n.owner, n.department, n.date, n.currency, n.total, n.created_by, ?
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::date[], ?::text[], ?::numeric[],
                    ?::uuid[])
                  as n (id, kind, number, title, state, party, owner, department, date, currency, total, created_by)""",
                tx.company(),
                actor.user(),
                SqlArray.of("uuid", headers, Header::id),
                SqlArray.of("text", headers, Header::kind),
                SqlArray.of("text", headers, Header::number),
                SqlArray.of("text", headers, Header::title),
                SqlArray.of("text", headers, Header::state),
                SqlArray.of("uuid", headers, Header::party),
                SqlArray.of("uuid", headers, Header::owner),
                SqlArray.of("uuid", headers, Header::department),
                SqlArray.of("date", headers, Header::date),
                SqlArray.of("text", headers, Header::currency),
                SqlArray.of("numeric", headers, Header::total),
                SqlArray.of("uuid", headers, Header::createdBy));
        trail.record(
                tx,
                actor,
                headers.stream()
                        .map(h -> new AuditTrail.Fact("create", h.kind(), h.id(), h.number(), facts))
                        .toList());
    }

    /** The record, if it is of this kind and within the actor's scope; otherwise 404. */
    public Header find(Tx tx, Actor actor, String kind, UUID id) {
        return load(tx, actor, kind, id, "");
    }

    /**
     * The record, locked until the transaction ends.
     *
     * @param version the version the caller has seen (If-Match), or null to take it as it is; a newer one is 412 with who changed it
     */
    public Header lock(Tx tx, Actor actor, String kind, UUID id, @Nullable Integer version) {
        Header header = load(tx, actor, kind, id, " for no key update of h");
        if (version != null && version != header.version()) {
            throw stale(tx, header);
        }
        return header;
    }

    /**
     * Several records of a kind, locked in the order of their ids, by id; 404 for the first that is unknown or outside the actor's scope.
     */
    public Map<UUID, Header> lock(Tx tx, Actor actor, String kind, Collection<UUID> ids) {
        Map<UUID, Header> found = new LinkedHashMap<>();
        tx.list(
                        Sql.of(
                                        "select " + COLUMNS
                                                + " from document.header h where h.company_id = ? and h.id = any(?) and h.kind = ? and",
                                        tx.company(),
                                        SqlArray.of("uuid", ids),
                                        kind)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("order by h.id for no key update of h"),
                        Headers::read)
                .forEach(header -> found.put(header.id(), header));
        for (UUID id : ids) {
            if (!found.containsKey(id)) {
                throw Problem.notFound(kind, id);
            }
        }
        return found;
    }

    private Header load(Tx tx, Actor actor, String kind, UUID id, String suffix) {
        Sql sql = Sql.of(
                "select " + COLUMNS + " from document.header h where h.company_id = ? and h.id = ? and h.kind = ?",
                tx.company(),
                id,
                kind);
        return tx.first(
                        sql.then("and")
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then(suffix),
                        Headers::read)
                .orElseThrow(() -> Problem.notFound(kind, id));
    }

    private static Problem stale(Tx tx, Header header) {
        String who = tx.first(
                        "select name from organization.app_user where id = ?",
                        row -> row.text("name"),
                        header.changedBy())
                .orElse("");
        return Problem.stale(who, header.changedAt());
    }

    /** Moves a locked record to another state, with its line in the history; its total is written as the header says. The state table has been asked before. */
    public void move(Tx tx, Actor actor, Header header, String move, Enum<?> to, Map<String, ?> facts) {
        Map<String, Object> changes = new LinkedHashMap<>(facts);
        if (!header.state().equals(to.name())) {
            changes.put("state", List.of(header.state(), to.name()));
        }
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.stale(actor.name(), clock.instant()),
                """
                update document.header set state = ?, total = ?, version = version + 1, changed_at = now(), changed_by = ?
                where company_id = ? and id = ? and version = ?""",
                to,
                header.total(),
                actor.user(),
                tx.company(),
                header.id(),
                header.version());
        trail.record(tx, actor, new AuditTrail.Fact(move, header.kind(), header.id(), header.number(), changes));
    }

    /** One of several locked records to be moved. */
    public record Moved(Header header, Enum<?> to, Map<String, ?> facts) {}

    /** Moves locked records in one statement, each with its line in the history. The state table has been asked before. */
    public void move(Tx tx, Actor actor, String move, List<Moved> moved) {
        if (moved.isEmpty()) {
            return;
        }
        tx.addExpecting(
                Rank.DOCUMENT,
                moved.size(),
                () -> Problem.stale(actor.name(), clock.instant()),
                """
                update document.header h set state = m.state, version = h.version + 1, changed_at = now(), changed_by = ?
                from unnest(?::uuid[], ?::text[], ?::integer[]) as m (id, state, version)
                where h.company_id = ? and h.id = m.id and h.version = m.version""",
                actor.user(),
                SqlArray.of("uuid", moved, m -> m.header().id()),
                SqlArray.of("text", moved, Moved::to),
                SqlArray.of("integer", moved, m -> m.header().version()),
                tx.company());
        List<AuditTrail.Fact> facts = new ArrayList<>(moved.size());
        for (Moved m : moved) {
            Map<String, Object> changes = new LinkedHashMap<>(m.facts());
            if (!m.header().state().equals(m.to().name())) {
                changes.put("state", List.of(m.header().state(), m.to().name()));
            }
            facts.add(new AuditTrail.Fact(
                    move, m.header().kind(), m.header().id(), m.header().number(), changes));
        }
        trail.record(tx, actor, facts);
    }

    /**
     * Writes the header's own fields of a locked record anew; the history gets what differs, and further differences of the kind's own
     * fields that the caller found (field → [old, new]).
     */
    public void change(Tx tx, Actor actor, Header old, Header changed, Map<String, ?> ownChanges) {
        Map<String, Object> changes = new LinkedHashMap<>();
        difference(changes, "number", old.number(), changed.number());
        difference(changes, "title", old.title(), changed.title());
        difference(changes, "party", old.party(), changed.party());
        difference(changes, "owner", old.owner(), changed.owner());
        difference(changes, "department", old.department(), changed.department());
        difference(changes, "date", old.date(), changed.date());
        difference(changes, "total", plain(old.total()), plain(changed.total()));
        changes.putAll(ownChanges);
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.stale(actor.name(), clock.instant()),
                """
                update document.header set number = ?, title = ?, state = ?, party_id = ?, owner_id = ?, department_id = ?, date = ?,
                    currency = ?, total = ?, version = version + 1, changed_at = now(), changed_by = ?
                where company_id = ? and id = ? and version = ?""",
                changed.number(),
                changed.title(),
                changed.state(),
                changed.party(),
                changed.owner(),
                changed.department(),
                changed.date(),
                changed.currency(),
                changed.total(),
                actor.user(),
                tx.company(),
                old.id(),
                old.version());
        trail.record(tx, actor, new AuditTrail.Fact("change", old.kind(), old.id(), changed.number(), changes));
    }

    /** Removes a locked draft; its history stays. */
    public void delete(Tx tx, Actor actor, Header header) {
        tx.add(Rank.BALANCE, "delete from document.header where company_id = ? and id = ?", tx.company(), header.id());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "delete", header.kind(), header.id(), header.number(), Map.of("title", header.title())));
    }

    /** Removes a locked record, and now all that was to be deleted with it; 409 with this code and its title when something refers to it. */
    public void deleteUnused(Tx tx, Actor actor, Header header, String inUse) {
        delete(tx, actor, header);
        refusingUsed(tx, inUse, header.title());
    }

    /** Sends what was gathered; 409 with this code when something refers to a row that it deletes. */
    public static void refusingUsed(Tx tx, String inUse, String name) {
        try {
            tx.flush();
        } catch (DatabaseException e) {
            throw e.state().equals(STILL_REFERRED_TO) ? Problem.conflict(inUse, name) : e;
        }
    }

    /** Notes that one document came from another (单据追溯). */
    public void relate(Tx tx, UUID from, UUID to) {
        tx.add(
                Rank.DETAIL,
                "insert into document.relation (company_id, from_id, to_id) values (?, ?, ?) on conflict do nothing",
                tx.company(),
                from,
                to);
    }

    /** One document and the one that came from it. */
    public record Relation(UUID from, UUID to) {}

    /** Notes many of {@link #relate(Tx, UUID, UUID)} in one statement. */
    public void relate(Tx tx, Collection<Relation> relations) {
        if (relations.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into document.relation (company_id, from_id, to_id)
                select ?, r.* from unnest(?::uuid[], ?::uuid[]) as r on conflict do nothing""",
                tx.company(),
                SqlArray.of("uuid", relations, Relation::from),
                SqlArray.of("uuid", relations, Relation::to));
    }

    /** Adds field → [old, new] when they differ. */
    public static void difference(
            Map<String, Object> changes, String field, @Nullable Object old, @Nullable Object changed) {
        if (!Objects.equals(old, changed)) {
            changes.put(
                    field,
                    Arrays.asList(old == null ? null : old.toString(), changed == null ? null : changed.toString()));
        }
    }

    /** Reads the columns of {@link #COLUMNS}. */
    public static Header read(Row row) {
        return new Header(
                row.uuid("id"),
                row.text("kind"),
                row.text("number"),
                row.text("title"),
                row.text("state"),
                row.uuidOrNull("party_id"),
                row.uuidOrNull("owner_id"),
                row.uuidOrNull("department_id"),
                row.date("date"),
                row.textOrNull("currency"),
                row.decimalOrNull("total"),
                row.integer("version"),
                row.instant("created_at"),
                row.uuidOrNull("created_by"),
                row.instant("changed_at"),
                row.uuidOrNull("changed_by"));
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
