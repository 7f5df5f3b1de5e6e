package io.onaccount.approval;

import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approvals.Card;
import io.onaccount.approval.Approvals.Decided;
import io.onaccount.approval.RequestTables.Mine;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Links for deciding from an e-mail: signed, for one person and one step, once, for three days. Whoever holds a link decides in that person's
 * name, so it is handed out only to who may hand out access; the asker never gets it.
 */
@Component
public final class ApprovalLinks {
    private static final Duration LIFE = Duration.ofHours(72);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RequestTables tables;
    private final Approvals approvals;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    ApprovalLinks(
            RequestTables tables,
            Approvals approvals,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.tables = tables;
        this.approvals = approvals;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    private record Link(
            UUID id,
            UUID request,
            UUID step,
            UUID user,
            Instant expires,
            @Nullable Instant used) {}

    /** A link for somebody who may decide on the request now: oneself, or with {@code approval.link} somebody else. */
    public record Made(String token, Instant expires) {}

    /** Makes a link; 403 for whoever asked for the approval or looks after its subject, 400 when the person has nothing to decide there. */
    public Made make(Tx tx, Actor actor, UUID request, UUID user) {
        Card card = approvals.card(tx, actor, request);
        Request asked = card.approval().request();
        boolean own = user.equals(actor.user());
        if (!own) {
            actor.require(Approvals.KIND + ".link");
        }
        if (!own && (asked.askedBy().equals(actor.user()) || actor.user().equals(asked.owner()))) {
            throw Problem.of(403, "approval-own", asked.number());
        }
        Actor approver = organization
                .actor(tx, user)
                .map(person -> person.on(actor.today()))
                .orElseThrow(() -> Problem.invalid("user", "unknown-record"));
        Mine mine = tables.mine(tx, approver, request).stream()
                .findFirst()
                .orElseThrow(() -> Problem.invalid("user", "approval-link-not-asked"));
        Link link = new Link(
                Ids.next(),
                request,
                mine.step(),
                user,
                clock.instant().plus(LIFE).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                null);
        byte[] key = key(tx);
        tx.add(
                Rank.DETAIL,
                "insert into approval.link (company_id, id, request_id, step_id, user_id, made_by, made_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                link.id(),
                link.request(),
                link.step(),
                link.user(),
                actor.user(),
                clock.instant(),
                link.expires());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "approval-link", asked.kind(), asked.subject(), asked.number(), Map.of("approver", user)));
        return new Made(SignedToken.make(key, tx.company(), link.id(), facts(link)), link.expires());
    }

    /** Shows the card to the link's person, on their business day and with their rights, as {@code show} puts it. */
    public <T> T open(String token, BiFunction<Tx, Opened, T> show) {
        return open(token, clock.instant(), show);
    }

    <T> T open(String token, Instant now, BiFunction<Tx, Opened, T> show) {
        SignedToken signed = signed(token);
        return database.read(signed.company(), tx -> {
            Link link = sound(tx, signed, now);
            Actor person = person(tx, link);
            return show.apply(tx, new Opened(person, approvals.card(tx, person, link.request())));
        });
    }

    /** The link's person and the card. */
    public record Opened(Actor person, Card card) {}

    /** How an answer is shown. */
    public interface Shown<T> {
        T show(Tx tx, Actor person, Decided decided);
    }

    /** Decides by the link, which is used up in the same transaction. */
    public <T> T decide(String token, Act act, String reason, Shown<T> show) {
        SignedToken signed = signed(token);
        return database.write(signed.company(), tx -> {
            Link link = sound(tx, signed, clock.instant());
            Actor person = person(tx, link);
            tx.addExpecting(
                    Rank.KEY,
                    1,
                    () -> Problem.conflict("approval-link-over"),
                    "update approval.link set used_at = ? where company_id = ? and id = ? and used_at is null",
                    clock.instant(),
                    tx.company(),
                    link.id());
            return show.show(tx, person, approvals.decide(tx, person, link.request(), act, reason, link.step()));
        });
    }

    private static SignedToken signed(String token) {
        return SignedToken.parse(token).orElseThrow(() -> Problem.of(404, "approval-link-void"));
    }

    private static String facts(Link link) {
        return link.request() + "|" + link.step() + "|" + link.user() + "|"
                + link.expires().getEpochSecond();
    }

    private static Link sound(Tx tx, SignedToken signed, Instant now) {
        Link link = tx.first(
                        "select l.id, l.request_id, l.step_id, l.user_id, l.expires_at, l.used_at from approval.link l where l.company_id = ? and l.id = ?",
                        row -> new Link(
                                row.uuid("id"),
                                row.uuid("request_id"),
                                row.uuid("step_id"),
                                row.uuid("user_id"),
                                row.instant("expires_at"),
                                row.instantOrNull("used_at")),
                        tx.company(),
                        signed.id())
                .orElseThrow(() -> Problem.of(404, "approval-link-void"));
        if (!signed.isSound(key(tx), facts(link))) {
            throw Problem.of(404, "approval-link-void");
        }
        if (link.used() != null || !now.isBefore(link.expires())) {
            throw Problem.conflict("approval-link-over");
        }
        return link;
    }

    private Actor person(Tx tx, Link link) {
        return organization.actor(tx, link.user()).orElseThrow(() -> Problem.of(404, "approval-link-void"));
    }

    private static byte[] key(Tx tx) {
        return tx.first(
                        "select k.key from approval.link_key k where k.company_id = ?",
                        row -> row.bytes("key"),
                        tx.company())
                .orElseGet(() -> {
                    byte[] fresh = new byte[32];
                    RANDOM.nextBytes(fresh);
                    tx.execute(
                            "insert into approval.link_key (company_id, key) values (?, ?) on conflict do nothing",
                            tx.company(),
                            fresh);
                    return tx.one(
                            "select k.key from approval.link_key k where k.company_id = ?",
                            row -> row.bytes("key"),
                            tx.company());
                });
    }
}
