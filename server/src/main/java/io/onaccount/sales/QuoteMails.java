package io.onaccount.sales;

import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.MailLinks;
import io.onaccount.document.mailing.MailSource;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Quotes by mail (QUO-01): with the quote as PDF and, while it can be answered, a link to accept or decline it by. */
@Component
final class QuoteMails implements MailSource, MailLinks {
    private static final String EVENT = "quote";

    private final Quotes quotes;
    private final QuoteLinks links;

    QuoteMails(Quotes quotes, QuoteLinks links) {
        this.quotes = quotes;
        this.links = links;
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.quote")
        MailEvent quoteMail() {
            return MailEvent.outward(
                    EVENT, List.of("number", "customer", "date", "validUntil", "total", "currency"), Map.of());
        }
    }

    @Override
    public String kind() {
        return Quotes.KIND;
    }

    @Override
    public String event() {
        return EVENT;
    }

    @Override
    public Map<String, ?> values(Tx tx, Actor actor, UUID id, Locale language) {
        Quote quote = quotes.find(tx, actor, id);
        if (List.of(QuoteState.DRAFT.name(), QuoteState.SUBMITTED.name(), QuoteState.HELD.name())
                .contains(quote.state())) {
            throw Problem.conflict("quote-not-sent", quote.number());
        }
        return Map.of(
                "number", quote.number(),
                "customer", Addressee.of(tx, quote.customer(), language).name(),
                "date", quote.date().toString(),
                "validUntil", quote.validUntil().toString(),
                "total", Printing.money(quote.total(), quote.currency()),
                "currency", quote.currency());
    }

    @Override
    public Optional<Mails.Link> link(Tx tx, Actor actor, UUID id) {
        actor.require("quote.send"); // whoever has the link answers for the customer
        return links.row(tx, actor, id).map(row -> new Mails.Link(EVENT, row));
    }

    @Override
    public String path(Tx tx, UUID id) {
        return QuoteLinks.PAGE + links.token(tx, id);
    }
}
