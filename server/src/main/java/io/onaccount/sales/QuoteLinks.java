package io.onaccount.sales;

import io.onaccount.document.Headers;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.SignedToken;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.LinkKeys;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Links by which a customer sees a quote without signing in, and accepts or declines it: signed, for one quote, until its last day. What comes in by a
 * link is noted in the name of whoever made it, with the customer's own words as to who they are.
 */
@Component
public final class QuoteLinks {
    /** Where the page is. */
    static final String PAGE = "/quote#";

    private final Quotes quotes;
    private final QuoteAnswers answers;
    private final QuoteNews news;
    private final DiscountTerms discounts;
    private final Headers headers;
    private final Printing printing;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    QuoteLinks(
            Quotes quotes,
            QuoteAnswers answers,
            QuoteNews news,
            DiscountTerms discounts,
            Headers headers,
            Printing printing,
            Companies companies,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.quotes = quotes;
        this.answers = answers;
        this.news = news;
        this.discounts = discounts;
        this.headers = headers;
        this.printing = printing;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    private record Link(
            UUID id,
            UUID quote,
            UUID by,
            Instant expires,
            @Nullable Instant withdrawn) {
        String facts() {
            return "quote|" + quote + "|" + by + "|" + expires.getEpochSecond();
        }
    }

    /** A link, to be handed to the customer. */
    public record Made(String token, Instant expires) {}

    /** Makes a link to a quote that went out and isn't answered. */
    public Made make(Tx tx, Actor actor, UUID id) {
        Quote quote = quotes.find(tx, actor, id);
        requireOpen(quote);
        Link link = written(tx, actor, quote);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "link",
                        Quotes.KIND,
                        id,
                        quote.number(),
                        Map.of("expires", link.expires().toString())));
        return new Made(token(tx, link), link.expires());
    }

    private static void requireOpen(Quote quote) {
        if (!quote.state().equals(QuoteState.SENT.name())) {
            throw Problem.conflict("quote-not-open", quote.number());
        }
    }

    /** The row of a link that leaves with a mail. */
    Optional<UUID> row(Tx tx, Actor actor, UUID id) {
        Quote quote = quotes.find(tx, actor, id);
        if (!quote.state().equals(QuoteState.SENT.name())) {
            return Optional.empty();
        }
        LinkKeys.of(tx); // is there before the mail leaves, whose transaction only reads
        return Optional.of(written(tx, actor, quote).id());
    }

    /** The token of a row made before. */
    String token(Tx tx, UUID id) {
        return token(tx, find(tx, id).orElseThrow(QuoteLinks::unknown));
    }

    private static String token(Tx tx, Link link) {
        return SignedToken.make(LinkKeys.of(tx), tx.company(), link.id(), link.facts());
    }

    private Link written(Tx tx, Actor actor, Quote quote) {
        Instant end = quote.validUntil().plusDays(1).atStartOfDay(actor.zone()).toInstant();
        Link link = new Link(Ids.next(), quote.id(), actor.user(), end, null);
        tx.add(
                Rank.DETAIL,
                "insert into sales.quote_link (company_id, id, quote_id, made_by, made_at, expires_at) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                link.id(),
                quote.id(),
                actor.user(),
                clock.instant(),
                link.expires());
        return link;
    }

    /** Withdraws all links to a quote: whoever opens one is told so. */
    public void withdraw(Tx tx, Actor actor, UUID id) {
        Quote quote = quotes.find(tx, actor, id);
        headers.lock(tx, actor, Quotes.KIND, id, null);
        tx.add(
                Rank.DETAIL,
                "update sales.quote_link set withdrawn_at = ? where company_id = ? and quote_id = ? and withdrawn_at is null",
                clock.instant(),
                tx.company(),
                id);
        trail.record(tx, actor, new AuditTrail.Fact("withdraw-link", Quotes.KIND, id, quote.number(), Map.of()));
    }

    /** How many links to a quote can be opened. */
    public int count(Tx tx, UUID id) {
        return tx.one(
                "select count(*)::integer as links from sales.quote_link l where l.company_id = ? and l.quote_id = ? and l.withdrawn_at is null and l.expires_at > ?",
                row -> row.integer("links"),
                tx.company(),
                id,
                clock.instant());
    }

    /**
     * What the customer sees.
     *
     * @param paymentTerm in their language; null: to be paid on delivery
     * @param discountTerms what paying early brings, as contracts write it; null: nothing
     * @param chosen what it comes to with the optional lines they have chosen
     * @param answer what was said, by this link or otherwise; null when nothing was
     */
    public record Opened(
            String company,
            Quote quote,
            @Nullable String paymentTerm,
            @Nullable String discountTerms,
            Chosen chosen,
            QuoteAnswers.@Nullable Given answer) {}

    /** What a choice of optional lines comes to. */
    public record Chosen(List<Integer> options, BigDecimal net, BigDecimal tax, BigDecimal total) {
        static Chosen of(QuoteChoice choice) {
            return new Chosen(
                    choice.options().stream().sorted().toList(),
                    choice.net().amount(),
                    choice.tax().amount(),
                    choice.total().amount());
        }
    }

    /**
     * Opening shows and changes nothing, so that a mail scanner that follows links answers nothing.
     *
     * @param options positions of optional lines to be counted
     */
    public Opened open(String token, List<Integer> options, Locale language) {
        return read(token, (tx, actor, link) -> opened(tx, actor, link, options, language));
    }

    private Opened opened(Tx tx, Actor actor, Link link, List<Integer> options, Locale language) {
        Quote quote = quotes.find(tx, actor, link.quote());
        boolean open = quote.state().equals(QuoteState.SENT.name());
        return new Opened(
                companies.get(tx).name(),
                quote,
                PrintedOrder.term(tx, quote.paymentTerm(), language),
                discounts
                        .offered(tx, quote.customer())
                        .map(DiscountTerm::notation)
                        .orElse(null),
                Chosen.of(open ? QuoteChoice.of(quote, options) : QuoteChoice.standing(quote)),
                answers.last(tx, quote.id()).orElse(null));
    }

    /** The quote as PDF. */
    public byte[] pdf(String token, Locale language) {
        return printing.pdf(read(token, (tx, actor, link) -> printing.gather(tx, actor, link.quote(), language)));
    }

    /** Accepts it with these optional lines. 409 {@code quote-link-over} when it was answered already. */
    public Opened accept(
            String token, @Nullable String by, List<Integer> options, @Nullable String remark, Locale language) {
        return answer(
                token,
                language,
                (tx, actor, link) -> quotes.accept(
                        tx, actor, link.quote(), null, new Quotes.Acceptance(by, options, remark), link.id()));
    }

    /** Declines it. */
    public Opened decline(
            String token, @Nullable String by, LostReason reason, @Nullable String remark, Locale language) {
        return answer(
                token,
                language,
                (tx, actor, link) ->
                        quotes.lose(tx, actor, link.quote(), null, new Quotes.Loss(reason, by, remark), link.id()));
    }

    private Opened answer(String token, Locale language, Reading<OrderAnswer> answering) {
        return database.write(company(token), tx -> {
            Link link = sound(tx, token);
            Actor actor = maker(tx, link);
            // Whoever comes second waits for the lock, and then reads that it is answered.
            if (!headers.lock(tx, actor, Quotes.KIND, link.quote(), null)
                    .state()
                    .equals(QuoteState.SENT.name())) {
                throw Problem.conflict("quote-link-over");
            }
            answering.read(tx, actor, link);
            tx.flush();
            Opened opened = opened(tx, actor, link, List.of(), language);
            QuoteAnswers.Given given = Objects.requireNonNull(opened.answer());
            news.answered(
                    tx,
                    actor,
                    opened.quote(),
                    given.accepted(),
                    given.by(),
                    opened.chosen().total());
            return opened;
        });
    }

    private interface Reading<T> {
        T read(Tx tx, Actor actor, Link link);
    }

    private <T> T read(String token, Reading<T> reading) {
        return database.read(company(token), tx -> {
            Link link = sound(tx, token);
            return reading.read(tx, maker(tx, link), link);
        });
    }

    private static Problem unknown() {
        return Problem.of(404, "quote-link-void");
    }

    private static SignedToken signed(String token) {
        return SignedToken.parse(token).orElseThrow(QuoteLinks::unknown);
    }

    private static long company(String token) {
        return signed(token).company();
    }

    private static Optional<Link> find(Tx tx, UUID id) {
        return tx.first(
                "select l.id, l.quote_id, l.made_by, l.expires_at, l.withdrawn_at from sales.quote_link l where l.company_id = ? and l.id = ?",
                row -> new Link(
                        row.uuid("id"),
                        row.uuid("quote_id"),
                        row.uuid("made_by"),
                        row.instant("expires_at"),
                        row.instantOrNull("withdrawn_at")),
                tx.company(),
                id);
    }

    private Link sound(Tx tx, String token) {
        SignedToken signed = signed(token);
        Link link = find(tx, signed.id()).orElseThrow(QuoteLinks::unknown);
        if (!signed.isSound(LinkKeys.of(tx), link.facts())) {
            throw unknown();
        }
        if (link.withdrawn() != null) {
            throw Problem.conflict("quote-link-withdrawn");
        }
        if (!clock.instant().isBefore(link.expires())) {
            throw Problem.conflict("quote-link-expired");
        }
        return link;
    }

    /** Whoever made it must still be somebody here. */
    private Actor maker(Tx tx, Link link) {
        return organization.actor(tx, link.by()).orElseThrow(QuoteLinks::unknown);
    }
}
