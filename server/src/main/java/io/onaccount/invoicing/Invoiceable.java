package io.onaccount.invoicing;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.fulfilment.DeliveredGoods;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderedGoods;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What of deliveries and orders can be invoiced, and what a part of it is worth. Judged under the locks of the deliveries and then the orders, so
 * that together nobody invoices more than there is.
 */
@Component
final class Invoiceable {
    private static final int MOST_LINES = 1000;
    private static final Set<String> STILL_TO_LEAVE = Set.of("CONFIRMED", "DELIVERED");
    private static final Set<String> SOLD = Set.of("CONFIRMED", "DELIVERED", "CLOSED");

    private final Headers headers;
    private final DeliveredGoods delivered;

    Invoiceable(Headers headers, DeliveredGoods delivered) {
        this.headers = headers;
        this.delivered = delivered;
    }

    /**
     * What a line is of.
     *
     * @param position of the order's line or charge
     * @param delivery the delivery it left with, or null
     * @param deliveryPosition null also for charges
     */
    record Source(
            UUID order,
            int position,
            boolean charge,
            @Nullable UUID delivery,
            @Nullable Integer deliveryPosition) {}

    /** A line or a charge of an order. */
    private record Goods(UUID order, int position, boolean charge) {}

    private record Left(UUID delivery, int position) {}

    /**
     * A part with its worth.
     *
     * @param ahead whether it is invoiced before it left
     */
    record Valued(
            Source source,
            @Nullable UUID product,
            String name,
            String specification,
            String unit,
            BigDecimal quantity,
            BigDecimal taxRate,
            LineAmounts amounts,
            ReceivableBasis basis,
            boolean ahead) {

        boolean early() {
            return ahead && basis == ReceivableBasis.INVOICE;
        }
    }

    /** So much is invoiced of something that has so much. */
    private static final class Count {
        BigDecimal quantity;
        LineAmounts amounts;

        Count(Row row, String prefix, String currency) {
            this.quantity = row.decimal(prefix + "quantity");
            this.amounts = amounts(row, prefix, currency);
        }

        void add(BigDecimal more, LineAmounts worth) {
            quantity = quantity.add(more);
            amounts = amounts.plus(worth);
        }
    }

    private static LineAmounts amounts(Row row, String prefix, String currency) {
        return new LineAmounts(
                row.money(prefix + "net", currency),
                row.money(prefix + "tax", currency),
                row.money(prefix + "total", currency));
    }

    /** A line or charge of an order as it stands. */
    private static final class Ordered {
        final String name;
        final String specification;
        final String unit;
        final @Nullable UUID product;
        final BigDecimal taxRate;
        /** How many there are in the end: ordered, or only what left when nothing further will. */
        final BigDecimal quantity;

        final LineAmounts worth;
        /** As it was ordered. */
        final LineAmounts whole;

        final BigDecimal ordered;
        final BigDecimal gone;
        final Count invoiced;
        /** Invoiced by the order and not by a delivery, whether it has left since or not. */
        BigDecimal ahead;
        /** What of that is still to leave. */
        BigDecimal stillAhead;

        Money stillAheadTotal;
        /** Left and not invoiced. */
        BigDecimal left;

        final BigDecimal toLeave;
        final @Nullable UUID chargedWith;
        BigDecimal waiting;

        Ordered(Row row, String currency) {
            boolean open = STILL_TO_LEAVE.contains(row.text("state"));
            this.name = row.text("name");
            this.specification = row.text("specification");
            this.unit = row.text("unit");
            this.product = row.uuidOrNull("product_id");
            this.taxRate = row.decimal("tax_rate");
            this.invoiced = new Count(row, "i_", currency);
            this.ahead = row.decimal("ahead");
            this.stillAhead = row.decimal("still_ahead");
            this.stillAheadTotal = row.money("still_ahead_total", currency);
            this.ordered = row.decimal("quantity");
            this.gone = row.decimal("gone");
            this.left = row.decimal("own");
            this.toLeave = open ? row.decimal("quantity").subtract(row.decimal("gone")) : BigDecimal.ZERO;
            this.quantity = (open ? row.decimal("quantity") : row.decimal("gone")).subtract(row.decimal("back"));
            this.chargedWith = row.uuidOrNull("delivery_id");
            this.waiting = row.decimal("waiting");
            this.whole = amounts(row, "", currency);
            Money total =
                    (open ? whole.total() : row.money("gone_total", currency)).minus(row.money("back_total", currency));
            Money tax = whole.total().isZero()
                    ? whole.tax()
                    : whole.tax().share(total.amount(), whole.total().amount());
            this.worth = new LineAmounts(total.minus(tax), tax, total);
        }

        /** Still to leave and not invoiced. */
        BigDecimal free() {
            return toLeave.subtract(stillAhead);
        }

        /** What so much more of what is still to leave is worth: all that is then invoiced of it, less what is. */
        LineAmounts early(BigDecimal more) {
            Money target =
                    whole.between(gone, gone.add(stillAhead).add(more), ordered).total();
            return taxed(target.minus(stillAheadTotal).max(Money.zero(target.currency())));
        }

        /** With the tax that makes the tax of all that is invoiced right. */
        LineAmounts taxed(Money total) {
            Money reached = invoiced.amounts.total().plus(total);
            Money tax = (worth.total().isZero()
                            ? worth.tax()
                            : worth.tax().share(reached.amount(), worth.total().amount()))
                    .minus(invoiced.amounts.tax());
            Money fitting = tax.max(Money.zero(total.currency())).min(total);
            return new LineAmounts(total.minus(fitting), fitting, total);
        }
    }

    /** A line of a posted delivery as it stands. */
    private static final class Delivered {
        final Goods goods;
        final BigDecimal quantity;
        final LineAmounts worth;
        final Count invoiced;
        /** Invoiced before it left. */
        final BigDecimal ahead;

        final Money aheadTotal;
        final String elsewhere;
        BigDecimal waiting;

        Delivered(Row row, String currency) {
            BigDecimal whole = row.decimal("quantity");
            BigDecimal back = row.decimal("returned_quantity");
            this.goods = new Goods(row.uuid("order_id"), row.integer("order_position"), false);
            this.quantity = whole.subtract(back);
            this.worth = amounts(row, "", currency).between(back, whole, whole);
            this.invoiced = new Count(row, "i_", currency);
            this.ahead = row.decimal("ahead_quantity");
            this.aheadTotal = row.money("ahead_total", currency);
            this.elsewhere = row.text("invoiced_elsewhere");
            this.waiting = row.decimal("waiting");
        }

        BigDecimal open() {
            return quantity.subtract(invoiced.quantity).subtract(ahead).max(BigDecimal.ZERO);
        }

        /** What so much more is worth beside what was invoiced before it left. */
        Money rest(BigDecimal more) {
            Money zero = Money.zero(aheadTotal.currency());
            Money whole = worth.total().minus(aheadTotal).max(zero);
            BigDecimal of = quantity.subtract(ahead);
            BigDecimal after = invoiced.quantity.add(more);
            Money target = after.compareTo(of) == 0 ? whole : whole.share(after, of);
            return target.minus(invoiced.amounts.total()).max(zero);
        }
    }

    /** @param early whether it may be invoiced before it left though it is owed for by invoice */
    private record Order(Header header, UUID customer, ReceivableBasis basis, boolean early) {}

    /** Checks what can be seen without looking anything up. */
    static void check(Problem.Collector problems, List<NewInvoiceLine> lines) {
        problems.check(!lines.isEmpty(), "lines", "required");
        problems.check(lines.size() <= MOST_LINES, "lines", "too-many-entries", MOST_LINES);
        for (int i = 0; i < lines.size() && i < MOST_LINES; i++) {
            NewInvoiceLine line = lines.get(i);
            String field = "lines[" + i + "].";
            Input.fitting(problems, field + "quantity", line.quantity());
            problems.check(line.quantity().signum() > 0, field + "quantity", "must-be-positive");
            problems.check(line.position() > 0 && line.position() < 32768, field + "position", "order-line-unknown");
            problems.check(
                    (line.delivery() == null) != (line.order() == null), field + "order", "either-delivery-or-order");
            problems.check(
                    line.order() != null || !Boolean.TRUE.equals(line.charge()), field + "charge", "charge-of-order");
        }
    }

    /** What lines of an application or invoice are of, to be valued anew. */
    static List<NewInvoiceLine> again(List<InvoiceLine> lines) {
        return lines.stream()
                .map(l -> l.charge() || l.delivery() == null
                        ? new NewInvoiceLine(null, l.order(), l.orderPosition(), l.charge(), l.left())
                        : new NewInvoiceLine(
                                l.delivery(), null, Objects.requireNonNull(l.deliveryPosition()), null, l.left()))
                .toList();
    }

    /**
     * Locks what the lines are of and values them, one after the other: 409 {@code more-than-to-invoice} for more than is left of it, with what it is
     * and how much; a line named twice counts with both.
     *
     * @param application the one that asks: what other waiting ones ask for is not there for it; null: an invoice, which is asked only what is
     *     invoiced
     */
    List<Valued> value(Tx tx, Actor actor, UUID customer, List<NewInvoiceLine> lines, @Nullable UUID application) {
        Set<UUID> deliveries = new LinkedHashSet<>();
        Set<UUID> orders = new LinkedHashSet<>();
        for (NewInvoiceLine line : lines) {
            if (line.delivery() != null) {
                deliveries.add(line.delivery());
            }
            if (line.order() != null) {
                orders.add(line.order());
            }
        }
        deliveries.addAll(charged(tx, orders));
        Map<UUID, Header> gone = delivered.lock(tx, actor, deliveries);
        Map<Left, Delivered> left = left(tx, actor, deliveries, application);
        for (NewInvoiceLine line : lines) {
            Delivered goods = line.delivery() == null ? null : left.get(new Left(line.delivery(), line.position()));
            if (goods != null) {
                orders.add(goods.goods.order());
            }
        }
        Map<UUID, Order> sold = orders(tx, actor, orders);
        Map<Goods, Ordered> ordered = ordered(tx, actor, orders, application);
        List<Valued> valued = new ArrayList<>(lines.size());
        for (NewInvoiceLine line : lines) {
            Delivered goods = null;
            Goods key;
            if (line.delivery() != null) {
                goods = left.get(new Left(line.delivery(), line.position()));
                Header delivery = gone.get(line.delivery());
                if (goods == null || delivery == null) {
                    throw Problem.notFound("delivery-line", line.delivery() + "/" + line.position());
                }
                if (!goods.elsewhere.isEmpty()) {
                    throw Problem.conflict("invoiced-elsewhere", delivery.number(), goods.elsewhere);
                }
                key = goods.goods;
            } else {
                key = new Goods(
                        Objects.requireNonNull(line.order()), line.position(), Boolean.TRUE.equals(line.charge()));
            }
            Order order = Objects.requireNonNull(sold.get(key.order()));
            Ordered of = ordered.get(key);
            if (of == null) {
                throw Problem.notFound("order-line", order.header.number() + "/" + line.position());
            }
            if (!order.customer.equals(customer)) {
                throw Problem.conflict("order-of-another-customer", order.header.number());
            }
            if (!SOLD.contains(order.header.state())) {
                throw Problem.conflict("order-not-open", order.header.number());
            }
            valued.add(goods == null ? ordered(order, key, of, line) : delivered(order, key, of, goods, line));
        }
        return valued;
    }

    /** Locks what lines of an invoice are of, and the deliveries that what was invoiced before it left has left with since. */
    void lock(Tx tx, Actor actor, List<InvoiceLine> lines) {
        Set<UUID> deliveries = new TreeSet<>();
        Set<UUID> orders = new TreeSet<>();
        Set<UUID> ahead = new TreeSet<>();
        for (InvoiceLine line : lines) {
            orders.add(line.order());
            if (line.delivery() == null) {
                ahead.add(line.order());
            } else {
                deliveries.add(line.delivery());
            }
        }
        deliveries.addAll(left(tx, ahead));
        delivered.lock(tx, actor.companyWide(), deliveries);
        headers.lock(tx, actor, OrderedGoods.KIND, orders);
        Set<UUID> meanwhile = new TreeSet<>(left(tx, ahead));
        meanwhile.removeAll(deliveries);
        delivered.lock(tx, actor.companyWide(), meanwhile);
    }

    /** The deliveries with which goods of these orders left. */
    private static List<UUID> left(Tx tx, Set<UUID> orders) {
        return orders.isEmpty()
                ? List.of()
                : tx.list(
                        "select distinct s.delivery_id from fulfilment.delivery_order s where s.company_id = ? and s.order_id = any(?)",
                        row -> row.uuid("delivery_id"),
                        tx.company(),
                        SqlArray.of("uuid", orders));
    }

    /** The deliveries with which charges of these orders left. */
    private static List<UUID> charged(Tx tx, Set<UUID> orders) {
        return orders.isEmpty()
                ? List.of()
                : tx.list("""
                        select distinct s.delivery_id from fulfilment.delivery_order s
                        where s.company_id = ? and s.order_id = any(?) and s.charges > 0""", row -> row.uuid("delivery_id"), tx.company(), SqlArray.of("uuid", orders));
    }

    private static Valued delivered(Order order, Goods key, Ordered of, Delivered goods, NewInvoiceLine line) {
        BigDecimal open = goods.open().subtract(goods.waiting).min(of.left.subtract(of.waiting));
        require(order, of, line, open);
        LineAmounts amounts;
        if (of.ahead.signum() == 0) {
            amounts = part(goods.worth, goods.invoiced, line.quantity(), goods.quantity);
        } else if (order.basis == ReceivableBasis.INVOICE) {
            amounts = of.taxed(goods.rest(line.quantity()));
        } else {
            amounts = part(of.worth, of.invoiced, line.quantity(), of.quantity);
        }
        goods.invoiced.add(line.quantity(), amounts);
        of.invoiced.add(line.quantity(), amounts);
        of.left = of.left.subtract(line.quantity());
        return valued(
                order,
                of,
                new Source(key.order(), key.position(), false, line.delivery(), line.position()),
                line.quantity(),
                amounts,
                false);
    }

    private static Valued ordered(Order order, Goods key, Ordered of, NewInvoiceLine line) {
        boolean ahead = of.chargedWith == null;
        boolean early = ahead && order.basis == ReceivableBasis.INVOICE;
        if (early && !order.early) {
            throw Problem.conflict("invoice-after-delivery", order.header.number());
        }
        // What left is invoiced by its delivery, where that makes it owed.
        BigDecimal there = early ? of.free() : of.free().add(of.left);
        require(order, of, line, there.subtract(of.waiting));
        LineAmounts amounts = early && !key.charge()
                ? of.early(line.quantity())
                : part(of.worth, of.invoiced, line.quantity(), of.quantity);
        of.invoiced.add(line.quantity(), amounts);
        of.ahead = of.ahead.add(line.quantity());
        BigDecimal ofLeft =
                early ? BigDecimal.ZERO : of.left.max(BigDecimal.ZERO).min(line.quantity());
        of.left = of.left.subtract(ofLeft);
        of.stillAhead = of.stillAhead.add(line.quantity()).subtract(ofLeft);
        of.stillAheadTotal = of.stillAheadTotal.plus(amounts.total());
        return valued(
                order,
                of,
                new Source(key.order(), key.position(), key.charge(), of.chargedWith, null),
                line.quantity(),
                amounts,
                ahead);
    }

    private static Valued valued(
            Order order, Ordered of, Source source, BigDecimal quantity, LineAmounts amounts, boolean ahead) {
        return new Valued(
                source,
                of.product,
                of.name,
                of.specification,
                of.unit,
                quantity,
                of.taxRate,
                amounts,
                order.basis,
                ahead);
    }

    private static void require(Order order, Ordered of, NewInvoiceLine line, BigDecimal open) {
        if (line.quantity().compareTo(open) > 0) {
            throw Problem.conflict(
                    "more-than-to-invoice",
                    order.header.number(),
                    of.name,
                    plain(open.max(BigDecimal.ZERO)),
                    plain(line.quantity()));
        }
    }

    /**
     * What so much more is worth when so much is invoiced: the rounded share of all that will then be invoiced, less what was, so that the parts of any
     * split sum to the whole, whatever was taken back between them.
     */
    static LineAmounts part(LineAmounts whole, BigDecimal before, LineAmounts sofar, BigDecimal more, BigDecimal of) {
        BigDecimal after = before.add(more);
        boolean last = after.compareTo(of) == 0;
        Money zero = Money.zero(whole.total().currency());
        Money target = last ? whole.total() : whole.total().share(after, of);
        Money total = target.minus(sofar.total()).max(zero);
        Money reached = sofar.total().plus(total);
        Money tax = (last || whole.total().isZero()
                        ? whole.tax()
                        : whole.tax().share(reached.amount(), whole.total().amount()))
                .minus(sofar.tax());
        Money fitting = tax.max(zero).min(total);
        return new LineAmounts(total.minus(fitting), fitting, total);
    }

    private static LineAmounts part(LineAmounts whole, Count invoiced, BigDecimal more, BigDecimal of) {
        return part(whole, invoiced.quantity, invoiced.amounts, more, of);
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private Map<UUID, Order> orders(Tx tx, Actor actor, Set<UUID> ids) {
        Map<UUID, Header> locked = headers.lock(tx, actor, OrderedGoods.KIND, new TreeSet<>(ids));
        Map<UUID, Order> orders = new HashMap<>();
        tx.list(
                        """
                        select o.id, o.party_id, o.basis, coalesce(s.before_delivery, g.before_delivery, false) as early from sales.sales_order o
                        left join invoicing.order_setting s on s.company_id = o.company_id and s.order_id = o.id
                        left join invoicing.setting g on g.company_id = o.company_id
                        where o.company_id = ? and o.id = any(?)""",
                        row -> new Order(
                                Objects.requireNonNull(locked.get(row.uuid("id"))),
                                row.uuid("party_id"),
                                row.choice("basis", ReceivableBasis.class),
                                row.bool("early")),
                        tx.company(),
                        SqlArray.of("uuid", ids))
                .forEach(order -> orders.put(order.header.id(), order));
        return orders;
    }

    private static Map<Left, Delivered> left(Tx tx, Actor actor, Set<UUID> deliveries, @Nullable UUID application) {
        Map<Left, Delivered> found = new HashMap<>();
        if (deliveries.isEmpty()) {
            return found;
        }
        tx.list(
                """
                select l.delivery_id, l.position, l.order_id, l.order_position, l.quantity, l.returned_quantity, l.net, l.tax, l.total,
                    l.ahead_quantity, l.ahead_total, d.invoiced_elsewhere, i.quantity as i_quantity, i.net as i_net, i.tax as i_tax, i.total as i_total,
                    w.waiting
                from fulfilment.delivery_line l
                join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id
                cross join lateral (
                    select coalesce(sum(x.quantity), 0) as quantity, coalesce(sum(x.net - x.difference + x.difference_tax), 0) as net,
                        coalesce(sum(x.tax - x.difference_tax), 0) as tax, coalesce(sum(x.total - x.difference), 0) as total
                    from invoicing.invoice_line x
                    where x.company_id = l.company_id and x.delivery_id = l.delivery_id and x.delivery_position = l.position and x.counts) i
                cross join lateral (
                    select coalesce(sum(a.quantity - a.issued), 0) as waiting from invoicing.application_line a
                    where a.company_id = l.company_id and a.order_id = l.order_id and a.order_position = l.order_position and a.waits
                      and a.delivery_id = l.delivery_id and a.delivery_position = l.position and a.application_id <> ?) w
                where l.company_id = ? and l.delivery_id = any(?)""",
                row -> found.put(
                        new Left(row.uuid("delivery_id"), row.integer("position")),
                        waiting(new Delivered(row, actor.currency()), application)),
                application == null ? new UUID(0, 0) : application,
                tx.company(),
                SqlArray.of("uuid", deliveries));
        return found;
    }

    private static Delivered waiting(Delivered line, @Nullable UUID application) {
        if (application == null) {
            line.waiting = BigDecimal.ZERO;
        }
        return line;
    }

    private static Map<Goods, Ordered> ordered(Tx tx, Actor actor, Set<UUID> orders, @Nullable UUID application) {
        Map<Goods, Ordered> found = new HashMap<>();
        tx.list(
                """
                select l.order_id, l.position, false as charge, h.state, p.name, coalesce(p.specification, '') as specification, l.unit,
                    l.product_id, l.tax_rate, l.quantity, l.delivered_quantity as gone, l.delivered_total as gone_total, b.back, b.back_total, b.own,
                    l.net, l.tax, l.total, null::uuid as delivery_id, l.ahead_quantity as still_ahead, l.ahead_total as still_ahead_total,
                    i.*, w.waiting
                from sales.order_line l
                join document.header h on h.company_id = l.company_id and h.id = l.order_id
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                cross join lateral (
                    select coalesce(sum(x.quantity), 0) as i_quantity, coalesce(sum(x.net - x.difference + x.difference_tax), 0) as i_net,
                        coalesce(sum(x.tax - x.difference_tax), 0) as i_tax, coalesce(sum(x.total - x.difference), 0) as i_total,
                        coalesce(sum(x.quantity) filter (where x.delivery_id is null), 0) as ahead
                    from invoicing.invoice_line x
                    where x.company_id = l.company_id and x.order_id = l.order_id and x.order_position = l.position and not x.charge and x.counts) i
                cross join lateral (
                    select coalesce(sum(e.returned_quantity), 0) as back, coalesce(sum(e.returned_total), 0) as back_total,
                        coalesce(sum(greatest(e.quantity - e.returned_quantity - e.invoiced_quantity - e.ahead_quantity, 0))
                            filter (where d.invoiced_elsewhere = ''), 0) as own
                    from fulfilment.delivery_line e
                    join fulfilment.delivery d on d.company_id = e.company_id and d.id = e.delivery_id
                    join document.header dh on dh.company_id = e.company_id and dh.id = e.delivery_id and dh.state = 'POSTED'
                    where e.company_id = l.company_id and e.order_id = l.order_id and e.order_position = l.position) b
                cross join lateral (
                    select coalesce(sum(a.quantity - a.issued), 0) as waiting from invoicing.application_line a
                    where a.company_id = l.company_id and a.order_id = l.order_id and a.order_position = l.position and not a.charge and a.waits
                      and a.application_id <> ?) w
                where l.company_id = ? and l.order_id = any(?)
                union all
                select c.order_id, c.position, true, h.state, c.name, '', '', null, c.tax_rate, 1, case when s.delivery_id is null then 0 else 1 end,
                    case when s.delivery_id is null then 0 else c.total end, 0, 0, case when s.free then 1 - i.i_quantity else 0 end,
                    c.net, c.tax, c.total, s.delivery_id, case when s.delivery_id is null then i.i_quantity else 0 end, c.ahead_total, i.*, w.waiting
                from sales.order_charge c
                join document.header h on h.company_id = c.company_id and h.id = c.order_id
                left join lateral (
                    select s.delivery_id, d.invoiced_elsewhere = '' as free from fulfilment.delivery_order s
                    join fulfilment.delivery d on d.company_id = s.company_id and d.id = s.delivery_id
                    where s.company_id = c.company_id and s.order_id = c.order_id and s.charges > 0 limit 1) s on true
                cross join lateral (
                    select coalesce(sum(x.quantity), 0) as i_quantity, coalesce(sum(x.net - x.difference + x.difference_tax), 0) as i_net,
                        coalesce(sum(x.tax - x.difference_tax), 0) as i_tax, coalesce(sum(x.total - x.difference), 0) as i_total,
                        case when s.delivery_id is null then coalesce(sum(x.quantity), 0) else 0 end as ahead
                    from invoicing.invoice_line x
                    where x.company_id = c.company_id and x.order_id = c.order_id and x.order_position = c.position and x.charge and x.counts) i
                cross join lateral (
                    select coalesce(sum(a.quantity - a.issued), 0) as waiting from invoicing.application_line a
                    where a.company_id = c.company_id and a.order_id = c.order_id and a.order_position = c.position and a.charge and a.waits
                      and a.application_id <> ?) w
                where c.company_id = ? and c.order_id = any(?) and not c.ended""",
                row -> {
                    Ordered line = new Ordered(row, actor.currency());
                    if (application == null) {
                        line.waiting = BigDecimal.ZERO;
                    }
                    return found.put(
                            new Goods(row.uuid("order_id"), row.integer("position"), row.bool("charge")), line);
                },
                application == null ? new UUID(0, 0) : application,
                tx.company(),
                SqlArray.of("uuid", orders),
                application == null ? new UUID(0, 0) : application,
                tx.company(),
                SqlArray.of("uuid", orders));
        return found;
    }
}
