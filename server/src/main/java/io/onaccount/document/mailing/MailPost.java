package io.onaccount.document.mailing;

import io.onaccount.document.mailing.MailServers.Server;
import io.onaccount.document.printing.Printing;
import io.onaccount.document.printing.Printing.Print;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Brings mails to the company's mail server. A mail is claimed in a transaction of its own before anything is said to the server and marked
 * after it, so that a process that is killed loses none; one that was killed between the server's yes and our mark sends it again under the same
 * Message-ID, by which receivers know the copy.
 */
@Component
public class MailPost {
    private static final Logger log = LoggerFactory.getLogger(MailPost.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofHours(24));
    /** After so long somebody who claimed a mail is gone. */
    static final Duration GONE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_A_RUN = 50;
    /** How long a gateway may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LONGEST_ANSWER = 500;

    private final Database database;
    private final Companies companies;
    private final Organization organization;
    private final MailServers servers;
    private final SmsGateways gateways;
    private final MessageHours hours;
    private final ObjectProvider<Printing> printing;
    private final ObjectProvider<MailLinks> links;
    private final ObjectProvider<MailSource> sources;
    private final Texts texts;
    private final Clock clock;
    /** Companies with mails that nobody has tried to send yet, of this process; others are found by looking now and then. */
    private final Set<Long> awake = ConcurrentHashMap.newKeySet();

    /** Servers that didn't let us in, until when they are left alone; settings that were changed are tried at once. */
    private final Map<Road, Pause> paused = new ConcurrentHashMap<>();

    private volatile Instant lookedAt = Instant.EPOCH;

    MailPost(
            Database database,
            Companies companies,
            Organization organization,
            MailServers servers,
            SmsGateways gateways,
            MessageHours hours,
            ObjectProvider<Printing> printing,
            ObjectProvider<MailLinks> links,
            ObjectProvider<MailSource> sources,
            Texts texts,
            Clock clock) {
        this.database = database;
        this.companies = companies;
        this.organization = organization;
        this.servers = servers;
        this.gateways = gateways;
        this.hours = hours;
        this.printing = printing;
        this.links = links;
        this.sources = sources;
        this.texts = texts;
        this.clock = clock;
    }

    private record Claimed(
            UUID id,
            String event,
            @Nullable UUID about,
            MailAddress to,
            Locale language,
            MailWords words,
            @Nullable String linkKind,
            @Nullable UUID linkId,
            UUID by,
            int tries,
            String messageId) {
        /** What a gateway knows the message by: the same at each try, another when it is sent a second time. */
        String name() {
            return messageId.substring(1, messageId.indexOf('@'));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    private record Kept(
            String name,
            @Nullable UUID record,
            @Nullable String sheet,
            @Nullable String format,
            @Nullable String type,
            byte @Nullable [] content) {}

    private record Pause(int version, Instant until) {}

    private record Road(long company, MailChannel channel) {}

    /** Hands a message over; answers what is to be kept of what was said, or null. */
    private interface Carrying {
        @Nullable
        String carry(Claimed mail);
    }

    /**
     * A way out that is open.
     *
     * @param domain of the ids of its messages
     */
    private record Way(
            MailChannel channel, int version, int perMinute, String domain, Carrying carrying, Runnable closing)
            implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    void wake(long company) {
        awake.add(company);
    }

    /** Sends what is due: of companies that have just written something, and now and then of all. */
    void sendAll() {
        Instant now = clock.instant();
        boolean everyone = Duration.between(lookedAt, now).compareTo(PAUSE) >= 0;
        Set<Long> todo = new HashSet<>(awake);
        if (everyone) {
            lookedAt = now;
            todo.addAll(companies.all());
        }
        for (long company : todo) {
            try {
                send(company);
            } catch (RuntimeException e) {
                log.error("mails of company {}", company, e);
            }
        }
    }

    /** Sends what is due of a company, as fast as its mail server and gateway are to be used; answers how many were sent. */
    public int send(long company) {
        awake.remove(company);
        int sent = 0;
        for (MailChannel channel : MailChannel.values()) {
            try (Way way = way(company, channel)) {
                sent += way == null ? 0 : send(company, way);
            }
        }
        return sent;
    }

    private int send(long company, Way way) {
        Instant now = clock.instant();
        Road road = new Road(company, way.channel());
        Pause pause = paused.get(road);
        if (pause != null && pause.version() == way.version() && pause.until().isAfter(now)) {
            awake.add(company);
            return 0;
        }
        paused.remove(road);
        int most = database.write(company, tx -> prepare(tx, way, now));
        int sent = 0;
        for (int i = 0; i < Math.min(most, MOST_A_RUN); i++) {
            Optional<Claimed> mail = claim(company, way, null);
            if (mail.isEmpty()) {
                return sent;
            }
            boolean goesOn = send(company, way, mail.get());
            sent += goesOn ? 1 : 0;
            if (!goesOn && paused.containsKey(road)) {
                break;
            }
        }
        awake.add(company); // there may be more
        return sent;
    }

    /** Null when it isn't set. */
    private @Nullable Way way(long company, MailChannel channel) {
        return database.read(company, tx -> switch (channel) {
                    case MAIL -> servers.find(tx).filter(Server::active).map(server -> byMail(tx, server));
                    case SMS ->
                        gateways.find(tx).filter(SmsGateways.Gateway::active).map(gateway -> bySms(tx, gateway));
                })
                .orElse(null);
    }

    private Way byMail(Tx tx, Server server) {
        long company = tx.company();
        SmtpConnection connection =
                new SmtpConnection(server, servers.password(tx).orElse(null));
        return new Way(
                MailChannel.MAIL,
                server.version(),
                server.perMinute(),
                server.fromAddress().substring(server.fromAddress().lastIndexOf('@') + 1),
                mail -> {
                    connection.send(message(company, server, mail), clock.instant());
                    return null;
                },
                connection::close);
    }

    private Way bySms(Tx tx, SmsGateways.Gateway gateway) {
        long company = tx.company();
        SmsConnection connection =
                new SmsConnection(gateway, gateways.secret(tx).orElse(null), PATIENCE, gateways.mayBeLocal());
        return new Way(
                MailChannel.SMS,
                gateway.version(),
                gateway.perMinute(),
                "sms",
                mail -> {
                    String text = database.read(company, in -> withLink(in, gateway.site(), mail));
                    String said = connection.send(mail.to().address(), text, mail.name(), clock.instant());
                    return said.isEmpty() ? texts.text(mail.language(), "sms.trial") : said;
                },
                connection::close);
    }

    /** Mails of processes that are gone wait again. Answers how many may leave now. */
    private int prepare(Tx tx, Way way, Instant now) {
        tx.execute(
                "update document.mail set state = 'WAITING', next_at = ? where company_id = ? and state = 'SENDING' and claimed_at < ?",
                now,
                tx.company(),
                now.minus(GONE));
        int lately = tx.one(
                "select count(*)::integer as n from document.mail where company_id = ? and sent_at > ? and channel = ?",
                row -> row.integer("n"),
                tx.company(),
                now.minus(Duration.ofMinutes(1)),
                way.channel());
        return way.perMinute() - lately;
    }

    /** Sends this one before all others, whatever the pace and the hour. */
    void sendNow(long company, UUID id, MailChannel channel) {
        try (Way way = way(company, channel)) {
            if (way != null) {
                claim(company, way, id).ifPresent(mail -> send(company, way, mail));
            }
        }
    }

    /** @param only whatever the hour; null for the one that has waited longest, of those for colleagues while customers are left alone */
    private Optional<Claimed> claim(long company, Way way, @Nullable UUID only) {
        Instant now = clock.instant();
        return database.write(
                company,
                tx -> tx.first(
                        """
                        update document.mail m set state = 'SENDING', tries = m.tries + 1, claimed_at = ?,
                            message_id = coalesce(m.message_id, '<' || gen_random_uuid() || '@' || ? || '>')
                        where m.company_id = ? and m.id = (
                          select c.id from document.mail c where c.company_id = ? and c.state = 'WAITING' and c.next_at <= ?
                            and (?::uuid is null or c.id = ?) and c.channel = ? and (? or c.user_id is not null)
                          order by c.next_at, c.id limit 1 for update skip locked)
                        returning m.*""",
                        MailPost::claimed,
                        now,
                        way.domain(),
                        company,
                        company,
                        now,
                        only,
                        only,
                        way.channel(),
                        only != null || !hours.areQuiet(tx, now)));
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                row.uuid("id"),
                row.text("event"),
                row.uuidOrNull("about_id"),
                new MailAddress(row.text("to_address"), row.text("to_name")),
                Locale.forLanguageTag(row.text("language")),
                new MailWords(row.text("subject"), row.text("body")),
                row.textOrNull("link_kind"),
                row.uuidOrNull("link_id"),
                row.uuid("created_by"),
                row.integer("tries"),
                row.text("message_id"));
    }

    /** Whether it was sent. */
    private boolean send(long company, Way way, Claimed mail) {
        Road road = new Road(company, way.channel());
        try {
            sent(company, mail, way.carrying().carry(mail));
            paused.remove(road);
            return true;
        } catch (SmtpRefusal refusal) {
            String words = refusal.words(texts, mail.language());
            switch (refusal.kind()) {
                case ADDRESS -> {
                    database.write(company, tx -> {
                        markBad(tx, mail.to(), words, clock.instant());
                        return null;
                    });
                    done(company, mail, MailState.FAILED, words, null);
                }
                case MAIL -> done(company, mail, MailState.FAILED, words, null);
                case LATER -> later(company, mail, words, Duration.ZERO);
                case SERVER -> {
                    Duration least = refusal.after();
                    Instant until = clock.instant().plus(least.compareTo(PAUSE) < 0 ? PAUSE : least);
                    paused.put(road, new Pause(way.version(), until));
                    later(company, mail, words, least);
                }
            }
        } catch (Problem e) {
            done(company, mail, MailState.FAILED, words(mail.language(), e), null);
        } catch (RuntimeException e) {
            log.error("mail {} of company {}", mail.id(), company, e);
            later(company, mail, texts.text(mail.language(), "mail.broken", mail.id()), Duration.ZERO);
        }
        return false;
    }

    /** Marks it, and tells the module of what it is about; what that can't do about it is no reason to send the mail again. */
    private void sent(long company, Claimed mail, @Nullable String answer) {
        MailSource source = mail.about() == null
                ? null
                : sources.stream()
                        .filter(one -> one.event().equals(MailEvent.occasion(mail.event())))
                        .findFirst()
                        .orElse(null);
        UUID about = mail.about();
        if (source != null && about != null) {
            try {
                database.write(company, tx -> {
                    done(tx, mail, MailState.SENT, answer, null);
                    organization
                            .actor(tx, mail.by())
                            .ifPresent(actor ->
                                    source.sent(tx, actor, about, mail.to().address()));
                    return null;
                });
                return;
            } catch (RuntimeException e) {
                log.warn("mail {} of company {} is sent, but {}", mail.id(), company, e.getMessage());
            }
        }
        done(company, mail, MailState.SENT, answer, null);
    }

    private String words(Locale locale, Problem e) {
        Problem.FieldError field = e.errors().isEmpty() ? null : e.errors().getFirst();
        return field == null
                ? texts.text(locale, "problem." + e.code(), e.arguments().toArray())
                : texts.text(
                        locale, "problem." + field.code(), field.arguments().toArray());
    }

    /** @param least how long it waits at least */
    private void later(long company, Claimed mail, String words, Duration least) {
        if (mail.tries() > PAUSES.size()) {
            done(company, mail, MailState.FAILED, words, null);
        } else {
            Duration pause = PAUSES.get(Math.min(mail.tries(), PAUSES.size()) - 1);
            done(
                    company,
                    mail,
                    MailState.WAITING,
                    words,
                    clock.instant().plus(pause.compareTo(least) < 0 ? least : pause));
        }
    }

    private void done(long company, Claimed mail, MailState state, @Nullable String answer, @Nullable Instant next) {
        database.write(company, tx -> done(tx, mail, state, answer, next));
    }

    private int done(Tx tx, Claimed mail, MailState state, @Nullable String answer, @Nullable Instant next) {
        return tx.execute(
                """
                update document.mail set state = ?, answer = ?, next_at = coalesce(?::timestamptz, next_at), claimed_at = null,
                    sent_at = case when ? then ?::timestamptz else sent_at end
                where company_id = ? and id = ? and state = 'SENDING'""",
                state,
                answer == null ? null : MailAddress.oneLine(answer, LONGEST_ANSWER),
                next,
                state == MailState.SENT,
                clock.instant(),
                tx.company(),
                mail.id());
    }

    static void markBad(Tx tx, MailAddress address, String words, Instant now) {
        tx.execute("""
                insert into document.mail_bad_address (company_id, address, answer, since) values (?, ?, ?, ?)
                on conflict (company_id, address) do update set answer = excluded.answer, since = excluded.since""", tx.company(), address.key(), MailAddress.oneLine(words, LONGEST_ANSWER), now);
    }

    // ---- what leaves ----

    private SmtpConnection.Message message(long company, Server server, Claimed mail) {
        record Gathered(String name, @Nullable Print print, Kept kept) {}
        record Parts(String company, String body, List<Gathered> attached) {}
        Parts parts = database.read(company, tx -> {
            List<Gathered> attached = new ArrayList<>();
            Actor actor = null;
            for (Kept kept : kept(tx, mail.id())) {
                Print print = null;
                if (kept.record() != null) {
                    actor = actor != null
                            ? actor
                            : organization.actor(tx, mail.by()).orElseThrow(() -> Problem.conflict("mail-sender-gone"));
                    print = kept.sheet() == null
                            ? printing.getObject().gather(tx, actor, kept.record(), mail.language())
                            : printing.getObject().gatherAbout(tx, actor, kept.sheet(), kept.record(), mail.language());
                }
                attached.add(new Gathered(kept.name(), print, kept));
            }
            return new Parts(
                    MailTemplates.name(companies.get(tx), mail.language()),
                    withLink(tx, server.site(), mail),
                    attached);
        });
        List<SmtpConnection.File> files = new ArrayList<>();
        for (Gathered one : parts.attached()) {
            Kept kept = one.kept();
            if (one.print() == null) {
                files.add(new SmtpConnection.File(
                        one.name(),
                        kept.type() == null ? "application/octet-stream" : kept.type(),
                        kept.content() == null ? new byte[0] : kept.content()));
            } else if ("xlsx".equals(kept.format())) {
                files.add(new SmtpConnection.File(
                        one.name(),
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        printing.getObject().xlsx(one.print())));
            } else {
                files.add(new SmtpConnection.File(
                        one.name(), "application/pdf", printing.getObject().pdf(one.print())));
            }
        }
        return new SmtpConnection.Message(
                mail.messageId(),
                mail.to(),
                mail.words().subject(),
                parts.body(),
                MailPage.html(parts.company(), parts.body(), mail.language()),
                mail.language(),
                files);
    }

    /** A mail of a company that hasn't said where its pages are found goes without its link. */
    private String withLink(Tx tx, @Nullable String site, Claimed mail) {
        String body = mail.words().body();
        MailLinks kind = links.stream()
                .filter(one -> one.kind().equals(mail.linkKind()))
                .findFirst()
                .orElse(null);
        String address = site == null
                ? ""
                : kind == null || mail.linkId() == null ? site + "/" : site + kind.path(tx, mail.linkId());
        return body.replace(MailWords.LINK, address);
    }

    private static List<Kept> kept(Tx tx, UUID mail) {
        return tx.list(
                """
                select a.name, a.record_id, a.sheet, a.format, a.type, a.content from document.mail_attachment a
                where a.company_id = ? and a.mail_id = ? order by a.place""",
                row -> new Kept(
                        row.text("name"),
                        row.uuidOrNull("record_id"),
                        row.textOrNull("sheet"),
                        row.textOrNull("format"),
                        row.textOrNull("type"),
                        row.bytesOrNull("content")),
                tx.company(),
                mail);
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        RecurringWork mailsLeave(MailPost post) {
            return RecurringWork.every("document.mail", Duration.ofSeconds(5), post::sendAll);
        }
    }
}
