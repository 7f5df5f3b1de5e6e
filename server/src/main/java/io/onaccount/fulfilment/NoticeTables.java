package io.onaccount.fulfilment;

import io.onaccount.document.Header;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderedGoods;
import io.onaccount.sales.spi.OpenNotices;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of shipping notices. */
@Component
final class NoticeTables implements OpenNotices {

    NoticeTables() {}

    /** One line; its product is known once the orders have been read. */
    record Line(
            int position,
            UUID order,
            int orderPosition,
            @Nullable UUID product,
            UUID warehouse,
            BigDecimal quantity,
            BigDecimal delivered) {

        static Line entered(int position, UUID order, int orderPosition, UUID warehouse, BigDecimal quantity) {
            return new Line(position, order, orderPosition, null, warehouse, quantity, BigDecimal.ZERO);
        }

        Line of(UUID ordered) {
            return new Line(position, order, orderPosition, ordered, warehouse, quantity, delivered);
        }

        BigDecimal open() {
            return quantity.subtract(delivered);
        }
    }

    /** A notice ready to be written. */
    record Row(
            UUID id,
            UUID customer,
            LocalDate plannedOn,
            String contact,
            String address,
            String note,
            List<Line> lines) {}

    void insert(Tx tx, Row row) {
        tx.add(
                Rank.DOCUMENT,
                "insert into fulfilment.shipping_notice (company_id, id, party_id, planned_on, contact, address, note) values (?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                row.id,
                row.customer,
                row.plannedOn,
                row.contact,
                row.address,
                row.note);
        insertLines(tx, row);
    }

    private static void insertLines(Tx tx, Row row) {
        tx.add(
                Rank.DETAIL,
                """
                insert into fulfilment.shipping_notice_line (company_id, notice_id, position, id, order_id, order_position, product_id, warehouse_id,
                    quantity)
                select ?, ?, n.* from unnest(?::smallint[], ?::uuid[], ?::uuid[], ?::smallint[], ?::uuid[], ?::uuid[], ?::numeric[]) as n""",
                tx.company(),
                row.id,
                SqlArray.of("smallint", row.lines, Line::position),
                SqlArray.of("uuid", row.lines, l -> Ids.next()),
                SqlArray.of("uuid", row.lines, Line::order),
                SqlArray.of("smallint", row.lines, Line::orderPosition),
                SqlArray.of("uuid", row.lines, Line::product),
                SqlArray.of("uuid", row.lines, Line::warehouse),
                SqlArray.of("numeric", row.lines, Line::quantity));
    }

    /** Writes a draft anew; its header is locked. */
    void replace(Tx tx, Row row) {
        tx.add(
                Rank.DOCUMENT,
                "update fulfilment.shipping_notice set party_id = ?, planned_on = ?, contact = ?, address = ?, note = ? where company_id = ? and id = ?",
                row.customer,
                row.plannedOn,
                row.contact,
                row.address,
                row.note,
                tx.company(),
                row.id);
        deleteLines(tx, row.id);
        insertLines(tx, row);
    }

    void delete(Tx tx, UUID id) {
        deleteLines(tx, id);
        tx.add(Rank.DETAIL, "delete from fulfilment.shipping_notice where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteLines(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "delete from fulfilment.shipping_notice_line where company_id = ? and notice_id = ?",
                tx.company(),
                id);
    }

    /** So much of a notice's line has left. */
    record Left(UUID notice, int position, BigDecimal quantity) {}

    /** Notes what has left of notices whose headers are locked. */
    void left(Tx tx, List<Left> left) {
        tx.addExpecting(
                Rank.DETAIL,
                left.size(),
                () -> new IllegalStateException("more delivered than notified under the notice's lock"),
                """
                update fulfilment.shipping_notice_line l set delivered_quantity = l.delivered_quantity + n.quantity
                from unnest(?::uuid[], ?::smallint[], ?::numeric[]) as n (notice_id, position, quantity)
                where l.company_id = ? and l.notice_id = n.notice_id and l.position = n.position
                  and l.delivered_quantity + n.quantity <= l.quantity""",
                SqlArray.of("uuid", left, Left::notice),
                SqlArray.of("smallint", left, Left::position),
                SqlArray.of("numeric", left, Left::quantity),
                tx.company());
    }

    /** The lines of notices, by notice and position. */
    Map<UUID, Map<Integer, Line>> lines(Tx tx, Collection<UUID> notices) {
        Map<UUID, Map<Integer, Line>> lines = new LinkedHashMap<>();
        tx.list(
                """
                select l.notice_id, l.position, l.order_id, l.order_position, l.product_id, l.warehouse_id, l.quantity, l.delivered_quantity
                from fulfilment.shipping_notice_line l where l.company_id = ? and l.notice_id = any(?) order by l.notice_id, l.position""",
                row -> lines.computeIfAbsent(row.uuid("notice_id"), id -> new LinkedHashMap<>())
                        .put(
                                row.integer("position"),
                                new Line(
                                        row.integer("position"),
                                        row.uuid("order_id"),
                                        row.integer("order_position"),
                                        row.uuid("product_id"),
                                        row.uuid("warehouse_id"),
                                        row.decimal("quantity"),
                                        row.decimal("delivered_quantity"))),
                tx.company(),
                SqlArray.of("uuid", notices));
        return lines;
    }

    /**
     * What is still to leave by a notice's line.
     *
     * @param onHand what is in its warehouse; null for what isn't kept in stock
     * @param contact the notice's, like the address
     */
    record Open(
            int position,
            UUID order,
            int orderPosition,
            UUID product,
            UUID warehouse,
            BigDecimal quantity,
            @Nullable BigDecimal onHand,
            String contact,
            String address) {}

    /** What is still to leave by these notices, by notice in the order of their lines. */
    Map<UUID, List<Open>> open(Tx tx, Collection<UUID> notices) {
        Map<UUID, List<Open>> open = new LinkedHashMap<>();
        tx.list(
                        """
                        select l.notice_id, l.position, l.order_id, l.order_position, l.product_id, l.warehouse_id,
                            l.quantity - l.delivered_quantity as quantity, case when p.stocked then coalesce(k.quantity, 0) end as on_hand,
                            n.contact, n.address
                        from fulfilment.shipping_notice_line l
                        join fulfilment.shipping_notice n on n.company_id = l.company_id and n.id = l.notice_id
                        join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                        left join stock.on_hand k
                          on k.company_id = l.company_id and k.product_id = l.product_id and k.warehouse_id = l.warehouse_id
                        where l.company_id = ? and l.notice_id = any(?) and l.quantity > l.delivered_quantity
                        order by l.notice_id, l.position""",
                        row -> Map.entry(
                                row.uuid("notice_id"),
                                new Open(
                                        row.integer("position"),
                                        row.uuid("order_id"),
                                        row.integer("order_position"),
                                        row.uuid("product_id"),
                                        row.uuid("warehouse_id"),
                                        row.decimal("quantity"),
                                        row.decimalOrNull("on_hand"),
                                        row.text("contact"),
                                        row.text("address"))),
                        tx.company(),
                        SqlArray.of("uuid", notices))
                .forEach(line -> open.computeIfAbsent(line.getKey(), id -> new ArrayList<>())
                        .add(line.getValue()));
        return open;
    }

    /** What other notices that are with the warehouse still ship of these locked orders. */
    List<OrderedGoods.Part> withTheWarehouse(Tx tx, Collection<UUID> orders, UUID except) {
        return tx.list(
                """
                select l.order_id, l.order_position, sum(l.quantity - l.delivered_quantity) as quantity
                from fulfilment.shipping_notice_line l
                join document.header h on h.company_id = l.company_id and h.id = l.notice_id
                where l.company_id = ? and l.order_id = any(?) and l.notice_id <> ? and l.quantity > l.delivered_quantity
                  and h.state in ('ISSUED', 'PARTLY_DONE')
                group by l.order_id, l.order_position""",
                row -> new OrderedGoods.Part(
                        row.uuid("order_id"), row.integer("order_position"), row.decimal("quantity"), true),
                tx.company(),
                SqlArray.of("uuid", orders),
                except);
    }

    @Override
    public List<String> of(Tx tx, UUID order) {
        return tx.list("""
                select distinct h.number from fulfilment.shipping_notice_line l
                join document.header h on h.company_id = l.company_id and h.id = l.notice_id
                where l.company_id = ? and l.order_id = ? and l.quantity > l.delivered_quantity
                  and h.state in ('DRAFT', 'HELD', 'ISSUED', 'PARTLY_DONE')
                order by h.number""", row -> row.text("number"), tx.company(), order);
    }

    ShippingNotice read(Tx tx, Header header) {
        List<ShippingNotice.Line> lines = tx.list(
                """
                select l.*, p.code, p.name, p.unit, oh.number as order_number, wh.title as warehouse_name,
                    case when p.stocked then coalesce(k.quantity, 0) end as on_hand
                from fulfilment.shipping_notice_line l
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                join document.header oh on oh.company_id = l.company_id and oh.id = l.order_id
                join document.header wh on wh.company_id = l.company_id and wh.id = l.warehouse_id
                left join stock.on_hand k on k.company_id = l.company_id and k.product_id = l.product_id and k.warehouse_id = l.warehouse_id
                where l.company_id = ? and l.notice_id = ? order by l.position""",
                row -> new ShippingNotice.Line(
                        row.integer("position"),
                        row.uuid("order_id"),
                        row.text("order_number"),
                        row.integer("order_position"),
                        row.uuid("product_id"),
                        row.text("code"),
                        row.text("name"),
                        row.text("unit"),
                        row.uuid("warehouse_id"),
                        row.text("warehouse_name"),
                        row.decimal("quantity"),
                        row.decimal("delivered_quantity"),
                        row.decimalOrNull("on_hand")),
                tx.company(),
                header.id());
        return tx.one(
                "select n.party_id, n.planned_on, n.contact, n.address, n.note from fulfilment.shipping_notice n where n.company_id = ? and n.id = ?",
                row -> new ShippingNotice(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.date(),
                        row.date("planned_on"),
                        row.text("contact"),
                        row.text("address"),
                        row.text("note"),
                        Objects.requireNonNull(header.currency()),
                        Objects.requireNonNull(header.total()),
                        lines),
                tx.company(),
                header.id());
    }
}
