package io.onaccount.sales;

import static io.onaccount.sales.OrderState.CANCELLED;
import static io.onaccount.sales.OrderState.CLOSED;
import static io.onaccount.sales.OrderState.CONFIRMED;
import static io.onaccount.sales.OrderState.DRAFT;
import static io.onaccount.sales.OrderState.HELD;
import static io.onaccount.sales.OrderState.SUBMITTED;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.Numbering;
import io.onaccount.organization.Periods;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderAnswer.Placed;
import io.onaccount.sales.OrderAnswer.Reason;
import io.onaccount.sales.spi.OpenNotices;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sales orders (销售订单). Placing and confirming any number of orders takes one read and one write; a single order is the case n = 1.
 * Confirming checks price authority, stock and credit in one step: all of it stands or nothing.
 */
@Component
public final class SalesOrders {
    static final String KIND = "sales-order";
    static final String NUMBER_PATTERN = "SO-{yyyyMMdd}-{0001}";

    private final Headers headers;
    private final Numbering numbering;
    private final CreditControl credit;
    private final OrderTables tables;
    private final Approvals approvals;
    private final OrderReceivables receivables;
    private final ObjectProvider<OpenNotices> notices;

    SalesOrders(
            Headers headers,
            Numbering numbering,
            CreditControl credit,
            OrderTables tables,
            Approvals approvals,
            OrderReceivables receivables,
            ObjectProvider<OpenNotices> notices) {
        this.notices = notices;
        this.receivables = receivables;
        this.headers = headers;
        this.numbering = numbering;
        this.credit = credit;
        this.tables = tables;
        this.approvals = approvals;
    }

    /** The order with its lines, if within the actor's scope; otherwise 404. */
    public SalesOrder find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /** Places one order; see {@link #place(Tx, Actor, List, boolean)}. Fields in problems are named from the order. */
    public OrderAnswer place(Tx tx, Actor actor, NewSalesOrder entry, boolean confirm) {
        return place(tx, actor, List.of(entry), confirm, false).getFirst();
    }

    /**
     * Places orders, as drafts or confirmed at once. One answer per order, in their order; orders of one customer are judged one after the
     * other. An order that sales refuses to confirm stays a draft, one that credit refuses waits on hold, one that needs approval waits for it.
     * Entries that make no sense are 400 for all, each field named ({@code orders[3].lines[0].quantity}), and then nothing is written.
     */
    public List<OrderAnswer> place(Tx tx, Actor actor, List<NewSalesOrder> entries, boolean confirm) {
        return place(tx, actor, entries, confirm, true);
    }

    private List<OrderAnswer> place(Tx tx, Actor actor, List<NewSalesOrder> entries, boolean confirm, boolean many) {
        if (confirm) {
            actor.require(KIND + ".confirm");
            if (approvals.govern(tx, KIND)) {
                return placeAndAsk(tx, actor, entries, many);
            }
        }
        OrderFacts facts = OrderFacts.read(tx, actor, entries);
        List<PricedOrder> orders = priced(actor, facts, entries, many);
        boolean mayBelow = actor.may(ConfirmRules.MAY_SELL_BELOW);
        List<List<Reason>> reasons = new ArrayList<>(orders.size());
        List<CreditRequest> requests = new ArrayList<>(orders.size());
        for (PricedOrder order : orders) {
            if (confirm) {
                Periods.requireOpen(tx, actor, order.date());
            }
            List<Reason> found = confirm ? ConfirmRules.check(mayBelow, facts.stockCheck, order.forRules()) : List.of();
            reasons.add(found);
            if (confirm && !ConfirmRules.stops(found)) {
                requests.add(request(actor, order));
            }
        }
        List<CreditDecision> decisions = requests.isEmpty() ? List.of() : credit.reserve(tx, actor, requests);
        List<String> numbers = numbers(actor, orders);
        List<OrderAnswer> answers = new ArrayList<>(orders.size());
        List<Header> born = new ArrayList<>(orders.size());
        int decided = 0;
        int numbered = 0;
        Instant now = headers.now();
        for (int i = 0; i < orders.size(); i++) {
            PricedOrder order = orders.get(i);
            String number = order.number() != null ? order.number() : numbers.get(numbered++);
            boolean refused = ConfirmRules.stops(reasons.get(i));
            CreditDecision decision = confirm && !refused ? decisions.get(decided++) : null;
            OrderState state = stateAfter(decision);
            Header header = header(actor, order, number, state, now);
            born.add(header);
            Placed placed = Placed.of(header, order.net(), order.tax());
            answers.add(
                    refused
                            ? new OrderAnswer.Refused(placed, withCredit(tx, actor, order, reasons.get(i)))
                            : answer(placed, decision, reasons.get(i), () -> ShippableLines.of(order)));
        }
        insertHeaders(tx, actor, born);
        tables.insert(
                tx,
                orders,
                born.stream()
                        .filter(header -> header.state().equals(CONFIRMED.name()))
                        .map(Header::id)
                        .collect(Collectors.toSet()));
        for (int i = 0; i < orders.size(); i++) {
            PricedOrder order = orders.get(i);
            if (answers.get(i) instanceof OrderAnswer.Confirmed && order.basis() == ReceivableBasis.ORDER) {
                receivables.arise(
                        tx,
                        actor,
                        new OrderReceivables.Confirmed(
                                order.id(),
                                born.get(i).number(),
                                order.customer().id(),
                                order.date(),
                                order.term(),
                                order.total(),
                                order.tax()));
            }
        }
        return answers;
    }

    /** Where a flow may want approval, each order is first written as it is to be judged, and then confirmed by itself. */
    private List<OrderAnswer> placeAndAsk(Tx tx, Actor actor, List<NewSalesOrder> entries, boolean many) {
        List<OrderAnswer> placed = place(tx, actor, entries, false, many);
        tx.flush();
        List<OrderAnswer> answers = new ArrayList<>(placed.size());
        for (OrderAnswer draft : placed) {
            answers.add(confirm(tx, actor.companyWide(), draft.order().id(), null));
            tx.flush();
        }
        return answers;
    }

    private static List<PricedOrder> priced(Actor actor, OrderFacts facts, List<NewSalesOrder> entries, boolean many) {
        Problem.Collector problems = new Problem.Collector();
        List<PricedOrder> orders = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            PricedOrder order = PricedOrder.of(
                    problems, many ? "orders[" + i + "]." : "", Ids.next(), actor, facts, entries.get(i));
            if (order != null) {
                orders.add(order);
                if (order.number() != null) {
                    problems.check(
                            facts.numbersInUse.add(order.number()),
                            (many ? "orders[" + i + "]." : "") + "number",
                            "number-taken",
                            order.number());
                }
            }
        }
        problems.throwIfAny();
        return orders;
    }

    /** Numbers for the orders that bring none of their own, each from the series of its day. */
    private List<String> numbers(Actor actor, List<PricedOrder> orders) {
        List<String> numbers = new ArrayList<>(orders.size());
        int i = 0;
        while (i < orders.size()) {
            if (orders.get(i).number() != null) {
                i++;
                continue;
            }
            LocalDate date = orders.get(i).date();
            int count = 0;
            while (i < orders.size()
                    && (orders.get(i).number() != null || orders.get(i).date().equals(date))) {
                count += orders.get(i).number() == null ? 1 : 0;
                i++;
            }
            numbers.addAll(numbering.take(actor.company(), KIND, NUMBER_PATTERN, date, count));
        }
        return numbers;
    }

    private static OrderState stateAfter(@Nullable CreditDecision decision) {
        return switch (decision) {
            case CreditDecision.Granted granted -> CONFIRMED;
            case CreditDecision.Held held -> HELD;
            case null -> DRAFT;
        };
    }

    private static Header header(Actor actor, PricedOrder order, String number, OrderState state, Instant now) {
        return Header.born(
                order.id(),
                KIND,
                number,
                order.customer().name(),
                state,
                order.customer().id(),
                order.owner(),
                order.department(),
                order.date(),
                order.total().currency(),
                order.total().amount(),
                actor.user(),
                now);
    }

    /** The first line of an order's history says what became of it at once. */
    private void insertHeaders(Tx tx, Actor actor, List<Header> born) {
        Map<OrderState, List<Header>> byState = new EnumMap<>(OrderState.class);
        for (Header header : born) {
            byState.computeIfAbsent(OrderState.valueOf(header.state()), s -> new ArrayList<>())
                    .add(header);
        }
        byState.forEach((state, list) -> headers.insert(
                tx, actor, list, state == DRAFT ? Map.of() : Map.of("state", List.of(DRAFT.name(), state.name()))));
    }

    /** A copy with the same customer, lines and prices, as a draft of today. */
    public OrderAnswer copy(Tx tx, Actor actor, UUID id) {
        SalesOrder order = find(tx, actor, id);
        List<NewSalesOrder.Line> lines = order.lines().stream()
                .filter(l -> l.quantity().signum() > 0) // not what a change took out
                .map(l -> new NewSalesOrder.Line(
                        l.product(), l.quantity(), l.price(), l.discount(), l.taxRate(), null, l.note()))
                .toList();
        List<NewSalesOrder.Charge> charges = order.charges().stream()
                .map(charge -> charge.entered(order.taxInclusive()))
                .toList();
        NewSalesOrder entry = new NewSalesOrder(
                order.customer(),
                null,
                null,
                null,
                null,
                order.paymentTerm(),
                order.contact(),
                order.deliveryAddress(),
                order.invoiceAddress(),
                null,
                order.note(),
                order.taxInclusive(),
                order.discountAmount(),
                lines,
                charges,
                order.basis(),
                order.pricedIn(),
                null);
        return place(tx, actor, entry, false);
    }

    /** Writes a draft anew; the history gets what differs. Only drafts can be changed: 409 otherwise. */
    public OrderAnswer change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewSalesOrder entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "edit");
        SalesOrder old = tables.read(tx, header);
        // An order keeps its number; naming it again is not a second use.
        NewSalesOrder numberless = entry.withoutNumber();
        OrderFacts facts = OrderFacts.read(tx, actor, List.of(numberless));
        Problem.Collector problems = new Problem.Collector();
        problems.check(
                entry.number() == null || entry.number().equals(header.number()),
                "number",
                "number-stays",
                header.number());
        PricedOrder order = PricedOrder.of(problems, "", id, actor, facts, numberless);
        problems.throwIfAny();
        if (order == null) {
            throw new IllegalStateException("no order and no problem");
        }
        Header changed = header(actor, order, header.number(), DRAFT, header.createdAt());
        headers.change(tx, actor, header, changed, OrderDifference.between(old, order));
        tables.replace(tx, order);
        return new OrderAnswer.Saved(
                Placed.of(changed, order.net(), order.tax()).withVersion(header.version() + 1));
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "delete");
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    private static void requireDraft(Header header, String what) {
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
    }

    /** Hands a draft over to be confirmed; one that needs approval is confirmed as soon as it has it, and at once when it had it before. */
    public OrderAnswer submit(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.SUBMIT, SUBMITTED);
        return approvals.govern(tx, KIND)
                        && approvals.request(tx, actor, KIND, id) instanceof ApprovalAnswer.AlreadyApproved
                ? confirm(tx, actor, header, true)
                : move(tx, actor, header, OrderLife.SUBMIT, SUBMITTED, Map.of());
    }

    /** Takes a submitted or held order back to be changed. */
    public OrderAnswer returnToDraft(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return returnToDraft(tx, actor, headers.lock(tx, actor, KIND, id, version), Map.of());
    }

    private OrderAnswer returnToDraft(Tx tx, Actor actor, Header header, Map<String, ?> facts) {
        OrderAnswer answer = move(tx, actor, header, OrderLife.RETURN, DRAFT, facts);
        approvals.withdraw(tx, actor, KIND, header.id(), "");
        if (header.state().equals(HELD.name())) {
            credit.withdraw(tx, actor, header.id());
        }
        return answer;
    }

    /** Confirms an order: approval, price authority, stock and credit, in one step. One that still needs approval is submitted instead. */
    public OrderAnswer confirm(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderState state = OrderState.valueOf(header.state());
        OrderLife.TABLE.check(state, OrderLife.CONFIRM);
        if (!approvals.govern(tx, KIND)) {
            return confirm(tx, actor, header, false);
        }
        return switch (approvals.request(tx, actor, KIND, id)) {
            case ApprovalAnswer.NotNeeded n -> confirm(tx, actor, header, false);
            case ApprovalAnswer.AlreadyApproved a -> confirm(tx, actor, header, true);
            case ApprovalAnswer.Pending p -> {
                if (state == DRAFT) {
                    yield move(tx, actor, header, OrderLife.SUBMIT, SUBMITTED, Map.of());
                }
                OrderTables.Progress progress = tables.progress(tx, header);
                yield new OrderAnswer.Saved(Placed.of(header, progress.net(), progress.tax()));
            }
        };
    }

    /** Confirms an order that was just approved, on its asker's request; what was approved includes its prices. */
    OrderAnswer confirmApproved(Tx tx, Actor asker, UUID id) {
        return confirm(tx, asker, headers.lock(tx, asker.companyWide(), KIND, id, null), true);
    }

    /** @param approved whether everybody has said yes whose approval it needs */
    OrderAnswer confirm(Tx tx, Actor actor, Header header, boolean approved) {
        Periods.requireOpen(tx, actor, header.date());
        OrderState state = OrderState.valueOf(header.state());
        OrderLife.TABLE.check(state, OrderLife.CONFIRM);
        OrderTables.ForConfirming order = tables.forConfirming(tx, header);
        boolean mayBelow = approved || actor.may(ConfirmRules.MAY_SELL_BELOW);
        List<Reason> reasons = ConfirmRules.check(mayBelow, order.stockCheck(), order.lines());
        CreditRequest first = order.request(header.id(), actor.today());
        CreditRequest request = state == HELD ? first.again() : first;
        Placed placed = Placed.of(header, order.net(), order.tax());
        if (ConfirmRules.stops(reasons)) {
            return new OrderAnswer.Refused(placed, withCredit(tx, actor, request, reasons));
        }
        CreditDecision decision = credit.reserve(tx, actor, request);
        OrderState after = stateAfter(decision);
        OrderLife.TABLE.check(state, OrderLife.CONFIRM, after);
        if (after != state) {
            headers.move(tx, actor, header, OrderLife.CONFIRM, after, Map.of());
            if (after == CONFIRMED) {
                tables.await(tx, header);
            }
            placed = placed.moved(after, header.version() + 1);
            if (after == CONFIRMED && order.basis() == ReceivableBasis.ORDER) {
                receivables.arise(
                        tx,
                        actor,
                        new OrderReceivables.Confirmed(
                                header.id(),
                                header.number(),
                                order.customer(),
                                header.date(),
                                order.term(),
                                order.total(),
                                order.tax()));
            }
        }
        return answer(placed, decision, reasons, order::shippable);
    }

    /**
     * Takes an order back altogether. 409 {@code order-has-deliveries} when something has left already: then it can only be closed; {@code
     * order-has-notices} when the warehouse has been told to ship something of it; {@code
     * order-invoiced-ahead} when something is invoiced that has not left: a red invoice takes that back first.
     *
     * @param reason for the history, may be empty
     */
    public OrderAnswer cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.CANCEL);
        OrderTables.Progress progress = tables.progress(tx, header);
        if (!progress.untouched()) {
            throw Problem.conflict("order-has-deliveries", header.number());
        }
        requireNoNotices(tx, header);
        tables.requireUnchanged(tx, header);
        approvals.withdraw(tx, actor, KIND, id, reason);
        if (header.state().equals(HELD.name())) {
            credit.withdraw(tx, actor, id);
        }
        giveBack(tx, actor, header, progress, OrderLife.CANCEL);
        return move(tx, actor, header, OrderLife.CANCEL, CANCELLED, reason(reason));
    }

    /**
     * Ends an order: what is not delivered by now will not be (短结), and its credit is given back. 409 {@code order-has-notices} and {@code
     * order-invoiced-ahead} as {@link #cancel}.
     */
    public OrderAnswer close(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.CLOSE);
        requireNoNotices(tx, header);
        tables.requireUnchanged(tx, header);
        giveBack(tx, actor, header, tables.progress(tx, header), OrderLife.CLOSE);
        return move(tx, actor, header, OrderLife.CLOSE, CLOSED, reason(reason));
    }

    /** 409 when the warehouse has been told, or is about to be, to ship something of a locked order: it names the notices. */
    private void requireNoNotices(Tx tx, Header header) {
        List<String> open = notices.orderedStream()
                .flatMap(source -> source.of(tx, header.id()).stream())
                .toList();
        if (!open.isEmpty()) {
            throw Problem.conflict("order-has-notices", header.number(), String.join(", ", open));
        }
    }

    /** Credit taken and not yet turned into a receivable returns to the customer. */
    private void giveBack(Tx tx, Actor actor, Header header, OrderTables.Progress progress, String cause) {
        if (!header.state().equals(CONFIRMED.name())) {
            return;
        }
        if (tables.isInvoicedAhead(tx, header.id())) {
            throw Problem.conflict("order-invoiced-ahead", header.number());
        }
        tables.giveUp(tx, header.id());
        if (progress.rest().isZero()) {
            return;
        }
        tables.release(tx, header.id(), progress.rest());
        if (progress.basis() == ReceivableBasis.ORDER) {
            receivables.lower(
                    tx, actor, header.id(), header.number(), progress.customer(), progress.rest(), progress.restTax());
            return;
        }
        credit.move(
                tx,
                actor,
                progress.customer(),
                header.id(),
                actor.today(),
                Bucket.ORDERED,
                progress.rest().negated(),
                cause);
    }

    private static Map<String, ?> reason(String reason) {
        return reason.isEmpty() ? Map.of() : Map.of("reason", reason);
    }

    private OrderAnswer move(Tx tx, Actor actor, Header header, String move, OrderState to, Map<String, ?> facts) {
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), move, to);
        headers.move(tx, actor, header, move, to, facts);
        OrderTables.Progress progress = tables.progress(tx, header);
        return new OrderAnswer.Saved(
                Placed.of(header, progress.net(), progress.tax()).moved(to, header.version() + 1));
    }

    /** Confirms a held order again, for the credit controllers' worklist: the caller has checked the right to release it. */
    boolean confirmAgain(Tx tx, Actor actor, UUID id) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        if (!header.state().equals(HELD.name())) {
            return false;
        }
        boolean governed = approvals.govern(tx, KIND);
        if (governed && approvals.isPending(tx, KIND, id)) {
            return false;
        }
        boolean approved = governed && approvals.isApproved(tx, actor, KIND, id);
        return confirm(tx, actor, header, approved) instanceof OrderAnswer.Confirmed;
    }

    /** A controller refuses a held order: it goes back to its author. */
    void reject(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.RETURN, DRAFT);
        approvals.withdraw(tx, actor, KIND, id, reason);
        headers.move(tx, actor, header, OrderLife.RETURN, DRAFT, reason(reason));
    }

    /** An order that was not approved goes back to its author. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.RETURN, DRAFT);
        headers.move(tx, actor, header, OrderLife.RETURN, DRAFT, reason(reason));
        if (header.state().equals(HELD.name())) {
            credit.withdraw(tx, actor, id);
        }
    }

    /** What sales objects to, and what credit would object to besides: all at once, so that nobody has to ask twice. */
    private List<Reason> withCredit(Tx tx, Actor actor, PricedOrder order, List<Reason> reasons) {
        return withCredit(tx, actor, request(actor, order), reasons);
    }

    private static CreditRequest request(Actor actor, PricedOrder order) {
        return CreditRequest.of(
                        order.id(),
                        order.customer().id(),
                        order.total(),
                        actor.today(),
                        due(order.term(), actor.today()))
                .of(ConfirmRules.Line.shares(order.forRules()));
    }

    private List<Reason> withCredit(Tx tx, Actor actor, CreditRequest request, List<Reason> reasons) {
        List<Reason> all = new ArrayList<>(reasons);
        if (credit.simulate(tx, actor, request) instanceof CreditDecision.Held held) {
            all.addAll(Reason.of(held.objections()));
        }
        return all;
    }

    private static OrderAnswer answer(
            Placed placed,
            @Nullable CreditDecision decision,
            List<Reason> reasons,
            Supplier<ShippableLines> shippable) {
        return switch (decision) {
            case CreditDecision.Granted granted -> {
                List<Reason> all = new ArrayList<>(reasons);
                all.addAll(Reason.of(granted.warnings()));
                yield new OrderAnswer.Confirmed(placed, all);
            }
            case CreditDecision.Held held -> {
                List<Reason> all = new ArrayList<>(reasons);
                all.addAll(Reason.of(held.objections()));
                yield new OrderAnswer.Held(placed, all, shippable.get().ways(held.ways(), placed.currency()));
            }
            case null -> new OrderAnswer.Saved(placed);
        };
    }

    static @Nullable LocalDate due(@Nullable PaymentTerm term, LocalDate from) {
        return term == null ? null : term.due(from);
    }

    /** The moves a page may offer for an order, each with the reason when it can't be made. */
    public Map<String, String> moves(Actor actor, SalesOrder order) {
        Map<String, String> moves = new LinkedHashMap<>();
        OrderState state = OrderState.valueOf(order.state());
        for (String move : OrderLife.TABLE.moves(state)) {
            boolean started = order.deliveredTotal().signum() > 0
                    || order.lines().stream()
                            .anyMatch(l -> l.deliveredQuantity().signum() > 0);
            boolean notified =
                    order.lines().stream().anyMatch(l -> l.notifiedQuantity().signum() > 0);
            String right = switch (move) {
                case OrderLife.DELIVER -> "delivery.create";
                case OrderLife.CHANGE -> OrderChanges.KIND + ".create";
                default -> KIND + "." + move;
            };
            moves.put(move, actor.may(right) ? whyNot(order, move, started, notified) : "forbidden");
        }
        return moves;
    }

    private static String whyNot(SalesOrder order, String move, boolean started, boolean notified) {
        return switch (move) {
            case OrderLife.CANCEL -> started ? "order-has-deliveries" : notified ? "order-has-notices" : "";
            case OrderLife.CLOSE -> notified ? "order-has-notices" : "";
            case OrderLife.CHANGE -> order.foreign() == null ? "" : "order-change-currency";
            default -> "";
        };
    }
}
