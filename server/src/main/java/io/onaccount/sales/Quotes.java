package io.onaccount.sales;

import static io.onaccount.sales.QuoteState.ACCEPTED;
import static io.onaccount.sales.QuoteState.DRAFT;
import static io.onaccount.sales.QuoteState.EXPIRED;
import static io.onaccount.sales.QuoteState.HELD;
import static io.onaccount.sales.QuoteState.LOST;
import static io.onaccount.sales.QuoteState.SENT;
import static io.onaccount.sales.QuoteState.SUBMITTED;
import static io.onaccount.sales.QuoteState.SUPERSEDED;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderAnswer.Placed;
import io.onaccount.sales.OrderAnswer.Reason;
import io.onaccount.sales.OrderAnswer.Way;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Quotes (报价单, QUO-01, QUO-02): what a customer is offered, at the prices and with the tax an order of the same lines would have. A quote that
 * goes out is looked at by the price rules and by credit, takes nothing, and becomes orders, wholly or partly.
 */
@Component
public final class Quotes {
    static final String KIND = "quote";
    static final String NUMBER_PATTERN = "QT-{yyyyMMdd}-{0001}";

    private final Headers headers;
    private final Numbering numbering;
    private final CreditControl credit;
    private final QuoteTables tables;
    private final QuoteTakings takings;
    private final QuoteAnswers answers;
    private final Approvals approvals;
    private final SalesOrders orders;

    Quotes(
            Headers headers,
            Numbering numbering,
            CreditControl credit,
            QuoteTables tables,
            QuoteTakings takings,
            QuoteAnswers answers,
            Approvals approvals,
            SalesOrders orders) {
        this.headers = headers;
        this.numbering = numbering;
        this.credit = credit;
        this.tables = tables;
        this.takings = takings;
        this.answers = answers;
        this.approvals = approvals;
        this.orders = orders;
    }

    /** The quote with its lines, if within the actor's scope; otherwise 404. */
    public Quote find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /** Writes a draft. 400 with every field that makes no sense. */
    public OrderAnswer create(Tx tx, Actor actor, NewQuote entry) {
        return create(tx, actor, Ids.next(), entry, null);
    }

    /** @param after the version it takes the place of; null for a first one */
    private OrderAnswer create(Tx tx, Actor actor, UUID id, NewQuote entry, @Nullable Quote after) {
        PricedQuote quote = priced(tx, actor, id, entry);
        int revision = after == null ? 1 : after.revision() + 1;
        String number = after == null
                ? numbering
                        .take(
                                actor.company(),
                                KIND,
                                NUMBER_PATTERN,
                                quote.whole().date(),
                                1)
                        .getFirst()
                : tables.rootNumber(tx, after.root()) + "-V" + revision;
        Header header = header(actor, quote, number);
        headers.insert(tx, actor, header, after == null ? Map.of() : Map.of("newVersionOf", after.number()));
        tables.insert(tx, quote, after == null ? id : after.root(), revision);
        return new OrderAnswer.Saved(
                Placed.of(header, quote.whole().net(), quote.whole().tax()));
    }

    private static PricedQuote priced(Tx tx, Actor actor, UUID id, NewQuote entry) {
        OrderFacts facts = OrderFacts.read(tx, actor, List.of(entry.asOrder(line -> true, null)));
        return PricedQuote.of(id, actor, facts, entry);
    }

    private Header header(Actor actor, PricedQuote quote, String number) {
        PricedOrder whole = quote.whole();
        return Header.born(
                quote.id(),
                KIND,
                number,
                whole.customer().name(),
                DRAFT,
                whole.customer().id(),
                whole.owner(),
                whole.department(),
                whole.date(),
                whole.total().currency(),
                whole.total().amount(),
                actor.user(),
                headers.now());
    }

    /** Writes a draft anew; the history gets what differs. */
    public OrderAnswer change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewQuote entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "edit");
        Quote old = tables.read(tx, header);
        PricedQuote quote = priced(tx, actor, id, entry);
        Map<String, Object> changes =
                new LinkedHashMap<>(OrderDifference.between(old.forDifference(), quote.forDifference()));
        changes.remove("basis");
        Headers.difference(changes, "validUntil", old.validUntil(), quote.validUntil());
        Header changed = header(actor, quote, header.number());
        headers.change(tx, actor, header, changed, changes);
        tables.replace(tx, quote);
        return new OrderAnswer.Saved(
                Placed.of(changed, quote.whole().net(), quote.whole().tax()).withVersion(header.version() + 1));
    }

    /** Removes a draft; its history stays. 409 for a later version, which its forerunner names: that can be given up. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "delete");
        if (tables.read(tx, header).revision() > 1) {
            throw Problem.conflict("quote-version-stays", header.number());
        }
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    private static void requireDraft(Header header, String what) {
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
    }

    /** A new quote with the same lines and prices, of today and holding as long; in whatever state the old one is. */
    public OrderAnswer copy(Tx tx, Actor actor, UUID id) {
        return create(tx, actor, find(tx, actor, id).again(actor.today(), null));
    }

    /**
     * A new version (新版本): a draft that takes the place of this one, which is closed. 409 {@code quote-has-orders} when something of it is ordered.
     */
    public OrderAnswer revise(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        QuoteLife.TABLE.check(state(header), QuoteLife.REVISE, SUPERSEDED);
        Quote old = tables.read(tx, header);
        requireNotOrdered(old);
        UUID owner = tables.isMember(tx, old.owner()) ? old.owner() : null;
        OrderAnswer fresh = create(tx, actor, Ids.next(), old.again(actor.today(), owner), old);
        headers.move(
                tx,
                actor,
                header,
                QuoteLife.REVISE,
                SUPERSEDED,
                Map.of("newVersion", fresh.order().number()));
        headers.relate(tx, id, fresh.order().id());
        return fresh;
    }

    private static void requireNotOrdered(Quote quote) {
        if (quote.isOrdered()) {
            throw Problem.conflict("quote-has-orders", quote.number());
        }
    }

    /**
     * Lets a quote go to the customer: validity, approval, minimum prices, and what credit says at {@link
     * io.onaccount.credit.ControlPoint#QUOTE}. What needs approval is submitted instead; what a policy holds back waits on hold.
     */
    public OrderAnswer send(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        QuoteState state = state(header);
        QuoteLife.TABLE.check(state, QuoteLife.SEND);
        if (!approvals.govern(tx, KIND)) {
            return send(tx, actor, header, false);
        }
        return switch (approvals.request(tx, actor, KIND, id)) {
            case ApprovalAnswer.NotNeeded n -> send(tx, actor, header, false);
            case ApprovalAnswer.AlreadyApproved a -> send(tx, actor, header, true);
            case ApprovalAnswer.Pending p -> {
                if (state == DRAFT) {
                    yield moved(tx, actor, header, QuoteLife.SEND, SUBMITTED, Map.of());
                }
                yield new OrderAnswer.Saved(placed(tables.read(tx, header)));
            }
        };
    }

    /** Sends a quote that was just approved, on its asker's request; what was approved includes its prices. */
    OrderAnswer sendApproved(Tx tx, Actor asker, UUID id) {
        return send(tx, asker, headers.lock(tx, asker.companyWide(), KIND, id, null), true);
    }

    private OrderAnswer send(Tx tx, Actor actor, Header header, boolean approved) {
        Quote quote = tables.read(tx, header);
        requireValid(quote, actor.today());
        QuoteTables.ForSending asked = tables.forSending(tx, header);
        List<Reason> reasons = ConfirmRules.check(
                approved || actor.may(ConfirmRules.MAY_SELL_BELOW), asked.stockCheck(), asked.lines());
        Placed placed = placed(quote);
        CreditRequest request = request(quote, asked.term(), actor.today());
        if (ConfirmRules.stops(reasons)) {
            List<Reason> all = new ArrayList<>(reasons);
            if (credit.simulate(tx, actor, request) instanceof CreditDecision.Held held) {
                all.addAll(Reason.of(held.objections()));
            }
            return new OrderAnswer.Refused(placed, all);
        }
        QuoteState before = state(header);
        CreditDecision decision = credit.consider(tx, actor, before == HELD ? request.again() : request);
        QuoteState after = decision instanceof CreditDecision.Held ? HELD : SENT;
        QuoteLife.TABLE.check(before, QuoteLife.SEND, after);
        if (after != before) {
            headers.move(tx, actor, header, QuoteLife.SEND, after, Map.of());
            placed = placed.moved(after, header.version() + 1);
        }
        List<Reason> all = new ArrayList<>(reasons);
        return switch (decision) {
            case CreditDecision.Granted granted -> {
                all.addAll(Reason.of(granted.warnings()));
                yield new OrderAnswer.Confirmed(placed, all);
            }
            case CreditDecision.Held held -> {
                all.addAll(Reason.of(held.objections()));
                yield new OrderAnswer.Held(
                        placed, all, held.ways().stream().map(Way::of).toList());
            }
        };
    }

    private static CreditRequest request(Quote quote, @Nullable PaymentTerm term, LocalDate today) {
        return CreditRequest.quoted(
                        quote.id(),
                        quote.customer(),
                        quote.money(quote.total()),
                        today,
                        term == null ? null : term.due(today))
                .of(quote.shares());
    }

    /** What credit would say of an order of it now, while it is not answered yet: pointed out on its page. */
    public List<Reason> pointedOut(Tx tx, Actor actor, Quote quote) {
        if (!List.of(DRAFT.name(), SUBMITTED.name(), SENT.name(), HELD.name()).contains(quote.state())) {
            return List.of();
        }
        QuoteTables.ForSending asked = tables.forSending(tx, headers.find(tx, actor, KIND, quote.id()));
        return switch (credit.simulate(tx, actor, request(quote, asked.term(), actor.today()))) {
            case CreditDecision.Granted granted -> Reason.of(granted.warnings());
            case CreditDecision.Held held -> Reason.of(held.objections());
        };
    }

    private static void requireValid(Quote quote, LocalDate today) {
        if (quote.validUntil().isBefore(today)) {
            throw Problem.conflict("quote-validity-over", quote.number(), quote.validUntil());
        }
    }

    /** Sends a held quote again, for the credit controllers' worklist: the caller has checked the right to release it. */
    boolean sendAgain(Tx tx, Actor actor, UUID id) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        boolean governed = approvals.govern(tx, KIND);
        if (state(header) != HELD || (governed && approvals.isPending(tx, KIND, id))) {
            return false;
        }
        boolean approved = governed && approvals.isApproved(tx, actor, KIND, id);
        return send(tx, actor, header, approved) instanceof OrderAnswer.Confirmed;
    }

    /** Takes a submitted or held quote back to be changed. */
    public OrderAnswer returnToDraft(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderAnswer answer = moved(tx, actor, header, QuoteLife.RETURN, DRAFT, Map.of());
        approvals.withdraw(tx, actor, KIND, id, "");
        if (state(header) == HELD) {
            credit.withdraw(tx, actor, id);
        }
        return answer;
    }

    /** A controller refuses a held quote: it goes back to its author. */
    void reject(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        QuoteLife.TABLE.check(state(header), QuoteLife.RETURN, DRAFT);
        approvals.withdraw(tx, actor, KIND, id, reason);
        headers.move(tx, actor, header, QuoteLife.RETURN, DRAFT, because(reason));
    }

    /** A quote that was not approved goes back to its author. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        QuoteLife.TABLE.check(state(header), QuoteLife.RETURN, DRAFT);
        headers.move(tx, actor, header, QuoteLife.RETURN, DRAFT, because(reason));
        if (state(header) == HELD) {
            credit.withdraw(tx, actor, id);
        }
    }

    private static Map<String, ?> because(String reason) {
        return reason.isEmpty() ? Map.of() : Map.of("reason", reason);
    }

    /**
     * The customer accepts: the optional lines that were chosen count from now on.
     *
     * @param by who said so for the customer
     * @param options positions of the optional lines that were chosen
     */
    public record Acceptance(
            @Nullable String by,
            List<Integer> options,
            @Nullable String remark) {}

    /** Notes that the customer has accepted, by a signed paper or in words. 409 {@code quote-validity-over} after its last day. */
    public OrderAnswer accept(Tx tx, Actor actor, UUID id, @Nullable Integer version, Acceptance acceptance) {
        return accept(tx, actor, id, version, acceptance, null);
    }

    /** @param link what it came by; null when a colleague notes it */
    OrderAnswer accept(
            Tx tx, Actor actor, UUID id, @Nullable Integer version, Acceptance acceptance, @Nullable UUID link) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        QuoteLife.TABLE.check(state(header), QuoteLife.ACCEPT, ACCEPTED);
        Quote quote = tables.read(tx, header);
        requireValid(quote, actor.today());
        Problem.Collector problems = new Problem.Collector();
        String by = Input.required(problems, "by", acceptance.by(), QuoteAnswers.LONGEST_NAME);
        String remark = Input.text(problems, "remark", acceptance.remark(), QuoteAnswers.LONGEST_REMARK);
        problems.throwIfAny();
        QuoteChoice choice = QuoteChoice.of(quote, acceptance.options());
        tables.chosen(tx, id, choice);
        headers.move(
                tx,
                actor,
                header.withTotal(choice.total().amount()),
                QuoteLife.ACCEPT,
                ACCEPTED,
                Map.of("acceptedBy", by));
        answers.accepted(tx, actor, quote, choice, by, remark == null ? "" : remark, link);
        return new OrderAnswer.Saved(
                Placed.of(header, choice.net(), choice.tax()).moved(ACCEPTED, header.version() + 1));
    }

    /**
     * Why there will be no order.
     *
     * @param by who said so for the customer; empty when nobody did
     */
    public record Loss(
            LostReason reason,
            @Nullable String by,
            @Nullable String remark) {}

    /** Gives a quote up or notes that the customer declined. 409 {@code quote-has-orders} when something of it is ordered. */
    public OrderAnswer lose(Tx tx, Actor actor, UUID id, @Nullable Integer version, Loss loss) {
        return lose(tx, actor, id, version, loss, null);
    }

    OrderAnswer lose(Tx tx, Actor actor, UUID id, @Nullable Integer version, Loss loss, @Nullable UUID link) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        QuoteLife.TABLE.check(state(header), QuoteLife.LOSE, LOST);
        Quote quote = tables.read(tx, header);
        requireNotOrdered(quote);
        Problem.Collector problems = new Problem.Collector();
        String by = Input.text(problems, "by", loss.by(), QuoteAnswers.LONGEST_NAME);
        String remark = Input.text(problems, "remark", loss.remark(), QuoteAnswers.LONGEST_REMARK);
        problems.check(loss.reason() != LostReason.OTHER || remark != null, "remark", "required");
        problems.check(link == null || by != null, "by", "required");
        problems.throwIfAny();
        String words = remark == null ? "" : remark;
        tables.lost(tx, id, loss.reason(), words);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("lostReason", loss.reason().name());
        if (remark != null) {
            facts.put("reason", remark);
        }
        headers.move(tx, actor, header, QuoteLife.LOSE, LOST, facts);
        if (by != null) {
            answers.declined(tx, actor, id, by, words, link);
        }
        return new OrderAnswer.Saved(placed(quote).moved(LOST, header.version() + 1));
    }

    /**
     * An order to be made of a quote.
     *
     * @param lines so much of each line; empty for all that is left
     * @param reference the customer's own order number
     * @param deliveryDate of the order; the quote's when left out
     */
    public record Ordering(
            List<OrderAnswer.Part> lines,
            @Nullable String reference,
            @Nullable LocalDate deliveryDate) {}

    /**
     * Makes a draft order of an accepted quote at its prices and terms, and notes what it takes of each line: never more than was quoted in all, however
     * many do this at once. Orders that are cancelled give back what they took. The charges go into the first order.
     *
     * @throws Problem 409 {@code more-than-quoted}, {@code quote-nothing-left}
     */
    public OrderAnswer order(Tx tx, Actor actor, UUID id, @Nullable Integer version, Ordering ordering) {
        actor.require(SalesOrders.KIND + ".create");
        // Its header's lock makes those who order of the same quote wait for each other.
        Header header = headers.lock(tx, actor, KIND, id, version);
        QuoteLife.TABLE.check(state(header), QuoteLife.ORDER, ACCEPTED);
        Quote quote = tables.read(tx, header);
        QuoteShare share = QuoteShare.of(quote, ordering.lines(), takings.taken(tx, id));
        boolean charges = !quote.charges().isEmpty() && !takings.areChargesTaken(tx, id);
        LocalDate delivery = ordering.deliveryDate() != null ? ordering.deliveryDate() : quote.deliveryDate();
        OrderAnswer answer = orders.place(
                tx,
                actor,
                new NewSalesOrder(
                        quote.customer(),
                        null,
                        null,
                        delivery == null || delivery.isBefore(actor.today()) ? null : delivery,
                        tables.isMember(tx, quote.owner()) ? quote.owner() : null,
                        quote.paymentTerm(),
                        quote.contact(),
                        quote.deliveryAddress(),
                        null,
                        ordering.reference() == null ? quote.reference() : ordering.reference(),
                        quote.note(),
                        quote.taxInclusive(),
                        share.discount().amount(),
                        share.parts().stream()
                                .map(part -> new NewSalesOrder.Line(
                                        part.line().product(),
                                        part.quantity(),
                                        part.line().price(),
                                        part.line().discount(),
                                        part.line().taxRate(),
                                        part.line().deliveryDate(),
                                        part.line().note()))
                                .toList(),
                        charges ? quote.enteredCharges() : null),
                false);
        takings.take(tx, id, answer.order().id(), charges, share.parts());
        headers.relate(tx, id, answer.order().id());
        headers.move(
                tx,
                actor,
                header,
                QuoteLife.ORDER,
                ACCEPTED,
                Map.of("orderNumber", answer.order().number()));
        return answer;
    }

    /** Ends those of these whose last day is over without an answer; the night does it for all. */
    public void expire(Tx tx, Actor actor, List<UUID> ids) {
        List<Headers.Moved> ended = new ArrayList<>();
        Map<UUID, Header> locked = headers.lock(tx, actor, KIND, ids);
        Set<UUID> over = tables.over(tx, locked.keySet(), actor.today());
        for (Header header : locked.values()) {
            if (state(header) == SENT && over.contains(header.id())) {
                ended.add(new Headers.Moved(header, EXPIRED, Map.of()));
            }
        }
        headers.move(tx, actor, QuoteLife.EXPIRE, ended);
    }

    static QuoteState state(Header header) {
        return QuoteState.valueOf(header.state());
    }

    private OrderAnswer moved(Tx tx, Actor actor, Header header, String move, QuoteState to, Map<String, ?> facts) {
        QuoteLife.TABLE.check(state(header), move, to);
        headers.move(tx, actor, header, move, to, facts);
        return new OrderAnswer.Saved(placed(tables.read(tx, header)).moved(to, header.version() + 1));
    }

    private static Placed placed(Quote quote) {
        return new Placed(
                quote.id(),
                quote.number(),
                quote.state(),
                quote.version(),
                quote.customer(),
                quote.date(),
                quote.currency(),
                amount(quote, quote.net()),
                amount(quote, quote.tax()),
                amount(quote, quote.total()));
    }

    private static BigDecimal amount(Quote quote, BigDecimal amount) {
        return quote.money(amount).amount();
    }

    /** The moves a page may offer for a quote, each with the reason when it can't be made. */
    public Map<String, String> moves(Actor actor, Quote quote) {
        Map<String, String> moves = new LinkedHashMap<>();
        for (String move : QuoteLife.TABLE.moves(QuoteState.valueOf(quote.state()))) {
            if (move.equals(QuoteLife.EXPIRE)) {
                continue; // the clock's
            }
            String not = "";
            if (!actor.may(KIND + "." + move)
                    || (move.equals(QuoteLife.ORDER) && !actor.may(SalesOrders.KIND + ".create"))) {
                not = "forbidden";
            } else if (!move.equals(QuoteLife.ORDER) && quote.isOrdered()) {
                not = "quote-has-orders";
            } else if (move.equals(QuoteLife.ORDER)
                    && quote.lines().stream()
                            .noneMatch(line -> line.openQuantity().signum() > 0)) {
                not = "quote-nothing-left";
            }
            moves.put(move, not);
        }
        return moves;
    }
}
