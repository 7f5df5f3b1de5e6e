package io.onaccount.approval;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who decides in whose place while they are away (代理审批). Everybody hands over only what is their own; both go on seeing it. */
@Component
public final class Delegations {
    private static final int MOST_DAYS = 366;

    private final AuditTrail trail;
    private final Clock clock;

    Delegations(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** One absence, both days included. */
    public record Delegation(UUID id, UUID user, UUID to, LocalDate from, LocalDate until) {}

    /** Those one has made or been given that are not over, the next first. */
    public List<Delegation> list(Tx tx, Actor actor) {
        return tx.list(
                """
                select d.id, d.user_id, d.to_id, d.from_on, d.until_on from approval.delegation d
                where d.company_id = ? and (d.user_id = ? or d.to_id = ?) and d.ended_at is null and d.until_on >= ?
                order by d.from_on, d.id""",
                row -> new Delegation(
                        row.uuid("id"),
                        row.uuid("user_id"),
                        row.uuid("to_id"),
                        row.date("from_on"),
                        row.date("until_on")),
                tx.company(),
                actor.user(),
                actor.user(),
                actor.today());
    }

    /** Hands one's decisions over for these days. What the other one asked for or looks after stays closed to them. */
    public Delegation make(Tx tx, Actor actor, UUID to, LocalDate from, LocalDate until) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(!to.equals(actor.user()), "to", "approval-delegate-oneself");
        problems.check(Staff.read(tx).isActive(to), "to", "unknown-record");
        problems.check(!until.isBefore(from), "until", "approval-before-start");
        problems.check(!until.isBefore(actor.today()), "until", "approval-in-the-past");
        problems.check(
                until.isBefore(from) || from.plusDays(MOST_DAYS).isAfter(until),
                "until",
                "approval-trial-long",
                MOST_DAYS);
        problems.throwIfAny();
        Delegation made = new Delegation(Ids.next(), actor.user(), to, from, until);
        tx.add(
                Rank.DETAIL,
                "insert into approval.delegation (company_id, id, user_id, to_id, from_on, until_on, made_at) values (?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                made.id(),
                made.user(),
                made.to(),
                made.from(),
                made.until(),
                clock.instant());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "delegate",
                        "user",
                        actor.user(),
                        actor.name(),
                        Map.of("to", to, "from", from.toString(), "until", until.toString())));
        return made;
    }

    /** Takes it back at once; only one's own. */
    public void end(Tx tx, Actor actor, UUID id) {
        boolean own = tx.first(
                        "select 1 as one from approval.delegation d where d.company_id = ? and d.id = ? and d.user_id = ? and d.ended_at is null",
                        row -> row.integer("one"),
                        tx.company(),
                        id,
                        actor.user())
                .isPresent();
        if (!own) {
            throw Problem.notFound("approval-delegation", id);
        }
        tx.add(
                Rank.DETAIL,
                "update approval.delegation set ended_at = ? where company_id = ? and id = ?",
                clock.instant(),
                tx.company(),
                id);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("delegate-end", "user", actor.user(), actor.name(), Map.of("delegation", id)));
    }
}
