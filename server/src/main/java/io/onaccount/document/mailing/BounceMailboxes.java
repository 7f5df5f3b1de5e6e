package io.onaccount.document.mailing;

import io.onaccount.document.mailing.MailServers.Security;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.secrets.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The mailbox each company may have watched for mails that come back (退信). Its password is kept as the mail server's: sealed, never told, and entered
 * anew with another host, port, security or user.
 */
@Component
public final class BounceMailboxes {
    static final String KIND = "bounce-mailbox";

    /** How long it is left alone after it was read, and twice as long after each failure. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(4);
    private static final int LONGEST_FAILURE = 500;

    private final SealedSetting sealed;
    private final AuditTrail trail;
    private final Texts texts;
    private final Clock clock;

    BounceMailboxes(Secrets secrets, AuditTrail trail, Texts texts, Clock clock) {
        sealed = new SealedSetting(
                secrets,
                KIND,
                "select b.password as sealed from document.bounce_mailbox b where b.company_id = ?",
                "password");
        this.trail = trail;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * A company's mailbox, without its password.
     *
     * @param readable whether the password can be used: not after a restore without the installation's key
     * @param folder where messages come in
     * @param handledFolder where reports go that were read; null to mark them as seen and leave them
     * @param active whether it is watched
     * @param setBy who set it last, in whose name mails are marked
     * @param readAt when it was last read
     * @param failedAt since it was last read: when it could not be
     * @param nextAt when it is read next
     */
    public record Mailbox(
            String host,
            int port,
            Security security,
            String user,
            boolean hasPassword,
            boolean readable,
            String folder,
            @Nullable String handledFolder,
            boolean active,
            int version,
            UUID setBy,
            Instant nextAt,
            @Nullable Instant readAt,
            long uidValidity,
            long lastUid,
            int failures,
            @Nullable Instant failedAt,
            @Nullable String failure,
            @Nullable String failureKey) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * What is entered.
     *
     * @param password null to keep the one there is
     */
    public record Entry(
            @Nullable String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable String password,
            @Nullable String folder,
            @Nullable String handledFolder,
            boolean active) {

        @Override
        public String toString() {
            return host + ":" + port; // without the password, wherever it is written
        }
    }

    /** The company's, if it has set one. */
    public Optional<Mailbox> find(Tx tx) {
        return tx.first(
                "select b.* from document.bounce_mailbox b where b.company_id = ?",
                row -> mailbox(tx.company(), row),
                tx.company());
    }

    private Mailbox mailbox(long company, Row row) {
        return new Mailbox(
                row.text("host"),
                row.integer("port"),
                row.choice("security", Security.class),
                row.text("user_name"),
                row.bytesOrNull("password") != null,
                sealed.open(company, row.bytesOrNull("password")).isPresent(),
                row.text("folder"),
                row.textOrNull("handled_folder"),
                row.bool("active"),
                row.integer("version"),
                row.uuid("set_by"),
                row.instant("next_at"),
                row.instantOrNull("read_at"),
                row.number("uid_validity"),
                row.number("last_uid"),
                row.integer("failures"),
                row.instantOrNull("failed_at"),
                row.textOrNull("failure"),
                row.textOrNull("failure_key"));
    }

    /** The password, for signing in there; empty when it can't be opened. */
    Optional<String> password(Tx tx) {
        return sealed.read(tx);
    }

    /** Why it could not be read the last time, in this language; null when it could. */
    public @Nullable String failure(Mailbox mailbox, Locale language) {
        return mailbox.failureKey() != null ? texts.text(language, mailbox.failureKey()) : mailbox.failure();
    }

    /** Sets the company's mailbox; it is read anew from its beginning, soon. */
    public void set(Tx tx, Actor actor, Entry entry, @Nullable Integer seen) {
        Mailbox old = find(tx).orElse(null);
        int version = old == null ? 0 : old.version();
        SealedSetting.requireSame(seen == null || seen == version);
        Problem.Collector problems = new Problem.Collector();
        String host = MailServers.host(problems, entry.host(), entry.port());
        String user = Input.required(problems, "user", entry.user(), 200);
        problems.check(Input.isOneLine(user), "user", "bad-character");
        sealed.check(problems, entry.password());
        String folder = Input.required(problems, "folder", entry.folder(), 200);
        problems.check(Input.isOneLine(folder), "folder", "bad-character");
        String handled = Input.text(problems, "handledFolder", entry.handledFolder(), 200);
        problems.check(handled == null || Input.isOneLine(handled), "handledFolder", "bad-character");
        problems.check(!folder.equals(handled), "handledFolder", "bounce-same-folder");
        boolean same = old != null
                && old.host().equalsIgnoreCase(host)
                && old.port() == entry.port()
                && old.security() == entry.security()
                && old.user().equals(user);
        boolean keeps = entry.password() == null && old != null && old.hasPassword();
        problems.check(!keeps || same, "password", "mail-password-anew");
        problems.throwIfAny();
        byte[] anew = sealed.seal(tx, entry.password());
        Instant now = clock.instant();
        int written = tx.execute(
                """
                insert into document.bounce_mailbox as b (company_id, host, port, security, user_name, password, folder, handled_folder, active,
                    version, changed_at, set_by, next_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
                on conflict (company_id) do update set host = excluded.host, port = excluded.port, security = excluded.security,
                    user_name = excluded.user_name, password = case when ? then b.password else excluded.password end, folder = excluded.folder,
                    handled_folder = excluded.handled_folder, active = excluded.active, version = b.version + 1, changed_at = excluded.changed_at,
                    set_by = excluded.set_by, next_at = excluded.next_at, read_at = null, uid_validity = 0, last_uid = 0, failures = 0,
                    failed_at = null, failure = null, failure_key = null
                where b.version = ?""",
                tx.company(),
                host,
                entry.port(),
                entry.security(),
                user,
                anew,
                folder,
                handled,
                entry.active(),
                now,
                actor.user(),
                now,
                keeps,
                version);
        SealedSetting.requireSame(written > 0);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host", host + ":" + entry.port());
        facts.put("security", entry.security());
        facts.put("user", user);
        facts.put("folder", folder);
        facts.put("handledFolder", Objects.requireNonNullElse(handled, ""));
        facts.put("active", entry.active());
        facts.put("passwordChanged", !keeps && anew != null);
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, null, host, facts));
    }

    /** Notes that it was read up to a message, unless other settings were saved meanwhile; soon again when there is more. */
    void read(Tx tx, Mailbox mailbox, long uidValidity, long lastUid, boolean more) {
        Instant now = clock.instant();
        tx.execute("""
                update document.bounce_mailbox set read_at = ?, next_at = ?, uid_validity = ?, last_uid = ?, failures = 0, failed_at = null,
                    failure = null, failure_key = null
                where company_id = ? and version = ?""", now, more ? now : now.plus(PAUSE), uidValidity, lastUid, tx.company(), mailbox.version());
    }

    /** Notes that it could not be read, unless other settings were saved meanwhile; it is left alone longer each time. */
    void failed(Tx tx, Mailbox mailbox, SmtpRefusal why) {
        Instant now = clock.instant();
        Duration pause = PAUSE.multipliedBy(1L << Math.min(mailbox.failures(), 10));
        tx.execute(
                """
                update document.bounce_mailbox set failed_at = ?, next_at = ?, failures = failures + 1, failure = ?, failure_key = ?
                where company_id = ? and version = ?""",
                now,
                now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause),
                why.key() == null ? MailAddress.oneLine(String.valueOf(why.getMessage()), LONGEST_FAILURE) : null,
                why.key(),
                tx.company(),
                mailbox.version());
    }
}
