package io.onaccount.receivables;

import io.onaccount.document.Attachments;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Links by which a customer sees a statement and answers it without signing in: signed, for one statement, answered once, for thirty days.
 * What comes in by a link is noted in the name of whoever made it, with the customer's own words as to who they are.
 */
@Component
public final class StatementLinks {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final int MOST_FILES = 3;
    /** The largest signed paper, in bytes. */
    public static final int MOST_BYTES = 10 * 1024 * 1024;

    private final Statements statements;
    private final Attachments attachments;
    private final Printing printing;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    StatementLinks(
            Statements statements,
            Attachments attachments,
            Printing printing,
            Companies companies,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.statements = statements;
        this.attachments = attachments;
        this.printing = printing;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    private record Link(
            UUID id,
            UUID statement,
            UUID by,
            Instant expires,
            @Nullable Instant used) {
        String facts() {
            return statement + "|" + by + "|" + expires.getEpochSecond();
        }
    }

    /** A link, to be handed to the customer. */
    public record Made(String token, Instant expires) {}

    /** Makes a link to a statement that is not answered or cancelled yet. */
    public Made make(Tx tx, Actor actor, UUID id) {
        Statement statement = statements.find(tx, actor, id);
        if (!StatementState.TABLE.allows(statement.state(), "differ")) {
            throw Problem.conflict("wrong-state", "differ", statement.header().state());
        }
        Link link = written(tx, actor, id);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "link", Statements.KIND, id, statement.header().number(), Map.of("expires", link.expires())));
        return new Made(token(tx, link), link.expires());
    }

    /** The row of a link that leaves with a mail; whoever asks has checked that the statement can be answered. */
    UUID row(Tx tx, Actor actor, UUID statement) {
        LinkKeys.of(tx); // is there before the mail leaves, whose transaction only reads
        return written(tx, actor, statement).id();
    }

    /** The token of a row made before. */
    String token(Tx tx, UUID id) {
        return token(tx, find(tx, id).orElseThrow(() -> Problem.of(404, "statement-link-void")));
    }

    private static String token(Tx tx, Link link) {
        return SignedToken.make(LinkKeys.of(tx), tx.company(), link.id(), link.facts());
    }

    private Link written(Tx tx, Actor actor, UUID id) {
        Link link = new Link(
                Ids.next(), id, actor.user(), clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS), null);
        tx.add(
                Rank.DETAIL,
                "insert into receivables.statement_link (company_id, id, statement_id, made_by, made_at, expires_at) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                link.id(),
                id,
                actor.user(),
                clock.instant(),
                link.expires());
        return link;
    }

    /**
     * What the customer sees.
     *
     * @param answered whether it was answered, by this link or otherwise
     */
    public record Opened(String company, Statement statement, boolean answered) {}

    /** Opening shows and changes nothing, so that a mail scanner that follows links answers nothing. */
    public Opened open(String token) {
        return read(token, (tx, actor, link) -> opened(tx, actor, link));
    }

    private Opened opened(Tx tx, Actor actor, Link link) {
        Statement statement = statements.find(tx, actor, link.statement());
        return new Opened(
                companies.get(tx).name(),
                statement,
                link.used() != null || !StatementState.TABLE.allows(statement.state(), "differ"));
    }

    /** The statement as PDF. */
    public byte[] pdf(String token, Locale language) {
        return printing.pdf(read(token, (tx, actor, link) -> printing.gather(tx, actor, link.statement(), language)));
    }

    /** Answers; the link is used up in the same transaction. */
    public Opened answer(
            String token, @Nullable String by, List<Statements.Otherwise> otherwise, @Nullable String remark) {
        return database.write(company(token), tx -> {
            Link link = unused(tx, token);
            Actor actor = maker(tx, link);
            tx.addExpecting(
                    Rank.KEY,
                    1,
                    () -> Problem.conflict("statement-link-over"),
                    "update receivables.statement_link set used_at = ? where company_id = ? and id = ? and used_at is null",
                    clock.instant(),
                    tx.company(),
                    link.id());
            statements.answer(tx, actor, link.statement(), null, by, otherwise, remark);
            tx.flush();
            return opened(tx, actor, new Link(link.id(), link.statement(), link.by(), link.expires(), clock.instant()));
        });
    }

    /** Takes the signed paper: a PDF or a picture, before or together with the answer. */
    public void attach(String token, String name, byte[] content) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".pdf") && !lower.endsWith(".jpg") && !lower.endsWith(".jpeg") && !lower.endsWith(".png")) {
            throw Problem.invalid("file", "statement-file-type");
        }
        database.write(company(token), tx -> {
            Link link = unused(tx, token);
            Actor actor = maker(tx, link);
            if (attachments.of(tx, actor, link.statement()).size() >= MOST_FILES) {
                throw Problem.conflict("statement-files", MOST_FILES);
            }
            attachments.add(tx, actor, link.statement(), name, content);
            return null;
        });
    }

    private interface Reading<T> {
        T read(Tx tx, Actor actor, Link link);
    }

    private <T> T read(String token, Reading<T> reading) {
        return database.read(company(token), tx -> {
            Link link = sound(tx, token);
            return reading.read(tx, maker(tx, link), link);
        });
    }

    private static SignedToken signed(String token) {
        return SignedToken.parse(token).orElseThrow(() -> Problem.of(404, "statement-link-void"));
    }

    private static long company(String token) {
        return signed(token).company();
    }

    private Link unused(Tx tx, String token) {
        Link link = sound(tx, token);
        if (link.used() != null) {
            throw Problem.conflict("statement-link-over");
        }
        return link;
    }

    private static Optional<Link> find(Tx tx, UUID id) {
        return tx.first(
                "select l.id, l.statement_id, l.made_by, l.expires_at, l.used_at from receivables.statement_link l where l.company_id = ? and l.id = ?",
                row -> new Link(
                        row.uuid("id"),
                        row.uuid("statement_id"),
                        row.uuid("made_by"),
                        row.instant("expires_at"),
                        row.instantOrNull("used_at")),
                tx.company(),
                id);
    }

    private Link sound(Tx tx, String token) {
        SignedToken signed = signed(token);
        Link link = find(tx, signed.id()).orElseThrow(() -> Problem.of(404, "statement-link-void"));
        if (!signed.isSound(LinkKeys.of(tx), link.facts())) {
            throw Problem.of(404, "statement-link-void");
        }
        if (!clock.instant().isBefore(link.expires())) {
            throw Problem.conflict("statement-link-over");
        }
        return link;
    }

    /** Whoever made it must still be somebody here. */
    private Actor maker(Tx tx, Link link) {
        return organization.actor(tx, link.by()).orElseThrow(() -> Problem.of(404, "statement-link-void"));
    }
}
