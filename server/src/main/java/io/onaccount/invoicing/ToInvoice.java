package io.onaccount.invoicing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be put on an application or invoice: what left and is on none, and what of an order has not left. */
@Component
public final class ToInvoice {
    private static final int MOST = 1000;

    /** Beside what left: the rest of an order that has not, and its charges; of orders owed for by invoice where that may be invoiced. */
    private static final String NOT_LEFT = """
            select l.order_id, l.position as order_position, false as charge, null::uuid as delivery_id, null::smallint as delivery_position,
                l.product_id, p.name, l.unit, l.quantity - l.delivered_quantity - l.ahead_quantity as quantity,
                case when l.delivered_quantity = 0 and l.ahead_quantity = 0 then l.total
                     else round(l.total * (l.quantity - l.delivered_quantity - l.ahead_quantity) / l.quantity, 2) end as total
            from sales.order_line l
            join sales.sales_order o on o.company_id = l.company_id and o.id = l.order_id and %1$s
            join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
            where l.company_id = ? and l.order_id = any(?) and l.quantity - l.delivered_quantity > l.ahead_quantity
            union all
            select c.order_id, c.position, true, null, null, null, c.name, '', 1 - c.invoiced_quantity, round(c.total * (1 - c.invoiced_quantity), 2)
            from sales.order_charge c
            join sales.sales_order o on o.company_id = c.company_id and o.id = c.order_id and %1$s and not o.charges_delivered
            where c.company_id = ? and c.order_id = any(?) and c.total > 0 and c.invoiced_quantity < 1""".formatted("""
            (o.basis <> 'INVOICE' or coalesce(
                (select s.before_delivery from invoicing.order_setting s where s.company_id = o.company_id and s.order_id = o.id),
                (select g.before_delivery from invoicing.setting g where g.company_id = o.company_id), false))""");

    /** What left and is on no invoice: found by the deliveries of which something is, and each of them by itself, so that a page reads no more than it shows. */
    static final String OPEN = """
            fulfilment.delivery d
            join document.header h on h.company_id = d.company_id and h.id = d.id
            cross join lateral (select v.* from invoicing.to_invoice v where v.company_id = d.company_id and v.delivery_id = d.id offset 0) t""";

    static final String IS_OPEN =
            "d.company_id = t.company_id and d.to_invoice_from is not null and h.kind = 'delivery' and h.state = 'POSTED'";

    private static final String LEFT = """
            select t.order_id, t.order_position, t.charge, t.delivery_id, t.delivery_position, t.product_id, coalesce(p.name, c.name) as name,
                coalesce(p.unit, '') as unit, t.quantity, t.total, h.date, h.number as delivery_number, oh.number as order_number, oh.party_id,
                oh.title as customer, h.owner_id, h.id, oh.currency
            from %s
            join document.header oh on oh.company_id = t.company_id and oh.id = t.order_id
            left join catalog.product_view p on p.company_id = t.company_id and p.id = t.product_id
            left join sales.order_charge c on t.charge and c.company_id = t.company_id and c.order_id = t.order_id and c.position = t.order_position
            where t.company_id = ? and %s and""".formatted(OPEN, IS_OPEN);

    /** Of what left before the company began to register its invoices nothing is expected. */
    static final String SINCE =
            "h.date >= coalesce((select g.since from invoicing.setting g where g.company_id = h.company_id), date '0001-01-01')";

    ToInvoice() {}

    /**
     * Something that can be invoiced.
     *
     * @param waits whether a waiting application asks for some of it
     * @param date when it left, or of the order
     */
    public record Candidate(
            UUID order,
            String orderNumber,
            int orderPosition,
            boolean charge,
            @Nullable UUID delivery,
            @Nullable String deliveryNumber,
            @Nullable Integer deliveryPosition,
            @Nullable UUID product,
            String name,
            String unit,
            BigDecimal quantity,
            BigDecimal total,
            String currency,
            LocalDate date,
            UUID customer,
            String customerName,
            boolean waits) {}

    /**
     * What of these can be invoiced, within the actor's scope.
     *
     * @param lines ids of rows of the list of what is on no invoice
     * @param orders with what of them has not left
     */
    public List<Candidate> of(
            Tx tx,
            Actor actor,
            @Nullable UUID customer,
            Collection<UUID> deliveries,
            Collection<UUID> orders,
            Collection<UUID> lines) {
        if (customer == null && deliveries.isEmpty() && orders.isEmpty() && lines.isEmpty()) {
            throw Problem.invalid("customer", "required");
        }
        List<Sql> wanted = new ArrayList<>();
        if (customer != null) {
            wanted.add(Sql.of("h.party_id = ? and " + SINCE, customer));
        }
        if (!deliveries.isEmpty()) {
            wanted.add(Sql.of("d.id = any(?)", SqlArray.of("uuid", deliveries)));
        }
        if (!orders.isEmpty()) {
            wanted.add(Sql.of(
                    "(t.order_id = any(?) and d.id in (select s.delivery_id from fulfilment.delivery_order s where s.company_id = ? and s.order_id = any(?)))",
                    SqlArray.of("uuid", orders),
                    tx.company(),
                    SqlArray.of("uuid", orders)));
        }
        if (!lines.isEmpty()) {
            wanted.add(Sql.of("t.id = any(?)", SqlArray.of("uuid", lines)));
        }
        List<Candidate> found = new ArrayList<>(tx.list(
                Sql.of(LEFT, tx.company())
                        .then("(")
                        .then(Sql.join(" or ", wanted))
                        .then(") and")
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by h.date, h.number, t.delivery_position nulls last limit " + MOST),
                row -> candidate(row, row.textOrNull("delivery_number"))));
        if (!orders.isEmpty()) {
            SqlArray ids = SqlArray.of("uuid", orders);
            found.addAll(tx.list(
                    Sql.of(
                                    "select t.*, oh.number as order_number, oh.party_id, oh.title as customer, oh.date, oh.currency from ("
                                            + NOT_LEFT
                                            + ") t join document.header oh on oh.company_id = ? and oh.id = t.order_id and oh.state in ('CONFIRMED', 'DELIVERED')"
                                            + " where",
                                    tx.company(),
                                    ids,
                                    tx.company(),
                                    ids,
                                    tx.company())
                            .then(Sql.join(" and ", List.of(actor.scope().holds("oh"))))
                            .then("order by oh.number, t.charge, t.order_position"),
                    row -> candidate(row, null)));
        }
        return waiting(tx, found);
    }

    private static Candidate candidate(Row row, @Nullable String deliveryNumber) {
        return new Candidate(
                row.uuid("order_id"),
                row.text("order_number"),
                row.integer("order_position"),
                row.bool("charge"),
                row.uuidOrNull("delivery_id"),
                deliveryNumber,
                row.integerOrNull("delivery_position"),
                row.uuidOrNull("product_id"),
                row.text("name"),
                row.text("unit"),
                row.decimal("quantity"),
                row.decimal("total"),
                row.text("currency"),
                row.date("date"),
                row.uuid("party_id"),
                row.text("customer"),
                false);
    }

    private record Goods(UUID order, int position, boolean charge) {}

    private static List<Candidate> waiting(Tx tx, List<Candidate> found) {
        List<Goods> waiting = tx.list(
                """
                select distinct a.order_id, a.order_position, a.charge from invoicing.application_line a
                where a.company_id = ? and a.order_id = any(?) and a.waits""",
                row -> new Goods(row.uuid("order_id"), row.integer("order_position"), row.bool("charge")),
                tx.company(),
                SqlArray.of("uuid", found, Candidate::order));
        return found.stream()
                .map(c -> waiting.contains(new Goods(c.order, c.orderPosition, c.charge))
                        ? new Candidate(
                                c.order,
                                c.orderNumber,
                                c.orderPosition,
                                c.charge,
                                c.delivery,
                                c.deliveryNumber,
                                c.deliveryPosition,
                                c.product,
                                c.name,
                                c.unit,
                                c.quantity,
                                c.total,
                                c.currency,
                                c.date,
                                c.customer,
                                c.customerName,
                                true)
                        : c)
                .toList();
    }
}
