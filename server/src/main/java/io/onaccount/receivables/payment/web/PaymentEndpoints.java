package io.onaccount.receivables.payment.web;

import io.onaccount.document.mailing.MailChannel;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Anyone;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.payment.OnlinePayments;
import io.onaccount.receivables.payment.PayLinks;
import io.onaccount.receivables.payment.PayMails;
import io.onaccount.receivables.payment.PaymentSettings;
import io.onaccount.receivables.payment.SimulatedDesk;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Paying by link: links made, the page behind them, what providers tell us, and who they are. */
@RestController
@RequestMapping("/api/v1")
class PaymentEndpoints {
    private static final String BY_LINK = "the link is signed for one customer";
    private static final String BY_SIGNATURE = "the provider signs what it says";
    private static final String BY_TICKET = "the desk of the provider for trying out knows its own tickets";

    private final PayLinks links;
    private final PayMails mails;
    private final OnlinePayments payments;
    private final PaymentSettings settings;
    private final SimulatedDesk desk;
    private final Database database;

    PaymentEndpoints(
            PayLinks links,
            PayMails mails,
            OnlinePayments payments,
            PaymentSettings settings,
            SimulatedDesk desk,
            Database database) {
        this.links = links;
        this.mails = mails;
        this.payments = payments;
        this.settings = settings;
        this.desk = desk;
        this.database = database;
    }

    /**
     * Whom to ask for what.
     *
     * @param order null for what they owe
     * @param amount for the order
     * @param credits open items of credit notes that lessen what is asked, in this order; not for an order
     * @param channel how a link that is sent goes; by mail when left out
     */
    record AskBody(
            UUID party,
            @Nullable UUID order,
            @Nullable BigDecimal amount,
            @Nullable List<UUID> credits,
            @Nullable MailChannel channel) {
        List<UUID> chosen() {
            return credits == null ? List.of() : credits;
        }
    }

    /** Credit notes of a customer that a link could take off. */
    @GetMapping("/pay-links/credits")
    @Needs("online-payment.ask")
    List<PayLinks.CreditNote> credits(Actor actor, @RequestParam UUID party) {
        return database.read(actor.company(), tx -> links.credits(tx, actor, party));
    }

    /** A link for a customer. */
    @PostMapping("/pay-links")
    @Needs("online-payment.ask")
    @ResponseStatus(HttpStatus.CREATED)
    PayLinks.Made ask(Actor actor, Once once, @RequestBody AskBody body) {
        return once.run(
                actor.company(),
                PayLinks.Made.class,
                tx -> links.ask(tx, actor, body.party(), body.order(), body.amount(), body.chosen()));
    }

    /** @param to the addresses it goes to */
    record PayMailed(List<String> to) {}

    /** The same by mail or text message: to those of the customer who get statements, otherwise to the one to turn to. */
    @PostMapping("/pay-links/mails")
    @Needs("online-payment.ask")
    @ResponseStatus(HttpStatus.CREATED)
    PayMailed mail(Actor actor, Once once, @RequestBody AskBody body) {
        return once.run(
                actor.company(),
                PayMailed.class,
                tx -> new PayMailed(mails.send(
                        tx,
                        actor,
                        body.party(),
                        body.order(),
                        body.amount(),
                        body.chosen(),
                        MailChannel.orMail(body.channel()))));
    }

    record PayToken(@MaxLength(200) String token) {}

    private static Locale locale(@Nullable String language) {
        return Texts.nearest(language == null ? null : Locale.forLanguageTag(language.split("[,;]")[0]));
    }

    /** What a customer sees. */
    @PostMapping("/pay-links/page")
    @Anyone(BY_LINK)
    PayLinks.PayPage page(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody PayToken body) {
        return links.open(body.token(), locale(language));
    }

    /**
     * What is to be paid.
     *
     * @param refs of what was chosen
     * @param amount as the customer saw it
     */
    record BeginBody(
            @MaxLength(200) String token, @MaxLength(40) String provider, List<UUID> refs, BigDecimal amount) {}

    /** Begins a payment. */
    @PostMapping("/pay-links/payments")
    @Anyone(BY_LINK)
    @ResponseStatus(HttpStatus.CREATED)
    OnlinePayments.Begun begin(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody BeginBody body) {
        return payments.begin(body.token(), body.provider(), body.refs(), body.amount(), locale(language));
    }

    record StateBody(@MaxLength(200) String token, UUID payment) {}

    record StateView(OnlinePayments.State state) {}

    /** How far a payment is. */
    @PostMapping("/pay-links/state")
    @Anyone(BY_LINK)
    StateView state(@RequestBody StateBody body) {
        return new StateView(payments.state(body.token(), body.payment()));
    }

    /** A provider says what became of a payment. */
    @PostMapping(
            path = "/payment-callbacks/{company}/{provider}",
            consumes = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_XML_VALUE,
                MediaType.TEXT_XML_VALUE,
                MediaType.APPLICATION_FORM_URLENCODED_VALUE
            },
            produces = MediaType.TEXT_PLAIN_VALUE)
    @Anyone(BY_SIGNATURE)
    String told(
            @PathVariable long company,
            @PathVariable String provider,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        Map<String, String> first = new HashMap<>();
        headers.forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return payments.told(company, provider, first, body == null ? new byte[0] : body);
    }

    record Ticket(@MaxLength(4000) String ticket) {}

    /** What the desk of the provider for trying out is asked for. */
    @PostMapping("/pay-desk/bill")
    @Anyone(BY_TICKET)
    SimulatedDesk.Bill bill(@RequestBody Ticket body) {
        return desk.bill(body.ticket());
    }

    record DecideBody(@MaxLength(4000) String ticket, boolean pays) {}

    /** @param heard whether the shop has taken note */
    record Decided(boolean heard) {}

    /** Pays at that desk, or refuses. */
    @PostMapping("/pay-desk/decision")
    @Anyone(BY_TICKET)
    Decided decide(@RequestBody DecideBody body) {
        return new Decided(desk.decide(body.ticket(), body.pays()));
    }

    /** @param receipt what it was booked as */
    record BookedView(UUID receipt) {}

    /** Books a payment that could not be booked by itself. */
    @PostMapping("/online-payments/{id}/booking")
    @Needs("online-payment.book")
    BookedView book(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), BookedView.class, tx -> new BookedView(payments.book(tx, actor, id)));
    }

    @GetMapping("/payment-settings")
    @Needs("online-payment.configure")
    PaymentSettings.Settings settings(Actor actor) {
        return database.read(actor.company(), settings::read);
    }

    record AddressBody(@Nullable @MaxLength(200) String address) {}

    @PutMapping("/payment-settings")
    @Needs("online-payment.configure")
    PaymentSettings.Settings changeAddress(Actor actor, Once once, Seen seen, @RequestBody AddressBody body) {
        return once.run(
                actor.company(),
                PaymentSettings.Settings.class,
                tx -> settings.changeAddress(tx, actor, body.address(), seen.version()));
    }

    @PutMapping("/payment-settings/{provider}")
    @Needs("online-payment.configure")
    PaymentSettings.Settings change(
            Actor actor, Once once, Seen seen, @PathVariable String provider, @RequestBody PaymentSettings.Entry body) {
        return once.run(
                actor.company(),
                PaymentSettings.Settings.class,
                tx -> settings.change(tx, actor, provider, body, seen.version()));
    }
}
