package io.onaccount.fulfilment;

import io.onaccount.catalog.Product;
import io.onaccount.document.Header;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of returns. */
@Component
final class ReturnTables {

    ReturnTables() {}

    /** Which line of which delivery. */
    record DeliveryLine(UUID delivery, int position) {}

    /** A line of a posted delivery and how much of it has come back. */
    record Delivered(
            DeliveryLine key,
            String number,
            UUID customer,
            UUID order,
            int orderPosition,
            UUID product,
            String productCode,
            boolean stocked,
            BigDecimal taxRate,
            BigDecimal quantity,
            BigDecimal returned,
            LineAmounts amounts) {}

    /** One line; goods of a delivery get product and amounts from it. */
    record Line(
            int position,
            @Nullable UUID delivery,
            @Nullable Integer deliveryPosition,
            @Nullable Delivered source,
            @Nullable UUID productOrNull,
            boolean stocked,
            @Nullable UUID warehouse,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            BigDecimal taxRate,
            @Nullable LineAmounts amountsOrNull)
            implements GoodsLine {

        static Line ofDelivery(
                int position, UUID delivery, int deliveryPosition, @Nullable UUID warehouse, BigDecimal quantity) {
            return new Line(
                    position,
                    delivery,
                    deliveryPosition,
                    null,
                    null,
                    false,
                    warehouse,
                    quantity,
                    null,
                    BigDecimal.ZERO,
                    null);
        }

        static Line free(
                int position,
                Product product,
                @Nullable UUID warehouse,
                BigDecimal quantity,
                BigDecimal price,
                BigDecimal taxRate,
                LineAmounts amounts) {
            return new Line(
                    position,
                    null,
                    null,
                    null,
                    product.id(),
                    product.stocked(),
                    warehouse,
                    quantity,
                    price,
                    taxRate,
                    amounts);
        }

        Line of(Delivered from, LineAmounts amounts) {
            return new Line(
                    position,
                    delivery,
                    deliveryPosition,
                    from,
                    from.product(),
                    from.stocked(),
                    warehouse,
                    quantity,
                    null,
                    from.taxRate(),
                    amounts);
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

    /** A return ready to be written. */
    record Row(
            UUID id,
            UUID customer,
            LocalDate date,
            String reason,
            String note,
            boolean taxInclusive,
            String currency,
            LineAmounts amounts,
            List<Line> lines) {

        Row with(List<Line> valued, LineAmounts sum) {
            return new Row(id, customer, date, reason, note, taxInclusive, currency, sum, valued);
        }
    }

    boolean taxInclusive(Tx tx) {
        return tx.one(
                "select tax_inclusive from organization.company where id = ?",
                row -> row.bool("tax_inclusive"),
                tx.company());
    }

    /** The lines of these deliveries. */
    Map<DeliveryLine, Delivered> delivered(Tx tx, Map<UUID, Header> deliveries) {
        Map<DeliveryLine, Delivered> found = new LinkedHashMap<>();
        tx.list(
                        """
                        select l.delivery_id, l.position, l.order_id, l.order_position, l.product_id, l.quantity, l.returned_quantity, l.net, l.tax,
                            l.total, l.fx_total, d.fx_currency, o.tax_rate, p.code, p.stocked, d.party_id
                        from fulfilment.delivery_line l
                        join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id
                        join sales.order_line o on o.company_id = l.company_id and o.order_id = l.order_id and o.position = l.order_position
                        join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                        where l.company_id = ? and l.delivery_id = any(?)""",
                        row -> {
                            Header header = Objects.requireNonNull(deliveries.get(row.uuid("delivery_id")));
                            String currency = Objects.requireNonNull(header.currency());
                            return new Delivered(
                                    new DeliveryLine(header.id(), row.integer("position")),
                                    header.number(),
                                    row.uuid("party_id"),
                                    row.uuid("order_id"),
                                    row.integer("order_position"),
                                    row.uuid("product_id"),
                                    row.text("code"),
                                    row.bool("stocked"),
                                    row.decimal("tax_rate"),
                                    row.decimal("quantity"),
                                    row.decimal("returned_quantity"),
                                    new LineAmounts(
                                            row.money("net", currency),
                                            row.money("tax", currency),
                                            row.money("total", currency),
                                            row.textOrNull("fx_currency") == null
                                                    ? null
                                                    : row.money("fx_total", row.text("fx_currency"))));
                        },
                        tx.company(),
                        SqlArray.of("uuid", deliveries.keySet()))
                .forEach(line -> found.put(line.key(), line));
        return found;
    }

    void insert(Tx tx, List<Row> rows) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into fulfilment.sales_return (company_id, id, party_id, reason, note, tax_inclusive, net, tax, total)
                select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""",
                tx.company(),
                SqlArray.of("uuid", rows, Row::id),
                SqlArray.of("uuid", rows, Row::customer),
                SqlArray.of("text", rows, Row::reason),
                SqlArray.of("text", rows, Row::note),
                SqlArray.of("boolean", rows, Row::taxInclusive),
                SqlArray.of("numeric", rows, r -> r.amounts.net()),
                SqlArray.of("numeric", rows, r -> r.amounts.tax()),
                SqlArray.of("numeric", rows, r -> r.amounts.total()));
        insertLines(tx, rows);
    }

    private static void insertLines(Tx tx, List<Row> rows) {
        List<PartOf<Row, Line>> lines = PartOf.all(rows, Row::lines);
        GoodsLine.insert(
                tx,
                """
                insert into fulfilment.return_line (company_id, return_id, position, product_id, warehouse_id, quantity, net, tax, total, delivery_id,
                    delivery_position, price, tax_rate)
                select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                    ?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[]) as n""",
                lines,
                Row::id,
                SqlArray.of("uuid", lines, l -> l.part().delivery()),
                SqlArray.of("smallint", lines, l -> l.part().deliveryPosition()),
                SqlArray.of("numeric", lines, l -> l.part().price()),
                SqlArray.of("numeric", lines, l -> l.part().taxRate()));
    }

    /** Writes a draft anew; its header is locked. */
    void replace(Tx tx, Row row) {
        tx.add(
                Rank.DOCUMENT,
                """
                update fulfilment.sales_return set party_id = ?, reason = ?, note = ?, tax_inclusive = ?, net = ?, tax = ?, total = ?
                where company_id = ? and id = ?""",
                row.customer,
                row.reason,
                row.note,
                row.taxInclusive,
                row.amounts.net(),
                row.amounts.tax(),
                row.amounts.total(),
                tx.company(),
                row.id);
        deleteLines(tx, row.id);
        insertLines(tx, List.of(row));
    }

    void delete(Tx tx, UUID id) {
        deleteLines(tx, id);
        tx.add(Rank.DETAIL, "delete from fulfilment.sales_return where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteLines(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "delete from fulfilment.return_line where company_id = ? and return_id = ?",
                tx.company(),
                id);
    }

    /** Lines of deliveries, whose headers are locked, get back what came back. */
    void returned(Tx tx, Map<DeliveryLine, BigDecimal> quantities, Map<DeliveryLine, LineAmounts> totals) {
        if (quantities.isEmpty()) {
            return;
        }
        List<DeliveryLine> keys = List.copyOf(quantities.keySet());
        tx.addExpecting(
                Rank.DETAIL,
                keys.size(),
                () -> new IllegalStateException("more returned than delivered under the delivery's lock"),
                """
                update fulfilment.delivery_line l set returned_quantity = l.returned_quantity + s.quantity, returned_total = l.returned_total + s.total
                from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[]) as s (delivery_id, position, quantity, total)
                where l.company_id = ? and l.delivery_id = s.delivery_id and l.position = s.position
                  and l.returned_quantity + s.quantity <= l.quantity""",
                SqlArray.of("uuid", keys, DeliveryLine::delivery),
                SqlArray.of("smallint", keys, DeliveryLine::position),
                SqlArray.of("numeric", keys, k -> Objects.requireNonNull(quantities.get(k))),
                SqlArray.of(
                        "numeric",
                        keys,
                        k -> Objects.requireNonNull(totals.get(k)).total()),
                tx.company());
    }

    /** A draft as it was entered. */
    Row row(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<Line> lines = tx.list(
                """
                select l.*, p.stocked from fulfilment.return_line l
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.return_id = ? order by l.position""",
                row -> {
                    UUID delivery = row.uuidOrNull("delivery_id");
                    return delivery != null
                            ? Line.ofDelivery(
                                    row.integer("position"),
                                    delivery,
                                    row.integer("delivery_position"),
                                    row.uuidOrNull("warehouse_id"),
                                    row.decimal("quantity"))
                            : new Line(
                                    row.integer("position"),
                                    null,
                                    null,
                                    null,
                                    row.uuid("product_id"),
                                    row.bool("stocked"),
                                    row.uuidOrNull("warehouse_id"),
                                    row.decimal("quantity"),
                                    row.decimal("price"),
                                    row.decimal("tax_rate"),
                                    new LineAmounts(
                                            row.money("net", currency),
                                            row.money("tax", currency),
                                            row.money("total", currency)));
                },
                tx.company(),
                header.id());
        return tx.one(
                "select r.* from fulfilment.sales_return r where r.company_id = ? and r.id = ?",
                row -> new Row(
                        header.id(),
                        row.uuid("party_id"),
                        header.date(),
                        row.text("reason"),
                        row.text("note"),
                        row.bool("tax_inclusive"),
                        currency,
                        LineAmounts.zero(currency),
                        lines),
                tx.company(),
                header.id());
    }

    SalesReturn read(Tx tx, Header header) {
        List<SalesReturn.Line> lines = tx.list(
                """
                select l.*, p.code, p.name, p.unit, dh.number as delivery_number, wh.title as warehouse_name
                from fulfilment.return_line l
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                left join document.header dh on dh.company_id = l.company_id and dh.id = l.delivery_id
                left join document.header wh on wh.company_id = l.company_id and wh.id = l.warehouse_id
                where l.company_id = ? and l.return_id = ? order by l.position""",
                row -> new SalesReturn.Line(
                        row.integer("position"),
                        row.uuidOrNull("delivery_id"),
                        row.textOrNull("delivery_number"),
                        row.uuidOrNull("delivery_id") == null ? null : row.integer("delivery_position"),
                        row.uuid("product_id"),
                        row.text("code"),
                        row.text("name"),
                        row.text("unit"),
                        row.uuidOrNull("warehouse_id"),
                        row.textOrNull("warehouse_name"),
                        row.decimal("quantity"),
                        row.decimalOrNull("price"),
                        row.decimal("tax_rate"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total")),
                tx.company(),
                header.id());
        return tx.one(
                "select r.* from fulfilment.sales_return r where r.company_id = ? and r.id = ?",
                row -> new SalesReturn(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.date(),
                        row.text("reason"),
                        row.text("note"),
                        row.bool("tax_inclusive"),
                        Objects.requireNonNull(header.currency()),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        lines),
                tx.company(),
                header.id());
    }
}
