package io.onaccount.fulfilment;

import io.onaccount.document.Header;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderedGoods;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of deliveries: any number of them in the same few statements. */
@Component
final class DeliveryTables {

    DeliveryTables() {}

    /**
     * One line; its product and amounts are known once the orders have been read.
     *
     * @param notice the shipping notice it leaves by, and its line; null: straight from the order
     * @param covered what of it was invoiced before it left
     */
    record Line(
            int position,
            UUID order,
            int orderPosition,
            @Nullable UUID productOrNull,
            boolean stocked,
            UUID warehouse,
            BigDecimal quantity,
            @Nullable LineAmounts amountsOrNull,
            @Nullable UUID notice,
            @Nullable Integer noticePosition,
            OrderedGoods.@Nullable Covered covered)
            implements GoodsLine {

        static Line entered(
                int position,
                UUID order,
                int orderPosition,
                UUID warehouse,
                BigDecimal quantity,
                @Nullable UUID notice,
                @Nullable Integer noticePosition) {
            return new Line(
                    position,
                    order,
                    orderPosition,
                    null,
                    false,
                    warehouse,
                    quantity,
                    null,
                    notice,
                    noticePosition,
                    null);
        }

        Line valued(UUID product, boolean isStocked, LineAmounts amounts, OrderedGoods.Covered ahead) {
            return new Line(
                    position,
                    order,
                    orderPosition,
                    product,
                    isStocked,
                    warehouse,
                    quantity,
                    amounts,
                    notice,
                    noticePosition,
                    ahead);
        }

        @Override
        public UUID product() {
            return Objects.requireNonNull(productOrNull);
        }

        @Override
        public LineAmounts amounts() {
            return Objects.requireNonNull(amountsOrNull);
        }
    }

    /**
     * A delivery ready to be written.
     *
     * @param byOrder what it brings of each order, charges included
     * @param charges by order, for those whose charges leave with it
     * @param covered by order, what of it was invoiced before it left
     */
    record Row(
            UUID id,
            UUID customer,
            LocalDate date,
            String contact,
            String address,
            String carrier,
            String tracking,
            String note,
            LineAmounts amounts,
            List<Line> lines,
            Map<UUID, LineAmounts> byOrder,
            Map<UUID, LineAmounts> charges,
            Map<UUID, Money> covered) {}

    /** What a posted delivery brought of an order. */
    record OfOrder(UUID delivery, UUID order, LineAmounts charges, Money total, LocalDate due) {}

    void insert(Tx tx, List<Row> rows) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into fulfilment.delivery (company_id, id, party_id, contact, address, carrier, tracking, note, net, tax, total)
                select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[],
                    ?::numeric[]) as n""",
                tx.company(),
                SqlArray.of("uuid", rows, Row::id),
                SqlArray.of("uuid", rows, Row::customer),
                SqlArray.of("text", rows, Row::contact),
                SqlArray.of("text", rows, Row::address),
                SqlArray.of("text", rows, Row::carrier),
                SqlArray.of("text", rows, Row::tracking),
                SqlArray.of("text", rows, Row::note),
                SqlArray.of("numeric", rows, r -> r.amounts.net()),
                SqlArray.of("numeric", rows, r -> r.amounts.tax()),
                SqlArray.of("numeric", rows, r -> r.amounts.total()));
        insertLines(tx, rows);
        foreign(tx, rows);
    }

    /** What deliveries of orders in other currencies come to in those; most are in the company's and have nothing of it. */
    private static void foreign(Tx tx, List<Row> rows) {
        List<Row> foreign =
                rows.stream().filter(row -> row.amounts.foreign() != null).toList();
        if (foreign.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery d set fx_currency = n.currency, fx_total = n.total
                from unnest(?::uuid[], ?::text[], ?::numeric[]) as n (id, currency, total) where d.company_id = ? and d.id = n.id""",
                SqlArray.of("uuid", foreign, Row::id),
                SqlArray.of(
                        "text",
                        foreign,
                        row -> Objects.requireNonNull(row.amounts.foreign()).currency()),
                SqlArray.of("numeric", foreign, row -> row.amounts.foreign()),
                tx.company());
        List<PartOf<Row, Line>> lines = PartOf.all(foreign, Row::lines);
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery_line l set fx_total = n.total
                from unnest(?::uuid[], ?::smallint[], ?::numeric[]) as n (delivery, position, total)
                where l.company_id = ? and l.delivery_id = n.delivery and l.position = n.position""",
                SqlArray.of("uuid", lines, l -> l.whole().id()),
                SqlArray.of("smallint", lines, l -> l.part().position()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().foreign()),
                tx.company());
    }

    private static void insertLines(Tx tx, List<Row> rows) {
        List<PartOf<Row, Line>> lines = PartOf.all(rows, Row::lines);
        GoodsLine.insert(
                tx,
                """
                insert into fulfilment.delivery_line (company_id, delivery_id, position, product_id, warehouse_id, quantity, net, tax, total, order_id,
                    order_position, notice_id, notice_position)
                select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                    ?::uuid[], ?::smallint[], ?::uuid[], ?::smallint[]) as n""",
                lines,
                Row::id,
                SqlArray.of("uuid", lines, l -> l.part().order()),
                SqlArray.of("smallint", lines, l -> l.part().orderPosition()),
                SqlArray.of("uuid", lines, l -> l.part().notice()),
                SqlArray.of("smallint", lines, l -> l.part().noticePosition()));
    }

    void insertShares(Tx tx, List<OfOrder> shares) {
        tx.add(
                Rank.DETAIL,
                """
                insert into fulfilment.delivery_order (company_id, delivery_id, order_id, charges_net, charges, total, due_date)
                select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[]) as n""",
                tx.company(),
                SqlArray.of("uuid", shares, OfOrder::delivery),
                SqlArray.of("uuid", shares, OfOrder::order),
                SqlArray.of("numeric", shares, s -> s.charges.net()),
                SqlArray.of("numeric", shares, s -> s.charges.total()),
                SqlArray.of("numeric", shares, OfOrder::total),
                SqlArray.of("date", shares, OfOrder::due));
    }

    /** Writes a draft anew; its header is locked. */
    void replace(Tx tx, Row row) {
        tx.add(
                Rank.DOCUMENT,
                """
                update fulfilment.delivery set party_id = ?, contact = ?, address = ?, carrier = ?, tracking = ?, note = ?, net = ?, tax = ?, total = ?,
                  fx_currency = null, fx_total = null
                where company_id = ? and id = ?""",
                row.customer,
                row.contact,
                row.address,
                row.carrier,
                row.tracking,
                row.note,
                row.amounts.net(),
                row.amounts.tax(),
                row.amounts.total(),
                tx.company(),
                row.id);
        deleteLines(tx, row.id);
        insertLines(tx, List.of(row));
        foreign(tx, List.of(row));
    }

    void delete(Tx tx, UUID id) {
        deleteLines(tx, id);
        tx.add(Rank.DETAIL, "delete from fulfilment.delivery where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteLines(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "delete from fulfilment.delivery_line where company_id = ? and delivery_id = ?",
                tx.company(),
                id);
    }

    /** A draft becomes final: its amounts are those of the moment the goods left. */
    void posted(Tx tx, Row row) {
        tx.add(
                Rank.DOCUMENT,
                "update fulfilment.delivery set net = ?, tax = ?, total = ? where company_id = ? and id = ?",
                row.amounts.net(),
                row.amounts.tax(),
                row.amounts.total(),
                tx.company(),
                row.id);
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery_line l set net = n.net, tax = n.tax, total = n.total
                from unnest(?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[]) as n (position, net, tax, total)
                where l.company_id = ? and l.delivery_id = ? and l.position = n.position""",
                SqlArray.of("smallint", row.lines, Line::position),
                SqlArray.of("numeric", row.lines, l -> l.amounts().net()),
                SqlArray.of("numeric", row.lines, l -> l.amounts().tax()),
                SqlArray.of("numeric", row.lines, l -> l.amounts().total()),
                tx.company(),
                row.id);
        foreign(tx, List.of(row));
    }

    /** Notes that posted deliveries are to be invoiced, and which of their goods were before they left. */
    void covered(Tx tx, List<Row> rows) {
        List<Row> open = rows.stream()
                .filter(row -> !row.charges.isEmpty()
                        || row.lines.stream()
                                .anyMatch(l -> l.covered() == null
                                        || l.covered().quantity().compareTo(l.quantity()) < 0))
                .toList();
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery d set to_invoice_from = n.day from unnest(?::uuid[], ?::date[]) as n (id, day)
                where d.company_id = ? and d.id = n.id""",
                SqlArray.of("uuid", open, Row::id),
                SqlArray.of("date", open, Row::date),
                tx.company());
        List<PartOf<Row, Line>> lines = PartOf.all(rows, Row::lines).stream()
                .filter(l -> l.part().covered() != null
                        && l.part().covered().quantity().signum() > 0)
                .toList();
        if (lines.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery_line l set ahead_quantity = n.quantity, ahead_total = n.total
                from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[]) as n (delivery, position, quantity, total)
                where l.company_id = ? and l.delivery_id = n.delivery and l.position = n.position""",
                SqlArray.of("uuid", lines, l -> l.whole().id()),
                SqlArray.of("smallint", lines, l -> l.part().position()),
                SqlArray.of(
                        "numeric",
                        lines,
                        l -> Objects.requireNonNull(l.part().covered()).quantity()),
                SqlArray.of(
                        "numeric",
                        lines,
                        l -> Objects.requireNonNull(l.part().covered()).total()),
                tx.company());
    }

    /** The deliveries and the orders they took from. */
    List<UUID> withOrders(Tx tx, Collection<UUID> deliveries) {
        List<UUID> all = new ArrayList<>(deliveries);
        all.addAll(tx.list(
                "select distinct o.order_id from fulfilment.delivery_order o where o.company_id = ? and o.delivery_id = any(?) order by 1",
                row -> row.uuid("order_id"),
                tx.company(),
                SqlArray.of("uuid", deliveries)));
        return all;
    }

    /** The orders a delivery takes from, draft or not. */
    List<UUID> orders(Tx tx, UUID delivery) {
        return tx.list(
                "select distinct l.order_id from fulfilment.delivery_line l where l.company_id = ? and l.delivery_id = ? order by 1",
                row -> row.uuid("order_id"),
                tx.company(),
                delivery);
    }

    void invoicedElsewhere(Tx tx, UUID delivery, String number, LocalDate on) {
        tx.add(
                Rank.DETAIL,
                "update fulfilment.delivery set invoiced_elsewhere = ?, invoiced_on = ?, to_invoice_from = null where company_id = ? and id = ?",
                number,
                on,
                tx.company(),
                delivery);
    }

    void signed(Tx tx, UUID delivery, LocalDate on, String by) {
        tx.add(
                Rank.DETAIL,
                "update fulfilment.delivery set signed_on = ?, signed_by = ? where company_id = ? and id = ?",
                on,
                by,
                tx.company(),
                delivery);
    }

    /** The lines of a draft, still to be valued. */
    List<Line> lines(Tx tx, UUID delivery) {
        return tx.list(
                """
                select position, order_id, order_position, warehouse_id, quantity, notice_id, notice_position from fulfilment.delivery_line
                where company_id = ? and delivery_id = ? order by position""",
                row -> Line.entered(
                        row.integer("position"),
                        row.uuid("order_id"),
                        row.integer("order_position"),
                        row.uuid("warehouse_id"),
                        row.decimal("quantity"),
                        row.uuidOrNull("notice_id"),
                        row.integerOrNull("notice_position")),
                tx.company(),
                delivery);
    }

    /** @param first by number, among those in use */
    record Warehouses(Set<UUID> ids, @Nullable UUID first) {}

    Warehouses warehouses(Tx tx) {
        List<UUID> ids = tx.list("""
                select w.id from stock.warehouse w join document.header h on h.company_id = w.company_id and h.id = w.id
                where w.company_id = ? and h.state = 'ACTIVE' order by h.number""", row -> row.uuid("id"), tx.company());
        return new Warehouses(new LinkedHashSet<>(ids), ids.isEmpty() ? null : ids.getFirst());
    }

    List<String> numbersInUse(Tx tx, String kind, Collection<String> numbers) {
        return tx.list(
                "select number from document.header where company_id = ? and kind = ? and number = any(?)",
                row -> row.text("number"),
                tx.company(),
                kind,
                SqlArray.of("text", numbers));
    }

    Delivery read(Tx tx, Header header) {
        List<Delivery.Line> lines = tx.list(
                """
                select l.*, p.code, p.name, p.unit, oh.number as order_number, wh.title as warehouse_name, nh.number as notice_number
                from fulfilment.delivery_line l
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                join document.header oh on oh.company_id = l.company_id and oh.id = l.order_id
                join document.header wh on wh.company_id = l.company_id and wh.id = l.warehouse_id
                left join document.header nh on nh.company_id = l.company_id and nh.id = l.notice_id
                where l.company_id = ? and l.delivery_id = ? order by l.position""",
                row -> new Delivery.Line(
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
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("returned_quantity"),
                        row.uuidOrNull("notice_id"),
                        row.textOrNull("notice_number"),
                        row.integerOrNull("notice_position"),
                        row.decimalOrNull("fx_total")),
                tx.company(),
                header.id());
        BigDecimal ofLines = lines.stream().map(Delivery.Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
        return tx.one(
                "select d.*, (select coalesce(sum(u.total - u.invoiced - u.returned), 0) from fulfilment.uninvoiced u"
                        + " where u.company_id = d.company_id and u.delivery_id = d.id) as to_invoice,"
                        + " exists (select 1 from receivables.open_item i where i.company_id = d.company_id and i.document_id = d.id"
                        + " and i.awaits -> 'part' ->> 'from' = 'INVOICE') as awaits_invoice"
                        + " from fulfilment.delivery d where d.company_id = ? and d.id = ?",
                row -> new Delivery(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.date(),
                        row.text("contact"),
                        row.text("address"),
                        row.text("carrier"),
                        row.text("tracking"),
                        row.text("note"),
                        Objects.requireNonNull(header.currency()),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("total").subtract(ofLines),
                        row.dateOrNull("signed_on"),
                        row.text("signed_by"),
                        row.decimal("to_invoice"),
                        row.bool("awaits_invoice"),
                        lines,
                        row.textOrNull("fx_currency"),
                        row.decimalOrNull("fx_total")),
                tx.company(),
                header.id());
    }
}
