package io.onaccount.sales.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Anyone;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.sales.LostReason;
import io.onaccount.sales.NewQuote;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.Quote;
import io.onaccount.sales.QuoteAnswers;
import io.onaccount.sales.QuoteLinks;
import io.onaccount.sales.Quotes;
import io.onaccount.sales.web.OrderViews.AnswerView;
import io.onaccount.sales.web.OrderViews.ObjectionView;
import io.onaccount.sales.web.QuoteViews.QuoteOpened;
import io.onaccount.sales.web.QuoteViews.QuoteOpenedLine;
import io.onaccount.sales.web.QuoteViews.QuoteView;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class QuoteEndpoints {
    private static final String BY_LINK = "the link is signed for one quote and answered once";

    private final Quotes quotes;
    private final QuoteLinks links;
    private final QuoteReads reads;
    private final Database database;
    private final Texts texts;

    QuoteEndpoints(Quotes quotes, QuoteLinks links, QuoteReads reads, Database database, Texts texts) {
        this.quotes = quotes;
        this.links = links;
        this.reads = reads;
        this.database = database;
        this.texts = texts;
    }

    /** Writes a draft. */
    @PostMapping("/quotes")
    @Needs("quote.create")
    @ResponseStatus(CREATED)
    AnswerView create(Actor actor, Once once, @RequestBody NewQuote body) {
        return run(actor, once, tx -> quotes.create(tx, actor, body));
    }

    @GetMapping("/quotes/{id}")
    @Needs("quote.view")
    ResponseEntity<QuoteView> find(Actor actor, @PathVariable UUID id) {
        QuoteView view = database.read(actor.company(), tx -> {
            Quote quote = quotes.find(tx, actor, id);
            List<ObjectionView> objections = quotes.pointedOut(tx, actor, quote).stream()
                    .map(reason -> OrderViews.objection(texts, actor, reason))
                    .toList();
            return reads.view(tx, actor, quote, OrderViews.moves(texts, actor, quotes.moves(actor, quote)), objections);
        });
        return ResponseEntity.ok().eTag(Versions.etag(view.quote().version())).body(view);
    }

    @PutMapping("/quotes/{id}")
    @Needs("quote.edit")
    AnswerView change(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewQuote body) {
        return run(actor, once, tx -> quotes.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/quotes/{id}")
    @Needs("quote.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            quotes.delete(tx, actor, id, seen.version());
            return id;
        });
    }

    @PostMapping("/quotes/{id}/copies")
    @Needs("quote.create")
    @ResponseStatus(CREATED)
    AnswerView copy(Actor actor, Once once, @PathVariable UUID id) {
        return run(actor, once, tx -> quotes.copy(tx, actor, id));
    }

    /** Writes a new version, which takes the place of this one. */
    @PostMapping("/quotes/{id}/versions")
    @Needs("quote.revise")
    @ResponseStatus(CREATED)
    AnswerView revise(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return run(actor, once, tx -> quotes.revise(tx, actor, id, seen.version()));
    }

    /** Lets it go to the customer: held by credit, refused by a rule and waiting for approval are answers too. */
    @PostMapping("/quotes/{id}/sending")
    @Needs("quote.send")
    AnswerView send(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return run(actor, once, tx -> quotes.send(tx, actor, id, seen.version()));
    }

    /** Takes back what waits for approval or on hold. */
    @DeleteMapping("/quotes/{id}/sending")
    @Needs("quote.return-to-draft")
    AnswerView returnToDraft(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return run(actor, once, tx -> quotes.returnToDraft(tx, actor, id, seen.version()));
    }

    /**
     * @param by who accepted for the customer
     * @param options positions of the optional lines that were chosen
     */
    record QuoteAcceptance(
            @MaxLength(100) String by,
            @Nullable List<Integer> options,
            @Nullable @MaxLength(1000) String remark) {}

    /** Notes that the customer has accepted, by a signed paper or in words. */
    @PostMapping("/quotes/{id}/acceptance")
    @Needs("quote.accept")
    AnswerView accept(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody QuoteAcceptance body) {
        return run(
                actor,
                once,
                tx -> quotes.accept(
                        tx,
                        actor,
                        id,
                        seen.version(),
                        new Quotes.Acceptance(body.by(), orNone(body.options()), body.remark())));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** @param by who declined for the customer, when somebody did */
    record QuoteLoss(
            LostReason reason,
            @Nullable @MaxLength(100) String by,
            @Nullable @MaxLength(1000) String remark) {}

    /** Gives it up, or notes that the customer declined. */
    @PostMapping("/quotes/{id}/loss")
    @Needs("quote.lose")
    AnswerView lose(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody QuoteLoss body) {
        return run(
                actor,
                once,
                tx -> quotes.lose(
                        tx, actor, id, seen.version(), new Quotes.Loss(body.reason(), body.by(), body.remark())));
    }

    /**
     * @param lines so much of each line; left out for all that is left
     * @param reference the customer's own order number
     * @param deliveryDate of the order; the quote's when left out
     */
    record QuoteOrdering(
            @Nullable List<OrderAnswer.Part> lines,
            @Nullable @MaxLength(100) String reference,
            @Nullable LocalDate deliveryDate) {}

    /** Makes a draft order of it, of all that is left or of so much of each line; answers with the order. */
    @PostMapping("/quotes/{id}/orders")
    @Needs("quote.order")
    @ResponseStatus(CREATED)
    AnswerView order(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody QuoteOrdering body) {
        if (body.lines() != null && body.lines().isEmpty()) {
            throw Problem.invalid("lines", "required");
        }
        return run(
                actor,
                once,
                tx -> quotes.order(
                        tx,
                        actor,
                        id,
                        seen.version(),
                        new Quotes.Ordering(orNone(body.lines()), body.reference(), body.deliveryDate())));
    }

    /** A link for the customer. */
    @PostMapping("/quotes/{id}/link")
    @Needs("quote.send")
    QuoteLinks.Made link(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), QuoteLinks.Made.class, tx -> links.make(tx, actor, id));
    }

    /** Withdraws its links. */
    @DeleteMapping("/quotes/{id}/link")
    @Needs("quote.send")
    @ResponseStatus(NO_CONTENT)
    void withdrawLinks(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            links.withdraw(tx, actor, id);
            return id;
        });
    }

    private AnswerView run(Actor actor, Once once, Function<Tx, OrderAnswer> body) {
        return once.run(actor.company(), AnswerView.class, tx -> OrderViews.answer(texts, actor, body.apply(tx)));
    }

    // ---- for the customer ----

    private static Locale locale(@Nullable String language) {
        return Texts.nearest(language == null ? null : Locale.forLanguageTag(language.split("[,;]")[0]));
    }

    /** @param options positions of optional lines to be counted */
    record QuoteToken(
            @MaxLength(200) String token, @Nullable List<Integer> options) {}

    @PostMapping("/quote-links/quote")
    @Anyone(BY_LINK)
    QuoteOpened open(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody QuoteToken body) {
        return view(links.open(body.token(), orNone(body.options()), locale(language)));
    }

    @PostMapping("/quote-links/pdf")
    @Anyone(BY_LINK)
    ResponseEntity<byte[]> pdf(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody QuoteToken body) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/pdf")
                .body(links.pdf(body.token(), locale(language)));
    }

    /** @param by name and position of whoever accepts */
    record QuoteLinkAcceptance(
            @MaxLength(200) String token,
            @MaxLength(100) String by,
            @Nullable List<Integer> options,
            @Nullable @MaxLength(1000) String remark) {}

    @PostMapping("/quote-links/acceptance")
    @Anyone(BY_LINK)
    QuoteOpened acceptByLink(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody QuoteLinkAcceptance body) {
        return view(links.accept(body.token(), body.by(), orNone(body.options()), body.remark(), locale(language)));
    }

    record QuoteLinkRefusal(
            @MaxLength(200) String token,
            @MaxLength(100) String by,
            LostReason reason,
            @Nullable @MaxLength(1000) String remark) {}

    @PostMapping("/quote-links/refusal")
    @Anyone(BY_LINK)
    QuoteOpened declineByLink(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody QuoteLinkRefusal body) {
        return view(links.decline(body.token(), body.by(), body.reason(), body.remark(), locale(language)));
    }

    private static QuoteOpened view(QuoteLinks.Opened opened) {
        Quote quote = opened.quote();
        QuoteAnswers.Given answer = opened.answer();
        String state = switch (quote.state()) {
            case "SENT" -> "OPEN";
            case "ACCEPTED" -> "ACCEPTED";
            case "LOST" -> answer == null || answer.accepted() ? "OVER" : "DECLINED";
            default -> "OVER";
        };
        return new QuoteOpened(
                opened.company(),
                quote.customerName(),
                quote.number(),
                quote.date(),
                quote.validUntil(),
                quote.deliveryDate(),
                opened.paymentTerm(),
                opened.discountTerms(),
                quote.contact(),
                quote.deliveryAddress(),
                quote.reference(),
                quote.note(),
                quote.currency(),
                quote.taxInclusive(),
                state,
                quote.lines().stream()
                        .map(line -> new QuoteOpenedLine(
                                line.position(),
                                line.productCode() + " " + line.productName(),
                                line.quantity(),
                                line.unit(),
                                line.price(),
                                line.discount(),
                                line.taxRate(),
                                line.deliveryDate(),
                                line.note(),
                                line.optional(),
                                line.total()))
                        .toList(),
                quote.charges(),
                quote.discountAmount(),
                opened.chosen().options(),
                opened.chosen().net(),
                opened.chosen().tax(),
                opened.chosen().total(),
                answer == null ? null : answer.by(),
                answer == null ? null : answer.on());
    }
}
