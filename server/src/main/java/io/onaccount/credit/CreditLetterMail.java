package io.onaccount.credit;

import io.onaccount.document.Field;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.MailSource;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The letter about a decided application (CRD-04), as a mail to the customer. */
@Component
class CreditLetterMail implements MailSource {
    private static final String EVENT = "credit-letter";

    private final CreditLetters letters;

    CreditLetterMail(CreditLetters letters) {
        this.letters = letters;
    }

    @Override
    public String kind() {
        return CreditApplications.KIND;
    }

    @Override
    public String event() {
        return EVENT;
    }

    @Override
    public Map<String, ?> values(Tx tx, Actor actor, UUID id, Locale language) {
        CreditLetters.Letter letter = letters.letter(tx, actor, id, language);
        return Map.of(
                "subject",
                letter.subject(),
                "salutation",
                letter.salutation(),
                "paragraphs",
                letter.paragraphs().stream()
                        .map(paragraph -> Map.of("text", paragraph))
                        .toList(),
                "lines",
                letter.lines().stream()
                        .map(line -> Map.of("label", line.label(), "value", written(line, letter.currency())))
                        .toList(),
                "closing",
                letter.closing());
    }

    private static String written(CreditLetters.Line line, String currency) {
        return line.type() == Field.Type.MONEY
                ? currency + " " + Printing.money(new BigDecimal(line.value()), currency)
                : line.value();
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.credit-letter")
        MailEvent creditLetterMail() {
            return MailEvent.outward(
                    EVENT,
                    List.of("subject", "salutation", "closing"),
                    Map.of("paragraphs", List.of("text"), "lines", List.of("label", "value")));
        }
    }
}
