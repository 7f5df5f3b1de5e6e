package io.onaccount.receivables.payment;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.Receipts;
import io.onaccount.receivables.payment.PayLinks.Due;
import io.onaccount.receivables.payment.PayLinks.Subject;
import io.onaccount.receivables.payment.spi.PaymentProvider;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Money paid by link, from the quote to the receipt. What a provider tells us is noted first and booked after that in a transaction of its own,
 * so that nothing is lost when booking is refused or the process ends in between; what is noted is booked once, however often it is told.
 */
@Component
public final class OnlinePayments {
    static final String KIND = "online-payment";

    private static final Logger log = LoggerFactory.getLogger(OnlinePayments.class);
    private static final Duration TO_PAY = Duration.ofMinutes(30);
    private static final Duration TO_TRY_AGAIN = Duration.ofMinutes(10);
    private static final int MOST_A_DAY = 100;
    private static final int AT_ONCE = 100;

    /** What a payment was booked as when it was not for what it had been quoted for. */
    private static final String LATE = "late";

    private static final String TWICE = "twice";
    private static final String UNAPPLIED = "unapplied";

    private final PaymentSettings settings;
    private final PayLinks links;
    private final Receipts receipts;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final Clock clock;

    OnlinePayments(
            PaymentSettings settings,
            PayLinks links,
            Receipts receipts,
            Companies companies,
            Organization organization,
            Database database,
            Clock clock) {
        this.settings = settings;
        this.links = links;
        this.receipts = receipts;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.clock = clock;
    }

    /** How far a payment is. */
    public enum State {
        /** Begun; no money yet. */
        PENDING,
        /** The provider says no money came. */
        FAILED,
        /** The provider has the money; the receipt is about to be booked. */
        PAID,
        /** There is a receipt. */
        BOOKED
    }

    private record Payment(
            UUID id,
            UUID link,
            UUID party,
            String provider,
            BigDecimal amount,
            String currency,
            LocalDate day,
            Instant expires,
            State state,
            @Nullable String transaction,
            BigDecimal fee,
            @Nullable Instant paidAt,
            String outcome,
            @Nullable UUID receipt) {

        static final String COLUMNS =
                "p.id, p.link_id, p.party_id, p.provider, p.amount, p.currency, p.day, p.expires_at, p.state, p.transaction, p.fee, p.paid_at,"
                        + " p.outcome, p.receipt_id";

        static Payment read(Row row) {
            String currency = row.text("currency");
            return new Payment(
                    row.uuid("id"),
                    row.uuid("link_id"),
                    row.uuid("party_id"),
                    row.text("provider"),
                    row.money("amount", currency).amount(),
                    currency,
                    row.date("day"),
                    row.instant("expires_at"),
                    row.choice("state", State.class),
                    row.textOrNull("transaction"),
                    row.money("fee", currency).amount(),
                    row.instantOrNull("paid_at"),
                    row.text("outcome"),
                    row.uuidOrNull("receipt_id"));
        }
    }

    /**
     * Begun: where the customer goes to pay.
     *
     * @param payment to ask how far it is
     */
    public record Begun(UUID payment, String address, Instant until) {}

    private record Begin(UUID payment, PaymentSettings.InUse used, PaymentProvider.Asked asked) {}

    /**
     * Begins a payment of what was chosen on a link's page. The amount is what these cost today and what will be accepted today; it must be the one
     * the customer saw.
     *
     * @param refs of what is paid
     * @throws Problem 409 {@code payment-amount-changed} when it has changed meanwhile
     */
    public Begun begin(String token, String provider, List<UUID> refs, BigDecimal amount, Locale language) {
        Begin begin = database.write(PayLinks.company(token), tx -> begin(tx, token, provider, refs, amount, language));
        String address = begin.used().provider().open(begin.used().merchant(), begin.asked());
        return new Begun(begin.payment(), address, begin.asked().until());
    }

    private Begin begin(Tx tx, String token, String provider, List<UUID> refs, BigDecimal amount, Locale language) {
        Instant now = clock.instant();
        Subject subject = PayLinks.subject(tx, token, now);
        PaymentSettings.InUse used = settings.find(tx, provider)
                .filter(PaymentSettings.InUse::enabled)
                .orElseThrow(() -> Problem.invalid("provider", "not-found"));
        Actor actor = links.reader(tx, language);
        UUID order = subject.order();
        if (order != null) {
            OrderMoney.locked(tx, order, now);
        }
        Set<UUID> wanted = new HashSet<>(refs);
        // In the order of the page, in which credit notes were taken off.
        List<Due> chosen = links.due(tx, actor, subject).stream()
                .filter(due -> wanted.contains(due.ref()))
                .toList();
        if (refs.isEmpty()) {
            throw Problem.invalid("refs", "required");
        }
        if (chosen.size() < refs.size()) {
            throw Problem.conflict("payment-not-due");
        }
        String currency = chosen.getFirst().currency();
        if (chosen.stream().anyMatch(due -> !due.currency().equals(currency))) {
            throw Problem.invalid("refs", "payment-one-currency");
        }
        if (!used.takes(currency)) {
            throw Problem.invalid("provider", "payment-currency", currency);
        }
        BigDecimal sum = chosen.stream().map(Due::payable).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(amount) != 0) {
            throw Problem.conflict("payment-amount-changed", sum);
        }
        if (sum.signum() == 0) {
            throw Problem.conflict("payment-covered");
        }
        String company = companies.get(tx).name();
        String subjectText = chosen.getFirst().number() + (chosen.size() > 1 ? " +" + (chosen.size() - 1) : "");
        String server = settings.read(tx).address();
        Instant endOfDay = actor.today().plusDays(1).atStartOfDay(actor.zone()).toInstant();
        Payment begunBefore = order == null ? null : pending(tx, subject, now).orElse(null);
        if (begunBefore != null
                && (!begunBefore.provider().equals(provider)
                        || begunBefore.amount().compareTo(sum) != 0)) {
            throw Problem.conflict("payment-under-way", begunBefore.amount(), begunBefore.provider());
        }
        UUID id = begunBefore == null ? Ids.next() : begunBefore.id();
        Instant soon = now.plus(TO_PAY).isBefore(endOfDay) ? now.plus(TO_PAY) : endOfDay;
        Instant until = begunBefore == null ? soon : begunBefore.expires();
        Begin begin = new Begin(
                id,
                used,
                new PaymentProvider.Asked(
                        id.toString(),
                        sum,
                        currency,
                        company,
                        subjectText,
                        until,
                        server,
                        "/api/v1/payment-callbacks/" + tx.company() + "/" + provider,
                        PayLinks.PAGE + token));
        if (begunBefore != null) {
            return begin; // the same money, asked for once
        }
        int begun = tx.one(
                "select count(*)::integer as n from receivables.online_payment p where p.company_id = ? and p.link_id = ? and p.started_at > ?",
                row -> row.integer("n"),
                tx.company(),
                subject.id(),
                now.minus(Duration.ofDays(1)));
        if (begun >= MOST_A_DAY) {
            throw Problem.of(429, "payment-too-many");
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.online_payment (company_id, id, link_id, party_id, provider, amount, currency, day, started_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                subject.id(),
                subject.party(),
                provider,
                sum,
                currency,
                actor.today(),
                now,
                until.truncatedTo(ChronoUnit.SECONDS));
        tx.flush(); // before its lines
        List<Line> lines = new ArrayList<>();
        for (Due due : chosen) {
            BigDecimal asked = due.payable().signum() == 0 ? null : due.payable();
            lines.add(order == null ? new Line(due.ref(), null, asked) : new Line(null, due.ref(), asked));
        }
        Map<UUID, BigDecimal> takenOff = new LinkedHashMap<>();
        chosen.forEach(due ->
                due.takenOff().forEach(taken -> takenOff.merge(taken.credit(), taken.amount(), BigDecimal::add)));
        takenOff.forEach((credit, off) -> lines.add(new Line(credit, null, off)));
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.online_payment_line (company_id, payment_id, line, item_id, order_id, amount)
                select ?, ?, row_number() over (order by n.place), n.item, n.order_id, n.amount
                from unnest(?::uuid[], ?::uuid[], ?::numeric[]) with ordinality as n (item, order_id, amount, place)""",
                tx.company(),
                id,
                SqlArray.of("uuid", lines, Line::item),
                SqlArray.of("uuid", lines, Line::order),
                SqlArray.of("numeric", lines, Line::amount));
        return begin;
    }

    /** @param amount money for it, or what a credit note takes off; null for an item that credit notes cover */
    private record Line(
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount) {}

    /** What a link has begun and nobody has paid yet. */
    private static Optional<Payment> pending(Tx tx, Subject subject, Instant now) {
        return tx.first(
                "select " + Payment.COLUMNS
                        + " from receivables.online_payment p where p.company_id = ? and p.link_id = ?"
                        + " and p.state = 'PENDING' and p.expires_at > ? order by p.started_at desc limit 1",
                Payment::read,
                tx.company(),
                subject.id(),
                now);
    }

    /** How far a payment of this link is; one that was never paid in time has failed. */
    public State state(String token, UUID payment) {
        return database.read(PayLinks.company(token), tx -> {
            Subject subject = PayLinks.subject(tx, token, clock.instant());
            Payment found = tx.first(
                            "select " + Payment.COLUMNS
                                    + " from receivables.online_payment p where p.company_id = ? and p.id = ? and p.link_id = ?",
                            Payment::read,
                            tx.company(),
                            payment,
                            subject.id())
                    .orElseThrow(() -> Problem.of(404, "payment-unknown"));
            return found.state() == State.PENDING && clock.instant().isAfter(found.expires())
                    ? State.FAILED
                    : found.state();
        });
    }

    /**
     * A provider tells us something. Answers what it wants to hear; the same thing told again changes nothing.
     *
     * @throws Problem 403 for what isn't signed by it, 404 for a payment we don't know, 409 for another amount or currency than was asked
     */
    public String told(long company, String provider, Map<String, String> headers, byte[] body) {
        Noted noted = note(company, provider, headers, body);
        noted.paid().ifPresent(payment -> book(company, payment));
        return noted.thanks();
    }

    /**
     * What was noted.
     *
     * @param thanks what the provider wants to hear
     * @param paid the payment to be booked now
     */
    record Noted(String thanks, Optional<UUID> paid) {}

    Noted note(long company, String provider, Map<String, String> headers, byte[] body) {
        PaymentProvider.Call call = new PaymentProvider.Call(headers, body, clock.instant());
        return database.write(company, tx -> {
            PaymentSettings.InUse used =
                    settings.find(tx, provider).orElseThrow(() -> Problem.of(404, "payment-unknown"));
            PaymentProvider.Notice notice = used.provider().read(used.merchant(), call);
            return new Noted(used.provider().thanks(), note(tx, provider, notice));
        });
    }

    /** Takes note; answers the payment that is to be booked now. */
    private Optional<UUID> note(Tx tx, String provider, PaymentProvider.Notice notice) {
        Payment payment = lock(tx, id(notice.order()))
                .filter(found -> found.provider().equals(provider))
                .orElseThrow(() -> Problem.of(404, "payment-unknown"));
        if (notice.amount().compareTo(payment.amount()) != 0
                || !notice.currency().equals(payment.currency())) {
            log.warn(
                    "{} says {} {} for payment {} of {} {}",
                    provider,
                    notice.amount(),
                    notice.currency(),
                    payment.id(),
                    payment.amount(),
                    payment.currency());
            throw Problem.conflict("payment-amount-differs");
        }
        if (notice.fee().signum() < 0 || notice.fee().compareTo(notice.amount()) > 0) {
            throw Problem.conflict("payment-amount-differs");
        }
        String transaction = notice.transaction();
        if (!notice.paid()) {
            if (payment.state() == State.PENDING) {
                tx.add(
                        Rank.DETAIL,
                        "update receivables.online_payment set state = 'FAILED' where company_id = ? and id = ?",
                        tx.company(),
                        payment.id());
            }
            return Optional.empty();
        }
        if (transaction == null || transaction.isBlank() || transaction.length() > 100) {
            throw Problem.of(400, "payment-without-number");
        }
        Optional<UUID> known = tx.first(
                "select p.id from receivables.online_payment p where p.company_id = ? and p.provider = ? and p.transaction = ?",
                row -> row.uuid("id"),
                tx.company(),
                provider,
                transaction);
        if (known.isPresent()) {
            // Money is told of once: again for the same payment it is a repetition, for another one it is a mistake or
            // worse.
            Payment told = known.get().equals(payment.id())
                    ? payment
                    : lock(tx, known.get()).orElseThrow();
            if (!told.link().equals(payment.link())
                    || (!told.id().equals(payment.id()) && !told.outcome().equals(TWICE))) {
                throw Problem.conflict("payment-transaction-known");
            }
            return told.state() == State.PAID ? Optional.of(told.id()) : Optional.empty();
        }
        if (payment.transaction() == null) {
            tx.addExpecting(
                    Rank.DETAIL,
                    1,
                    () -> Problem.conflict("payment-transaction-known"),
                    "update receivables.online_payment set state = 'PAID', transaction = ?, fee = ?, paid_at = ?, outcome = ? where company_id = ? and id = ?",
                    transaction,
                    notice.fee(),
                    notice.paidAt(),
                    notice.paidAt().isAfter(payment.expires()) ? LATE : "",
                    tx.company(),
                    payment.id());
            return Optional.of(payment.id());
        }
        UUID again = Ids.next();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.online_payment (company_id, id, link_id, party_id, provider, amount, currency, day, started_at, expires_at, state,
                  transaction, fee, paid_at, outcome)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PAID', ?, ?, ?, ?)""",
                tx.company(),
                again,
                payment.link(),
                payment.party(),
                provider,
                notice.amount(),
                notice.currency(),
                payment.day(),
                clock.instant(),
                payment.expires(),
                transaction,
                notice.fee(),
                notice.paidAt(),
                TWICE);
        return Optional.of(again);
    }

    private static UUID id(String order) {
        try {
            return UUID.fromString(order);
        } catch (IllegalArgumentException e) {
            throw Problem.of(404, "payment-unknown");
        }
    }

    private static Optional<Payment> lock(Tx tx, UUID id) {
        return tx.first(
                "select " + Payment.COLUMNS
                        + " from receivables.online_payment p where p.company_id = ? and p.id = ? for no key update",
                Payment::read,
                tx.company(),
                id);
    }

    /**
     * Books what was paid, if it isn't yet: for what it was quoted for; and as the customer's money where that is refused, it came too late or twice.
     * What can't be booked at all says why and is tried again.
     */
    void book(long company, UUID id) {
        try {
            database.write(company, tx -> book(tx, id, true));
        } catch (Problem refused) {
            log.info("payment {} is not booked as quoted: {}", id, refused.code());
            try {
                database.write(company, tx -> book(tx, id, false));
            } catch (Problem again) {
                database.write(
                        company,
                        tx -> tx.execute(
                                "update receivables.online_payment set outcome = ?, tried_at = ? where company_id = ? and id = ? and state = 'PAID'",
                                again.errors().isEmpty()
                                        ? again.code()
                                        : again.errors().getFirst().code(),
                                clock.instant(),
                                tx.company(),
                                id));
            }
        }
    }

    /** Tries again to book a payment of a customer within the actor's scope, for the list. 409 when it can't be. */
    public UUID book(Tx tx, Actor actor, UUID id) {
        Payment payment = tx
                .list(
                        Sql.of(
                                        "select p.id from receivables.online_payment p join document.header h on h.company_id = p.company_id"
                                                + " and h.id = p.party_id where p.company_id = ? and p.id = ? and",
                                        tx.company(),
                                        id)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                        row -> row.uuid("id"))
                .stream()
                .findFirst()
                .flatMap(found -> lock(tx, found))
                .orElseThrow(() -> Problem.notFound(KIND, id));
        if (payment.state() != State.PAID && !isReceiptGone(tx, payment)) {
            throw Problem.conflict("wrong-state", "book", payment.state());
        }
        actor.require("receipt.create");
        return book(tx, payment, true);
    }

    private static boolean isReceiptGone(Tx tx, Payment payment) {
        return payment.receipt() != null
                && tx.first(
                                "select h.id from document.header h where h.company_id = ? and h.id = ?",
                                row -> row.uuid("id"),
                                tx.company(),
                                payment.receipt())
                        .isEmpty();
    }

    private boolean book(Tx tx, UUID id, boolean asQuoted) {
        Optional<Payment> payment = lock(tx, id).filter(found -> found.state() == State.PAID);
        payment.ifPresent(found -> book(tx, found, asQuoted));
        return payment.isPresent();
    }

    private UUID book(Tx tx, Payment payment, boolean asQuoted) {
        PaymentSettings.InUse used =
                settings.find(tx, payment.provider()).orElseThrow(() -> Problem.conflict("payment-off"));
        Actor actor = organization
                .actor(tx, used.setBy())
                .orElseThrow(() -> Problem.conflict("payment-nobody"))
                .companyWide();
        LocalDate on =
                Objects.requireNonNull(payment.paidAt()).atZone(actor.zone()).toLocalDate();
        boolean quoted = asQuoted && !isAside(payment) && on.equals(payment.day());
        List<NewReceipt.Purpose> purposes = !quoted
                ? List.of()
                : tx.list(
                        "select l.item_id, l.order_id, l.amount from receivables.online_payment_line l where l.company_id = ? and l.payment_id = ? order by l.line",
                        row -> new NewReceipt.Purpose(
                                row.uuidOrNull("item_id"),
                                row.uuidOrNull("order_id"),
                                row.decimalOrNull("amount") == null
                                        ? null
                                        : row.money("amount", payment.currency())
                                                .amount()),
                        tx.company(),
                        payment.id());
        for (NewReceipt.Purpose purpose : purposes) {
            UUID order = purpose.order();
            if (order != null
                    && !OrderMoney.locked(tx, order, clock.instant())
                            .takes(payment.id(), Objects.requireNonNullElse(purpose.amount(), BigDecimal.ZERO))) {
                throw Problem.conflict("payment-order-paid");
            }
        }
        if (areNotesUsedUp(tx, payment.id(), purposes)) {
            throw Problem.conflict("payment-credits-used");
        }
        UUID account = used.accounts().get(payment.currency());
        if (account == null) {
            throw Problem.conflict("payment-no-account", payment.currency());
        }
        UUID receipt = receipts.create(
                tx,
                actor.on(on),
                new NewReceipt(
                        payment.party(),
                        on,
                        payment.amount(),
                        payment.fee().signum() == 0 ? null : payment.fee(),
                        account,
                        used.provider().method(),
                        null,
                        payment.transaction(),
                        null,
                        purposes));
        tx.flush(); // confirming reads it
        if (used.byRule() && actor.may("receipt.confirm")) {
            receipts.confirmProven(tx, actor, receipt, false);
        }
        tx.add(
                Rank.DETAIL,
                "update receivables.online_payment set state = 'BOOKED', receipt_id = ?, outcome = ? where company_id = ? and id = ?",
                receipt,
                quoted ? "" : isAside(payment) ? payment.outcome() : on.equals(payment.day()) ? UNAPPLIED : LATE,
                tx.company(),
                payment.id());
        return receipt;
    }

    /**
     * Whether a credit note that lessened what was asked has less left by now than was taken off for it, drafts of other payments that take it off
     * too counted: a note can be promised by several links. The notes stay locked, so that only one payment gets them.
     */
    private static boolean areNotesUsedUp(Tx tx, UUID payment, List<NewReceipt.Purpose> purposes) {
        List<UUID> items = purposes.stream()
                .map(NewReceipt.Purpose::item)
                .filter(Objects::nonNull)
                .toList();
        if (items.isEmpty()) {
            return false;
        }
        List<UUID> notes = tx.list(
                "select i.id from receivables.open_item i where i.company_id = ? and i.id = any(?) and i.amount < 0 order by i.id for no key update",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", items));
        return !notes.isEmpty()
                && tx.first("""
                                select i.id from receivables.open_item i
                                join receivables.online_payment_line l on l.company_id = i.company_id and l.item_id = i.id
                                join receivables.online_payment p on p.company_id = l.company_id and p.id = l.payment_id
                                left join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                                where i.company_id = ? and i.id = any(?) and (p.id = ?
                                  or p.state = 'BOOKED' and p.outcome = '' and r.id is not null and not r.posted and r.reversed_on is null)
                                group by i.id, i.amount, i.settled, i.fx_amount, i.fx_settled
                                having sum(l.amount) > coalesce(i.fx_settled - i.fx_amount, i.settled - i.amount) limit 1""", row -> row.uuid("id"), tx.company(), SqlArray.of("uuid", notes), payment)
                        .isPresent();
    }

    /** Whether it is the customer's money whatever it was quoted for. */
    private static boolean isAside(Payment payment) {
        return payment.outcome().equals(LATE) || payment.outcome().equals(TWICE);
    }

    /** Books what was told but not booked; answers how many were looked at. */
    int bookRest(long company) {
        List<UUID> waiting = database.read(
                company,
                tx -> tx.list(
                        "select p.id from receivables.online_payment p where p.company_id = ? and p.state = 'PAID'"
                                + " and (p.tried_at is null or p.tried_at < ?) order by p.started_at limit " + AT_ONCE,
                        row -> row.uuid("id"),
                        company,
                        clock.instant().minus(TO_TRY_AGAIN)));
        waiting.forEach(payment -> book(company, payment));
        return waiting.size();
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        private static final Duration PAUSE = Duration.ofSeconds(30);

        @Bean
        RecurringWork onlinePaymentBooking(OnlinePayments payments) {
            return RecurringWork.every(
                    "receivables.online-payments",
                    PAUSE,
                    () -> payments.companies.all().forEach(payments::bookRest));
        }
    }
}
