package io.onaccount.party.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Payment terms over HTTP. */
@RestController
@RequestMapping("/api/v1/payment-terms")
class PaymentTermController {
    private final PaymentTerms terms;
    private final Database database;
    private final Texts texts;

    PaymentTermController(PaymentTerms terms, Database database, Texts texts) {
        this.terms = terms;
        this.database = database;
        this.texts = texts;
    }

    /**
     * A term with what it means.
     *
     * @param words its rule in the user's language
     * @param exampleFrom a day in the middle of a month
     * @param exampleDue when what was delivered on that day is due
     */
    record TermView(PaymentTerm term, String words, LocalDate exampleFrom, LocalDate exampleDue) {}

    record TermsView(List<TermView> terms) {}

    /** All terms with their meaning, for choosing one. */
    @GetMapping("/choices")
    @SignedIn("everybody who enters customers or orders chooses among them")
    TermsView choices(Actor actor) {
        return new TermsView(database.read(actor.company(), tx -> terms.all(tx)).stream()
                .filter(PaymentTerm::active)
                .map(term -> view(actor, term))
                .toList());
    }

    @GetMapping("/{id}")
    @Needs("payment-term.view")
    TermView read(Actor actor, @PathVariable UUID id) {
        return view(actor, database.read(actor.company(), tx -> terms.require(tx, id)));
    }

    /** What a term would mean, storing nothing. */
    @PostMapping("/examples")
    @Needs("payment-term.edit")
    TermView example(Actor actor, @RequestBody PaymentTerms.Entry body) {
        return view(actor, PaymentTerms.preview(body));
    }

    @PostMapping
    @Needs("payment-term.edit")
    @ResponseStatus(HttpStatus.CREATED)
    TermView create(Actor actor, Once once, @RequestBody PaymentTerms.Entry body) {
        return once.run(actor.company(), TermView.class, tx -> view(actor, terms.create(tx, actor, body)));
    }

    @PutMapping("/{id}")
    @Needs("payment-term.edit")
    TermView change(Actor actor, Once once, @PathVariable UUID id, @RequestBody PaymentTerms.Entry body) {
        return once.run(actor.company(), TermView.class, tx -> view(actor, terms.change(tx, actor, id, body)));
    }

    private TermView view(Actor actor, PaymentTerm term) {
        LocalDate from = actor.today().withDayOfMonth(15);
        LocalDate due = term.due(from);
        return new TermView(term, term.words(texts, actor.locale(), from), from, due);
    }
}
