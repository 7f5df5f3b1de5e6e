package io.onaccount.sales;

import static io.onaccount.sales.OrderChangeState.APPLIED;
import static io.onaccount.sales.OrderChangeState.DRAFT;
import static io.onaccount.sales.OrderChangeState.HELD;
import static io.onaccount.sales.OrderChangeState.REJECTED;
import static io.onaccount.sales.OrderChangeState.SUBMITTED;
import static io.onaccount.sales.OrderChangeState.WITHDRAWN;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.DiscountOffer;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.CompanySettings.StockCheck;
import io.onaccount.organization.Numbering;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.sales.OrderAnswer.Placed;
import io.onaccount.sales.OrderAnswer.Reason;
import io.onaccount.sales.spi.SpokenFor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Change orders (变更单, ORD-02): what a confirmed order is to become, approved and asked of credit on the difference. The order goes on as it is,
 * and is delivered, until the change is applied; then everything is looked at again as it stands.
 */
@Component
public final class OrderChanges {
    static final String KIND = "order-change";
    static final String NUMBER_PATTERN = "OC-{yyyyMMdd}-{0001}";

    /** A better cash discount takes two people, as it does anywhere (DSC-05). */
    private static final String MAY_BETTER_DISCOUNT = "discount-override.confirm";

    private final Headers headers;
    private final Numbering numbering;
    private final CreditControl credit;
    private final OrderTables orders;
    private final OrderChangeTables tables;
    private final Approvals approvals;
    private final OrderReceivables receivables;
    private final DiscountTerms discounts;
    private final ObjectProvider<SpokenFor> spokenFor;

    OrderChanges(
            Headers headers,
            Numbering numbering,
            CreditControl credit,
            OrderTables orders,
            OrderChangeTables tables,
            Approvals approvals,
            OrderReceivables receivables,
            DiscountTerms discounts,
            ObjectProvider<SpokenFor> spokenFor) {
        this.spokenFor = spokenFor;
        this.headers = headers;
        this.numbering = numbering;
        this.credit = credit;
        this.orders = orders;
        this.tables = tables;
        this.approvals = approvals;
        this.receivables = receivables;
        this.discounts = discounts;
    }

    /** The change with its lines, if within the actor's scope; otherwise 404. */
    public OrderChange find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /**
     * Enters a change of a confirmed order, as a draft.
     *
     * @throws Problem 409 {@code order-not-changeable} for an order that isn't confirmed, {@code order-being-changed} while another change of it is
     *     open, {@code order-change-currency} for one in another currency than the company's; 400 with every field that makes no sense
     */
    public OrderAnswer create(Tx tx, Actor actor, UUID order, NewOrderChange entry) {
        Header header = headers.lock(tx, actor, SalesOrders.KIND, order, null);
        if (!header.state().equals(OrderState.CONFIRMED.name())) {
            throw Problem.conflict("order-not-changeable", header.number());
        }
        orders.requireUnchanged(tx, header);
        SalesOrder before = orders.read(tx, header);
        if (before.foreign() != null) {
            throw Problem.conflict("order-change-currency", header.number(), before.pricedIn());
        }
        @Nullable DiscountTerm offered = offered(tx, before);
        WantedOrder wanted = wanted(tx, actor, before, entry, offered);
        ChangedOrder after = sound(tx, before, wanted, entry);
        String number = numbering
                .take(actor.company(), KIND, NUMBER_PATTERN, actor.today(), 1)
                .getFirst();
        Header born = Header.born(
                Ids.next(),
                KIND,
                number,
                header.title(),
                DRAFT,
                header.party(),
                header.owner(),
                header.department(),
                actor.today(),
                header.currency(),
                after.total().amount(),
                actor.user(),
                headers.now());
        headers.insert(tx, actor, born, Map.of("order", header.number()));
        headers.relate(tx, header.id(), born.id());
        tables.write(tx, born.id(), before, wanted, after, id(offered));
        return new OrderAnswer.Saved(Placed.of(born, after.net(), after.tax()));
    }

    /** Writes a draft anew, against its order as it is by now. */
    public OrderAnswer edit(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewOrderChange entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", "edit", header.state());
        }
        OrderChange old = tables.read(tx, header);
        SalesOrder before = orders.read(tx, headers.find(tx, actor.companyWide(), SalesOrders.KIND, old.order()));
        @Nullable DiscountTerm offered = offered(tx, before);
        WantedOrder wanted = wanted(tx, actor, before, entry, offered);
        ChangedOrder after = sound(tx, before, wanted, entry);
        headers.change(tx, actor, header, header.withTotal(after.total().amount()), Map.of());
        tables.write(tx, id, before, wanted, after, id(offered));
        return new OrderAnswer.Saved(Placed.of(header, after.net(), after.tax()).withVersion(header.version() + 1));
    }

    private @Nullable DiscountTerm offered(Tx tx, SalesOrder order) {
        return discounts.offered(tx, Map.of(order.id(), order.customer())).get(order.id());
    }

    private static @Nullable UUID id(@Nullable DiscountTerm term) {
        return term == null ? null : term.id();
    }

    private WantedOrder wanted(
            Tx tx, Actor actor, SalesOrder order, NewOrderChange entry, @Nullable DiscountTerm offered) {
        List<UUID> products = new ArrayList<>();
        order.lines().forEach(line -> products.add(line.product()));
        entry.lines().forEach(line -> {
            if (line.product() != null) {
                products.add(line.product());
            }
        });
        OrderFacts facts = facts(tx, actor, order, products, entry.paymentTerm());
        Problem.Collector problems = new Problem.Collector();
        WantedOrder wanted = WantedOrder.of(
                problems,
                order,
                entry,
                facts,
                entry.discountTerm() == null ? List.of() : discounts.all(tx),
                id(offered));
        problems.throwIfAny();
        return wanted;
    }

    /** What the order would come to; 400 where it can't be that. */
    private ChangedOrder sound(Tx tx, SalesOrder before, WantedOrder wanted, NewOrderChange entry) {
        ChangedOrder after = ChangedOrder.of(before, wanted, spokenFor(tx, before));
        Problem.Collector problems = new Problem.Collector();
        for (ChangedOrder.Trouble trouble : after.troubles()) {
            problems.add(
                    field(trouble, entry), trouble.code(), trouble.figures().toArray());
        }
        problems.throwIfAny();
        return after;
    }

    /** The field of an entry that something is about; what it doesn't name is about all of them. */
    private static String field(ChangedOrder.Trouble trouble, NewOrderChange entry) {
        boolean charges = trouble.place().equals(ChangedOrder.CHARGES);
        int named = charges
                ? entry.charges() == null ? 0 : entry.charges().size()
                : entry.lines().size();
        Integer line = trouble.line();
        return line == null || line > named
                ? trouble.place()
                : trouble.place() + "[" + (line - 1) + "]." + (charges ? "amount" : "quantity");
    }

    /** The most that any document relies on, line by line; what stands on shipping notices besides what has left, the lines know themselves. */
    private ChangedOrder.SpokenFor spokenFor(Tx tx, SalesOrder order) {
        Map<Integer, BigDecimal> most = new HashMap<>();
        for (SalesOrder.Line line : order.lines()) {
            if (line.notifiedQuantity().signum() > 0) {
                most.put(line.position(), line.deliveredQuantity().add(line.notifiedQuantity()));
            }
        }
        Set<Integer> charges = new HashSet<>();
        spokenFor.orderedStream().forEach(source -> {
            source.quantities(tx, order.id())
                    .forEach((position, quantity) -> most.merge(position, quantity, BigDecimal::max));
            if (!order.charges().isEmpty()) {
                charges.addAll(source.charges(tx, order.id()));
            }
        });
        return new ChangedOrder.SpokenFor(most, charges);
    }

    private static OrderFacts facts(
            Tx tx, Actor actor, SalesOrder order, List<UUID> products, @Nullable UUID paymentTerm) {
        NewSalesOrder asked = new NewSalesOrder(
                order.customer(),
                null,
                null,
                null,
                null,
                paymentTerm,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                products.stream()
                        .map(product -> NewSalesOrder.Line.of(product, BigDecimal.ONE, null))
                        .toList(),
                null);
        return OrderFacts.read(tx, actor.companyWide(), List.of(asked));
    }

    /** Hands a draft over to be applied; one that needs approval is applied as soon as it has it. */
    public OrderAnswer submit(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderChangeState.LIFE.check(state(header), OrderChangeState.SUBMIT, SUBMITTED);
        return approvals.govern(tx, KIND)
                        && approvals.request(tx, actor, KIND, id) instanceof ApprovalAnswer.AlreadyApproved
                ? apply(tx, actor, header, true)
                : move(tx, actor, header, OrderChangeState.SUBMIT, SUBMITTED, "");
    }

    /** Takes a submitted or held change back to be edited. */
    public OrderAnswer returnToDraft(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderAnswer answer = move(tx, actor, header, OrderChangeState.RETURN, DRAFT, "");
        approvals.withdraw(tx, actor, KIND, id, "");
        endHold(tx, actor, header);
        return answer;
    }

    /** Takes a change back altogether: the order stays as it is. */
    public OrderAnswer withdraw(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderAnswer answer = move(tx, actor, header, OrderChangeState.WITHDRAW, WITHDRAWN, reason);
        approvals.withdraw(tx, actor, KIND, id, reason);
        endHold(tx, actor, header);
        tables.end(tx, id);
        return answer;
    }

    private void endHold(Tx tx, Actor actor, Header header) {
        if (header.state().equals(HELD.name())) {
            credit.withdraw(tx, actor, header.id());
        }
    }

    /** Makes the order what the change says: approval, price authority, stock and credit, in one step. One that still needs approval is submitted instead. */
    public OrderAnswer apply(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        OrderChangeState state = state(header);
        OrderChangeState.LIFE.check(state, OrderChangeState.APPLY);
        if (!approvals.govern(tx, KIND)) {
            return apply(tx, actor, header, false);
        }
        return switch (approvals.request(tx, actor, KIND, id)) {
            case ApprovalAnswer.NotNeeded n -> apply(tx, actor, header, false);
            case ApprovalAnswer.AlreadyApproved a -> apply(tx, actor, header, true);
            case ApprovalAnswer.Pending p ->
                state == DRAFT
                        ? move(tx, actor, header, OrderChangeState.SUBMIT, SUBMITTED, "")
                        : new OrderAnswer.Saved(placed(header, tables.read(tx, header)));
        };
    }

    /** Applies a change that was just approved, on its asker's request. */
    OrderAnswer applyApproved(Tx tx, Actor asker, UUID id) {
        return apply(tx, asker, headers.lock(tx, asker.companyWide(), KIND, id, null), true);
    }

    /** Tries a held change again, for the credit controllers' worklist: the caller has checked the right to release it. */
    boolean applyAgain(Tx tx, Actor actor, UUID id) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        if (!header.state().equals(HELD.name())) {
            return false;
        }
        boolean governed = approvals.govern(tx, KIND);
        if (governed && approvals.isPending(tx, KIND, id)) {
            return false;
        }
        boolean approved = governed && approvals.isApproved(tx, actor, KIND, id);
        return apply(tx, actor, header, approved) instanceof OrderAnswer.Confirmed;
    }

    /** Those who were to approve it sent it back to be mended. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        move(tx, actor, header, OrderChangeState.RETURN, DRAFT, reason);
        endHold(tx, actor, header);
    }

    /** A controller refuses a held change: it goes back to its author. */
    void refused(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        move(tx, actor, header, OrderChangeState.RETURN, DRAFT, reason);
        approvals.withdraw(tx, actor, KIND, id, reason);
    }

    /** Somebody whose approval it needed said no. */
    void rejected(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        move(tx, actor, header, OrderChangeState.REJECT, REJECTED, reason);
        endHold(tx, actor, header);
        tables.end(tx, id);
    }

    // ---- applying ----

    /** A change as it is about to be applied: the order under its lock, and what it would become. */
    private record Due(
            Header header,
            SalesOrder before,
            WantedOrder wanted,
            ChangedOrder after,
            @Nullable PaymentTerm term,
            boolean otherTerm,
            boolean longer,
            boolean better,
            @Nullable DiscountOffer offer) {

        Money difference() {
            return after.total().minus(new Money(before.total(), before.currency()));
        }

        Placed placed(Header change, OrderChangeState to) {
            return Placed.of(change, after.net(), after.tax()).moved(to, change.version() + 1);
        }

        CreditRequest request(UUID change, LocalDate today) {
            return CreditRequest.changing(
                            change,
                            before.customer(),
                            difference(),
                            today,
                            term == null ? null : term.due(today),
                            new CreditRequest.Change(before.id(), after.total(), longer || better, offer))
                    .of(after.shares(before));
        }
    }

    private Due due(Tx tx, Actor actor, OrderChange change, Header order) {
        SalesOrder before = orders.read(tx, order);
        WantedOrder wanted = change.wanted();
        Map<UUID, PaymentTerm> terms =
                tables.terms(tx, Arrays.<@Nullable UUID>asList(before.paymentTerm(), wanted.paymentTerm()));
        PaymentTerm old = before.paymentTerm() == null ? null : terms.get(before.paymentTerm());
        PaymentTerm term = wanted.paymentTerm() == null ? null : terms.get(wanted.paymentTerm());
        DiscountOffer offer = null;
        boolean better = false;
        if (wanted.offers()) {
            DiscountTerm offered = offered(tx, before);
            offer = wanted.discountTerm() == null
                    ? DiscountOffer.NONE
                    : discounts.find(tx, wanted.discountTerm()).offer();
            better = offer.isBetterThan(offered == null ? DiscountOffer.NONE : offered.offer());
        }
        return new Due(
                order,
                before,
                wanted,
                ChangedOrder.of(before, wanted, spokenFor(tx, before)),
                term,
                !Objects.equals(before.paymentTerm(), wanted.paymentTerm()),
                days(term, actor.today()) > days(old, actor.today()),
                better,
                offer);
    }

    private static long days(@Nullable PaymentTerm term, LocalDate from) {
        return term == null ? 0 : ChronoUnit.DAYS.between(from, term.due(from));
    }

    /** What it would ask the gate for if it were applied now; null where it can't be. */
    @Nullable
    CreditRequest wouldAsk(Tx tx, Actor actor, Header header) {
        OrderChange change = tables.read(tx, header);
        Header order = headers.find(tx, actor.companyWide(), SalesOrders.KIND, change.order());
        Due due = due(tx, actor, change, order);
        return due.after.troubles().isEmpty() ? due.request(header.id(), actor.today()) : null;
    }

    private OrderAnswer apply(Tx tx, Actor actor, Header header, boolean approved) {
        OrderChangeState state = state(header);
        OrderChangeState.LIFE.check(state, OrderChangeState.APPLY);
        OrderChange change = tables.read(tx, header);
        Header order = headers.lock(tx, actor.companyWide(), SalesOrders.KIND, change.order(), null);
        Due due = due(tx, actor, change, order);
        List<Reason> reasons = new ArrayList<>(overtaken(due, change));
        if (reasons.isEmpty()) {
            reasons.addAll(salesReasons(tx, actor, due, approved));
        }
        if (ConfirmRules.stops(reasons)) {
            return new OrderAnswer.Refused(placed(header, change), reasons);
        }
        if (due.better && !approved && state != HELD) { // what is on hold has passed here before
            actor.require(MAY_BETTER_DISCOUNT);
            if (actor.user().equals(header.createdBy()) || actor.user().equals(header.changedBy())) {
                throw Problem.of(403, "order-change-discount-second", header.number());
            }
        }
        CreditRequest first = due.request(header.id(), actor.today());
        CreditDecision decision = credit.reserve(tx, actor, state == HELD ? first.again() : first);
        return switch (decision) {
            case CreditDecision.Held held -> {
                Placed placed = placed(header, change);
                if (state != HELD) {
                    headers.move(tx, actor, header, OrderChangeState.APPLY, HELD, Map.of());
                    placed = due.placed(header, HELD);
                }
                reasons.addAll(Reason.of(held.objections()));
                yield new OrderAnswer.Held(
                        placed,
                        reasons,
                        held.ways().stream().map(OrderAnswer.Way::of).toList());
            }
            case CreditDecision.Granted granted -> {
                carryOut(tx, actor, header, due);
                reasons.addAll(Reason.of(granted.warnings()));
                yield new OrderAnswer.Confirmed(due.placed(header, APPLIED), reasons);
            }
        };
    }

    /** What has happened to the order since the change was entered. */
    private static List<Reason> overtaken(Due due, OrderChange change) {
        if (!due.header.state().equals(OrderState.CONFIRMED.name())) {
            return List.of(new Reason("sales", "change-order-not-open", false, Map.of("order", due.header.number())));
        }
        List<Reason> reasons = new ArrayList<>();
        for (ChangedOrder.Trouble trouble : due.after.troubles()) {
            OrderChange.Line line =
                    change.lines().stream().filter(trouble::isAbout).findFirst().orElse(null);
            if (line == null) {
                reasons.add(new Reason(
                        "sales",
                        trouble.place().equals(ChangedOrder.CHARGES) ? "change-charge-stays" : "change-overtaken",
                        false,
                        Map.of("order", due.header.number())));
                continue;
            }
            Map<String, String> figures = new LinkedHashMap<>();
            figures.put("line", String.valueOf(line.position()));
            figures.put("product", line.productCode());
            figures.put("delivered", trouble.figures().getFirst());
            figures.put("wanted", line.quantity().stripTrailingZeros().toPlainString());
            String code = trouble.code().endsWith("delivered") ? "change-below-delivered" : "change-spoken-for";
            reasons.add(new Reason("sales", code, false, figures));
        }
        return reasons;
    }

    /** What the rules of confirming say to new prices, and to more of something. */
    private static List<Reason> salesReasons(Tx tx, Actor actor, Due due, boolean approved) {
        OrderFacts facts = facts(
                tx,
                actor,
                due.before,
                due.after.pieces().stream().map(ChangedOrder.Piece::product).toList(),
                null);
        boolean mayBelow = approved || actor.may(ConfirmRules.MAY_SELL_BELOW);
        List<Reason> reasons = new ArrayList<>(
                ConfirmRules.check(mayBelow, StockCheck.IGNORE, due.after.forRules(due.before, facts.offers, true)));
        reasons.addAll(ConfirmRules.check(true, facts.stockCheck, due.after.forRules(due.before, facts.offers, false)));
        return reasons;
    }

    private void carryOut(Tx tx, Actor actor, Header header, Due due) {
        SalesOrder before = due.before;
        Header order = due.header;
        OrderState to = due.after.isDelivered() ? OrderState.DELIVERED : OrderState.CONFIRMED;
        OrderLife.TABLE.check(OrderState.CONFIRMED, OrderLife.CHANGE, to);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("orderChange", header.number());
        facts.putAll(OrderDifference.between(before, due.wanted, due.after));
        headers.move(tx, actor, order.withTotal(due.after.total().amount()), OrderLife.CHANGE, to, facts);
        headers.move(
                tx, actor, header.withTotal(due.after.total().amount()), OrderChangeState.APPLY, APPLIED, Map.of());
        @Nullable DiscountTerm offered = offered(tx, before);
        tables.write(tx, header.id(), before, due.wanted, due.after, id(offered));
        tables.apply(tx, order, before, due.wanted, due.after);
        tables.applied(tx, header.id(), actor.user());
        if (due.wanted.offers()) {
            discounts.offerTo(tx, before.id(), before.customer(), due.wanted.discountTerm(), header.number());
        }
        if (before.basis() == ReceivableBasis.ORDER) {
            tx.flush(); // what is owed anew is offered the new discount
            receivables.follow(
                    tx,
                    actor,
                    new OrderReceivables.Changed(
                            new OrderReceivables.Confirmed(
                                    before.id(),
                                    before.number(),
                                    before.customer(),
                                    before.date(),
                                    due.term,
                                    due.after.total(),
                                    due.after.tax()),
                            due.difference(),
                            due.after.tax().minus(new Money(before.tax(), before.currency())),
                            due.otherTerm || due.wanted.offers()));
        }
    }

    private OrderAnswer move(Tx tx, Actor actor, Header header, String move, OrderChangeState to, String reason) {
        OrderChangeState.LIFE.check(state(header), move, to);
        headers.move(tx, actor, header, move, to, reason.isEmpty() ? Map.of() : Map.of("reason", reason));
        return new OrderAnswer.Saved(placed(header, tables.read(tx, header)).moved(to, header.version() + 1));
    }

    private static OrderChangeState state(Header header) {
        return OrderChangeState.valueOf(header.state());
    }

    private static Placed placed(Header header, OrderChange change) {
        return Placed.of(
                header, new Money(change.net(), change.currency()), new Money(change.tax(), change.currency()));
    }

    /** The moves a page may offer for a change, each with the reason when it can't be made. */
    public Map<String, String> moves(Actor actor, OrderChange change) {
        Map<String, String> moves = new LinkedHashMap<>();
        for (String move : OrderChangeState.LIFE.moves(OrderChangeState.valueOf(change.state()))) {
            if (!move.equals(OrderChangeState.REJECT)) { // that is for those whose approval it needs
                moves.put(move, actor.may(KIND + "." + move) ? "" : "forbidden");
            }
        }
        return moves;
    }
}
