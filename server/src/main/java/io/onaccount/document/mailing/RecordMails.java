package io.onaccount.document.mailing;

import io.onaccount.document.Header;
import io.onaccount.document.Records;
import io.onaccount.document.mailing.Mails.Attached;
import io.onaccount.document.mailing.Mails.Draft;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Mailing a record by hand: whatever can be printed, and whatever a module says how to mail. */
@Component
public final class RecordMails {
    /** What stands for the link in a text that is being written. */
    static final String LINK = "{{link}}";

    private static final int MOST_RECEIVERS = 20;

    private final Map<String, MailSource> sources = new HashMap<>();
    private final Mails mails;
    private final Records records;
    private final Printing printing;
    private final ObjectProvider<MailAddressBook> book;
    private final Texts texts;

    RecordMails(
            List<MailSource> sources,
            Mails mails,
            Records records,
            Printing printing,
            ObjectProvider<MailAddressBook> book,
            Texts texts) {
        sources.forEach(source -> this.sources.put(source.kind(), source));
        this.mails = mails;
        this.records = records;
        this.printing = printing;
        this.book = book;
        this.texts = texts;
    }

    /** The kinds whose records can be mailed. */
    public Set<String> kinds() {
        Set<String> kinds = new TreeSet<>(printing.kinds());
        kinds.addAll(sources.keySet());
        return kinds;
    }

    /**
     * Somebody who may get it.
     *
     * @param usable whether it is an address at all
     * @param bad what a mail server said of the address, or null
     * @param chosen whether they are proposed
     */
    public record Receiver(
            String name,
            String address,
            String role,
            boolean usable,
            @Nullable String bad,
            boolean chosen) {}

    /**
     * A mail to be looked over.
     *
     * @param text where a link is to stand says {{link}}
     * @param printable whether the record can go along as PDF
     * @param excel whether it can as Excel
     */
    public record Proposal(
            String kind,
            String number,
            String language,
            List<Receiver> receivers,
            String subject,
            String text,
            boolean printable,
            boolean excel,
            boolean linked) {}

    /** Proposes a mail about a record; 404 when it can't be seen or isn't mailed. */
    public Proposal propose(Tx tx, Actor actor, UUID id, @Nullable Locale language) {
        Header header = mailed(tx, actor, id);
        Locale in = language == null ? mails.customerLanguage(tx) : language;
        MailSource source = sources.get(header.kind());
        List<Receiver> receivers = receivers(tx, header, source != null && source.isAccount());
        String first = receivers.stream()
                .filter(Receiver::chosen)
                .map(Receiver::name)
                .findFirst()
                .orElse("");
        MailWords words = words(tx, actor, header, source, in, first);
        boolean printable = printing.kinds().contains(header.kind());
        return new Proposal(
                header.kind(),
                header.number(),
                in.toLanguageTag(),
                receivers,
                words.subject(),
                words.body().replace(MailWords.LINK, LINK),
                printable,
                printable && actor.may(header.kind() + ".export"),
                words.body().contains(MailWords.LINK));
    }

    private Header mailed(Tx tx, Actor actor, UUID id) {
        Header header = records.find(tx, actor, id);
        if (!kinds().contains(header.kind())) {
            throw Problem.notFound("record", id);
        }
        return header;
    }

    private MailWords words(
            Tx tx, Actor actor, Header header, @Nullable MailSource source, Locale language, String name) {
        Map<String, Object> values = new LinkedHashMap<>();
        String event = MailEvents.RECORD;
        if (source != null) {
            event = source.event();
            values.putAll(source.values(tx, actor, header.id(), language));
        } else {
            values.put("kind", texts.text(language, "kind." + header.kind()));
            values.put("number", header.number());
            values.put("customer", header.title());
        }
        values.put("name", name);
        return mails.words(tx, actor, event, language, values);
    }

    private static @Nullable UUID party(Header header) {
        return header.kind().equals("customer") ? header.id() : header.party();
    }

    private List<Receiver> receivers(Tx tx, Header header, boolean account) {
        UUID party = party(header);
        if (party == null) {
            return List.of();
        }
        List<MailAddressBook.Entry> entries = book.stream()
                .flatMap(b -> b.of(tx, List.of(party)).getOrDefault(party, List.of()).stream())
                .toList();
        Map<String, String> bad = mails.bad(
                tx, entries.stream().map(MailAddressBook.Entry::address).toList());
        boolean anybody = entries.stream().anyMatch(e -> account ? e.statements() : e.first());
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            MailAddressBook.Entry entry = entries.get(i);
            MailAddress address = MailAddress.of(entry.address(), entry.name()).orElse(null);
            String said = address == null ? null : bad.get(address.key());
            boolean meant = anybody ? (account ? entry.statements() : entry.first()) : i == 0;
            receivers.add(new Receiver(
                    entry.name(),
                    entry.address(),
                    entry.role(),
                    address != null,
                    said,
                    meant && address != null && said == null));
        }
        return receivers;
    }

    /** To whom: one of the contacts, or an address that was typed. */
    public record To(String address, @Nullable String name) {}

    /**
     * A mail as somebody has written it.
     *
     * @param key tells this sending from any other, so that a repeated request sends nothing again
     */
    public record Written(
            String key,
            List<To> to,
            Locale language,
            @Nullable String subject,
            @Nullable String text,
            boolean pdf,
            boolean excel) {}

    /** Sends a record by mail, each receiver getting their own; answers to how many. */
    public int send(Tx tx, Actor actor, UUID id, Written written) {
        Header header = mailed(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        String subject = Input.required(problems, "subject", written.subject(), MailWords.LONGEST_SUBJECT);
        String text = Input.required(problems, "text", written.text(), MailWords.LONGEST_BODY);
        problems.check(Input.isOneLine(subject), "subject", "bad-character");
        problems.check(!written.to().isEmpty(), "to", "required");
        problems.check(written.to().size() <= MOST_RECEIVERS, "to", "too-many-entries", MOST_RECEIVERS);
        List<MailAddress> addresses = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < Math.min(written.to().size(), MOST_RECEIVERS); i++) {
            To to = written.to().get(i);
            MailAddress address = MailAddress.of(to.address(), to.name()).orElse(null);
            if (problems.check(address != null, "to[" + i + "].address", "not-an-email")
                    && address != null
                    && known.add(address.key())) {
                addresses.add(address);
            }
        }
        boolean printable = printing.kinds().contains(header.kind());
        problems.check(printable || !written.pdf(), "pdf", "mail-not-printed");
        problems.check(printable || !written.excel(), "excel", "mail-not-printed");
        problems.throwIfAny();
        if (written.excel()) {
            actor.require(header.kind() + ".export");
        }
        MailSource source = sources.get(header.kind());
        MailWords words =
                new MailWords(subject, text.replace(MailWords.LINK, "").replace(LINK, MailWords.LINK));
        List<Attached> attached = new ArrayList<>();
        if (written.pdf()) {
            attached.add(Attached.pdf(header.number(), id));
        }
        if (written.excel()) {
            attached.add(Attached.excel(header.number(), id));
        }
        List<Draft> drafts = new ArrayList<>();
        for (MailAddress address : addresses) {
            Mails.Link link = source != null && words.body().contains(MailWords.LINK)
                    ? source.link(tx, actor, id).orElse(null)
                    : null;
            drafts.add(new Draft(
                    source == null ? MailEvents.RECORD : source.event(),
                    "by-hand:" + written.key() + ":" + address.key(),
                    address,
                    written.language(),
                    words,
                    id,
                    party(header),
                    null,
                    attached,
                    link));
        }
        return mails.send(tx, actor, drafts).size();
    }
}
