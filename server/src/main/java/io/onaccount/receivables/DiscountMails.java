package io.onaccount.receivables;

import io.onaccount.document.mailing.MailAddress;
import io.onaccount.document.mailing.MailAddressBook;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.party.Addressee;
import io.onaccount.party.Parties;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells customers by mail or text message which discounts end soon (DSC-03): each deadline once, with the list as PDF, to those who get statements and else to
 * the one to turn to.
 */
@Component
public final class DiscountMails {
    private static final Logger log = LoggerFactory.getLogger(DiscountMails.class);
    /** The name of the list on paper. */
    public static final String SHEET = DiscountLists.SHEET;

    private static final String EVENT = "discounts";
    private static final String RIGHT = "discount-step.send";
    private static final int MOST_DAYS = 60;
    private static final int CHUNK = 100;
    /** How many customers one request may tell. */
    public static final int MOST_AT_ONCE = 200;

    private final Mails mails;
    private final MailAddressBook book;
    private final DiscountQuotes quotes;
    private final Parties parties;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Texts texts;
    private final Clock clock;

    DiscountMails(
            Mails mails,
            MailAddressBook book,
            DiscountQuotes quotes,
            Parties parties,
            Companies companies,
            Organization organization,
            Database database,
            AuditTrail trail,
            Texts texts,
            Clock clock) {
        this.mails = mails;
        this.book = book;
        this.quotes = quotes;
        this.parties = parties;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * How it is done by itself.
     *
     * @param user in whose name
     * @param daysBefore how many days before a deadline at most it is told
     * @param weekday the day of the week it is done on; null for every day
     */
    public record Schedule(
            UUID user, int daysBefore, @Nullable DayOfWeek weekday, MailChannel channel) {}

    /** Empty when it isn't done by itself. */
    public Optional<Schedule> schedule(Tx tx) {
        return tx.first(
                "select t.user_id, t.days_before, coalesce(t.weekday, 0)::integer as weekday, t.channel from receivables.discount_mailing t where t.company_id = ?",
                row -> new Schedule(
                        row.uuid("user_id"),
                        row.integer("days_before"),
                        row.integer("weekday") == 0 ? null : DayOfWeek.of(row.integer("weekday")),
                        row.choice("channel", MailChannel.class)),
                tx.company());
    }

    /** From tomorrow on in this person's name, or no longer. */
    public void set(
            Tx tx, Actor actor, boolean wanted, int daysBefore, @Nullable DayOfWeek weekday, MailChannel channel) {
        check(daysBefore);
        tx.add(Rank.DETAIL, "delete from receivables.discount_mailing where company_id = ?", tx.company());
        if (wanted) {
            tx.add(
                    Rank.DETAIL,
                    "insert into receivables.discount_mailing (company_id, user_id, days_before, weekday, channel, since) values (?, ?, ?, ?, ?, ?)",
                    tx.company(),
                    actor.user(),
                    daysBefore,
                    weekday == null ? null : weekday.getValue(),
                    channel,
                    clock.instant());
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        "discount-step",
                        null,
                        null,
                        Map.of(
                                "mailed",
                                wanted,
                                "daysBefore",
                                daysBefore,
                                "weekday",
                                weekday == null ? "" : weekday.name(),
                                "channel",
                                channel)));
    }

    private static void check(int daysBefore) {
        if (daysBefore < 0 || daysBefore > MOST_DAYS) {
            throw Problem.invalid("daysBefore", "not-between", 0, MOST_DAYS);
        }
    }

    /**
     * What became of it.
     *
     * @param mails how many mails wait to be sent
     * @param customers how many customers are told
     * @param without customers nobody of whom can be written to
     * @param already customers who had been told of all that ends by then, or for whom nothing does
     * @param left how many more there are than one request tells
     */
    public record Outcome(int mails, int customers, List<String> without, int already, int left) {}

    /**
     * Tells these customers, or all in the actor's scope, of what ends within so many days and wasn't told before.
     *
     * @param wanted null for all; 404 for one out of scope
     */
    public Outcome send(Tx tx, Actor actor, @Nullable Collection<UUID> wanted, int daysBefore, MailChannel channel) {
        check(daysBefore);
        if (wanted != null) {
            if (wanted.isEmpty()) {
                throw Problem.invalid("customers", "required");
            }
            if (wanted.size() > MOST_AT_ONCE) {
                throw Problem.invalid("customers", "too-many-entries", MOST_AT_ONCE);
            }
            parties.require(tx, actor, List.copyOf(wanted));
        }
        Map<UUID, Set<LocalDate>> due = due(tx, actor, wanted, daysBefore);
        List<UUID> some = due.keySet().stream().limit(MOST_AT_ONCE).toList();
        Outcome told = tell(tx, actor, some, due, channel);
        int asked = wanted == null ? due.size() : new HashSet<>(wanted).size();
        return new Outcome(
                told.mails(), told.customers(), told.without(), asked - due.size(), due.size() - some.size());
    }

    /** What ends soon and was not told, by customer. */
    private static Map<UUID, Set<LocalDate>> due(
            Tx tx, Actor actor, @Nullable Collection<UUID> wanted, int daysBefore) {
        Map<UUID, Set<LocalDate>> due = new LinkedHashMap<>();
        tx.list(
                Sql.of(
                                """
                                select distinct i.party_id, d.until from receivables.item_discount d
                                join receivables.open_item i on i.company_id = d.company_id and i.id = d.item_id
                                join document.header h on h.company_id = i.company_id and h.id = i.party_id
                                where d.company_id = ? and i.settled <> i.amount and i.amount > 0 and d.until between ? and ?
                                  and (? or i.party_id = any(?::uuid[]))
                                  and not exists (select 1 from receivables.discount_told t
                                    where t.company_id = d.company_id and t.party_id = i.party_id and t.until = d.until)
                                  and""",
                                tx.company(),
                                actor.today(),
                                actor.today().plusDays(daysBefore),
                                wanted == null,
                                SqlArray.of("uuid", wanted == null ? List.of() : wanted))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by i.party_id, d.until"),
                row -> due.computeIfAbsent(row.uuid("party_id"), party -> new TreeSet<>())
                        .add(row.date("until")));
        return due;
    }

    private Outcome tell(Tx tx, Actor actor, List<UUID> customers, Map<UUID, Set<LocalDate>> due, MailChannel channel) {
        if (customers.isEmpty()) {
            return new Outcome(0, 0, List.of(), 0, 0);
        }
        Locale language = mails.customerLanguage(tx);
        Map<UUID, Addressee> names = Addressee.of(tx, customers, language);
        Map<UUID, List<MailAddress>> receivers = receivers(tx, customers, channel);
        List<String> without = customers.stream()
                .filter(customer -> !receivers.containsKey(customer))
                .map(customer -> name(names, customer))
                .toList();
        Map<UUID, Set<LocalDate>> fresh = claim(tx, receivers.keySet(), due);
        Map<UUID, DiscountQuotes.Quote> worth = quotes.quotes(tx, actor, fresh.keySet(), actor.today());
        List<Mails.Draft> drafts = new ArrayList<>();
        fresh.forEach((customer, deadlines) -> {
            DiscountQuotes.Quote quote = worth.get(customer);
            List<Map<String, String>> lines = quote == null ? List.of() : lines(quote, deadlines, actor.currency());
            if (!lines.isEmpty()) {
                receivers
                        .getOrDefault(customer, List.of())
                        .forEach(to ->
                                drafts.add(draft(tx, actor, customer, name(names, customer), to, language, lines)));
            }
        });
        return new Outcome(mails.send(tx, actor, drafts).size(), fresh.size(), without, 0, 0);
    }

    private static String name(Map<UUID, Addressee> names, UUID customer) {
        Addressee known = names.get(customer);
        return known == null ? "" : known.name();
    }

    private Map<UUID, List<MailAddress>> receivers(Tx tx, List<UUID> customers, MailChannel channel) {
        Map<UUID, List<MailAddress>> receivers = new HashMap<>();
        book.of(tx, customers, channel).forEach((customer, entries) -> {
            boolean account = entries.stream().anyMatch(MailAddressBook.Entry::statements);
            List<MailAddress> to = new ArrayList<>();
            for (MailAddressBook.Entry entry : entries) {
                if (account ? entry.statements() : to.isEmpty()) {
                    MailAddress.of(channel, entry.address(), entry.name()).ifPresent(to::add);
                }
            }
            if (!to.isEmpty()) {
                receivers.put(customer, to);
            }
        });
        return receivers;
    }

    /** Notes the deadlines as told; of two at once, one does. */
    private Map<UUID, Set<LocalDate>> claim(Tx tx, Collection<UUID> customers, Map<UUID, Set<LocalDate>> due) {
        record Pair(UUID customer, LocalDate until) {}
        List<Pair> pairs = customers.stream()
                .sorted()
                .flatMap(customer ->
                        due.getOrDefault(customer, Set.of()).stream().map(until -> new Pair(customer, until)))
                .toList();
        Map<UUID, Set<LocalDate>> fresh = new LinkedHashMap<>();
        tx.list(
                """
                insert into receivables.discount_told (company_id, party_id, until, told_at)
                select ?, n.party, n.until, ? from unnest(?::uuid[], ?::date[]) as n (party, until)
                on conflict do nothing returning party_id, until""",
                row -> fresh.computeIfAbsent(row.uuid("party_id"), customer -> new TreeSet<>())
                        .add(row.date("until")),
                tx.company(),
                clock.instant(),
                SqlArray.of("uuid", pairs, Pair::customer),
                SqlArray.of("date", pairs, Pair::until));
        return fresh;
    }

    private static List<Map<String, String>> lines(
            DiscountQuotes.Quote quote, Set<LocalDate> deadlines, String currency) {
        return quote.deadlines().stream()
                .filter(deadline ->
                        deadlines.contains(deadline.until()) && deadline.saved().signum() > 0)
                .map(deadline -> Map.of(
                        "until",
                        deadline.until().toString(),
                        "payable",
                        Printing.money(deadline.payable(), currency),
                        "saved",
                        Printing.money(deadline.saved(), currency),
                        "open",
                        Printing.money(deadline.open(), currency)))
                .toList();
    }

    private Mails.Draft draft(
            Tx tx,
            Actor actor,
            UUID customer,
            String name,
            MailAddress to,
            Locale language,
            List<Map<String, String>> lines) {
        String first = String.valueOf(lines.getFirst().get("until"));
        MailChannel channel = to.channel();
        String event = MailEvent.by(channel, EVENT);
        return new Mails.Draft(
                event,
                EVENT + ":" + customer + ":" + first + ":" + to.address().toLowerCase(Locale.ROOT),
                to,
                language,
                mails.words(
                        tx,
                        actor,
                        event,
                        language,
                        Map.of(
                                "name",
                                to.name(),
                                "customer",
                                name,
                                "first",
                                first,
                                "currency",
                                actor.currency(),
                                "lines",
                                lines)),
                customer,
                customer,
                null,
                channel == MailChannel.SMS
                        ? List.of()
                        : List.of(new Mails.Attached(
                                texts.text(language, "print.discount-list.title") + " " + first + ".pdf",
                                customer,
                                SHEET,
                                "pdf")),
                null);
    }

    /** Tells a company's customers, if it wants that today; answers how many. */
    int tell(long company) {
        Schedule schedule = database.read(company, this::schedule).orElse(null);
        if (schedule == null) {
            return 0;
        }
        Actor actor = database.read(company, tx -> organization.actor(tx, schedule.user()))
                .filter(found -> found.may(RIGHT))
                .orElse(null);
        if (actor == null) {
            log.warn("discounts of company {}: {} may no longer tell them", company, schedule.user());
            return 0;
        }
        if (schedule.weekday() != null && actor.today().getDayOfWeek() != schedule.weekday()) {
            return 0;
        }
        Map<UUID, Set<LocalDate>> due = database.read(company, tx -> due(tx, actor, null, schedule.daysBefore()));
        List<UUID> all = List.copyOf(due.keySet());
        int told = 0;
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<UUID> some = all.subList(from, Math.min(all.size(), from + CHUNK));
            told += database.write(company, tx -> tell(tx, actor, some, due, schedule.channel()))
                    .customers();
        }
        return told;
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean("mail.discounts")
        MailEvent discountMail() {
            return MailEvent.outward(
                    EVENT,
                    List.of("customer", "first", "currency"),
                    Map.of("lines", List.of("until", "payable", "saved", "open")));
        }

        @Bean("mail.discounts-sms")
        MailEvent discountSms() {
            return discountMail().bySms();
        }

        @Bean
        RecurringWork discountsTold(DiscountMails mails) {
            return RecurringWork.daily(
                    "receivables.discount-mails",
                    LocalTime.of(7, 0),
                    ZoneId.of("Asia/Shanghai"),
                    () -> mails.companies.all().forEach(mails::tell));
        }
    }
}
