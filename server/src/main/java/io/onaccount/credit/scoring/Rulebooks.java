package io.onaccount.credit.scoring;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The versions of the scorecard and of the strategy: one draft at most, one in force, and those it replaced. A score keeps the version it was
 * made with, so a published version is never changed.
 */
@Component
public final class Rulebooks {
    private static final int LONGEST_NOTE = 500;

    private final AuditTrail trail;
    private final JsonMapper json;

    Rulebooks(AuditTrail trail, JsonMapper json) {
        this.trail = trail;
        this.json = json;
    }

    /** Which of the two. */
    public enum Kind {
        SCORECARD("scorecard"),
        STRATEGY("credit-strategy");

        private final String subject;

        Kind(String subject) {
            this.subject = subject;
        }
    }

    /** Where a version stands. */
    public enum State {
        DRAFT,
        PUBLISHED,
        REPLACED
    }

    /**
     * One version.
     *
     * @param id null for what a company has before it made its own
     * @param version 0 for that
     */
    public record Version<T>(
            @Nullable UUID id,
            int version,
            State state,
            T content,
            String note,
            @Nullable Instant changedAt,
            @Nullable Instant publishedAt) {}

    /** The scorecard in force. */
    public Version<Scorecard> scorecard(Tx tx) {
        return inForce(tx, Kind.SCORECARD, Scorecard.class, Scorecard.standard());
    }

    public Optional<Version<Scorecard>> scorecardDraft(Tx tx) {
        return find(tx, Kind.SCORECARD, State.DRAFT, Scorecard.class);
    }

    /** The strategy in force. */
    public Version<Strategy> strategy(Tx tx) {
        return inForce(tx, Kind.STRATEGY, Strategy.class, Strategy.standard());
    }

    public Optional<Version<Strategy>> strategyDraft(Tx tx) {
        return find(tx, Kind.STRATEGY, State.DRAFT, Strategy.class);
    }

    /** A version by its id; empty when there is none of this kind. */
    Optional<Version<Scorecard>> scorecard(Tx tx, UUID id) {
        return byId(tx, Kind.SCORECARD, id, Scorecard.class);
    }

    private <T> Version<T> inForce(Tx tx, Kind kind, Class<T> type, T standard) {
        return find(tx, kind, State.PUBLISHED, type)
                .orElseGet(() -> new Version<>(null, 0, State.PUBLISHED, standard, "", null, null));
    }

    private <T> Optional<Version<T>> find(Tx tx, Kind kind, State state, Class<T> type) {
        return tx.first(
                "select r.* from credit.rulebook r where r.company_id = ? and r.kind = ? and r.state = ?",
                row -> version(row, type),
                tx.company(),
                kind,
                state);
    }

    private <T> Optional<Version<T>> byId(Tx tx, Kind kind, UUID id, Class<T> type) {
        return tx.first(
                "select r.* from credit.rulebook r where r.company_id = ? and r.kind = ? and r.id = ?",
                row -> version(row, type),
                tx.company(),
                kind,
                id);
    }

    private <T> Version<T> version(Row row, Class<T> type) {
        return new Version<>(
                row.uuid("id"),
                row.integer("version"),
                row.choice("state", State.class),
                json.readValue(row.text("content"), type),
                row.text("note"),
                row.instant("changed_at"),
                row.instantOrNull("published_at"));
    }

    /** Keeps this scorecard as the draft, instead of the draft there was. */
    public void draft(Tx tx, Actor actor, Scorecard scorecard, @Nullable String note) {
        Problem.Collector problems = new Problem.Collector();
        scorecard.check(problems);
        draft(tx, actor, problems, Kind.SCORECARD, scorecard, note);
    }

    /** Keeps this strategy as the draft, instead of the draft there was. */
    public void draft(Tx tx, Actor actor, Strategy strategy, @Nullable String note) {
        Problem.Collector problems = new Problem.Collector();
        strategy.check(problems, actor.currency());
        draft(tx, actor, problems, Kind.STRATEGY, strategy, note);
    }

    private void draft(
            Tx tx, Actor actor, Problem.Collector problems, Kind kind, Object content, @Nullable String note) {
        String said = Input.text(problems, "note", note, LONGEST_NOTE);
        problems.throwIfAny();
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.rulebook as r (company_id, id, kind, version, state, content, note, changed_by)
                select ?, ?, ?, coalesce(max(o.version), 0) + 1, 'DRAFT', ?::jsonb, ?, ? from credit.rulebook o where o.company_id = ? and o.kind = ?
                on conflict (company_id, kind) where state = 'DRAFT'
                do update set content = excluded.content, note = excluded.note, changed_by = excluded.changed_by, changed_at = now()""",
                tx.company(),
                Ids.next(),
                kind,
                new Json(json.writeValueAsString(content)),
                said == null ? "" : said,
                actor.user(),
                tx.company(),
                kind);
        trail.record(tx, actor, new AuditTrail.Fact("change", kind.subject, null, "DRAFT", Map.of()));
    }

    /** Throws the draft away, if there is one. */
    public void discard(Tx tx, Actor actor, Kind kind) {
        tx.add(
                Rank.DETAIL,
                "delete from credit.rulebook r where r.company_id = ? and r.kind = ? and r.state = 'DRAFT'",
                tx.company(),
                kind);
        trail.record(tx, actor, new AuditTrail.Fact("delete", kind.subject, null, "DRAFT", Map.of()));
    }

    /**
     * Puts the draft in force from now on; what was scored before keeps its version.
     *
     * @throws Problem 409 when there is no draft
     */
    public void publish(Tx tx, Actor actor, Kind kind) {
        int version = tx.first("""
                        select r.version from credit.rulebook r where r.company_id = ? and r.kind = ? and r.state = 'DRAFT' for no key update""", row -> row.integer("version"), tx.company(), kind)
                .orElseThrow(() -> Problem.conflict("credit-no-draft"));
        replace(tx, kind);
        tx.add(Rank.DETAIL, """
                update credit.rulebook r set state = 'PUBLISHED', published_at = now(), published_by = ?
                where r.company_id = ? and r.kind = ? and r.state = 'DRAFT'""", actor.user(), tx.company(), kind);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("publish", kind.subject, null, "V" + version, Map.of("version", version)));
    }

    private static void replace(Tx tx, Kind kind) {
        tx.add(
                Rank.DETAIL,
                "update credit.rulebook r set state = 'REPLACED' where r.company_id = ? and r.kind = ? and r.state = 'PUBLISHED'",
                tx.company(),
                kind);
    }

    /** The ids of what is in force, for what refers to it; what a company has before it made its own is written as its first version. */
    record Used(UUID scorecard, UUID strategy) {}

    Used used(Tx tx) {
        return new Used(used(tx, Kind.SCORECARD, Scorecard.standard()), used(tx, Kind.STRATEGY, Strategy.standard()));
    }

    private UUID used(Tx tx, Kind kind, Object standard) {
        // A published version may be there although the first look missed it: two runs begin at once.
        return publishedId(tx, kind).orElseGet(() -> {
            tx.execute(
                    """
                    insert into credit.rulebook (company_id, id, kind, version, state, content, published_at)
                    select ?, ?, ?, coalesce(max(o.version), 0) + 1, 'PUBLISHED', ?::jsonb, now()
                    from credit.rulebook o where o.company_id = ? and o.kind = ? on conflict do nothing""",
                    tx.company(),
                    Ids.next(),
                    kind,
                    new Json(json.writeValueAsString(standard)),
                    tx.company(),
                    kind);
            return publishedId(tx, kind).orElseThrow();
        });
    }

    private static Optional<UUID> publishedId(Tx tx, Kind kind) {
        List<UUID> ids = tx.list(
                "select r.id from credit.rulebook r where r.company_id = ? and r.kind = ? and r.state = 'PUBLISHED'",
                row -> row.uuid("id"),
                tx.company(),
                kind);
        return ids.stream().findFirst();
    }
}
