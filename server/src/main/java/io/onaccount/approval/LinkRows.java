package io.onaccount.approval;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of links, and the company's key they are signed with. */
@Component
final class LinkRows {
    private static final Duration LIFE = Duration.ofHours(72);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    LinkRows(Clock clock) {
        this.clock = clock;
    }

    record Link(
            UUID id,
            UUID request,
            UUID step,
            UUID user,
            Instant expires,
            @Nullable Instant used) {
        String facts() {
            return request + "|" + step + "|" + user + "|" + expires.getEpochSecond();
        }
    }

    /** Makes the row of a link that leaves with a mail; whoever asks knows that the user is asked in the step. */
    UUID row(Tx tx, Actor actor, UUID request, UUID step, UUID user) {
        key(tx); // is there before the mail leaves, whose transaction only reads
        return write(tx, actor, request, step, user).id();
    }

    Link write(Tx tx, Actor actor, UUID request, UUID step, UUID user) {
        Link link = new Link(
                Ids.next(), request, step, user, clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS), null);
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
        return link;
    }

    static Optional<Link> find(Tx tx, UUID id) {
        return tx.first(
                "select l.id, l.request_id, l.step_id, l.user_id, l.expires_at, l.used_at from approval.link l where l.company_id = ? and l.id = ?",
                row -> new Link(
                        row.uuid("id"),
                        row.uuid("request_id"),
                        row.uuid("step_id"),
                        row.uuid("user_id"),
                        row.instant("expires_at"),
                        row.instantOrNull("used_at")),
                tx.company(),
                id);
    }

    String token(Tx tx, UUID id) {
        return token(tx, find(tx, id).orElseThrow(() -> Problem.of(404, "approval-link-void")));
    }

    static String token(Tx tx, Link link) {
        return SignedToken.make(key(tx), tx.company(), link.id(), link.facts());
    }

    static byte[] key(Tx tx) {
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
