package io.onaccount.sales;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderApproval.Found;
import io.onaccount.sales.OrderApproval.Place;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Quotes as what can need approval before they go out: judged by the same facts as orders, so that one rule can say the same of both. */
@Component
final class QuoteApproval implements ApprovalSubject {
    private final Headers headers;
    private final QuoteTables tables;
    private final CreditControl credit;
    private final ObjectProvider<Quotes> quotes; // which asks approval, which asks here

    QuoteApproval(Headers headers, QuoteTables tables, CreditControl credit, ObjectProvider<Quotes> quotes) {
        this.headers = headers;
        this.tables = tables;
        this.credit = credit;
        this.quotes = quotes;
    }

    @Override
    public String kind() {
        return Quotes.KIND;
    }

    @Override
    public List<Field> facts() {
        return OrderApproval.FACTS;
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        if (toDecide) {
            headers.lock(tx, actor.companyWide(), Quotes.KIND, id, null);
        }
        return tx.first(
                        OrderApproval.factsOf(tx, actor, "?::date", Place.QUOTES)
                                .then("h.id = ?", id),
                        Found::read)
                .map(found -> {
                    Quote quote = tables.read(tx, found.header());
                    found.facts().put("credit", creditCodes(tx, actor, found.header(), quote));
                    return OrderApproval.snapshot(
                            found, bound(quote), OrderApproval.sheet(tx, found.header(), Place.QUOTES));
                });
    }

    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return tx.list(
                OrderApproval.factsOf(tx, actor, "h.date", Place.QUOTES)
                        .then("h.date between ? and ? and h.state <> 'DRAFT' order by h.date, h.number", from, until),
                row -> OrderApproval.snapshot(Found.read(row), Map.of(), null));
    }

    /** What the gate would say if an order of it were confirmed now. */
    private List<String> creditCodes(Tx tx, Actor actor, Header header, Quote quote) {
        QuoteTables.ForSending asked = tables.forSending(tx, header);
        CreditDecision decision = credit.simulate(
                tx,
                actor,
                CreditRequest.of(
                                header.id(),
                                asked.customer(),
                                new Money(quote.total(), Objects.requireNonNull(header.currency())),
                                actor.today(),
                                asked.term() == null ? null : asked.term().due(actor.today()))
                        .of(quote.shares()));
        return OrderApproval.codes(decision);
    }

    /** An approval is for the customer, the payment term, how long it holds and every figure of every line. */
    private static Map<String, String> bound(Quote quote) {
        Map<String, String> bound = new TreeMap<>();
        bound.put("customer", quote.customer().toString());
        bound.put("term", String.valueOf(quote.paymentTerm()));
        bound.put("until", quote.validUntil().toString());
        bound.put("currency", quote.currency());
        bound.put("discount", OrderApproval.text(quote.discountAmount()));
        bound.put("charges", OrderApproval.text(quote.chargesTotal()));
        bound.put("total", OrderApproval.text(quote.total()));
        for (Quote.Line line : quote.lines()) {
            bound.put(
                    "line " + line.position(),
                    line.product() + " " + OrderApproval.text(line.quantity()) + " " + OrderApproval.text(line.price())
                            + " " + OrderApproval.text(line.discount()) + " " + OrderApproval.text(line.net()) + " "
                            + OrderApproval.text(line.total()) + (line.optional() ? " optional" : ""));
        }
        return bound;
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        return switch (quotes.getObject().sendApproved(tx, asker, id)) {
            case OrderAnswer.Confirmed c -> "sent";
            case OrderAnswer.Held h -> "held";
            case OrderAnswer.Refused r -> "refused";
            case OrderAnswer.Saved s -> "saved";
        };
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        quotes.getObject().sentBack(tx, by, id, reason);
    }
}
