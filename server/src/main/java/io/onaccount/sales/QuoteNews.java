package io.onaccount.sales;

import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Tells the salesperson, if they want to be told, that a customer has answered a quote by its link. */
@Component
final class QuoteNews {
    private static final String EVENT = "quote-answer";

    private final Mails mails;
    private final Texts texts;

    QuoteNews(Mails mails, Texts texts) {
        this.mails = mails;
        this.texts = texts;
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.quote-answer")
        MailEvent quoteAnswerMail() {
            return MailEvent.inward(
                    EVENT, List.of("number", "customer", "by", "answer", "total", "currency"), Map.of());
        }
    }

    /**
     * @param actor in whose name the answer was noted
     * @param total what was accepted, or offered
     */
    void answered(Tx tx, Actor actor, Quote quote, boolean accepted, String by, BigDecimal total) {
        UUID owner = quote.owner();
        mails.tell(
                tx,
                actor,
                EVENT,
                owner == null || owner.equals(actor.user()) ? Set.of(actor.user()) : Set.of(owner, actor.user()),
                language -> texts.text(
                        language,
                        "sales.quote-news",
                        quote.number(),
                        quote.customerName(),
                        word(language, accepted),
                        by),
                to -> new Mails.Draft(
                        EVENT,
                        EVENT + ":" + quote.id() + ":" + to.user(),
                        to.to(),
                        to.language(),
                        mails.words(
                                tx,
                                actor,
                                EVENT,
                                to.language(),
                                Map.of(
                                        "name",
                                        to.to().name(),
                                        "number",
                                        quote.number(),
                                        "customer",
                                        quote.customerName(),
                                        "by",
                                        by,
                                        "answer",
                                        word(to.language(), accepted),
                                        "total",
                                        Printing.money(total, quote.currency()),
                                        "currency",
                                        quote.currency())),
                        quote.id(),
                        quote.customer(),
                        to.user(),
                        List.of(),
                        null));
    }

    private String word(Locale language, boolean accepted) {
        return texts.text(language, "state.quote." + (accepted ? QuoteState.ACCEPTED : QuoteState.LOST));
    }
}
