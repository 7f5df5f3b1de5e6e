package io.onaccount.sales;

import io.onaccount.document.Header;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of change orders, and of what they make of orders. */
@Component
final class OrderChangeTables {
    private static final String WRITE = """
            insert into sales.order_change (company_id, id, order_id, party_id, reason, delivery_date, payment_term_id, contact, delivery_address,
                invoice_address, customer_reference, note, discount, offers, discount_term_id, net, tax, total, delivery_date_before,
                payment_term_before, contact_before, delivery_address_before, invoice_address_before, customer_reference_before, note_before,
                discount_before, discount_term_before, total_before)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (company_id, id) do update set reason = excluded.reason, delivery_date = excluded.delivery_date,
                payment_term_id = excluded.payment_term_id, contact = excluded.contact, delivery_address = excluded.delivery_address,
                invoice_address = excluded.invoice_address, customer_reference = excluded.customer_reference, note = excluded.note,
                discount = excluded.discount, offers = excluded.offers, discount_term_id = excluded.discount_term_id, net = excluded.net,
                tax = excluded.tax, total = excluded.total, delivery_date_before = excluded.delivery_date_before,
                payment_term_before = excluded.payment_term_before, contact_before = excluded.contact_before,
                delivery_address_before = excluded.delivery_address_before, invoice_address_before = excluded.invoice_address_before,
                customer_reference_before = excluded.customer_reference_before, note_before = excluded.note_before,
                discount_before = excluded.discount_before, discount_term_before = excluded.discount_term_before,
                total_before = excluded.total_before""";

    private static final String LINES = """
            insert into sales.order_change_line (company_id, change_id, line, order_position, ends, product_id, unit, quantity, price, discount,
                tax_rate, delivery_date, note, net, tax, total, quantity_before, price_before, discount_before, tax_rate_before,
                delivery_date_before, note_before, total_before, delivered)
            select ?, ?, n.* from unnest(?::smallint[], ?::smallint[], ?::boolean[], ?::uuid[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::numeric[], ?::date[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::date[], ?::text[], ?::numeric[], ?::numeric[]) as n""";

    private static final String CHARGES = """
            insert into sales.order_change_charge (company_id, change_id, line, order_position, ends, name, tax_rate, net, tax, total, name_before,
                tax_rate_before, total_before)
            select ?, ?, n.* from unnest(?::smallint[], ?::smallint[], ?::boolean[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::text[], ?::numeric[], ?::numeric[]) as n""";

    OrderChangeTables() {}

    /** A line as it is wanted, what it comes to, and the order's line before. */
    private record Written(
            WantedOrder.Line line, BigDecimal quantity, LineAmounts amounts, SalesOrder.@Nullable Line old) {}

    private static List<Written> rows(SalesOrder order, WantedOrder wanted, ChangedOrder after) {
        Map<Integer, SalesOrder.Line> lines = new HashMap<>();
        order.lines().forEach(line -> lines.put(line.position(), line));
        List<Written> rows = new ArrayList<>();
        for (WantedOrder.Line line : wanted.lines()) {
            SalesOrder.Line old = line.position() == null ? null : lines.get(line.position());
            rows.add(new Written(
                    line,
                    line.ends() ? after.quantityOf(line.line()) : line.quantity(),
                    after.amountsOf(line.line()),
                    old));
        }
        return rows;
    }

    /** Writes a change, or writes it anew as it stands against its order now: then its header is locked. */
    void write(Tx tx, UUID id, SalesOrder order, WantedOrder wanted, ChangedOrder after, @Nullable UUID offeredBefore) {
        tx.add(
                Rank.DOCUMENT,
                WRITE,
                tx.company(),
                id,
                order.id(),
                order.customer(),
                wanted.reason(),
                wanted.deliveryDate(),
                wanted.paymentTerm(),
                wanted.particulars().contact(),
                wanted.particulars().deliveryAddress(),
                wanted.particulars().invoiceAddress(),
                wanted.particulars().reference(),
                wanted.particulars().note(),
                after.discount(),
                wanted.offers(),
                wanted.discountTerm(),
                after.net(),
                after.tax(),
                after.total(),
                order.deliveryDate(),
                order.paymentTerm(),
                order.contact(),
                order.deliveryAddress(),
                order.invoiceAddress(),
                order.reference(),
                order.note(),
                order.discountAmount(),
                offeredBefore,
                order.total());
        for (String table : List.of("order_change_line", "order_change_charge")) {
            tx.add(
                    Rank.DETAIL,
                    "delete from sales." + table + " where company_id = ? and change_id = ?",
                    tx.company(),
                    id);
        }
        insertLines(tx, id, order, wanted, after);
    }

    private static void insertLines(Tx tx, UUID id, SalesOrder order, WantedOrder wanted, ChangedOrder after) {
        List<ChangedOrder.Charge> charges = after.charges();
        if (!charges.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    CHARGES,
                    tx.company(),
                    id,
                    SqlArray.of("smallint", charges, c -> c.wanted().line()),
                    SqlArray.of("smallint", charges, c -> c.wanted().position()),
                    SqlArray.of("boolean", charges, c -> c.wanted().ends()),
                    SqlArray.of("text", charges, c -> c.wanted().name()),
                    SqlArray.of("numeric", charges, c -> c.wanted().taxRate()),
                    SqlArray.of("numeric", charges, c -> c.amounts().net()),
                    SqlArray.of("numeric", charges, c -> c.amounts().tax()),
                    SqlArray.of("numeric", charges, c -> c.amounts().total()),
                    SqlArray.of(
                            "text",
                            charges,
                            c -> c.old() == null ? null : c.old().name()),
                    SqlArray.of(
                            "numeric",
                            charges,
                            c -> c.old() == null ? null : c.old().taxRate()),
                    SqlArray.of(
                            "numeric",
                            charges,
                            c -> c.old() == null ? BigDecimal.ZERO : c.old().total()));
        }
        List<Written> rows = rows(order, wanted, after);
        tx.add(
                Rank.DETAIL,
                LINES,
                tx.company(),
                id,
                SqlArray.of("smallint", rows, r -> r.line.line()),
                SqlArray.of("smallint", rows, r -> r.line.position()),
                SqlArray.of("boolean", rows, r -> r.line.ends()),
                SqlArray.of("uuid", rows, r -> r.line.product()),
                SqlArray.of("text", rows, r -> r.line.unit()),
                SqlArray.of("numeric", rows, Written::quantity),
                SqlArray.of("numeric", rows, r -> r.line.price()),
                SqlArray.of("numeric", rows, r -> r.line.discount()),
                SqlArray.of("numeric", rows, r -> r.line.taxRate()),
                SqlArray.of("date", rows, r -> r.line.deliveryDate()),
                SqlArray.of("text", rows, r -> r.line.note()),
                SqlArray.of("numeric", rows, r -> r.amounts.net()),
                SqlArray.of("numeric", rows, r -> r.amounts.tax()),
                SqlArray.of("numeric", rows, r -> r.amounts.total()),
                SqlArray.of("numeric", rows, r -> r.old == null ? null : r.old.quantity()),
                SqlArray.of("numeric", rows, r -> r.old == null ? null : r.old.price()),
                SqlArray.of("numeric", rows, r -> r.old == null ? null : r.old.discount()),
                SqlArray.of("numeric", rows, r -> r.old == null ? null : r.old.taxRate()),
                SqlArray.of("date", rows, r -> r.old == null ? null : r.old.deliveryDate()),
                SqlArray.of("text", rows, r -> r.old == null ? null : r.old.note()),
                SqlArray.of("numeric", rows, r -> r.old == null ? BigDecimal.ZERO : r.old.total()),
                SqlArray.of("numeric", rows, r -> r.old == null ? BigDecimal.ZERO : r.old.deliveredQuantity()));
    }

    /** It is no longer open: its order can be changed anew. */
    void end(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "update sales.order_change set open = false where company_id = ? and id = ?",
                tx.company(),
                id);
    }

    void applied(Tx tx, UUID id, UUID by) {
        tx.add(
                Rank.DETAIL,
                "update sales.order_change set open = false, applied_at = now(), applied_by = ? where company_id = ? and id = ?",
                by,
                tx.company(),
                id);
    }

    /** The order is what the change makes of it; its header is locked. */
    void apply(Tx tx, Header order, SalesOrder before, WantedOrder wanted, ChangedOrder after) {
        tx.add(
                Rank.DOCUMENT,
                """
                update sales.sales_order set delivery_date = ?, payment_term_id = ?, contact = ?, delivery_address = ?, invoice_address = ?,
                    customer_reference = ?, note = ?, discount = ?, net = ?, tax = ?, total = ?, charges = ?
                where company_id = ? and id = ?""",
                wanted.deliveryDate(),
                wanted.paymentTerm(),
                wanted.particulars().contact(),
                wanted.particulars().deliveryAddress(),
                wanted.particulars().invoiceAddress(),
                wanted.particulars().reference(),
                wanted.particulars().note(),
                after.discount(),
                after.net(),
                after.tax(),
                after.total(),
                after.chargesTotal(),
                tx.company(),
                order.id());
        applyCharges(tx, order.id(), after);
        List<ChangedOrder.Piece> kept =
                after.pieces().stream().filter(p -> p.position() != null).toList();
        tx.addExpecting(
                Rank.DETAIL,
                kept.size(),
                () -> new IllegalStateException("less ordered than delivered or on notices under the order's lock"),
                """
                update sales.order_line l set quantity = n.quantity, price = n.price, discount = n.discount, tax_rate = n.tax_rate,
                    delivery_date = n.delivery_date, note = n.note, net = n.net, tax = n.tax, total = n.total,
                    due_on = case when l.delivered_quantity < n.quantity then coalesce(n.delivery_date, ?::date, ?::date) end
                from unnest(?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[], ?::text[], ?::numeric[], ?::numeric[],
                    ?::numeric[]) as n (position, quantity, price, discount, tax_rate, delivery_date, note, net, tax, total)
                where l.company_id = ? and l.order_id = ? and l.position = n.position and l.delivered_quantity + l.notified_quantity <= n.quantity""",
                wanted.deliveryDate(),
                order.date(),
                SqlArray.of("smallint", kept, ChangedOrder.Piece::position),
                SqlArray.of("numeric", kept, ChangedOrder.Piece::quantity),
                SqlArray.of("numeric", kept, ChangedOrder.Piece::price),
                SqlArray.of("numeric", kept, ChangedOrder.Piece::discount),
                SqlArray.of("numeric", kept, ChangedOrder.Piece::taxRate),
                SqlArray.of("date", kept, ChangedOrder.Piece::deliveryDate),
                SqlArray.of("text", kept, ChangedOrder.Piece::note),
                SqlArray.of("numeric", kept, p -> p.amounts().net()),
                SqlArray.of("numeric", kept, p -> p.amounts().tax()),
                SqlArray.of("numeric", kept, p -> p.amounts().total()),
                tx.company(),
                order.id());
        List<ChangedOrder.Piece> added =
                after.pieces().stream().filter(p -> p.position() == null).toList();
        if (added.isEmpty()) {
            return;
        }
        int last = before.lines().stream()
                .mapToInt(SalesOrder.Line::position)
                .max()
                .orElse(0);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            places.add(i);
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into sales.order_line (company_id, order_id, position, id, product_id, quantity, unit, price, discount, tax_rate, delivery_date,
                    note, net, tax, total, due_on)
                select ?, ?, n.position, n.id, n.product, n.quantity, n.unit, n.price, n.discount, n.tax_rate, n.delivery_date, n.note, n.net, n.tax,
                    n.total, coalesce(n.delivery_date, ?::date, ?::date)
                from unnest(?::smallint[], ?::uuid[], ?::uuid[], ?::numeric[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[], ?::text[],
                    ?::numeric[], ?::numeric[], ?::numeric[])
                  as n (position, id, product, quantity, unit, price, discount, tax_rate, delivery_date, note, net, tax, total)""",
                tx.company(),
                order.id(),
                wanted.deliveryDate(),
                order.date(),
                SqlArray.of("smallint", places, i -> last + 1 + i),
                SqlArray.of("uuid", places, i -> Ids.next()),
                SqlArray.of("uuid", added, ChangedOrder.Piece::product),
                SqlArray.of("numeric", added, ChangedOrder.Piece::quantity),
                SqlArray.of("text", added, ChangedOrder.Piece::unit),
                SqlArray.of("numeric", added, ChangedOrder.Piece::price),
                SqlArray.of("numeric", added, ChangedOrder.Piece::discount),
                SqlArray.of("numeric", added, ChangedOrder.Piece::taxRate),
                SqlArray.of("date", added, ChangedOrder.Piece::deliveryDate),
                SqlArray.of("text", added, ChangedOrder.Piece::note),
                SqlArray.of("numeric", added, p -> p.amounts().net()),
                SqlArray.of("numeric", added, p -> p.amounts().tax()),
                SqlArray.of("numeric", added, p -> p.amounts().total()));
    }

    private static void applyCharges(Tx tx, UUID order, ChangedOrder after) {
        List<ChangedOrder.Charge> changed = after.charges().stream()
                .filter(charge -> charge.old() != null && !charge.isSame())
                .toList();
        if (!changed.isEmpty()) {
            tx.addExpecting(
                    Rank.DETAIL,
                    changed.size(),
                    () -> new IllegalStateException("a charge that is invoiced was changed under the order's lock"),
                    """
                    update sales.order_charge c set name = n.name, tax_rate = n.tax_rate, net = n.net, tax = n.tax, total = n.total, ended = n.ends
                    from unnest(?::smallint[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::boolean[])
                      as n (position, name, tax_rate, net, tax, total, ends)
                    where c.company_id = ? and c.order_id = ? and c.position = n.position and c.invoiced_quantity = 0""",
                    SqlArray.of("smallint", changed, c -> c.wanted().position()),
                    SqlArray.of("text", changed, c -> c.wanted().name()),
                    SqlArray.of("numeric", changed, c -> c.wanted().taxRate()),
                    SqlArray.of("numeric", changed, c -> c.amounts().net()),
                    SqlArray.of("numeric", changed, c -> c.amounts().tax()),
                    SqlArray.of("numeric", changed, c -> c.amounts().total()),
                    SqlArray.of("boolean", changed, c -> c.wanted().ends()),
                    tx.company(),
                    order);
        }
        List<ChangedOrder.Charge> added =
                after.charges().stream().filter(charge -> charge.old() == null).toList();
        if (!added.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into sales.order_charge (company_id, order_id, position, name, tax_rate, net, tax, total)
                    select ?, ?, n.place + (select coalesce(max(c.position), 0) from sales.order_charge c where c.company_id = ? and c.order_id = ?),
                        n.name, n.tax_rate, n.net, n.tax, n.total
                    from unnest(?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]) with ordinality
                      as n (name, tax_rate, net, tax, total, place)""",
                    tx.company(),
                    order,
                    tx.company(),
                    order,
                    SqlArray.of("text", added, c -> c.wanted().name()),
                    SqlArray.of("numeric", added, c -> c.wanted().taxRate()),
                    SqlArray.of("numeric", added, c -> c.amounts().net()),
                    SqlArray.of("numeric", added, c -> c.amounts().tax()),
                    SqlArray.of("numeric", added, c -> c.amounts().total()));
        }
    }

    /** Payment terms by id. */
    Map<UUID, PaymentTerm> terms(Tx tx, List<@Nullable UUID> ids) {
        Map<UUID, PaymentTerm> found = new HashMap<>();
        tx.list(
                        "select to_jsonb(t)::text as term from party.payment_term t where t.company_id = ? and t.id = any(?)",
                        row -> Objects.requireNonNull(PaymentTerms.of(row)),
                        tx.company(),
                        SqlArray.of("uuid", ids, id -> id))
                .forEach(term -> found.put(term.id(), term));
        return found;
    }

    /** What of an order owed for since it was confirmed is still open. */
    Money open(Tx tx, UUID order, String currency) {
        return tx.one("""
                select coalesce(sum(i.amount - i.settled), 0) as open from receivables.open_item i
                where i.company_id = ? and i.document_id = ? and i.kind = 'ORDER' and i.amount > 0""", row -> row.money("open", currency), tx.company(), order);
    }

    /** The change whose header was found. */
    OrderChange read(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<OrderChange.Line> lines = tx.list(
                """
                select l.*, p.code as product_code, p.name as product_name
                from sales.order_change_line l join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.change_id = ? order by l.line""",
                row -> new OrderChange.Line(
                        row.integer("line"),
                        row.integerOrNull("order_position"),
                        row.bool("ends"),
                        row.uuid("product_id"),
                        row.text("product_code"),
                        row.text("product_name"),
                        row.text("unit"),
                        row.decimal("quantity"),
                        row.decimal("price"),
                        row.decimal("discount"),
                        row.decimal("tax_rate"),
                        row.dateOrNull("delivery_date"),
                        row.text("note"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimalOrNull("quantity_before"),
                        row.decimalOrNull("price_before"),
                        row.decimalOrNull("discount_before"),
                        row.decimalOrNull("tax_rate_before"),
                        row.dateOrNull("delivery_date_before"),
                        row.textOrNull("note_before"),
                        row.decimal("total_before"),
                        row.decimal("delivered")),
                tx.company(),
                header.id());
        List<OrderChange.Charge> charges = tx.list(
                "select g.* from sales.order_change_charge g where g.company_id = ? and g.change_id = ? order by g.line",
                row -> new OrderChange.Charge(
                        row.integer("line"),
                        row.integerOrNull("order_position"),
                        row.bool("ends"),
                        row.text("name"),
                        row.decimal("tax_rate"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.textOrNull("name_before"),
                        row.decimalOrNull("tax_rate_before"),
                        row.decimal("total_before")),
                tx.company(),
                header.id());
        return tx.one(
                """
                select c.*, o.number as order_number, s.tax_inclusive from sales.order_change c
                join document.header o on o.company_id = c.company_id and o.id = c.order_id
                join sales.sales_order s on s.company_id = c.company_id and s.id = c.order_id
                where c.company_id = ? and c.id = ?""",
                row -> new OrderChange(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("order_id"),
                        row.text("order_number"),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.date(),
                        currency,
                        row.bool("tax_inclusive"),
                        row.text("reason"),
                        row.dateOrNull("delivery_date"),
                        row.dateOrNull("delivery_date_before"),
                        row.uuidOrNull("payment_term_id"),
                        row.uuidOrNull("payment_term_before"),
                        particulars(row, ""),
                        particulars(row, "_before"),
                        row.decimal("discount"),
                        row.decimal("discount_before"),
                        row.bool("offers"),
                        row.uuidOrNull("discount_term_id"),
                        row.uuidOrNull("discount_term_before"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("total_before"),
                        row.instantOrNull("applied_at"),
                        row.uuidOrNull("applied_by"),
                        lines,
                        charges),
                tx.company(),
                header.id());
    }

    private static OrderParticulars particulars(Row row, String when) {
        return new OrderParticulars(
                row.text("contact" + when),
                row.text("delivery_address" + when),
                row.text("invoice_address" + when),
                row.text("customer_reference" + when),
                row.text("note" + when));
    }
}
