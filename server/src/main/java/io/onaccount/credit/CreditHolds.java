package io.onaccount.credit;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Documents that wait because credit said no, and what lets them pass (CRD-21, CRD-22). */
@Component
public final class CreditHolds {
    static final String KIND = "credit-hold";

    /** A release without a date holds for so long. */
    private static final int USUAL_DAYS = 7;

    private final Headers headers;
    private final AuditTrail trail;
    private final ObjectProvider<HeldDocuments> documents;
    private final JsonMapper json;

    CreditHolds(Headers headers, AuditTrail trail, ObjectProvider<HeldDocuments> documents, JsonMapper json) {
        this.headers = headers;
        this.trail = trail;
        this.documents = documents;
        this.json = json;
    }

    /** A document on hold. */
    public record Hold(
            UUID id,
            UUID document,
            UUID party,
            BigDecimal amount,
            List<Objection> objections,
            List<WayOut> ways,
            HoldState state,
            Instant placedAt,
            @Nullable UUID placedBy,
            @Nullable Instant endedAt,
            @Nullable UUID endedBy,
            @Nullable String reason,
            String documentKind,
            String documentNumber,
            @Nullable UUID documentOwner,
            @Nullable UUID documentCreatedBy) {

        /** Whoever asked may not answer: neither who entered the document nor who looks after it nor who placed the hold. */
        public boolean isAskedBy(Actor actor) {
            return actor.user().equals(documentOwner)
                    || actor.user().equals(documentCreatedBy)
                    || actor.user().equals(placedBy);
        }
    }

    /**
     * A controller's leave for one document.
     *
     * @param ceiling the largest amount it covers
     * @param until the last day it holds
     * @param codes the objections it was given for
     */
    public record Release(
            UUID id,
            UUID document,
            BigDecimal ceiling,
            LocalDate until,
            Set<String> codes,
            String reason,
            Instant at,
            UUID by) {
        /** Void when the amount has grown past the ceiling, when the day is over, and when a new objection has come up. */
        boolean covers(CreditRequest request, List<Objection> objections) {
            return request.amount().amount().compareTo(ceiling) <= 0
                    && !request.on().isAfter(until)
                    && codes.containsAll(CreditRules.codes(objections));
        }

        private static Release read(Row row) {
            return new Release(
                    row.uuid("id"),
                    row.uuid("document_id"),
                    row.money("ceiling", row.text("currency")).amount(),
                    row.date("valid_until"),
                    Set.copyOf(row.list("codes", String.class)),
                    row.text("reason"),
                    row.instant("released_at"),
                    row.uuid("released_by"));
        }
    }

    /** The latest release of each document. */
    Map<UUID, Release> releases(Tx tx, Collection<UUID> documents) {
        Map<UUID, Release> latest = new HashMap<>();
        allReleases(tx, documents).forEach(release -> latest.put(release.document(), release));
        return latest;
    }

    /** Every release of these documents, the oldest first. */
    public List<Release> allReleases(Tx tx, Collection<UUID> documents) {
        return tx.list(
                "select r.id, r.document_id, r.ceiling, r.currency, r.valid_until, r.codes, r.reason, r.released_at, r.released_by"
                        + " from credit.release r where r.company_id = ? and r.document_id = any(?) order by r.released_at, r.id",
                Release::read,
                tx.company(),
                SqlArray.of("uuid", documents));
    }

    /** A hold whose document is within the actor's scope; otherwise 404. */
    public Hold find(Tx tx, Actor actor, UUID id) {
        return find(tx, actor, "d.id = ?", id).orElseThrow(() -> Problem.notFound(KIND, id));
    }

    private java.util.Optional<Hold> find(Tx tx, Actor actor, String condition, UUID id) {
        return tx.first(
                Sql.of("""
                        select d.id, d.document_id, d.account_id, d.amount, d.currency, d.objections, d.ways, d.state, d.placed_at, d.placed_by,
                            d.ended_at, d.ended_by, d.reason, h.kind, h.number, h.owner_id, h.created_by
                        from credit.hold d join document.header h on h.company_id = d.company_id and h.id = d.document_id
                        where d.company_id = ? and %s and""".formatted(condition), tx.company(), id)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                this::hold);
    }

    private Hold hold(Row row) {
        return new Hold(
                row.uuid("id"),
                row.uuid("document_id"),
                row.uuid("account_id"),
                row.money("amount", row.text("currency")).amount(),
                json.readValue(row.text("objections"), new TypeReference<List<Objection>>() {}),
                json.readValue(row.text("ways"), new TypeReference<List<WayOut>>() {}),
                row.choice("state", HoldState.class),
                row.instant("placed_at"),
                row.uuidOrNull("placed_by"),
                row.instantOrNull("ended_at"),
                row.uuidOrNull("ended_by"),
                row.textOrNull("reason"),
                row.text("kind"),
                row.text("number"),
                row.uuidOrNull("owner_id"),
                row.uuidOrNull("created_by"));
    }

    /**
     * Lets a held document pass and confirms it at once, if nothing new stands in its way.
     *
     * @param ceiling the largest amount covered; null for what the document asks now
     * @param until the last day; null for a week from today
     * @return whether it passed; when not, it stays held with its new objections and the release stays in force
     * @throws Problem 409 when the hold is over, 403 when the asker would answer
     */
    public boolean release(
            Tx tx, Actor actor, UUID id, String reason, @Nullable BigDecimal ceiling, @Nullable LocalDate until) {
        Hold hold = find(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        BigDecimal most = ceiling == null ? hold.amount() : ceiling;
        LocalDate last = until == null ? actor.today().plusDays(USUAL_DAYS) : until;
        problems.check(most.signum() > 0, "ceiling", "credit-not-positive");
        problems.check(most.compareTo(hold.amount()) >= 0, "ceiling", "credit-ceiling-too-low", hold.amount());
        problems.check(most.precision() - most.scale() <= 13, "ceiling", "too-large");
        problems.check(most.stripTrailingZeros().scale() <= 4, "ceiling", "too-many-decimals", 4);
        problems.check(!last.isBefore(actor.today()), "until", "credit-in-the-past");
        problems.throwIfAny();
        checkOpenAndNotOwn(actor, hold);
        headers.lock(tx, actor, hold.documentKind(), hold.document(), null);
        Set<String> codes = CreditRules.codes(hold.objections());
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.release (company_id, id, hold_id, document_id, ceiling, currency, valid_until, codes, reason, released_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                Ids.next(),
                hold.id(),
                hold.document(),
                most,
                actor.currency(),
                last,
                SqlArray.of("text", codes),
                why,
                actor.user());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "release",
                        hold.documentKind(),
                        hold.document(),
                        hold.documentNumber(),
                        Map.of("ceiling", most.toPlainString(), "until", last.toString(), "reason", why)));
        tx.flush(); // the gate is to see the release
        return documents(hold).confirmAgain(tx, actor, hold.document());
    }

    /** Sends a held document back to its author. */
    public void reject(Tx tx, Actor actor, UUID id, String reason) {
        Hold hold = find(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        checkOpenAndNotOwn(actor, hold);
        headers.lock(tx, actor, hold.documentKind(), hold.document(), null);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("credit-hold-over", hold.documentNumber()),
                "update credit.hold set state = 'REJECTED', ended_at = now(), ended_by = ?, reason = ? where company_id = ? and id = ? and state = 'OPEN'",
                actor.user(),
                why,
                tx.company(),
                hold.id());
        tx.flush(); // so that the document's own withdrawal finds no open hold
        documents(hold).reject(tx, actor, hold.document(), why);
    }

    private HeldDocuments documents(Hold hold) {
        return documents.stream()
                .filter(kind -> kind.kind().equals(hold.documentKind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody confirms held " + hold.documentKind()));
    }

    private static void checkOpenAndNotOwn(Actor actor, Hold hold) {
        if (hold.state() != HoldState.OPEN) {
            throw Problem.conflict("credit-hold-over", hold.documentNumber());
        }
        if (hold.isAskedBy(actor)) {
            throw Problem.of(403, "credit-hold-own", hold.documentNumber());
        }
    }

    void place(Tx tx, Actor actor, CreditRequest request, List<Objection> objections, List<WayOut> ways) {
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.hold (company_id, id, document_id, account_id, amount, currency, objections, ways, placed_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, document_id) where state = 'OPEN' do update
                  set amount = excluded.amount, objections = excluded.objections, ways = excluded.ways""",
                tx.company(),
                Ids.next(),
                request.document(),
                request.party(),
                request.amount(),
                request.amount().currency(),
                new Json(json.writeValueAsString(objections)),
                new Json(json.writeValueAsString(ways)),
                actor.user());
    }

    /** The document passed after all. */
    void passed(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, HoldState.RELEASED);
    }

    void withdrawn(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, HoldState.CLOSED);
    }

    private static void end(Tx tx, Actor actor, UUID document, HoldState state) {
        tx.add(
                Rank.DETAIL,
                "update credit.hold set state = ?, ended_at = now(), ended_by = ? where company_id = ? and document_id = ? and state = 'OPEN'",
                state,
                actor.user(),
                tx.company(),
                document);
    }
}
