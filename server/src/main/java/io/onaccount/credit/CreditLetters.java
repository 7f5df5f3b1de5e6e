package io.onaccount.credit;

import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The letter that tells a customer what was decided on its application, in the language it is to be sent in. */
@Component
public final class CreditLetters {
    private final CreditApplications applications;
    private final Companies companies;
    private final Texts texts;

    CreditLetters(CreditApplications applications, Companies companies, Texts texts) {
        this.applications = applications;
        this.companies = companies;
        this.texts = texts;
    }

    /** A figure of the letter. */
    public record Line(String label, Field.Type type, String value) {}

    /**
     * @param date of the decision
     * @param lines what was granted; empty in a refusal
     */
    public record Letter(
            String language,
            String number,
            LocalDate date,
            String from,
            String to,
            String subject,
            String salutation,
            List<String> paragraphs,
            String currency,
            List<Line> lines,
            String closing) {}

    /** 409 while nothing is decided. */
    public Letter letter(Tx tx, Actor actor, UUID id, Locale language) {
        CreditApplication application = applications.find(tx, actor, id);
        boolean granted = application.state() == ApplicationState.APPROVED;
        if ((!granted && application.state() != ApplicationState.REJECTED) || application.decidedAt() == null) {
            throw Problem.conflict("credit-application-undecided", application.number());
        }
        Locale locale = Texts.nearest(language);
        String what = granted ? "granted" : "refused";
        String number = application.number();
        LocalDate asked = Objects.requireNonNull(application.proposal().date());
        List<Line> lines = granted ? lines(locale, application) : List.of();
        return new Letter(
                locale.toLanguageTag(),
                number,
                application.decidedAt().atZone(actor.zone()).toLocalDate(),
                sender(companies.get(tx), locale),
                application.customerName(),
                texts.text(locale, "credit.letter.subject", number),
                texts.text(locale, "credit.letter.salutation", application.customerName()),
                List.of(
                        texts.text(locale, "credit.letter." + what, number, asked),
                        texts.text(locale, "credit.letter." + what + ".then")),
                actor.currency(),
                lines,
                texts.text(locale, "credit.letter.closing"));
    }

    private static String sender(Company company, Locale locale) {
        String english = company.nameEn();
        return locale.getLanguage().equals("zh") || english == null ? company.name() : english;
    }

    private List<Line> lines(Locale locale, CreditApplication application) {
        CreditProposal p = application.proposal();
        CreditFigures before = application.decidedWith();
        List<Line> lines = new ArrayList<>();
        BigDecimal limit = p.limit() == null && before != null ? before.limit() : p.limit();
        add(lines, locale, "limit", Field.Type.MONEY, limit);
        add(lines, locale, "temporaryLimit", Field.Type.MONEY, p.temporaryLimit());
        add(lines, locale, "temporaryFrom", Field.Type.DATE, p.temporaryFrom());
        add(lines, locale, "temporaryTo", Field.Type.DATE, p.temporaryTo());
        add(lines, locale, "paymentTerm", Field.Type.TEXT, application.paymentTermName(locale));
        add(lines, locale, "validTo", Field.Type.DATE, p.validTo());
        add(lines, locale, "reviewOn", Field.Type.DATE, p.reviewOn());
        return lines;
    }

    private void add(List<Line> lines, Locale locale, String name, Field.Type type, @Nullable Object value) {
        if (value != null) {
            lines.add(new Line(
                    texts.text(locale, "field.credit-application." + name),
                    type,
                    value instanceof BigDecimal amount ? amount.toPlainString() : value.toString()));
        }
    }
}
