package io.onaccount.receivables;

import io.onaccount.credit.scoring.Tone;
import io.onaccount.credit.scoring.Tones;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.mailing.MailAddress;
import io.onaccount.document.mailing.MailAddressBook;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.MailLinks;
import io.onaccount.document.mailing.MailSource;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.mailing.Mails.Attached;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Statements by mail (RCV-04): to each contact who gets statements, with the statement as PDF and a link of their own to answer by; or the link
 * alone by text message. A statement
 * counts as sent when the mail server has taken the mail, and goes to the same address once.
 */
@Component
public final class StatementMails implements MailSource, MailLinks {
    private static final String EVENT = "statement";
    private static final int CHUNK = 100;
    /** How many one request may send; more go with a run. */
    public static final int MOST_AT_ONCE = 500;

    private final Mails mails;
    private final MailAddressBook book;
    private final Statements statements;
    private final StatementLinks links;
    private final Headers headers;
    private final Tones tones;
    private final Database database;

    StatementMails(
            Mails mails,
            MailAddressBook book,
            Statements statements,
            StatementLinks links,
            Headers headers,
            Tones tones,
            Database database) {
        this.mails = mails;
        this.book = book;
        this.statements = statements;
        this.links = links;
        this.headers = headers;
        this.tones = tones;
        this.database = database;
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.statement-sms")
        MailEvent statementSms() {
            return statementMail().bySms();
        }

        @Bean("mail.statement")
        MailEvent statementMail() {
            return MailEvent.outward(
                    EVENT,
                    List.of(
                            "number",
                            "customer",
                            "from",
                            "to",
                            "opening",
                            "debit",
                            "credit",
                            "closing",
                            "currency",
                            "friendlyOverdue",
                            "plainOverdue",
                            "firmOverdue"),
                    Map.of());
        }
    }

    private record Told(
            Header header, UUID party, LocalDate from, LocalDate to, Map<String, BigDecimal> figures, String currency) {
        Map<String, Object> values(String customer) {
            Map<String, Object> values = new HashMap<>();
            values.put("number", header.number());
            values.put("customer", customer);
            values.put("from", from.toString());
            values.put("to", to.toString());
            figures.forEach((name, amount) -> values.put(name, Printing.money(amount, currency)));
            values.put("currency", currency);
            return values;
        }
    }

    /**
     * What of their debts is overdue, in the field of the tone of each customer's grade, so that the words of a statement ask for it as they should;
     * customers who owe nothing overdue are missing.
     */
    private Map<UUID, Map<String, String>> overdue(Tx tx, Actor actor, Collection<UUID> parties) {
        Map<UUID, BigDecimal> sums = new HashMap<>();
        tx.list(
                """
                select i.party_id, sum(i.amount - i.settled) as overdue from receivables.open_item i
                where i.company_id = ? and i.party_id = any(?) and i.amount > 0 and i.settled <> i.amount and i.due < ? group by i.party_id""",
                row -> sums.put(
                        row.uuid("party_id"),
                        row.money("overdue", actor.currency()).amount()),
                tx.company(),
                SqlArray.of("uuid", parties),
                actor.today());
        Map<UUID, Tone> toned = tones.of(tx, sums.keySet());
        Map<UUID, Map<String, String>> fields = new HashMap<>();
        sums.forEach((party, sum) -> fields.put(
                party,
                Map.of(
                        toned.getOrDefault(party, Tone.PLAIN).field() + "Overdue",
                        Printing.money(sum, actor.currency()))));
        return fields;
    }

    private static Told told(Row row) {
        Map<String, BigDecimal> figures = new HashMap<>();
        String currency = row.text("money");
        for (String name : List.of("opening", "debit", "credit", "closing")) {
            figures.put(name, row.money(name, currency).amount());
        }
        return new Told(
                Headers.read(row), row.uuid("party_id"), row.date("from_day"), row.date("to_day"), figures, currency);
    }

    private static final String SELECT = "select " + Headers.COLUMNS
            + ", t.from_day, t.to_day, t.opening, t.debit, t.credit, t.closing, t.currency as money from document.header h"
            + " join receivables.statement t on t.company_id = h.company_id and t.id = h.id where h.company_id = ? and h.id = any(?) and";

    private List<Told> told(Tx tx, Actor actor, Collection<UUID> ids) {
        return tx.list(
                Sql.of(SELECT, tx.company(), SqlArray.of("uuid", ids))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by h.id"),
                StatementMails::told);
    }

    /**
     * What became of it.
     *
     * @param mails how many mails wait to be sent
     * @param already statements that had been mailed to all their receivers
     * @param without customers nobody of whom gets statements by mail
     * @param closed statements that are answered or cancelled
     */
    public record Outcome(int mails, int already, List<String> without, int closed) {
        static final Outcome NOTHING = new Outcome(0, 0, List.of(), 0);

        Outcome plus(Outcome other) {
            List<String> all = new ArrayList<>(without);
            all.addAll(other.without);
            return new Outcome(mails + other.mails, already + other.already, all, closed + other.closed);
        }
    }

    /** Mails these statements; 404 for one out of scope. */
    public Outcome send(Tx tx, Actor actor, Collection<UUID> ids, boolean excel, MailChannel channel) {
        if (ids.isEmpty()) {
            throw Problem.invalid("ids", "required");
        }
        if (ids.size() > MOST_AT_ONCE) {
            throw Problem.invalid("ids", "too-many-entries", MOST_AT_ONCE);
        }
        List<Told> found = told(tx, actor, ids);
        List<UUID> known = found.stream().map(told -> told.header().id()).toList();
        for (UUID id : ids) {
            if (!known.contains(id)) {
                throw Problem.notFound(Statements.KIND, id);
            }
        }
        return send(tx, actor, found, excel, channel);
    }

    private Outcome send(Tx tx, Actor actor, List<Told> all, boolean excel, MailChannel channel) {
        List<Told> open = all.stream()
                .filter(told -> StatementState.TABLE.allows(
                        StatementState.valueOf(told.header().state()), "send"))
                .toList();
        List<UUID> parties = open.stream().map(Told::party).distinct().toList();
        Map<UUID, List<MailAddressBook.Entry>> entries = book.of(tx, parties, channel);
        Locale language = mails.customerLanguage(tx);
        Map<UUID, Addressee> names = parties.isEmpty() ? Map.of() : Addressee.of(tx, parties, language);
        Map<UUID, Map<String, String>> overdue = overdue(tx, actor, parties);
        Set<String> wanted = new HashSet<>();
        Set<UUID> drafted = new HashSet<>();
        List<Mails.Draft> drafts = new ArrayList<>();
        List<String> without = new ArrayList<>();
        Map<UUID, Integer> receivers = new HashMap<>();
        Set<String> mailed = new HashSet<>(keys(tx, open));
        for (Told told : open) {
            List<MailAddress> to = entries.getOrDefault(told.party(), List.of()).stream()
                    .filter(MailAddressBook.Entry::statements)
                    .flatMap(entry -> MailAddress.of(channel, entry.address(), entry.name()).stream())
                    .toList();
            if (to.isEmpty()) {
                without.add(told.header().title());
            }
            receivers.put(told.header().id(), to.size());
            for (MailAddress address : to) {
                String key = key(told.header().id(), address);
                if (mailed.contains(key) || !wanted.add(key)) {
                    continue;
                }
                drafted.add(told.header().id());
                drafts.add(draft(
                        tx,
                        actor,
                        told,
                        names.get(told.party()),
                        overdue.getOrDefault(told.party(), Map.of()),
                        address,
                        language,
                        excel));
            }
        }
        int stored = mails.send(tx, actor, drafts).size();
        int already = (int) open.stream()
                .filter(told -> receivers.getOrDefault(told.header().id(), 0) > 0
                        && !drafted.contains(told.header().id()))
                .count();
        return new Outcome(stored, already, without, all.size() - open.size());
    }

    private static String key(UUID statement, MailAddress address) {
        return EVENT + ":" + statement + ":" + address.address().toLowerCase(Locale.ROOT);
    }

    /** The mails there are about these already: their links need not be made. */
    private static List<String> keys(Tx tx, List<Told> open) {
        return open.isEmpty()
                ? List.of()
                : tx.list(
                        "select m.key from document.mail m where m.company_id = ? and m.about_id = any(?) and m.event in (?, ?)",
                        row -> row.text("key"),
                        tx.company(),
                        SqlArray.of("uuid", open, told -> told.header().id()),
                        EVENT,
                        MailEvent.by(MailChannel.SMS, EVENT));
    }

    private Mails.Draft draft(
            Tx tx,
            Actor actor,
            Told told,
            @Nullable Addressee customer,
            Map<String, String> overdue,
            MailAddress to,
            Locale language,
            boolean excel) {
        UUID id = told.header().id();
        Map<String, Object> values =
                told.values(customer == null ? told.header().title() : customer.name());
        values.put("name", to.name());
        values.putAll(overdue);
        boolean bySms = to.channel() == MailChannel.SMS;
        String event = MailEvent.by(to.channel(), EVENT);
        List<Attached> attached = new ArrayList<>();
        if (!bySms) {
            attached.add(Attached.pdf(told.header().number(), id));
        }
        if (excel && !bySms) {
            attached.add(Attached.excel(told.header().number(), id));
        }
        return new Mails.Draft(
                event,
                key(id, to),
                to,
                language,
                mails.words(tx, actor, event, language, values),
                id,
                told.party(),
                null,
                attached,
                new Mails.Link(EVENT, links.row(tx, actor, id)));
    }

    /** Mails what was made for a day and not sent yet, some a transaction. */
    Outcome sendMade(Actor actor, LocalDate to, boolean excel, StatementRun.Progress progress) {
        List<UUID> made = database.read(
                actor.company(),
                tx -> tx.list(
                        Sql.of("""
                                        select h.id from document.header h
                                        join receivables.statement t on t.company_id = h.company_id and t.id = h.id
                                        where h.company_id = ? and h.state = 'MADE' and t.to_day = ? and""", tx.company(), to)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("order by h.id"),
                        row -> row.uuid("id")));
        Outcome all = Outcome.NOTHING;
        for (int from = 0; from < made.size(); from += CHUNK) {
            List<UUID> some = made.subList(from, Math.min(made.size(), from + CHUNK));
            all = all.plus(database.write(
                    actor.company(), tx -> send(tx, actor, told(tx, actor, some), excel, MailChannel.MAIL)));
            progress.told(from + some.size(), made.size());
        }
        return all;
    }

    // ---- by hand, and when it has left ----

    @Override
    public String kind() {
        return EVENT;
    }

    @Override
    public String event() {
        return EVENT;
    }

    @Override
    public boolean isAccount() {
        return true;
    }

    @Override
    public Map<String, ?> values(Tx tx, Actor actor, UUID id, Locale language) {
        Told told = told(tx, actor, List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Statements.KIND, id));
        Map<String, Object> values =
                told.values(Addressee.of(tx, told.party(), language).name());
        values.putAll(overdue(tx, actor, List.of(told.party())).getOrDefault(told.party(), Map.of()));
        return values;
    }

    @Override
    public Optional<Mails.Link> link(Tx tx, Actor actor, UUID id) {
        Statement statement = statements.find(tx, actor, id);
        return StatementState.TABLE.allows(statement.state(), "differ")
                ? Optional.of(new Mails.Link(EVENT, links.row(tx, actor, id)))
                : Optional.empty();
    }

    @Override
    public String path(Tx tx, UUID id) {
        return "/statement#" + links.token(tx, id);
    }

    @Override
    public void sent(Tx tx, Actor actor, UUID id, String address) {
        Header header = headers.lock(tx, actor, Statements.KIND, id, null);
        if (StatementState.TABLE.allows(StatementState.valueOf(header.state()), "send")) {
            statements.sent(tx, actor, id, null, address);
        }
    }
}
