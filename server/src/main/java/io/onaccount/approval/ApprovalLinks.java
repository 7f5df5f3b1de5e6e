package io.onaccount.approval;

import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approvals.Card;
import io.onaccount.approval.Approvals.Decided;
import io.onaccount.approval.LinkRows.Link;
import io.onaccount.approval.RequestTables.Mine;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/**
 * Links for deciding from an e-mail: signed, for one person and one step, once, for three days. Whoever holds a link decides in that person's
 * name, so it is handed out only to who may hand out access; the asker never gets it.
 */
@Component
public final class ApprovalLinks {
    private final RequestTables tables;
    private final LinkRows links;
    private final Approvals approvals;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    ApprovalLinks(
            RequestTables tables,
            LinkRows links,
            Approvals approvals,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.tables = tables;
        this.links = links;
        this.approvals = approvals;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

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
        Link link = links.write(tx, actor, request, mine.step(), user);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "approval-link", asked.kind(), asked.subject(), asked.number(), Map.of("approver", user)));
        return new Made(LinkRows.token(tx, link), link.expires());
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

    private static Link sound(Tx tx, SignedToken signed, Instant now) {
        Link link = LinkRows.find(tx, signed.id()).orElseThrow(() -> Problem.of(404, "approval-link-void"));
        if (!signed.isSound(LinkRows.key(tx), link.facts())) {
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
}
