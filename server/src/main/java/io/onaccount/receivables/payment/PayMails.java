package io.onaccount.receivables.payment;

import io.onaccount.credit.scoring.Tone;
import io.onaccount.credit.scoring.Tones;
import io.onaccount.document.mailing.MailAddress;
import io.onaccount.document.mailing.MailAddressBook;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.MailLinks;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Asks a customer by mail or text message to pay (RCP-07), each receiver by a link of their own: what is owed, or an amount for an order that waits for it (CRD-21). */
@Component
public final class PayMails implements MailLinks {
    private static final String EVENT = "payment-request";

    private final PayLinks links;
    private final Mails mails;
    private final MailAddressBook book;
    private final Tones tones;

    PayMails(PayLinks links, Mails mails, MailAddressBook book, Tones tones) {
        this.links = links;
        this.mails = mails;
        this.book = book;
        this.tones = tones;
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.payment-request-sms")
        MailEvent paymentRequestSms() {
            return paymentRequestMail().bySms();
        }

        @Bean("mail.payment-request")
        MailEvent paymentRequestMail() {
            return MailEvent.outward(
                    EVENT,
                    List.of("customer", "order", "amount", "currency", "until", "friendly", "plain", "firm"),
                    Map.of());
        }
    }

    /**
     * Sends a link to those of the customer who get what is told of accounts; where nobody does, to the one to turn to. Answers their addresses.
     *
     * @param order null for what they owe
     * @param amount for the order
     * @param credits credit notes that lessen what is asked
     * @throws Problem 409 when nobody takes payments, or nobody there has an address
     */
    public List<String> send(
            Tx tx,
            Actor actor,
            UUID party,
            @Nullable UUID order,
            @Nullable BigDecimal amount,
            List<UUID> credits,
            MailChannel channel) {
        List<MailAddressBook.Entry> known = book.of(tx, List.of(party), channel).getOrDefault(party, List.of());
        List<MailAddress> to = addresses(
                channel,
                known.stream().filter(MailAddressBook.Entry::statements).toList());
        if (to.isEmpty()) {
            to = addresses(channel, known).stream().limit(1).toList();
        }
        List<Mails.Draft> drafts = new ArrayList<>();
        Locale language = mails.customerLanguage(tx);
        Tone tone = tones.of(tx, List.of(party)).getOrDefault(party, Tone.PLAIN);
        for (MailAddress address : to) {
            PayLinks.Subject subject = links.request(tx, actor, party, order, amount, credits);
            Map<String, Object> values = new HashMap<>();
            values.put("name", address.name());
            values.put(tone.field(), "1");
            values.put("customer", Addressee.of(tx, party, language).name());
            values.put("currency", actor.currency());
            values.put(
                    "until",
                    LocalDate.ofInstant(subject.expires(), actor.zone()).toString());
            if (subject.orderNumber() != null && subject.asked() != null) {
                values.put("order", subject.orderNumber());
                values.put("amount", Printing.money(subject.asked(), actor.currency()));
            }
            String event = MailEvent.by(channel, EVENT);
            drafts.add(new Mails.Draft(
                    event,
                    EVENT + ":" + subject.id(),
                    address,
                    language,
                    mails.words(tx, actor, event, language, values),
                    order == null ? party : order,
                    party,
                    null,
                    List.of(),
                    new Mails.Link(EVENT, subject.id())));
        }
        if (drafts.isEmpty()) {
            // Says first whether the customer and the order are there to be seen, and payments are taken at all.
            links.request(tx, actor, party, order, amount, credits);
            throw Problem.conflict(channel == MailChannel.SMS ? "payment-request-no-phone" : "payment-request-nobody");
        }
        mails.send(tx, actor, drafts);
        return to.stream().map(MailAddress::address).toList();
    }

    private static List<MailAddress> addresses(MailChannel channel, List<MailAddressBook.Entry> entries) {
        return entries.stream()
                .flatMap(entry -> MailAddress.of(channel, entry.address(), entry.name()).stream())
                .distinct()
                .toList();
    }

    @Override
    public String kind() {
        return EVENT;
    }

    @Override
    public String path(Tx tx, UUID id) {
        return PayLinks.path(tx, id);
    }
}
