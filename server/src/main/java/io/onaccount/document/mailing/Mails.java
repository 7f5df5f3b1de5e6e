package io.onaccount.document.mailing;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.Records;
import io.onaccount.document.mailing.MailServers.Server;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way out for mail (NTF-02): a mail is stored in the transaction of what it tells of and leaves after it. A second mail with the same key
 * isn't stored. Nothing here waits for a mail server, and without one set the mails stay where they can be seen.
 */
@Component
public final class Mails {
    /** The kind of the list of mails. */
    public static final String KIND = "mail";

    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_SHOWN = 100;

    private final MailTemplates templates;
    private final MailServers servers;
    private final SmsGateways gateways;
    private final MailPost post;
    private final Records records;
    private final AuditTrail trail;
    private final Texts texts;
    private final Clock clock;

    Mails(
            MailTemplates templates,
            MailServers servers,
            SmsGateways gateways,
            MailPost post,
            Records records,
            AuditTrail trail,
            Texts texts,
            Clock clock) {
        this.templates = templates;
        this.servers = servers;
        this.gateways = gateways;
        this.post = post;
        this.records = records;
        this.trail = trail;
        this.texts = texts;
        this.clock = clock;
    }

    /** The row of a link that a mail has, of a {@link MailLinks} of this kind. */
    public record Link(String kind, UUID id) {}

    /**
     * What goes with a mail: a record, or a sheet about it, printed when the mail leaves and by the rights of whoever sends it.
     *
     * @param sheet null for the record's own print
     * @param format pdf or xlsx
     */
    public record Attached(
            String name, UUID record, @Nullable String sheet, String format) {

        public static Attached pdf(String name, UUID record) {
            return new Attached(name + ".pdf", record, null, "pdf");
        }

        public static Attached excel(String name, UUID record) {
            return new Attached(name + ".xlsx", record, null, "xlsx");
        }
    }

    /**
     * A mail to be sent.
     *
     * @param key what it tells and to whom; never sent twice with the same one
     * @param about the record it is about, in whose history it then is
     * @param party the customer it is about, on whose page it then is
     * @param user the colleague it goes to; it is theirs in the list of mails
     */
    public record Draft(
            String event,
            String key,
            MailAddress to,
            Locale language,
            MailWords words,
            @Nullable UUID about,
            @Nullable UUID party,
            @Nullable UUID user,
            List<Attached> attached,
            @Nullable Link link) {}

    /** The words of a mail about something, as the company's template has them. */
    public MailWords words(Tx tx, Actor actor, String event, Locale language, Map<String, ?> values) {
        return templates.write(tx, actor, event, language, values);
    }

    /** The language customers are written in. */
    public Locale customerLanguage(Tx tx) {
        return servers.find(tx).map(Server::customerLanguage).orElse(Texts.LOCALES.getFirst());
    }

    /** Stores a mail to be sent after this transaction; answers whether it was not known before. */
    public boolean send(Tx tx, Actor actor, Draft draft) {
        return !send(tx, actor, List.of(draft)).isEmpty();
    }

    /** Stores mails to be sent after this transaction, in a few statements; answers those that were not known before. */
    public List<UUID> send(Tx tx, Actor actor, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Set<MailChannel> ready =
                ready(tx, drafts.stream().map(draft -> draft.to().channel()).toList());
        Map<String, String> bad = badAmong(tx, drafts.stream().map(Draft::to).toList());
        Map<UUID, Header> headers = headers(tx, drafts);
        Map<UUID, Draft> byId = new LinkedHashMap<>();
        drafts.forEach(draft -> byId.put(Ids.next(), draft));
        List<Map.Entry<UUID, Draft>> rows = List.copyOf(byId.entrySet());
        Instant now = clock.instant();
        List<UUID> stored = tx.list(
                """
                insert into document.mail (company_id, id, key, event, channel, state, to_address, to_name, language, subject, body, link_kind, link_id,
                    about_id, party_id, user_id, owner_id, department_id, created_at, created_by, next_at, answer)
                select ?, n.id, n.key, n.event, n.channel, n.state, n.address, n.name, n.language, n.subject, n.body, n.link_kind, n.link_id,
                    n.about, n.party, n.user_id, n.owner, n.department, ?, ?, ?, n.answer
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[],
                    ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[])
                  as n (id, key, event, channel, state, address, name, language, subject, body, link_kind, link_id, about, party, user_id, owner, department, answer)
                on conflict (company_id, key) do nothing returning id""",
                row -> row.uuid("id"),
                tx.company(),
                now,
                actor.user(),
                now,
                SqlArray.of("uuid", rows, Map.Entry::getKey),
                SqlArray.of("text", rows, r -> r.getValue().key()),
                SqlArray.of("text", rows, r -> r.getValue().event()),
                SqlArray.of("text", rows, r -> r.getValue().to().channel()),
                SqlArray.of(
                        "text",
                        rows,
                        r -> bad.containsKey(r.getValue().to().key())
                                ? MailState.FAILED
                                : ready.contains(r.getValue().to().channel())
                                        ? MailState.WAITING
                                        : MailState.NO_SERVER),
                SqlArray.of("text", rows, r -> r.getValue().to().address()),
                SqlArray.of("text", rows, r -> r.getValue().to().name()),
                SqlArray.of("text", rows, r -> r.getValue().language().toLanguageTag()),
                SqlArray.of("text", rows, r -> r.getValue().words().subject()),
                SqlArray.of("text", rows, r -> r.getValue().words().body()),
                SqlArray.of(
                        "text",
                        rows,
                        r -> r.getValue().link() == null
                                ? null
                                : r.getValue().link().kind()),
                SqlArray.of(
                        "uuid",
                        rows,
                        r -> r.getValue().link() == null
                                ? null
                                : r.getValue().link().id()),
                SqlArray.of("uuid", rows, r -> r.getValue().about()),
                SqlArray.of("uuid", rows, r -> r.getValue().party()),
                SqlArray.of("uuid", rows, r -> r.getValue().user()),
                SqlArray.of("uuid", rows, r -> owner(r.getValue(), headers)),
                SqlArray.of("uuid", rows, r -> department(r.getValue(), headers)),
                SqlArray.of("text", rows, r -> bad.get(r.getValue().to().key())));
        Set<UUID> fresh = new HashSet<>(stored);
        attach(tx, rows.stream().filter(row -> fresh.contains(row.getKey())).toList());
        List<AuditTrail.Fact> facts = new ArrayList<>();
        byId.forEach((id, draft) -> {
            Header about = draft.about() == null ? null : headers.get(draft.about());
            if (fresh.contains(id) && about != null) {
                facts.add(new AuditTrail.Fact(
                        KIND,
                        about.kind(),
                        about.id(),
                        about.number(),
                        Map.of(
                                "to",
                                draft.to().address(),
                                "subject",
                                draft.words().subject())));
            }
        });
        trail.record(tx, actor, facts);
        if (!ready.isEmpty() && !fresh.isEmpty()) {
            long company = tx.company();
            tx.afterCommit(() -> post.wake(company));
        }
        return stored;
    }

    /** Those of the ways that are set. */
    private Set<MailChannel> ready(Tx tx, Collection<MailChannel> wanted) {
        Set<MailChannel> ready = new HashSet<>();
        for (MailChannel channel : Set.copyOf(wanted)) {
            boolean set = switch (channel) {
                case MAIL -> servers.find(tx).filter(Server::active).isPresent();
                case SMS ->
                    gateways.find(tx).filter(SmsGateways.Gateway::active).isPresent();
            };
            if (set) {
                ready.add(channel);
            }
        }
        return ready;
    }

    private static Map<UUID, Header> headers(Tx tx, List<Draft> drafts) {
        Set<UUID> ids = new HashSet<>();
        drafts.forEach(draft -> Stream.of(draft.about(), draft.party())
                .filter(java.util.Objects::nonNull)
                .forEach(ids::add));
        return ids.isEmpty()
                ? Map.of()
                : tx
                        .list(
                                "select " + Headers.COLUMNS
                                        + " from document.header h where h.company_id = ? and h.id = any(?)",
                                Headers::read,
                                tx.company(),
                                SqlArray.of("uuid", ids))
                        .stream()
                        .collect(Collectors.toMap(Header::id, Function.identity()));
    }

    private static @Nullable UUID owner(Draft draft, Map<UUID, Header> headers) {
        return draft.user() != null ? draft.user() : of(draft, headers, Header::owner);
    }

    private static @Nullable UUID department(Draft draft, Map<UUID, Header> headers) {
        return of(draft, headers, Header::department);
    }

    private static @Nullable UUID of(Draft draft, Map<UUID, Header> headers, Function<Header, @Nullable UUID> what) {
        Header about = draft.about() == null ? null : headers.get(draft.about());
        UUID own = about == null ? null : what.apply(about);
        Header party = draft.party() == null ? null : headers.get(draft.party());
        return own != null || party == null ? own : what.apply(party);
    }

    private static void attach(Tx tx, List<Map.Entry<UUID, Draft>> stored) {
        record Going(UUID mail, int place, Attached what) {}
        List<Going> rows = new ArrayList<>();
        stored.forEach(entry -> {
            List<Attached> all = entry.getValue().attached();
            for (int i = 0; i < all.size(); i++) {
                rows.add(new Going(entry.getKey(), i + 1, all.get(i)));
            }
        });
        if (!rows.isEmpty()) {
            tx.execute(
                    """
                    insert into document.mail_attachment (company_id, mail_id, place, name, record_id, sheet, format)
                    select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::text[], ?::uuid[], ?::text[], ?::text[]) as n""",
                    tx.company(),
                    SqlArray.of("uuid", rows, Going::mail),
                    SqlArray.of("smallint", rows, Going::place),
                    SqlArray.of(
                            "text",
                            rows,
                            r -> MailAddress.oneLine(r.what().name().replaceAll("[/\\\\]", "-"), 200)),
                    SqlArray.of("uuid", rows, r -> r.what().record()),
                    SqlArray.of("text", rows, r -> r.what().sheet()),
                    SqlArray.of("text", rows, r -> r.what().format()));
        }
    }

    // ---- colleagues who want to be told ----

    /** A colleague who wants to be told of something by mail. */
    public record Reader(UUID user, MailAddress to, Locale language) {}

    /** Those of the colleagues who want to be told of something. */
    public Set<UUID> wanting(Tx tx, String event, Collection<UUID> users) {
        return users.isEmpty()
                ? Set.of()
                : Set.copyOf(tx.list(
                        "select w.user_id from document.mail_wish w where w.company_id = ? and w.event = ? and w.user_id = any(?)",
                        row -> row.uuid("user_id"),
                        tx.company(),
                        event,
                        SqlArray.of("uuid", users)));
    }

    /** Makes the mail for a reader. */
    public interface Writing {
        Draft write(Reader reader);
    }

    /**
     * Tells those of the colleagues who want it and have an address: at once, or with their daily mail by the line alone.
     *
     * @param line one line in the reader's language, for the daily mail
     * @param writing the mail for those who want it at once
     */
    public void tell(
            Tx tx, Actor actor, String event, Collection<UUID> users, Function<Locale, String> line, Writing writing) {
        if (users.isEmpty()) {
            return;
        }
        record Wish(Reader reader, boolean atOnce) {}
        List<Wish> wishes = new ArrayList<>();
        tx.list(
                """
                select u.id, u.name, u.email, u.locale, w.mode from document.mail_wish w join organization.app_user u on u.id = w.user_id
                join organization.membership m on m.company_id = w.company_id and m.user_id = w.user_id
                where w.company_id = ? and m.company_id = ? and w.event = ? and w.user_id = any(?) and w.address = u.email
                  and m.active and not u.disabled
                order by u.id""",
                row -> {
                    Locale language = Texts.nearest(Locale.forLanguageTag(row.text("locale")));
                    UUID user = row.uuid("id");
                    boolean atOnce = row.text("mode").equals("EACH");
                    MailAddress.of(row.textOrNull("email"), row.text("name"))
                            .ifPresent(to -> wishes.add(new Wish(new Reader(user, to, language), atOnce)));
                    return user;
                },
                tx.company(),
                tx.company(),
                event,
                SqlArray.of("uuid", users));
        List<Draft> drafts = new ArrayList<>();
        for (Wish wish : wishes) {
            if (wish.atOnce()) {
                drafts.add(writing.write(wish.reader()));
            } else {
                MailWishes.note(
                        tx,
                        wish.reader().user(),
                        event,
                        line.apply(wish.reader().language()),
                        clock.instant());
            }
        }
        send(tx, actor, drafts);
    }

    // ---- addresses that are known to be wrong ----

    /** An address a mail server refused for good. */
    public record BadAddress(String address, String answer, Instant since) {}

    /** What was said of those among these addresses that are known to be wrong; by address in lower case. */
    public Map<String, String> bad(Tx tx, Collection<String> addresses) {
        return badAmong(
                tx,
                addresses.stream()
                        .flatMap(address ->
                                MailAddress.of(address, null).or(() -> MailAddress.phone(address, null)).stream())
                        .toList());
    }

    private static Map<String, String> badAmong(Tx tx, Collection<MailAddress> addresses) {
        Map<String, String> bad = new HashMap<>();
        if (addresses.isEmpty()) {
            return bad;
        }
        tx.list(
                "select b.address, b.answer from document.mail_bad_address b where b.company_id = ? and b.address = any(?)",
                row -> bad.put(row.text("address"), row.text("answer")),
                tx.company(),
                SqlArray.of("text", addresses, MailAddress::key));
        return bad;
    }

    /** The addresses known to be wrong, the newest first. */
    public List<BadAddress> badAddresses(Tx tx) {
        return tx.list(
                "select b.address, b.answer, b.since from document.mail_bad_address b where b.company_id = ? order by b.since desc, b.address limit 500",
                row -> new BadAddress(row.text("address"), row.text("answer"), row.instant("since")),
                tx.company());
    }

    /** Says that an address is right after all; 404 when it isn't known to be wrong. */
    public void releaseAddress(Tx tx, Actor actor, String address) {
        String key = address.strip().toLowerCase(Locale.ROOT);
        int found = tx.execute(
                "delete from document.mail_bad_address where company_id = ? and address = ?", tx.company(), key);
        if (found == 0) {
            throw Problem.notFound("mail-address", MailAddress.oneLine(key, 100));
        }
        trail.record(tx, actor, new AuditTrail.Fact("release-address", KIND, null, null, Map.of("address", key)));
    }

    // ---- the list of mails ----

    /** A mail as its page shows it; where it has a link the body says so in brackets. */
    public record Mail(
            UUID id,
            String event,
            MailChannel channel,
            MailState state,
            String toAddress,
            String toName,
            String language,
            String subject,
            String body,
            @Nullable UUID about,
            @Nullable UUID party,
            @Nullable UUID user,
            Instant createdAt,
            String createdBy,
            int tries,
            @Nullable Instant nextAt,
            @Nullable Instant sentAt,
            @Nullable String messageId,
            @Nullable String answer,
            List<String> attached) {}

    private static final String SELECT = """
            select m.*, u.name as writer,
              (select coalesce(array_agg(a.name order by a.place), '{}') from document.mail_attachment a
               where a.company_id = m.company_id and a.mail_id = m.id) as attached
            from document.mail m join organization.app_user u on u.id = m.created_by where m.company_id = ? and""";

    /** The mail, within the actor's scope and, when it is about a record, only for those who may see that or
     * whom it went to; otherwise 404. */
    public Mail find(Tx tx, Actor actor, UUID id) {
        Mail mail = tx.first(
                        Sql.of(SELECT + " m.id = ? and", tx.company(), id)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("m")))),
                        row -> read(row, actor.locale()))
                .orElseThrow(() -> Problem.notFound(KIND, id));
        if (mail.about() != null && !actor.user().equals(mail.user())) {
            records.find(tx, actor, mail.about());
        }
        return mail;
    }

    MailState state(Tx tx, UUID id) {
        return tx.one(
                "select m.state from document.mail m where m.company_id = ? and m.id = ?",
                row -> row.choice("state", MailState.class),
                tx.company(),
                id);
    }

    /** The newest mails about a record the actor may see; of a customer all that are about them. */
    public List<Mail> about(Tx tx, Actor actor, UUID record) {
        records.find(tx, actor, record);
        List<Mail> mails = tx.list(
                SELECT + " (m.about_id = ? or m.party_id = ?) order by m.created_at desc, m.id desc limit "
                        + MOST_SHOWN,
                row -> read(row, actor.locale()),
                tx.company(),
                record,
                record);
        Set<UUID> visible = records.visible(
                        tx,
                        actor,
                        mails.stream()
                                .map(Mail::about)
                                .filter(java.util.Objects::nonNull)
                                .collect(Collectors.toSet()))
                .keySet();
        return mails.stream()
                .filter(mail -> mail.about() == null || visible.contains(mail.about()))
                .toList();
    }

    private Mail read(Row row, Locale locale) {
        MailState state = row.choice("state", MailState.class);
        return new Mail(
                row.uuid("id"),
                row.text("event"),
                row.choice("channel", MailChannel.class),
                state,
                row.text("to_address"),
                row.text("to_name"),
                row.text("language"),
                row.text("subject"),
                row.text("body").replace(MailWords.LINK, "[" + texts.text(locale, "mail.link") + "]"),
                row.uuidOrNull("about_id"),
                row.uuidOrNull("party_id"),
                row.uuidOrNull("user_id"),
                row.instant("created_at"),
                row.text("writer"),
                row.integer("tries"),
                state == MailState.WAITING ? row.instant("next_at") : null,
                row.instantOrNull("sent_at"),
                row.textOrNull("message_id"),
                row.textOrNull("answer"),
                row.list("attached", String.class));
    }

    /**
     * Sends these again: failed ones, those that found no mail server, cancelled ones, and sent ones that didn't arrive.
     *
     * @throws Problem 409 without a mail server, 404 when one of them isn't there
     */
    public int resend(Tx tx, Actor actor, Collection<UUID> ids) {
        List<UUID> found = within(tx, actor, ids);
        List<MailChannel> channels = tx.list(
                "select distinct m.channel from document.mail m where m.company_id = ? and m.id = any(?)",
                row -> row.choice("channel", MailChannel.class),
                tx.company(),
                SqlArray.of("uuid", found));
        Set<MailChannel> ready = ready(tx, channels);
        for (MailChannel channel : channels) {
            if (!ready.contains(channel)) {
                throw Problem.conflict(channel == MailChannel.SMS ? "sms-no-gateway" : "mail-no-server");
            }
        }
        int again = tx.execute("""
                update document.mail m set state = 'WAITING', tries = 0, next_at = ?, answer = null, claimed_at = null,
                    message_id = case when m.state = 'SENT' then null else m.message_id end
                where m.company_id = ? and m.id = any(?) and m.state in ('FAILED', 'NO_SERVER', 'CANCELLED', 'SENT')""", clock.instant(), tx.company(), SqlArray.of("uuid", found));
        trail.record(tx, actor, new AuditTrail.Fact("resend", KIND, null, null, Map.of("mails", again)));
        long company = tx.company();
        tx.afterCommit(() -> post.wake(company));
        return again;
    }

    /** Takes back those that have not been sent. */
    public int cancel(Tx tx, Actor actor, Collection<UUID> ids) {
        List<UUID> found = within(tx, actor, ids);
        int cancelled = tx.execute(
                "update document.mail m set state = 'CANCELLED' where m.company_id = ? and m.id = any(?) and m.state in ('WAITING', 'NO_SERVER', 'FAILED')",
                tx.company(),
                SqlArray.of("uuid", found));
        trail.record(tx, actor, new AuditTrail.Fact("cancel", KIND, null, null, Map.of("mails", cancelled)));
        return cancelled;
    }

    private static List<UUID> within(Tx tx, Actor actor, Collection<UUID> ids) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(!ids.isEmpty(), "ids", "required");
        problems.check(ids.size() <= MOST_AT_ONCE, "ids", "too-many-entries", MOST_AT_ONCE);
        problems.throwIfAny();
        List<UUID> found = tx.list(
                Sql.of(
                                "select m.id from document.mail m where m.company_id = ? and m.id = any(?) and",
                                tx.company(),
                                SqlArray.of("uuid", new HashSet<>(ids)))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("m")))),
                row -> row.uuid("id"));
        for (UUID id : ids) {
            if (!found.contains(id)) {
                throw Problem.notFound(KIND, id);
            }
        }
        return found;
    }
}
