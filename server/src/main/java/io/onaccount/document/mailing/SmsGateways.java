package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.secrets.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * By whom each company sends text messages. The secret is kept as a mail server's password is: sealed, used and never shown, and to be entered
 * anew with another address, so that nobody can have it sent to a machine of their own.
 */
@Component
public final class SmsGateways {
    static final String KIND = "sms-gateway";
    private static final int MOST_PER_MINUTE = 6000;
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#{}@\\s]+[/?][^\\s#]*");

    private final SealedSetting sealed;
    private final AuditTrail trail;
    private final JsonMapper json;
    private final Clock clock;
    private final boolean local;

    SmsGateways(
            Secrets secrets,
            AuditTrail trail,
            JsonMapper json,
            Clock clock,
            @Value("${onaccount.sms.local-gateways:false}") boolean local) {
        sealed = new SealedSetting(
                secrets,
                KIND,
                "select g.secret as sealed from document.sms_gateway g where g.company_id = ?",
                "secret");
        this.trail = trail;
        this.json = json;
        this.clock = clock;
        this.local = local;
    }

    /** Who takes the messages. */
    public enum Provider {
        /** Nobody: for trying out; the list shows what would have been sent. */
        SIMULATED,
        /** A gateway that is called over HTTP. */
        HTTP
    }

    public enum Method {
        GET,
        POST
    }

    /** What a body is, and so how fields stand in it. */
    public enum Format {
        JSON,
        FORM
    }

    /**
     * A company's gateway, without its secret. Address, headers and body may have the fields {@link SmsRequest#FIELDS}.
     *
     * @param headers one a line, {@code Name: value}
     * @param success what an answer has in it when the message was taken; empty when the status alone says so
     * @param badNumber what it has in it when the number is wrong for good; empty for nothing
     * @param readable whether the secret can be used: not after a restore without the installation's key
     * @param site where our pages are found from outside; messages without it have no links
     */
    public record Gateway(
            Provider provider,
            Method method,
            Format format,
            String url,
            String headers,
            String body,
            boolean hasSecret,
            boolean readable,
            String success,
            String badNumber,
            int perMinute,
            @Nullable String site,
            boolean active,
            int version) {}

    /**
     * What is entered.
     *
     * @param secret null to keep the one there is, empty for none
     */
    public record Entry(
            Provider provider,
            Method method,
            Format format,
            @Nullable String url,
            @Nullable String headers,
            @Nullable String body,
            @Nullable String secret,
            @Nullable String success,
            @Nullable String badNumber,
            int perMinute,
            @Nullable String site,
            boolean active) {

        @Override
        public String toString() {
            return provider + " " + url; // without the secret, wherever it is written
        }
    }

    /** Whether whoever keeps the server lets gateways be on it, such as a relay that signs requests. */
    boolean mayBeLocal() {
        return local;
    }

    /** The company's, if it has set one. */
    public Optional<Gateway> find(Tx tx) {
        return tx.first(
                "select g.* from document.sms_gateway g where g.company_id = ?",
                row -> gateway(tx.company(), row),
                tx.company());
    }

    private Gateway gateway(long company, Row row) {
        return new Gateway(
                row.choice("provider", Provider.class),
                row.choice("method", Method.class),
                row.choice("format", Format.class),
                row.text("url"),
                row.text("headers"),
                row.text("body"),
                row.bytesOrNull("secret") != null,
                sealed.open(company, row.bytesOrNull("secret")).isPresent(),
                row.text("success"),
                row.text("bad_number"),
                row.integer("per_minute"),
                row.textOrNull("site"),
                row.bool("active"),
                row.integer("version"));
    }

    /** The secret; empty when it can't be opened. */
    Optional<String> secret(Tx tx) {
        return sealed.read(tx);
    }

    /** Sets the company's gateway. */
    public void set(Tx tx, Actor actor, Entry entry, @Nullable Integer seen) {
        Gateway old = find(tx).orElse(null);
        int version = old == null ? 0 : old.version();
        SealedSetting.requireSame(seen == null || seen == version);
        Problem.Collector problems = new Problem.Collector();
        String url = text(problems, "url", entry.url(), 500);
        String headers = lines(problems, "headers", entry.headers(), 2000);
        String body = lines(problems, "body", entry.body(), 5000);
        String success = text(problems, "success", entry.success(), 200);
        String badNumber = text(problems, "badNumber", entry.badNumber(), 200);
        sealed.check(problems, entry.secret());
        problems.check(
                entry.perMinute() >= 1 && entry.perMinute() <= MOST_PER_MINUTE,
                "perMinute",
                "not-between",
                1,
                MOST_PER_MINUTE);
        String site = Input.text(problems, "site", entry.site(), 200);
        problems.check(site == null || MailServers.isSite(site), "site", "mail-site");
        if (entry.provider() == Provider.HTTP) {
            check(problems, entry, url, headers, body);
        }
        boolean same = old != null && old.url().equals(url);
        boolean keeps = entry.secret() == null && old != null && old.hasSecret();
        problems.check(!keeps || same, "secret", "sms-secret-anew");
        problems.throwIfAny();
        byte[] anew = sealed.seal(tx, entry.secret());
        Instant now = clock.instant();
        int written = tx.execute(
                """
                insert into document.sms_gateway as g (company_id, provider, method, format, url, headers, body, secret, success, bad_number,
                    per_minute, site, active, version, changed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
                on conflict (company_id) do update set provider = excluded.provider, method = excluded.method, format = excluded.format,
                    url = excluded.url, headers = excluded.headers, body = excluded.body,
                    secret = case when ? then g.secret else excluded.secret end, success = excluded.success,
                    bad_number = excluded.bad_number, per_minute = excluded.per_minute, site = excluded.site, active = excluded.active,
                    version = g.version + 1, changed_at = excluded.changed_at
                where g.version = ?""",
                tx.company(),
                entry.provider(),
                entry.method(),
                entry.format(),
                url,
                headers,
                body,
                anew,
                success,
                badNumber,
                entry.perMinute(),
                site == null ? null : MailServers.withoutSlash(site),
                entry.active(),
                now,
                keeps,
                version);
        SealedSetting.requireSame(written > 0);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", entry.provider().name());
        facts.put("host", url);
        facts.put("active", entry.active());
        facts.put("secretChanged", !keeps && (anew != null || (old != null && old.hasSecret())));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("change", KIND, null, entry.provider().name(), facts));
    }

    private static String text(Problem.Collector problems, String field, @Nullable String value, int longest) {
        String text = Objects.requireNonNullElse(Input.text(problems, field, value, longest), "");
        problems.check(Input.isOneLine(text), field, "bad-character");
        return text;
    }

    private static String lines(Problem.Collector problems, String field, @Nullable String value, int longest) {
        String text = value == null ? "" : value.replace("\r\n", "\n").strip();
        problems.check(text.length() <= longest, field, "text-too-long", longest);
        problems.check(
                text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'),
                field,
                "bad-character");
        return text;
    }

    /** Whether what is filled in makes a request. */
    private void check(Problem.Collector problems, Entry entry, String url, String headers, String body) {
        SmsRequest sample = new SmsRequest("+8613800138000", "text", "secret", "id");
        boolean known = SmsRequest.unknown(url).isEmpty();
        problems.check(known && ADDRESS.matcher(url).matches() && isUri(sample.address(url)), "url", "sms-url");
        problems.check(
                SmsRequest.unknown(headers).isEmpty()
                        && SmsRequest.headers(headers).isPresent(),
                "headers",
                "sms-headers");
        boolean sends = entry.method() == Method.POST;
        SmsRequest.unknown(body).ifPresent(field -> problems.add("body", "sms-field", field));
        problems.check(
                !sends || entry.format() != Format.JSON || isJson(sample.body(body, Format.JSON)), "body", "sms-json");
        String all = url + (sends ? body : "");
        problems.check(
                all.contains("{{text}}") && (all.contains("{{phone}}") || all.contains("{{national}}")),
                sends ? "body" : "url",
                "sms-without-text");
    }

    private static boolean isUri(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isJson(String text) {
        try {
            return json.readTree(text).isObject() || json.readTree(text).isArray();
        } catch (JacksonException e) {
            return false;
        }
    }
}
