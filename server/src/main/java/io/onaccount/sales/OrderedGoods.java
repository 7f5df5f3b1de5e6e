package io.onaccount.sales;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerm.Dates;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of confirmed orders is still to be delivered, and that it left or came back: the door of whoever moves the goods. */
@Component
public final class OrderedGoods {
    /** The kind of the orders' headers, for those who lock them. */
    public static final String KIND = SalesOrders.KIND;

    private final Headers headers;
    private final CreditControl credit;

    OrderedGoods(Headers headers, CreditControl credit) {
        this.headers = headers;
        this.credit = credit;
    }

    /**
     * One line.
     *
     * @param notified what stands on shipping notices and has not left
     * @param amounts of the whole line
     * @param ahead how much of what is open is invoiced already; it leaves first
     * @param aheadTotal what of the line's total that is
     */
    public record Line(
            int position,
            UUID product,
            String productCode,
            boolean stocked,
            BigDecimal quantity,
            BigDecimal delivered,
            BigDecimal notified,
            LineAmounts amounts,
            BigDecimal ahead,
            Money aheadTotal) {

        public BigDecimal open() {
            return quantity.subtract(delivered);
        }

        /** What has not left and stands on no shipping notice. */
        public BigDecimal free() {
            return open().subtract(notified);
        }

        /** The most that so much of it can come to when it leaves, whatever left before: a minor unit above its share where that isn't even. */
        public Money most(BigDecimal part) {
            Money share = amounts.total().share(part, quantity);
            boolean isLess = share.amount()
                            .multiply(quantity)
                            .compareTo(amounts.total().amount().multiply(part))
                    < 0;
            BigDecimal unit = BigDecimal.ONE.movePointLeft(Money.digits(share.currency()));
            return isLess ? share.plus(new Money(unit, share.currency())) : share;
        }
    }

    /**
     * An order as the warehouse sees it.
     *
     * @param charges freight and the like, due with the first delivery; zero when that has left
     * @param chargesAhead what of them is invoiced already
     * @param term null: to be paid on delivery
     * @param left what its deliveries were worth so far, charges included
     * @param basis when the customer owes for it; by {@code ORDER} they do already
     */
    public record Order(
            Header header,
            UUID customer,
            String contact,
            String deliveryAddress,
            @Nullable PaymentTerm term,
            ReceivableBasis basis,
            LineAmounts charges,
            Money chargesAhead,
            Money left,
            Map<Integer, Line> lines) {

        /** What it is in. */
        public String currency() {
            Money foreign = charges.foreign();
            return foreign == null ? left.currency() : foreign.currency();
        }

        /** Whether money is to be there before its goods leave (款到发货, 定金). */
        public boolean isPrepaid() {
            return term != null && term.isPrepaid();
        }

        /** How much is to be there before so much more leaves. */
        public Money neededBefore(Money leaving) {
            Money whole = new Money(Objects.requireNonNull(header.total()), left.currency());
            return term == null ? Money.zero(left.currency()) : term.beforeDelivery(whole, left.plus(leaving));
        }

        public UUID id() {
            return header.id();
        }

        public String number() {
            return header.number();
        }

        /** Whether nothing of it has left yet. */
        public boolean isUntouched() {
            return lines.values().stream().allMatch(l -> l.delivered().signum() == 0);
        }

        public boolean isConfirmed() {
            return header.state().equals(OrderState.CONFIRMED.name());
        }

        /** How what is delivered on a day falls due; without a term on that day. */
        public List<Instalment> instalments(Money amount, LocalDate delivered, WorkingDays calendar) {
            return term == null
                    ? List.of(Instalment.whole(amount, delivered))
                    : term.instalments(amount, Dates.of(header.date(), delivered), calendar);
        }

        /** What remains when these quantities have left too. */
        boolean isCompletedBy(Map<Integer, BigDecimal> leaving) {
            return lines.values().stream()
                    .allMatch(l -> l.open().compareTo(leaving.getOrDefault(l.position(), BigDecimal.ZERO)) == 0);
        }
    }

    /**
     * So much of a line leaves.
     *
     * @param notified whether it stands on a shipping notice
     */
    public record Part(UUID order, int position, BigDecimal quantity, boolean notified) {
        /** It stands on no notice. */
        public Part(UUID order, int position, BigDecimal quantity) {
            this(order, position, quantity, false);
        }
    }

    /**
     * What parts are worth at the order's prices.
     *
     * @param parts in the order they were named
     * @param charges by order, for those whose charges leave with this
     * @param covered what of each part was invoiced before it left
     */
    public record Value(List<LineAmounts> parts, Map<UUID, LineAmounts> charges, List<Covered> covered) {}

    /**
     * What of a part was invoiced before it left.
     *
     * @param total of it, at the order's prices
     */
    public record Covered(BigDecimal quantity, Money total) {
        static Covered nothing(String currency) {
            return new Covered(BigDecimal.ZERO, Money.zero(currency));
        }

        /** What of so much that leaves of a line is, when so much of it left and so much was taken by other parts already. */
        private static Covered of(Line line, BigDecimal before, BigDecimal leaving, LineAmounts worth, Covered taken) {
            BigDecimal left = line.ahead().subtract(taken.quantity);
            BigDecimal some = leaving.min(left);
            Money zero = Money.zero(worth.total().currency());
            if (some.signum() <= 0) {
                return new Covered(BigDecimal.ZERO, zero);
            }
            Money rest = line.aheadTotal().minus(taken.total);
            Money total = some.compareTo(left) == 0
                    ? rest
                    : line.amounts()
                            .between(before, before.add(some), line.quantity())
                            .total();
            return new Covered(some, total.min(rest).min(worth.total()).max(zero));
        }

        private Covered plus(Covered other) {
            return new Covered(quantity.add(other.quantity), total.plus(other.total));
        }
    }

    /** Orders locked in the order of their ids until the transaction ends, by id; 404 for the first that is unknown or outside the actor's scope. */
    public Map<UUID, Order> lock(Tx tx, Actor actor, Collection<UUID> orders) {
        return load(tx, headers.lock(tx, actor, SalesOrders.KIND, new TreeSet<>(orders)));
    }

    private static Map<UUID, Order> load(Tx tx, Map<UUID, Header> headers) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        SqlArray ids = SqlArray.of("uuid", headers.keySet());
        Map<UUID, Map<Integer, Line>> lines = new LinkedHashMap<>();
        tx.list(
                """
                select l.order_id, l.position, l.product_id, p.code, p.stocked, l.quantity, l.delivered_quantity, l.notified_quantity, l.net, l.tax, l.total,
                    l.ahead_quantity, l.ahead_total, l.fx_total, o.fx_currency
                from sales.order_line l
                join sales.sales_order o on o.company_id = l.company_id and o.id = l.order_id
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.order_id = any(?) order by l.order_id, l.position""",
                row -> lines.computeIfAbsent(row.uuid("order_id"), id -> new LinkedHashMap<>())
                        .put(
                                row.integer("position"),
                                new Line(
                                        row.integer("position"),
                                        row.uuid("product_id"),
                                        row.text("code"),
                                        row.bool("stocked"),
                                        row.decimal("quantity"),
                                        row.decimal("delivered_quantity"),
                                        row.decimal("notified_quantity"),
                                        OrderTables.amounts(row, currency(headers, row.uuid("order_id")))
                                                .in(OrderTables.foreign(row)),
                                        row.decimal("ahead_quantity"),
                                        row.money("ahead_total", currency(headers, row.uuid("order_id"))))),
                tx.company(),
                ids);
        Map<UUID, Order> orders = new LinkedHashMap<>();
        tx.list(
                        """
                        select o.id, o.party_id, o.basis, o.delivered_total, o.contact, o.delivery_address, c.net, c.tax, c.total, c.ahead, c.fx_total,
                            o.fx_currency, to_jsonb(t)::text as term
                        from sales.sales_order o
                        left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                        cross join lateral (select coalesce(sum(c.net), 0) as net, coalesce(sum(c.tax), 0) as tax, coalesce(sum(c.total), 0) as total,
                                coalesce(sum(c.ahead_total), 0) as ahead, coalesce(sum(c.fx_total), 0) as fx_total
                            from sales.order_charge c where c.company_id = o.company_id and c.order_id = o.id and not o.charges_delivered) c
                        where o.company_id = ? and o.id = any(?)""",
                        row -> new Order(
                                Objects.requireNonNull(headers.get(row.uuid("id"))),
                                row.uuid("party_id"),
                                row.text("contact"),
                                row.text("delivery_address"),
                                PaymentTerms.of(row),
                                row.choice("basis", ReceivableBasis.class),
                                OrderTables.amounts(row, currency(headers, row.uuid("id")))
                                        .in(OrderTables.foreign(row)),
                                row.money("ahead", currency(headers, row.uuid("id"))),
                                row.money("delivered_total", currency(headers, row.uuid("id"))),
                                lines.getOrDefault(row.uuid("id"), Map.of())),
                        tx.company(),
                        ids)
                .forEach(order -> orders.put(order.id(), order));
        return orders;
    }

    private static String currency(Map<UUID, Header> headers, UUID order) {
        return Objects.requireNonNull(Objects.requireNonNull(headers.get(order)).currency());
    }

    /**
     * What the parts are worth if they left now. 409 {@code order-not-open} for an order that isn't confirmed, {@code more-than-ordered} for
     * more than is open, {@code notified-already} for more than no shipping notice stands on; all name it. A line named twice counts with both.
     */
    public Value value(Map<UUID, Order> orders, List<Part> parts) {
        List<LineAmounts> values = new ArrayList<>(parts.size());
        Map<UUID, LineAmounts> charges = new LinkedHashMap<>();
        Map<UUID, Map<Integer, BigDecimal>> leaving = new LinkedHashMap<>();
        List<Covered> covered = new ArrayList<>(parts.size());
        IdentityHashMap<Line, Covered> taken = new IdentityHashMap<>();
        Map<UUID, Map<Integer, BigDecimal>> byNotice = new LinkedHashMap<>();
        for (Part part : parts) {
            Order order = Objects.requireNonNull(orders.get(part.order()));
            if (!order.isConfirmed()) {
                throw Problem.conflict("order-not-open", order.number());
            }
            Line line = order.lines().get(part.position());
            if (line == null) {
                throw Problem.notFound("order-line", order.number() + "/" + part.position());
            }
            Map<Integer, BigDecimal> ofOrder = leaving.computeIfAbsent(order.id(), id -> new LinkedHashMap<>());
            BigDecimal before = line.delivered().add(ofOrder.getOrDefault(part.position(), BigDecimal.ZERO));
            BigDecimal after = before.add(part.quantity());
            if (after.compareTo(line.quantity()) > 0) {
                throw Problem.conflict(
                        "more-than-ordered",
                        order.number(),
                        part.position(),
                        line.productCode(),
                        plain(line.open()),
                        plain(after.subtract(line.delivered())));
            }
            ofOrder.merge(part.position(), part.quantity(), BigDecimal::add);
            Map<Integer, BigDecimal> noticed = byNotice.computeIfAbsent(order.id(), id -> new LinkedHashMap<>());
            BigDecimal byNotices = noticed.merge(
                    part.position(), part.notified() ? part.quantity() : BigDecimal.ZERO, BigDecimal::add);
            BigDecimal freely = after.subtract(line.delivered()).subtract(byNotices);
            if (freely.compareTo(line.free()) > 0) {
                throw Problem.conflict(
                        "notified-already",
                        order.number(),
                        part.position(),
                        line.productCode(),
                        plain(line.free()),
                        plain(line.notified()));
            }
            if (byNotices.compareTo(line.notified()) > 0) {
                throw new IllegalStateException("more on notices than was notified of " + order.number());
            }
            LineAmounts worth = line.amounts().between(before, after, line.quantity());
            values.add(worth);
            Covered sofar =
                    taken.getOrDefault(line, Covered.nothing(worth.total().currency()));
            Covered ahead = Covered.of(line, before, part.quantity(), worth, sofar);
            covered.add(ahead);
            taken.put(line, sofar.plus(ahead));
            if (!order.charges().total().isZero()) {
                charges.put(order.id(), order.charges());
            }
        }
        return new Value(values, charges, covered);
    }

    /**
     * The parts leave: what is delivered grows, the order moves on when nothing is left, and the credit of what left is no longer that of an
     * order, from the day named for it. What was invoiced before it left is no longer ordered already and leaves first. The orders are locked. The caller raises the receivable in the same transaction, so that exposure does not dip.
     */
    public Value deliver(Tx tx, Actor actor, Map<UUID, LocalDate> on, Map<UUID, Order> orders, List<Part> parts) {
        Value value = value(orders, parts);
        Map<UUID, Map<Integer, BigDecimal>> leaving = new LinkedHashMap<>();
        Map<UUID, Map<Integer, BigDecimal>> byNotice = new LinkedHashMap<>();
        Map<UUID, LineAmounts> worth = new LinkedHashMap<>(value.charges());
        Map<UUID, Map<Integer, Covered>> covered = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            covered.computeIfAbsent(part.order(), id -> new LinkedHashMap<>())
                    .merge(part.position(), value.covered().get(i), Covered::plus);
            byNotice.computeIfAbsent(part.order(), id -> new LinkedHashMap<>())
                    .merge(part.position(), part.notified() ? part.quantity() : BigDecimal.ZERO, BigDecimal::add);
            leaving.computeIfAbsent(part.order(), id -> new LinkedHashMap<>())
                    .merge(part.position(), part.quantity(), BigDecimal::add);
            worth.merge(part.order(), value.parts().get(i), LineAmounts::plus);
        }
        record LineStep(
                UUID order,
                int position,
                BigDecimal quantity,
                BigDecimal notified,
                Money total,
                BigDecimal ahead,
                Money freed) {}
        List<LineStep> steps = new ArrayList<>();
        List<Headers.Moved> moved = new ArrayList<>();
        leaving.forEach((id, quantities) -> {
            Order order = Objects.requireNonNull(orders.get(id));
            Money freed = value.charges().containsKey(id)
                    ? order.chargesAhead()
                    : Money.zero(order.left().currency());
            for (Map.Entry<Integer, BigDecimal> part : quantities.entrySet()) {
                Line line = Objects.requireNonNull(order.lines().get(part.getKey()));
                BigDecimal after = line.delivered().add(part.getValue());
                Covered ahead = Objects.requireNonNull(
                        Objects.requireNonNull(covered.get(id)).get(part.getKey()));
                // Nothing is left of it when all of it has left.
                Money less = ahead.quantity().compareTo(line.ahead()) == 0 ? line.aheadTotal() : ahead.total();
                freed = freed.plus(less);
                steps.add(new LineStep(
                        id,
                        part.getKey(),
                        part.getValue(),
                        Objects.requireNonNull(
                                Objects.requireNonNull(byNotice.get(id)).get(part.getKey())),
                        line.amounts().total().share(after, line.quantity()),
                        ahead.quantity(),
                        less));
            }
            OrderState to = order.isCompletedBy(quantities) ? OrderState.DELIVERED : OrderState.CONFIRMED;
            OrderLife.TABLE.check(OrderState.valueOf(order.header().state()), OrderLife.DELIVER, to);
            Money left = Objects.requireNonNull(worth.get(id)).total();
            moved.add(new Headers.Moved(order.header(), to, Map.of("delivered", left.amount())));
            if (order.basis() != ReceivableBasis.ORDER) {
                credit.move(
                        tx,
                        actor,
                        order.customer(),
                        id,
                        Objects.requireNonNull(on.get(id)),
                        Bucket.ORDERED,
                        order.basis() == ReceivableBasis.INVOICE ? freed.minus(left) : left.negated(),
                        OrderLife.DELIVER);
            }
        });
        headers.move(tx, actor, OrderLife.DELIVER, moved);
        tx.addExpecting(
                Rank.DETAIL,
                steps.size(),
                () -> new IllegalStateException("more delivered than ordered under the order's lock"),
                """
                update sales.order_line l set delivered_quantity = l.delivered_quantity + s.quantity, delivered_total = s.total,
                  notified_quantity = l.notified_quantity - s.notified, ahead_quantity = l.ahead_quantity - s.ahead, ahead_total = l.ahead_total - s.freed,
                  due_on = case when l.delivered_quantity + s.quantity < l.quantity then l.due_on end
                from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])
                  as s (order_id, position, quantity, notified, total, ahead, freed)
                where l.company_id = ? and l.order_id = s.order_id and l.position = s.position and l.delivered_quantity + s.quantity <= l.quantity""",
                SqlArray.of("uuid", steps, LineStep::order),
                SqlArray.of("smallint", steps, LineStep::position),
                SqlArray.of("numeric", steps, LineStep::quantity),
                SqlArray.of("numeric", steps, LineStep::notified),
                SqlArray.of("numeric", steps, LineStep::total),
                SqlArray.of("numeric", steps, LineStep::ahead),
                SqlArray.of("numeric", steps, LineStep::freed),
                tx.company());
        List<UUID> ids = List.copyOf(leaving.keySet());
        tx.add(
                Rank.DETAIL,
                """
                update sales.sales_order o set delivered_total = o.delivered_total + d.total, charges_delivered = true
                from unnest(?::uuid[], ?::numeric[]) as d (id, total) where o.company_id = ? and o.id = d.id""",
                SqlArray.of("uuid", ids),
                SqlArray.of(
                        "numeric",
                        ids,
                        id -> Objects.requireNonNull(worth.get(id)).total()),
                tx.company());
        return value;
    }

    /**
     * So much of a line or charge is invoiced, or taken back by a red invoice (negative).
     *
     * @param total of it, at the order's prices
     * @param ahead whether it was invoiced before it left
     * @param open whether it is still to leave
     */
    public record Invoiced(
            UUID order, int position, boolean charge, BigDecimal quantity, Money total, boolean ahead, boolean open) {}

    /**
     * Counts what is invoiced. What is invoiced before it left, of orders owed for by invoice, is no longer ordered: the caller raises the receivable in
     * the same transaction. The orders are locked.
     */
    public void invoiced(Tx tx, Actor actor, List<Invoiced> parts, LocalDate on, String cause) {
        List<Invoiced> lines =
                parts.stream().filter(p -> !p.charge() && p.open()).toList();
        List<Invoiced> charges = parts.stream().filter(Invoiced::charge).toList();
        if (!lines.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    update sales.order_line l set ahead_quantity = l.ahead_quantity + n.quantity, ahead_total = l.ahead_total + n.total
                    from (select order_id, position, sum(quantity) as quantity, sum(total) as total
                      from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[]) as u (order_id, position, quantity, total) group by 1, 2) n
                    where l.company_id = ? and l.order_id = n.order_id and l.position = n.position""",
                    SqlArray.of("uuid", lines, Invoiced::order),
                    SqlArray.of("smallint", lines, Invoiced::position),
                    SqlArray.of("numeric", lines, Invoiced::quantity),
                    SqlArray.of("numeric", lines, Invoiced::total),
                    tx.company());
        }
        if (!charges.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    update sales.order_charge c set invoiced_quantity = c.invoiced_quantity + n.quantity, ahead_total = c.ahead_total + n.total
                    from (select order_id, position, sum(quantity) as quantity, sum(total) as total
                      from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[]) as u (order_id, position, quantity, total) group by 1, 2) n
                    where c.company_id = ? and c.order_id = n.order_id and c.position = n.position""",
                    SqlArray.of("uuid", charges, Invoiced::order),
                    SqlArray.of("smallint", charges, Invoiced::position),
                    SqlArray.of("numeric", charges, Invoiced::quantity),
                    SqlArray.of(
                            "numeric",
                            charges,
                            c -> c.ahead() ? c.total() : Money.zero(c.total().currency())),
                    tx.company());
        }
        Map<UUID, Money> ordered = new LinkedHashMap<>();
        parts.stream()
                .filter(p -> p.ahead() && p.open())
                .forEach(p -> ordered.merge(p.order(), p.total().negated(), Money::plus));
        if (ordered.isEmpty()) {
            return;
        }
        tx.list(
                "select o.id, o.party_id from sales.sales_order o where o.company_id = ? and o.id = any(?) and o.basis = 'INVOICE' order by o.id",
                row -> {
                    UUID id = row.uuid("id");
                    Money amount = Objects.requireNonNull(ordered.get(id));
                    if (!amount.isZero()) {
                        credit.move(tx, actor, row.uuid("party_id"), id, on, Bucket.ORDERED, amount, cause);
                    }
                    return id;
                },
                tx.company(),
                SqlArray.of("uuid", ordered.keySet()));
    }

    /** These parts stand on shipping notices from now on, and no longer where they are less than nothing. The orders are locked and {@link #value} was asked. */
    public void noticed(Tx tx, List<Part> parts) {
        count(tx, parts, "notified_quantity", "order line of a shipping notice is missing");
    }

    /** So much of delivered lines came back; what was ordered counts as delivered all the same. */
    public void takeBack(Tx tx, List<Part> parts) {
        count(tx, parts, "returned_quantity", "order line of a returned delivery is missing");
    }

    private static void count(Tx tx, List<Part> parts, String column, String missing) {
        if (parts.isEmpty()) {
            return;
        }
        List<Part> rows = summed(parts);
        tx.addExpecting(
                Rank.DETAIL,
                rows.size(),
                () -> new IllegalStateException(missing),
                """
                update sales.order_line l set $column = l.$column + s.quantity
                from unnest(?::uuid[], ?::smallint[], ?::numeric[]) as s (order_id, position, quantity)
                where l.company_id = ? and l.order_id = s.order_id and l.position = s.position""".replace("$column", column),
                SqlArray.of("uuid", rows, Part::order),
                SqlArray.of("smallint", rows, Part::position),
                SqlArray.of("numeric", rows, Part::quantity),
                tx.company());
    }

    private static List<Part> summed(List<Part> parts) {
        Map<List<Object>, Part> sums = new LinkedHashMap<>();
        for (Part part : parts) {
            sums.merge(
                    List.of(part.order(), part.position()),
                    part,
                    (a, b) -> new Part(a.order(), a.position(), a.quantity().add(b.quantity())));
        }
        return List.copyOf(sums.values());
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
