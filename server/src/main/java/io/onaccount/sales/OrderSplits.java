package io.onaccount.sales;

import static io.onaccount.sales.OrderState.DRAFT;
import static io.onaccount.sales.OrderState.HELD;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderAnswer.Placed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Orders cut in two (拆单, CRD-23), so that what passes the gate need not wait for the rest. */
@Component
public final class OrderSplits {
    private final Headers headers;
    private final Numbering numbering;
    private final CreditControl credit;
    private final OrderTables tables;
    private final Approvals approvals;
    private final OrderReceivables receivables;
    private final QuoteTakings takings;
    private final SalesOrders orders;

    OrderSplits(
            Headers headers,
            Numbering numbering,
            CreditControl credit,
            OrderTables tables,
            Approvals approvals,
            OrderReceivables receivables,
            QuoteTakings takings,
            SalesOrders orders) {
        this.headers = headers;
        this.numbering = numbering;
        this.credit = credit;
        this.tables = tables;
        this.approvals = approvals;
        this.receivables = receivables;
        this.takings = takings;
        this.orders = orders;
    }

    /** Where the rest of a split order goes. */
    public enum Rest {
        /** It waits on hold, as the whole did. */
        HOLD,
        /** It is a draft. */
        DRAFT
    }

    /**
     * The two orders a split made.
     *
     * @param kept what became of the order itself
     * @param rest the new one
     */
    public record Split(OrderAnswer kept, Placed rest) {}

    /**
     * Cuts an order in two (CRD-23): so much of its lines is kept and asks the gate again where the order was on hold; the rest becomes an order of
     * its own with the same customer, owner, terms and prices. Deposits and charges stay with what is kept. A draft's rest is a draft.
     *
     * @param keep so much of each line; a line not named goes into the rest
     */
    public Split split(Tx tx, Actor actor, UUID id, @Nullable Integer version, List<OrderAnswer.Part> keep, Rest rest) {
        Header header = headers.lock(tx, actor, SalesOrders.KIND, id, version);
        boolean held = header.state().equals(HELD.name());
        if (held) {
            actor.require(SalesOrders.KIND + "." + OrderLife.CONFIRM);
        }
        boolean waits = held && rest == Rest.HOLD;
        Halves halves = split(tx, actor, header, keep, waits);
        if (!held) {
            return new Split(new OrderAnswer.Saved(halves.kept), halves.rest);
        }
        OrderAnswer answer = halves.mayPass
                ? orders.confirm(
                        tx, actor, headers.lock(tx, actor.companyWide(), SalesOrders.KIND, id, null), halves.approved)
                : new OrderAnswer.Saved(halves.kept);
        tx.flush(); // the rest is judged beside what was kept
        if (waits) {
            credit.keepWaiting(tx, actor, halves.asks, id);
        }
        return new Split(answer, halves.rest);
    }

    /** As {@link #split}, for the credit controllers, who have checked their own right; what is kept has not asked the gate again yet. */
    HeldDocuments.Rest splitHeld(Tx tx, Actor actor, UUID id, List<OrderAnswer.Part> keep, boolean waits) {
        Halves halves =
                split(tx, actor, headers.lock(tx, actor.companyWide(), SalesOrders.KIND, id, null), keep, waits);
        return new HeldDocuments.Rest(halves.asks, halves.rest.number(), halves.mayPass);
    }

    /** @param approved whether a yes to the whole stands for both halves; mayPass: nobody has to approve what was kept first */
    private record Halves(Placed kept, Placed rest, CreditRequest asks, boolean approved, boolean mayPass) {}

    private Halves split(Tx tx, Actor actor, Header header, List<OrderAnswer.Part> keep, boolean waits) {
        OrderState state = OrderState.valueOf(header.state());
        OrderLife.TABLE.check(state, OrderLife.SPLIT, state);
        SalesOrder order = tables.read(tx, header);
        OrderSplit split = OrderSplit.of(order, keep);
        boolean governed = approvals.govern(tx, SalesOrders.KIND);
        boolean approved = governed && approvals.isApproved(tx, actor, SalesOrders.KIND, header.id());
        LocalDate date = header.date();
        String number = numbering
                .take(actor.company(), SalesOrders.KIND, SalesOrders.NUMBER_PATTERN, date, 1)
                .getFirst();
        OrderState restState = waits ? HELD : DRAFT;
        Header rest = Header.born(
                Ids.next(),
                SalesOrders.KIND,
                number,
                header.title(),
                restState,
                header.party(),
                header.owner(),
                header.department(),
                date,
                header.currency(),
                split.rest().total().amount(),
                header.createdBy() == null ? actor.user() : header.createdBy(),
                headers.now());
        headers.insert(tx, actor, rest, Map.of("splitFrom", header.number()));
        headers.move(
                tx,
                actor,
                header.withTotal(split.kept().total().amount()),
                OrderLife.SPLIT,
                state,
                Map.of(
                        "total",
                        List.of(
                                plain(header.total()),
                                plain(split.kept().total().amount())),
                        "splitInto",
                        number));
        headers.relate(tx, header.id(), rest.id());
        tables.split(tx, header.id(), rest.id(), split);
        takings.split(tx, header.id(), rest.id(), split);
        receivables.offerAsFor(tx, header.id(), rest.id());
        tx.flush();
        boolean mayPass = true;
        if (approved) {
            approvals.carry(tx, actor, SalesOrders.KIND, header.id(), List.of(header.id(), rest.id()));
        } else if (governed && state == HELD) {
            mayPass = !(approvals.request(tx, actor, SalesOrders.KIND, header.id()) instanceof ApprovalAnswer.Pending);
            if (waits) {
                approvals.request(tx, actor, SalesOrders.KIND, rest.id());
            }
        }
        PaymentTerm term = tables.forConfirming(tx, rest).term();
        return new Halves(
                Placed.of(header, split.kept().net(), split.kept().tax()).withVersion(header.version() + 1),
                Placed.of(rest, split.rest().net(), split.rest().tax()),
                CreditRequest.of(
                                rest.id(),
                                order.customer(),
                                split.rest().total(),
                                actor.today(),
                                SalesOrders.due(term, actor.today()))
                        .of(split.rest().shares()),
                approved,
                mayPass);
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "" : amount.stripTrailingZeros().toPlainString();
    }

    /**
     * The largest part of an order that would pass the gate now (CRD-23); all of it when it would pass as it is, nothing when no part would.
     *
     * @param total with the charges, which stay with what is kept
     */
    public record SplitProposal(BigDecimal total, List<OrderAnswer.Part> lines) {}

    /** Proposes how to split a draft or a held order. */
    public SplitProposal proposeSplit(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor, SalesOrders.KIND, id);
        OrderLife.TABLE.check(OrderState.valueOf(header.state()), OrderLife.SPLIT);
        OrderTables.ForConfirming order = tables.forConfirming(tx, header);
        CreditRequest request = order.request(id, actor.today());
        if (credit.simulate(tx, actor, request) instanceof CreditDecision.Held held) {
            return order.shippable().ways(held.ways(), order.total().currency()).stream()
                    .filter(way -> !way.lines().isEmpty())
                    .findFirst()
                    .map(way -> new SplitProposal(Objects.requireNonNull(way.amount()), way.lines()))
                    .orElse(new SplitProposal(BigDecimal.ZERO, List.of()));
        }
        return new SplitProposal(
                order.total().amount(),
                order.lines().stream()
                        .map(l -> new OrderAnswer.Part(l.position(), l.quantity()))
                        .toList());
    }
}
