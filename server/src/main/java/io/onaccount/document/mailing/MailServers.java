package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.secrets.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The mail server of each company. Its password goes in and is used, and never comes out: it is sealed with a key outside the database, no
 * answer, log line or history entry holds it, and it must be entered anew with another host, port, security or user, so that nobody can have it sent
 * to a server of their own.
 */
@Component
public final class MailServers {
    static final String KIND = "mail-server";
    static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}");
    private static final int MOST_PER_MINUTE = 6000;

    private final SealedSetting sealed;
    private final AuditTrail trail;
    private final Clock clock;

    MailServers(Secrets secrets, AuditTrail trail, Clock clock) {
        sealed = new SealedSetting(
                secrets,
                KIND,
                "select m.password as sealed from document.mail_server m where m.company_id = ?",
                "password");
        this.trail = trail;
        this.clock = clock;
    }

    /** How what goes to the server is kept from others. */
    public enum Security {
        NONE,
        /** Begun in clear and encrypted before anything is said; refused when the server can't. */
        STARTTLS,
        TLS
    }

    /**
     * A company's mail server, without its password.
     *
     * @param site where our pages are found from outside, {@code https://erp.example.com}; mails without it have no links
     * @param active whether mails are sent; otherwise they stay where they are
     * @param readable whether the password can be used: not after a restore without the installation's key
     * @param setBy who set it last; null when it was set before that was kept
     */
    public record Server(
            String host,
            int port,
            Security security,
            @Nullable String user,
            boolean hasPassword,
            boolean readable,
            String fromAddress,
            @Nullable String fromName,
            @Nullable String replyTo,
            int perMinute,
            @Nullable String site,
            Locale customerLanguage,
            boolean active,
            int version,
            Instant changedAt,
            @Nullable UUID setBy) {}

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
            @Nullable String fromAddress,
            @Nullable String fromName,
            @Nullable String replyTo,
            int perMinute,
            @Nullable String site,
            Locale customerLanguage,
            boolean active) {

        @Override
        public String toString() {
            return host + ":" + port; // without the password, wherever it is written
        }
    }

    /** The company's, if it has set one. */
    public Optional<Server> find(Tx tx) {
        return tx.first(
                "select m.* from document.mail_server m where m.company_id = ?",
                row -> new Server(
                        row.text("host"),
                        row.integer("port"),
                        row.choice("security", Security.class),
                        row.textOrNull("user_name"),
                        row.bytesOrNull("password") != null,
                        sealed.open(tx.company(), row.bytesOrNull("password")).isPresent(),
                        row.text("from_address"),
                        row.textOrNull("from_name"),
                        row.textOrNull("reply_to"),
                        row.integer("per_minute"),
                        row.textOrNull("site"),
                        Locale.forLanguageTag(row.text("customer_language")),
                        row.bool("active"),
                        row.integer("version"),
                        row.instant("changed_at"),
                        row.uuidOrNull("set_by")),
                tx.company());
    }

    /** The password, for signing in there; empty when it can't be opened. */
    Optional<String> password(Tx tx) {
        return sealed.read(tx);
    }

    /** A host as it was entered, checked with its port. */
    static String host(Problem.Collector problems, @Nullable String entered, int port) {
        String host = Input.required(problems, "host", entered, 253);
        problems.check(host.isEmpty() || HOST.matcher(host).matches(), "host", "mail-host");
        problems.check(port >= 1 && port <= 65535, "port", "not-between", 1, 65535);
        return host;
    }

    /** Sets the company's mail server. */
    public void set(Tx tx, Actor actor, Entry entry, @Nullable Integer seen) {
        Server old = find(tx).orElse(null);
        int version = old == null ? 0 : old.version();
        SealedSetting.requireSame(seen == null || seen == version);
        Problem.Collector problems = new Problem.Collector();
        String host = host(problems, entry.host(), entry.port());
        String user = Input.text(problems, "user", entry.user(), 200);
        sealed.check(problems, entry.password());
        String from = Input.required(problems, "fromAddress", entry.fromAddress(), 254);
        problems.check(from.isEmpty() || MailAddress.of(from, null).isPresent(), "fromAddress", "not-an-email");
        String name = Input.text(problems, "fromName", entry.fromName(), 100);
        problems.check(name == null || Input.isOneLine(name), "fromName", "bad-character");
        String reply = Input.text(problems, "replyTo", entry.replyTo(), 254);
        problems.check(reply == null || MailAddress.of(reply, null).isPresent(), "replyTo", "not-an-email");
        problems.check(
                entry.perMinute() >= 1 && entry.perMinute() <= MOST_PER_MINUTE,
                "perMinute",
                "not-between",
                1,
                MOST_PER_MINUTE);
        String site = Input.text(problems, "site", entry.site(), 200);
        problems.check(site == null || isSite(site), "site", "mail-site");
        problems.check(
                Texts.LOCALES.contains(entry.customerLanguage()),
                "customerLanguage",
                "print-language",
                entry.customerLanguage().toLanguageTag());
        boolean same = old != null
                && old.host().equalsIgnoreCase(host)
                && old.port() == entry.port()
                && old.security() == entry.security()
                && Objects.equals(old.user(), user);
        boolean keeps = entry.password() == null && user != null && old != null && old.hasPassword();
        problems.check(!keeps || same, "password", "mail-password-anew");
        problems.throwIfAny();
        byte[] anew = user == null ? null : sealed.seal(tx, entry.password());
        int written = tx.execute(
                """
                insert into document.mail_server as m (company_id, host, port, security, user_name, password, from_address, from_name, reply_to, per_minute,
                    site, customer_language, active, version, changed_at, set_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
                on conflict (company_id) do update set host = excluded.host, port = excluded.port, security = excluded.security,
                    user_name = excluded.user_name, password = case when ? then m.password else excluded.password end,
                    from_address = excluded.from_address, from_name = excluded.from_name, reply_to = excluded.reply_to,
                    per_minute = excluded.per_minute, site = excluded.site, customer_language = excluded.customer_language,
                    active = excluded.active, version = m.version + 1, changed_at = excluded.changed_at, set_by = excluded.set_by
                where m.version = ?""",
                tx.company(),
                host,
                entry.port(),
                entry.security(),
                user,
                anew,
                MailAddress.of(from, null).orElseThrow().address(),
                name,
                reply,
                entry.perMinute(),
                site == null ? null : withoutSlash(site),
                entry.customerLanguage().toLanguageTag(),
                entry.active(),
                clock.instant(),
                actor.user(),
                keeps,
                version);
        SealedSetting.requireSame(written > 0);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host", host + ":" + entry.port());
        facts.put("security", entry.security());
        facts.put("user", user == null ? "" : user);
        facts.put("fromAddress", from);
        facts.put("active", entry.active());
        facts.put("passwordChanged", !keeps && anew != null);
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, null, host, facts));
    }

    static String withoutSlash(String site) {
        return site.endsWith("/") ? site.substring(0, site.length() - 1) : site;
    }

    static boolean isSite(String site) {
        try {
            URI uri = new URI(site);
            String scheme = uri.getScheme();
            return ("https".equals(scheme) || "http".equals(scheme))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
