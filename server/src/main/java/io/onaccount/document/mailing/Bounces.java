package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads what a mail server reports of a mail it took and could not deliver (退信; RFC 3464). Anybody can write such a report, so it counts only for
 * a mail that is ours by its Message-ID, which none but us and its receiver's server know, and an address is marked only when that mail went to it.
 */
@Component
public final class Bounces {
    private static final int MOST_PARTS = 50;
    private static final int DEEPEST = 5;
    private static final int MOST_BYTES = 100_000;
    private static final int LONGEST_ANSWER = 500;
    private static final Pattern BLANK_LINE = Pattern.compile("\r?\n[ \t]*\r?\n");

    /** A receiver that is wrong for good; a full mailbox, a message too long and a policy against us are not. */
    private static final Pattern WRONG_ADDRESS = Pattern.compile("5\\.(0|1)\\.\\d{1,3}|5\\.2\\.[014-9]\\d{0,2}");

    private static final Pattern FOR_GOOD = Pattern.compile("5\\.\\d{1,3}\\.\\d{1,3}");

    private final AuditTrail trail;
    private final Clock clock;

    Bounces(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** What is reported of one receiver. */
    private record Report(String action, String status, String said, List<String> receivers) {}

    /** What a message reports. */
    private static final class Found {
        final List<Report> reports = new ArrayList<>();

        @Nullable
        String messageId;

        int parts;
    }

    /**
     * What became of it.
     *
     * @param mail the mail that came back
     * @param state of the mail now
     * @param answer what is said of it now
     * @param bad the address nothing more is sent to, or null when it isn't the address that is wrong
     */
    public record Outcome(
            UUID mail,
            MailState state,
            String answer,
            @Nullable String bad) {}

    private record Ours(UUID id, MailAddress to) {}

    /**
     * Takes note of a report.
     *
     * @param message the whole of it as its source shows it
     * @throws Problem 400 for what is no report, 404 for one of no mail of ours within the actor's scope
     */
    public Outcome read(Tx tx, Actor actor, String message) {
        Found found = parse(message);
        Report report = found.reports.stream()
                .filter(one -> one.action().equals("failed"))
                .findFirst()
                .or(() -> found.reports.stream()
                        .filter(one -> one.action().equals("delayed"))
                        .findFirst())
                .orElseThrow(() -> Problem.invalid("message", "bounce-none"));
        Ours mail = ours(tx, actor, found.messageId).orElseThrow(() -> Problem.of(404, "bounce-not-ours"));
        String answer =
                MailAddress.oneLine(report.action() + " " + report.status() + " " + report.said(), LONGEST_ANSWER);
        boolean failed = report.action().equals("failed");
        tx.execute(
                "update document.mail set state = case when ? then 'FAILED' else state end, answer = ? where company_id = ? and id = ? and state = 'SENT'",
                failed,
                answer,
                tx.company(),
                mail.id());
        boolean bad = failed
                && WRONG_ADDRESS.matcher(report.status()).matches()
                && report.receivers().contains(mail.to().key());
        if (bad) {
            MailPost.markBad(tx, mail.to(), answer, clock.instant());
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "bounce",
                        Mails.KIND,
                        null,
                        null,
                        Map.of("address", mail.to().address(), "answer", answer)));
        return tx.one(
                "select m.state, m.answer from document.mail m where m.company_id = ? and m.id = ?",
                row -> new Outcome(
                        mail.id(),
                        row.choice("state", MailState.class),
                        Objects.requireNonNullElse(row.textOrNull("answer"), ""),
                        bad ? mail.to().address() : null),
                tx.company(),
                mail.id());
    }

    private static Optional<Ours> ours(Tx tx, Actor actor, @Nullable String messageId) {
        return messageId == null
                ? Optional.empty()
                : tx.first(
                        Sql.of(
                                        "select m.id, m.to_address, m.to_name from document.mail m where m.company_id = ? and m.message_id = ?"
                                                + " and m.channel = 'MAIL' and",
                                        tx.company(),
                                        messageId)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("m")))),
                        row -> new Ours(row.uuid("id"), new MailAddress(row.text("to_address"), row.text("to_name"))));
    }

    private static Found parse(String message) {
        Found found = new Found();
        try {
            MimeMessage mime = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(message.strip().getBytes(StandardCharsets.UTF_8)));
            read(mime, 0, found);
        } catch (MessagingException | IOException | RuntimeException e) {
            throw Problem.invalid("message", "bounce-none");
        }
        return found;
    }

    private static void read(Part part, int depth, Found found) throws MessagingException, IOException {
        if (++found.parts > MOST_PARTS || depth > DEEPEST) {
            return;
        }
        if (part.isMimeType("multipart/*")) {
            MimeMultipart parts = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
                read(parts.getBodyPart(i), depth + 1, found);
            }
        } else if (part.isMimeType("message/delivery-status") || part.isMimeType("message/global-delivery-status")) {
            reports(text(part), found);
        } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
            String id = headers(text(part)).getHeader("Message-ID", null);
            found.messageId = found.messageId != null || id == null ? found.messageId : id.strip();
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        try (var in = part.getInputStream()) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static InternetHeaders headers(String text) throws MessagingException {
        return new InternetHeaders(
                new ByteArrayInputStream((text.stripLeading() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The first group is about the message, each further one about a receiver. */
    private static void reports(String text, Found found) throws MessagingException {
        String[] groups = BLANK_LINE.split(text.strip(), MOST_PARTS);
        for (int i = 1; i < groups.length; i++) {
            InternetHeaders headers = headers(groups[i]);
            String action = field(headers, "Action").toLowerCase(Locale.ROOT);
            String status = field(headers, "Status").split("[ (]", 2)[0];
            if (action.equals("delayed")
                    || (action.equals("failed") && FOR_GOOD.matcher(status).matches())) {
                List<String> receivers = new ArrayList<>();
                for (String name : List.of("Original-Recipient", "Final-Recipient")) {
                    MailAddress.of(typed(field(headers, name)), null)
                            .ifPresent(address -> receivers.add(address.key()));
                }
                found.reports.add(new Report(action, status, typed(field(headers, "Diagnostic-Code")), receivers));
            }
        }
    }

    private static String field(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, null);
        return value == null ? "" : value.replaceAll("[\r\n]+[ \t]*", " ").strip();
    }

    /** What stands after the type: {@code rfc822; a@b}. */
    private static String typed(String value) {
        return value.substring(value.indexOf(';') + 1).strip();
    }
}
