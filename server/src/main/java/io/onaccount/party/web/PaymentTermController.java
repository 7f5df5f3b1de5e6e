package io.onaccount.party.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.Money;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Payment terms over HTTP. */
@RestController
@RequestMapping("/api/v1/payment-terms")
class PaymentTermController {
    private final PaymentTerms terms;
    private final CalendarDays calendar;
    private final Database database;
    private final Texts texts;

    PaymentTermController(PaymentTerms terms, CalendarDays calendar, Database database, Texts texts) {
        this.terms = terms;
        this.calendar = calendar;
        this.database = database;
        this.texts = texts;
    }

    /**
     * A term with what it means.
     *
     * @param words its rules in the user's language, with an example
     * @param exampleFrom the day of the example: ordered, delivered, signed for and invoiced
     * @param exampleDue when all of what was delivered on that day is due
     * @param example how 10,000 delivered on that day fall due
     * @param otherReading the other custom by the same name, or null
     */
    record TermView(
            PaymentTerm term,
            String words,
            LocalDate exampleFrom,
            LocalDate exampleDue,
            List<ExampleView> example,
            @Nullable OtherReading otherReading) {}

    record ExampleView(BigDecimal amount, PaymentTerm.Start from, LocalDate due) {}

    /** @param due when the example would be due by it */
    record OtherReading(String words, LocalDate due) {}

    record TermsView(List<TermView> terms) {}

    /** All terms with their meaning, for choosing one. */
    @GetMapping("/choices")
    @SignedIn("everybody who enters customers or orders chooses among them")
    TermsView choices(Actor actor) {
        return database.read(actor.company(), tx -> {
            WorkingDays days = calendar.workingDays(tx);
            return new TermsView(terms.all(tx).stream()
                    .filter(PaymentTerm::active)
                    .map(term -> view(actor, term, days, null))
                    .toList());
        });
    }

    @GetMapping("/{id}")
    @Needs("payment-term.view")
    TermView read(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> view(actor, terms.require(tx, id), calendar.workingDays(tx), null));
    }

    /**
     * What a term would mean, storing nothing.
     *
     * @param from the day of the example; null for the 15th of this month
     */
    @PostMapping("/examples")
    @Needs("payment-term.edit")
    TermView example(
            Actor actor,
            @RequestBody PaymentTerms.Entry body,
            @RequestParam(required = false) @Nullable LocalDate from) {
        PaymentTerm term = PaymentTerms.preview(body);
        return database.read(actor.company(), tx -> view(actor, term, calendar.workingDays(tx), from));
    }

    @PostMapping
    @Needs("payment-term.edit")
    @ResponseStatus(HttpStatus.CREATED)
    TermView create(Actor actor, Once once, @RequestBody PaymentTerms.Entry body) {
        return once.run(
                actor.company(),
                TermView.class,
                tx -> view(actor, terms.create(tx, actor, body), calendar.workingDays(tx), null));
    }

    @PutMapping("/{id}")
    @Needs("payment-term.edit")
    TermView change(Actor actor, Once once, @PathVariable UUID id, @RequestBody PaymentTerms.Entry body) {
        return once.run(
                actor.company(),
                TermView.class,
                tx -> view(actor, terms.change(tx, actor, id, body), calendar.workingDays(tx), null));
    }

    private TermView view(Actor actor, PaymentTerm term, WorkingDays days, @Nullable LocalDate start) {
        LocalDate from = start == null ? actor.today().withDayOfMonth(15) : start;
        List<PaymentTerm.Instalment> example = example(actor, term, days, from);
        String dues =
                example.stream().map(part -> part.due().toString()).distinct().collect(Collectors.joining(", "));
        String words =
                texts.text(actor.locale(), "payment-term.example", term.words(texts, actor.locale()), from, dues);
        PaymentTerm other = term.otherReading();
        return new TermView(
                term,
                words,
                from,
                last(example),
                example.stream()
                        .map(part -> new ExampleView(part.amount().amount(), part.from(), part.due()))
                        .toList(),
                other == null
                        ? null
                        : new OtherReading(
                                other.words(texts, actor.locale()), last(example(actor, other, days, from))));
    }

    private static List<PaymentTerm.Instalment> example(
            Actor actor, PaymentTerm term, WorkingDays days, LocalDate from) {
        return term.instalments(
                Money.of("10000", actor.currency()), new PaymentTerm.Dates(from, from, from, from), days);
    }

    private static LocalDate last(List<PaymentTerm.Instalment> example) {
        return example.stream()
                .map(PaymentTerm.Instalment::due)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
