package io.onaccount.document.web;

import io.onaccount.document.RecordRef;
import io.onaccount.document.Records;
import io.onaccount.document.mailing.Bounces;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.mailing.MailState;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.mailing.Mails.Mail;
import io.onaccount.document.mailing.RecordMails;
import io.onaccount.document.mailing.RecordMails.Proposal;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Mails: what became of them, sending a record by mail, addresses that are wrong. */
@RestController
@RequestMapping("/api/v1")
class MailEndpoints {
    private final Mails mails;
    private final RecordMails recordMails;
    private final Bounces bounces;
    private final Records records;
    private final Database database;
    private final Texts texts;

    MailEndpoints(
            Mails mails, RecordMails recordMails, Bounces bounces, Records records, Database database, Texts texts) {
        this.mails = mails;
        this.recordMails = recordMails;
        this.bounces = bounces;
        this.records = records;
        this.database = database;
        this.texts = texts;
    }

    /**
     * A mail.
     *
     * @param text its words; where it has a link a word in brackets says so
     * @param answer what the mail server said, or why it was not sent
     */
    record MailView(
            UUID id,
            String event,
            String eventName,
            MailChannel channel,
            MailState state,
            String to,
            String toName,
            String language,
            String subject,
            String text,
            @Nullable RecordRef about,
            @Nullable RecordRef party,
            Instant createdAt,
            String createdBy,
            int tries,
            @Nullable Instant nextAt,
            @Nullable Instant sentAt,
            @Nullable String messageId,
            @Nullable String answer,
            List<String> attached) {}

    private List<MailView> views(Tx tx, Actor actor, List<Mail> all) {
        Set<UUID> ids = new HashSet<>();
        all.forEach(mail ->
                Stream.of(mail.about(), mail.party()).filter(Objects::nonNull).forEach(ids::add));
        Map<UUID, RecordRef> names = records.names(tx, ids);
        return all.stream()
                .map(mail -> new MailView(
                        mail.id(),
                        mail.event(),
                        texts.text(actor.locale(), "mail.event." + mail.event()),
                        mail.channel(),
                        mail.state(),
                        mail.toAddress(),
                        mail.toName(),
                        mail.language(),
                        mail.subject(),
                        mail.body(),
                        mail.about() == null ? null : names.get(mail.about()),
                        mail.party() == null ? null : names.get(mail.party()),
                        mail.createdAt(),
                        mail.createdBy(),
                        mail.tries(),
                        mail.nextAt(),
                        mail.sentAt(),
                        mail.messageId(),
                        mail.answer(),
                        mail.attached()))
                .toList();
    }

    @GetMapping("/mails/{id}")
    @Needs("mail.view")
    MailView mail(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> views(tx, actor, List.of(mails.find(tx, actor, id))))
                .getFirst();
    }

    record SomeMails(List<UUID> ids) {}

    record HowMany(int mails) {}

    /** Sends these again: failed, cancelled or sent ones, and those that found no mail server. */
    @PostMapping("/mails/resending")
    @Needs("mail.resend")
    HowMany resend(Actor actor, Once once, @RequestBody SomeMails body) {
        return once.run(actor.company(), HowMany.class, tx -> new HowMany(mails.resend(tx, actor, body.ids())));
    }

    /** Takes back those that have not been sent. */
    @PostMapping("/mails/cancelling")
    @Needs("mail.resend")
    HowMany cancel(Actor actor, Once once, @RequestBody SomeMails body) {
        return once.run(actor.company(), HowMany.class, tx -> new HowMany(mails.cancel(tx, actor, body.ids())));
    }

    /** The mails about a record, the newest first; of a customer all that are about them. */
    @GetMapping("/records/{id}/mails")
    @Needs("mail.view")
    List<MailView> about(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> views(tx, actor, mails.about(tx, actor, id)));
    }

    /**
     * Proposes a mail about a record: receivers, subject and text.
     *
     * @param language zh-CN or en; the one customers are written in when left out
     */
    @GetMapping("/records/{id}/mail-draft")
    @Needs("mail.send")
    Proposal draft(Actor actor, @PathVariable UUID id, @RequestParam(required = false) @Nullable String language) {
        Locale in = language == null ? null : language(language);
        return database.read(actor.company(), tx -> recordMails.propose(tx, actor, id, in));
    }

    record ToBody(
            @MaxLength(254) String address,
            @Nullable @MaxLength(100) String name) {}

    /**
     * A mail to be sent.
     *
     * @param pdf whether the record goes along as PDF
     * @param excel whether it goes along as Excel; needs the kind's export right
     */
    record SendBody(
            List<ToBody> to,
            String language,
            @MaxLength(200) String subject,
            @MaxLength(20_000) String text,
            boolean pdf,
            boolean excel) {}

    /** Sends a record by mail; each receiver gets their own. */
    @PostMapping("/records/{id}/mails")
    @Needs("mail.send")
    HowMany send(Actor actor, Once once, @PathVariable UUID id, @RequestBody SendBody body) {
        Locale in = language(body.language());
        RecordMails.Written written = new RecordMails.Written(
                Ids.next().toString(),
                body.to().stream()
                        .map(to -> new RecordMails.To(to.address(), to.name()))
                        .toList(),
                in,
                body.subject(),
                body.text(),
                body.pdf(),
                body.excel());
        return once.run(actor.company(), HowMany.class, tx -> new HowMany(recordMails.send(tx, actor, id, written)));
    }

    record BounceBody(@MaxLength(200_000) String message) {}

    /** Reads a report that a mail could not be delivered; 404 when it is of no mail of ours. */
    @PostMapping("/mails/bounces")
    @Needs("mail.resend")
    Bounces.Outcome bounce(Actor actor, Once once, @RequestBody BounceBody body) {
        return once.run(actor.company(), Bounces.Outcome.class, tx -> bounces.read(tx, actor, body.message()));
    }

    record BadAddresses(List<Mails.BadAddress> addresses) {}

    /** Addresses a mail server refused for good, to which nothing more is sent. */
    @GetMapping("/bad-mail-addresses")
    @Needs("mail.view")
    BadAddresses bad(Actor actor) {
        return new BadAddresses(database.read(actor.company(), mails::badAddresses));
    }

    record AddressBody(@MaxLength(254) String address) {}

    /** Says that an address is right after all. */
    @PostMapping("/bad-mail-addresses/release")
    @Needs("mail.resend")
    BadAddresses release(Actor actor, Once once, @RequestBody AddressBody body) {
        return once.run(actor.company(), BadAddresses.class, tx -> {
            mails.releaseAddress(tx, actor, body.address());
            return new BadAddresses(mails.badAddresses(tx));
        });
    }

    static Locale language(String tag) {
        return Texts.LOCALES.stream()
                .filter(locale -> locale.toLanguageTag().equals(tag))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("language", "print-language", tag));
    }
}
