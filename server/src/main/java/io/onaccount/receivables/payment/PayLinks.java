package io.onaccount.receivables.payment;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountQuotes;
import io.onaccount.receivables.DiscountQuotes.ItemQuote;
import io.onaccount.receivables.LinkKeys;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Links by which a customer sees what is due and pays it without signing in (RCP-07): signed, for one customer. A request is made for what a
 * customer owes or for money of an order and ends after thirty days; what is printed on a document holds for half a year after it was made.
 */
@Component
public final class PayLinks {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration LIFE_ON_PAPER = Duration.ofDays(180);

    /** As many purposes as a receipt takes. */
    private static final int MOST_ITEMS = 200;

    private static final int MOST_CREDITS = 50;

    /** Where the page is. */
    static final String PAGE = "/pay#";

    private final PaymentSettings settings;
    private final DiscountQuotes quotes;
    private final Companies companies;
    private final Organization organization;
    private final Parties parties;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    PayLinks(
            PaymentSettings settings,
            DiscountQuotes quotes,
            Companies companies,
            Organization organization,
            Parties parties,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.settings = settings;
        this.quotes = quotes;
        this.companies = companies;
        this.organization = organization;
        this.parties = parties;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * What a link is for.
     *
     * @param document it was printed on; its items are chosen first
     * @param order that is to be paid before it owes anything, with the amount asked for
     * @param made since when payments for the order count against what is asked; null where nothing is asked for an order
     * @param credits credit notes that lessen what is asked
     */
    record Subject(
            UUID id,
            UUID party,
            @Nullable UUID document,
            @Nullable UUID order,
            @Nullable String orderNumber,
            @Nullable BigDecimal asked,
            @Nullable Instant made,
            List<UUID> credits,
            Instant expires) {
        String facts() {
            return "pay|" + party + "|" + document + "|" + order + "|"
                    + (asked == null ? "" : asked.stripTrailingZeros().toPlainString()) + "|"
                    + expires.getEpochSecond();
        }
    }

    /**
     * A link, to be handed to the customer.
     *
     * @param address the whole of it where the company has said how it is reached from outside, otherwise null
     */
    public record Made(
            String token, Instant expires, @Nullable String address) {}

    /**
     * Asks a customer to pay what they owe, or for an order.
     *
     * @param order null for what they owe
     * @param amount for the order
     * @param credits open items of credit notes that lessen what they owe, taken off in this order
     * @throws Problem 409 when nobody takes payments
     */
    public Made ask(
            Tx tx, Actor actor, UUID party, @Nullable UUID order, @Nullable BigDecimal amount, List<UUID> credits) {
        return made(tx, request(tx, actor, party, order, amount, credits));
    }

    /** What {@link #ask} asks for, as a row of which the link can be made later. */
    Subject request(
            Tx tx, Actor actor, UUID party, @Nullable UUID order, @Nullable BigDecimal amount, List<UUID> credits) {
        parties.require(tx, actor, party);
        Problem.Collector problems = new Problem.Collector();
        BigDecimal asked = amount == null ? null : Input.amount(problems, "amount", amount, actor.currency());
        problems.check(asked == null || asked.signum() > 0, "amount", "must-be-positive");
        problems.check((order == null) == (amount == null), order == null ? "order" : "amount", "required");
        problems.check(order == null || credits.isEmpty(), "credits", "payment-credits");
        problems.check(credits.size() <= MOST_CREDITS, "credits", "too-many", MOST_CREDITS);
        problems.throwIfAny();
        Set<UUID> known = credits.isEmpty()
                ? Set.of()
                : credits(tx, actor, party).stream().map(CreditNote::item).collect(Collectors.toSet());
        if (!known.containsAll(credits) || new HashSet<>(credits).size() < credits.size()) {
            throw Problem.invalid("credits", "payment-credits");
        }
        String number = order == null ? null : orderOf(tx, party, order);
        if (settings.enabled(tx).isEmpty()) {
            throw Problem.conflict("payment-off");
        }
        Instant now = clock.instant();
        if (order != null && asked != null) {
            BigDecimal owed = OrderMoney.of(tx, order, now).owed();
            if (asked.compareTo(owed) > 0) {
                throw Problem.invalid("amount", "payment-beyond-order", owed);
            }
        }
        Subject subject = new Subject(
                Ids.next(),
                party,
                null,
                order,
                number,
                asked,
                now,
                credits,
                now.plus(LIFE).truncatedTo(ChronoUnit.SECONDS));
        tx.add(
                Rank.DETAIL,
                "insert into receivables.pay_request (company_id, id, party_id, order_id, amount, currency, made_by, made_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                subject.id(),
                party,
                order,
                asked,
                actor.currency(),
                actor.user(),
                now,
                subject.expires());
        if (!credits.isEmpty()) {
            tx.flush(); // before its credit notes
            tx.add(
                    Rank.DETAIL,
                    "insert into receivables.pay_request_credit (company_id, request_id, line, item_id)"
                            + " select ?, ?, n.line, n.item from unnest(?::uuid[]) with ordinality as n (item, line)",
                    tx.company(),
                    subject.id(),
                    SqlArray.of("uuid", credits));
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "pay-link",
                        order == null ? "customer" : "sales-order",
                        order == null ? party : order,
                        number,
                        Map.of("expires", subject.expires().toString())));
        return subject;
    }

    /** The path of the link of a request made before, with its token; for a mail that is leaving. */
    static String path(Tx tx, UUID request) {
        Subject subject = requested(tx, request).orElseThrow(PayLinks::unknown);
        return PAGE + SignedToken.make(LinkKeys.of(tx), tx.company(), subject.id(), subject.facts());
    }

    private static Optional<Subject> requested(Tx tx, UUID id) {
        return tx.first("""
                select p.id, p.party_id, p.order_id, p.amount, p.currency, p.made_at, p.expires_at, h.number,
                  array(select c.item_id from receivables.pay_request_credit c
                    where c.company_id = p.company_id and c.request_id = p.id order by c.line) as credits
                from receivables.pay_request p
                left join document.header h on h.company_id = p.company_id and h.id = p.order_id
                where p.company_id = ? and p.id = ?""", PayLinks::request, tx.company(), id);
    }

    private static String orderOf(Tx tx, UUID party, UUID order) {
        return tx.first(
                        "select h.number from document.header h where h.company_id = ? and h.id = ? and h.kind = 'sales-order' and h.party_id = ?",
                        row -> row.text("number"),
                        tx.company(),
                        order,
                        party)
                .orElseThrow(() -> Problem.invalid("order", "not-found"));
    }

    private Made made(Tx tx, Subject subject) {
        String token = SignedToken.make(LinkKeys.of(tx), tx.company(), subject.id(), subject.facts());
        String address = settings.read(tx).address();
        return new Made(token, subject.expires(), address.isEmpty() ? null : address + PAGE + token);
    }

    /** The link of a document (statement, invoice, …) that has been sent to a customer; empty when there is none, or nobody takes payments. */
    public Optional<Made> ofDocument(Tx tx, UUID document) {
        return settings.enabled(tx).isEmpty()
                ? Optional.empty()
                : document(tx, document)
                        .filter(subject -> clock.instant().isBefore(subject.expires()))
                        .map(subject -> made(tx, subject));
    }

    /** The token of a document's link, for a page that was opened by another link of the same company; null when there is none. */
    public @Nullable String tokenOf(String otherToken, UUID document) {
        return database.read(company(otherToken), tx -> ofDocument(tx, document))
                .map(Made::token)
                .orElse(null);
    }

    /** What a document prints: {@code payLink} and, to be scanned, {@code payQr}; both null where there is nothing to print. */
    public record Printed(
            @Nullable String payLink, @Nullable String payQr) {
        public static final Printed NOTHING = new Printed(null, null);
    }

    /** As {@link #ofDocument}, for paper: only with an address that can be reached from outside. */
    public Printed printed(Tx tx, UUID document) {
        return ofDocument(tx, document)
                .map(Made::address)
                .map(address -> new Printed(address, QrCode.picture(address)))
                .orElse(Printed.NOTHING);
    }

    private static Optional<Subject> document(Tx tx, UUID id) {
        return tx.first(
                "select h.id, h.party_id, h.created_at from document.header h where h.company_id = ? and h.id = ? and h.party_id is not null"
                        + " and h.kind not in ('sales-order', 'customer') and h.state not in ('DRAFT', 'CANCELLED')",
                row -> new Subject(
                        row.uuid("id"),
                        row.uuid("party_id"),
                        row.uuid("id"),
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        row.instant("created_at").plus(LIFE_ON_PAPER).truncatedTo(ChronoUnit.SECONDS)),
                tx.company(),
                id);
    }

    private static Subject request(Row row) {
        BigDecimal amount = row.decimalOrNull("amount");
        return new Subject(
                row.uuid("id"),
                row.uuid("party_id"),
                null,
                row.uuidOrNull("order_id"),
                row.textOrNull("number"),
                amount == null
                        ? null
                        : row.money("amount", row.text("currency")).amount(),
                row.instant("made_at"),
                row.list("credits", UUID.class),
                row.instant("expires_at"));
    }

    /** What a sound token is for. */
    static Subject subject(Tx tx, String token, Instant now) {
        SignedToken signed = signed(token);
        Subject subject =
                requested(tx, signed.id()).or(() -> document(tx, signed.id())).orElseThrow(PayLinks::unknown);
        byte[] key = tx.first(
                        "select k.key from receivables.link_key k where k.company_id = ?",
                        row -> row.bytes("key"),
                        tx.company())
                .orElseThrow(PayLinks::unknown);
        if (!signed.isSound(key, subject.facts())) {
            throw unknown();
        }
        if (!now.isBefore(subject.expires())) {
            throw Problem.conflict("payment-link-over");
        }
        return subject;
    }

    private static Problem unknown() {
        return Problem.of(404, "payment-link-void");
    }

    private static SignedToken signed(String token) {
        return SignedToken.parse(token).orElseThrow(PayLinks::unknown);
    }

    static long company(String token) {
        return signed(token).company();
    }

    /** Somebody to read in the name of: whoever has set one of the providers and is still here. */
    Actor reader(Tx tx, Locale language) {
        return settings.enabled(tx).stream()
                .map(used -> organization.actor(tx, used.setBy()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> Problem.conflict("payment-off"))
                .companyWide()
                .speaking(language);
    }

    /**
     * A credit note that a link can take off.
     *
     * @param item to choose it by
     * @param open what is left of it, positive, in its currency
     */
    public record CreditNote(UUID item, String number, LocalDate date, BigDecimal open, String currency) {}

    /** Credit notes of a customer that aren't used up, the oldest first. */
    public List<CreditNote> credits(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select i.id, i.number, i.date, coalesce(i.fx_currency, i.currency)::text as currency,
                  coalesce(i.fx_settled - i.fx_amount, i.settled - i.amount) as open
                from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.amount < 0 and i.settled <> i.amount
                order by i.due, i.date, i.id limit\s""" + MOST_CREDITS,
                row -> new CreditNote(
                        row.uuid("id"),
                        row.text("number"),
                        row.date("date"),
                        row.money("open", row.text("currency")).amount(),
                        row.text("currency")),
                tx.company(),
                party);
    }

    /** A credit note that was taken off already. */
    public record TakenOff(UUID credit, String number, BigDecimal amount) {}

    /**
     * Something that can be paid now.
     *
     * @param ref by which it is chosen
     * @param date null for an order
     * @param currency of its amounts
     * @param open what is left once credit notes were taken off
     * @param payable what settles it today
     * @param until the last day of today's discount, or null
     * @param takenOff credit notes that lessened it
     * @param chosen whether it is what the link is about
     */
    public record Due(
            UUID ref,
            String number,
            @Nullable LocalDate date,
            @Nullable LocalDate due,
            boolean overdue,
            String currency,
            BigDecimal open,
            BigDecimal payable,
            BigDecimal discount,
            @Nullable LocalDate until,
            String explanation,
            List<TakenOff> takenOff,
            boolean chosen) {}

    /**
     * One who takes payments.
     *
     * @param currencies it takes here
     */
    public record Taker(String name, boolean trial, List<String> currencies) {}

    /**
     * What the customer sees.
     *
     * @param day the amounts hold on
     * @param credits what we owe them beyond what was taken off here, negative, in the company's currency
     */
    public record PayPage(
            String company,
            String customer,
            String currency,
            LocalDate day,
            List<Due> items,
            BigDecimal credits,
            List<Taker> takers) {}

    /** Opening shows and changes nothing. */
    public PayPage open(String token, Locale language) {
        return database.read(company(token), tx -> {
            Subject subject = subject(tx, token, clock.instant());
            Actor actor = reader(tx, language);
            return page(tx, actor, subject);
        });
    }

    private PayPage page(Tx tx, Actor actor, Subject subject) {
        DiscountQuotes.Lessened quote = quote(tx, actor, subject);
        List<Due> due = due(tx, actor, subject, quote);
        Set<String> currencies = new TreeSet<>(due.stream().map(Due::currency).toList());
        return new PayPage(
                companies.get(tx).name(),
                parties.require(tx, actor, subject.party()).name(),
                actor.currency(),
                actor.today(),
                due,
                quote.quote().credits(),
                settings.enabled(tx).stream()
                        .map(used -> new Taker(
                                used.provider().name(),
                                used.provider().isTrial(),
                                currencies.stream().filter(used::takes).toList()))
                        .toList());
    }

    private DiscountQuotes.Lessened quote(Tx tx, Actor actor, Subject subject) {
        return quotes.lessened(tx, actor, subject.party(), subject.credits(), actor.today());
    }

    /** What the subject's customer can pay today. */
    List<Due> due(Tx tx, Actor actor, Subject subject) {
        return due(tx, actor, subject, quote(tx, actor, subject));
    }

    private List<Due> due(Tx tx, Actor actor, Subject subject, DiscountQuotes.Lessened lessened) {
        List<Due> due = new ArrayList<>();
        if (subject.order() != null && subject.asked() != null) {
            BigDecimal left =
                    OrderMoney.of(tx, subject.order(), clock.instant()).askable(subject);
            if (left.signum() > 0) {
                String number = subject.orderNumber() == null ? "" : subject.orderNumber();
                due.add(new Due(
                        subject.order(),
                        number,
                        null,
                        null,
                        false,
                        actor.currency(),
                        left,
                        left,
                        BigDecimal.ZERO,
                        null,
                        "",
                        List.of(),
                        true));
            }
            return due;
        }
        Map<UUID, List<TakenOff>> takenOff = new HashMap<>();
        lessened.takenOff()
                .forEach(taken -> takenOff.computeIfAbsent(taken.item(), item -> new ArrayList<>())
                        .add(new TakenOff(taken.credit(), taken.number(), taken.amount())));
        List<ItemQuote> ours = lessened.quote().items().stream()
                .filter(item -> item.payable().signum() > 0 || takenOff.containsKey(item.item()))
                .limit(MOST_ITEMS - subject.credits().size())
                .toList();
        boolean some = ours.stream().anyMatch(item -> item.document().equals(subject.document()));
        for (ItemQuote item : ours) {
            DiscountQuotes.Own own = item.own();
            BigDecimal open = own == null ? item.open() : own.open();
            BigDecimal payable = own == null ? item.payable() : own.payable();
            due.add(new Due(
                    item.item(),
                    item.number(),
                    item.date(),
                    item.due(),
                    item.due().isBefore(actor.today()),
                    own == null ? actor.currency() : own.currency(),
                    open,
                    payable,
                    open.subtract(payable),
                    item.until(),
                    item.explanation(),
                    List.copyOf(takenOff.getOrDefault(item.item(), List.of())),
                    !some || item.document().equals(subject.document())));
        }
        return due;
    }
}
