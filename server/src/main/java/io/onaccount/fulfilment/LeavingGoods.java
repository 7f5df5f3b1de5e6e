package io.onaccount.fulfilment;

import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.Prepayment;
import io.onaccount.organization.Actor;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.sales.OrderedGoods.Order;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** May goods of orders go? Asked twice of the same goods: when the warehouse is told to ship them and when they leave. */
@Component
final class LeavingGoods {
    private final CreditControl credit;
    private final OpenItems items;

    LeavingGoods(CreditControl credit, OpenItems items) {
        this.credit = credit;
        this.items = items;
    }

    /**
     * What one document wants to let go.
     *
     * @param worth the most it may come to, which a release of it covers
     * @param byOrder what it brings of each order, charges included
     * @param products what it brings of each line, by its product
     * @param notices the shipping notices it leaves by
     */
    record Goods(
            UUID document,
            UUID customer,
            LocalDate date,
            Money worth,
            Map<UUID, LineAmounts> byOrder,
            List<CreditRequest.Share> products,
            Collection<UUID> notices) {}

    /**
     * One answer each, as if those before it had left.
     *
     * @param orders locked, so that two documents can't lean on the same money
     * @param before what was let go of each order already and has not left
     * @param mayWait whether they may wait on hold already, which then ends
     */
    List<CreditDecision> ask(
            Tx tx,
            Actor actor,
            ControlPoint point,
            List<Goods> goods,
            Map<UUID, Order> orders,
            Map<UUID, Money> before,
            boolean mayWait) {
        List<NewOpenItem> needed = new ArrayList<>();
        Map<UUID, Money> left = new HashMap<>(before);
        for (Goods some : goods) {
            some.byOrder().forEach((id, amounts) -> {
                Order order = Objects.requireNonNull(orders.get(id));
                if (order.isPrepaid()) {
                    Money withThis = left.merge(id, amounts.total(), Money::plus);
                    needed.add(needed(some, order, order.neededBefore(withThis), amounts));
                }
            });
        }
        Iterator<BigDecimal> there =
                (needed.isEmpty() ? List.<BigDecimal>of() : items.paidBefore(tx, actor, needed)).iterator();
        Map<UUID, List<Prepayment>> prepayments = new HashMap<>();
        needed.forEach(item -> prepayments
                .computeIfAbsent(item.document(), id -> new ArrayList<>())
                .add(new Prepayment(item.number(), item.amount().amount(), there.next())));
        List<CreditControl.Leaving> leaving = new ArrayList<>(goods.size());
        for (Goods some : goods) {
            CreditRequest request = point == ControlPoint.SHIPPING_NOTICE
                    ? CreditRequest.shippingNotice(some.document(), some.customer(), some.worth(), actor.today())
                    : CreditRequest.leaving(some.document(), some.customer(), some.worth(), actor.today());
            leaving.add(new CreditControl.Leaving(
                    (mayWait ? request.again() : request).of(some.products()),
                    some.byOrder().keySet(),
                    prepayments.getOrDefault(some.document(), List.of()),
                    some.notices()));
        }
        return credit.leave(tx, actor, leaving);
    }

    /** What is to be there for an order before goods of it leave, taxed as what leaves. */
    private static NewOpenItem needed(Goods some, Order order, Money amount, LineAmounts leaving) {
        Money tax = leaving.total().isZero()
                ? leaving.tax()
                : leaving.tax().share(amount.amount(), leaving.total().amount());
        return new NewOpenItem(
                some.document(),
                some.customer(),
                order.id(),
                ItemKind.DELIVERY,
                order.number(),
                amount,
                some.date(),
                some.date(),
                "",
                tax);
    }

    /** What one delivery or notice brings goes to one customer, and is in one currency. */
    static void checkCustomer(Collection<UUID> named, Map<UUID, Order> orders) {
        UUID customer = null;
        String currency = null;
        for (UUID id : named) {
            Order order = Objects.requireNonNull(orders.get(id));
            if (customer != null && !customer.equals(order.customer())) {
                throw Problem.conflict("wrong-customer", order.number());
            }
            if (currency != null && !currency.equals(order.currency())) {
                throw Problem.conflict("other-currency", order.number(), order.currency(), currency);
            }
            customer = order.customer();
            currency = order.currency();
        }
    }
}
