package io.onaccount.invoicing;

import io.onaccount.document.Header;
import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of invoices. */
@Component
final class InvoiceTables {

    InvoiceTables() {}

    /** A draft about to be written. */
    record Born(
            UUID id,
            UUID customer,
            @Nullable UUID application,
            @Nullable UUID redOf,
            InvoiceKind kind,
            Buyer buyer,
            String remark,
            String reason,
            List<Written> lines) {}

    void insert(Tx tx, Born born, LineAmounts sum) {
        Buyer buyer = born.buyer;
        tx.add(
                Rank.DOCUMENT,
                """
                insert into invoicing.invoice (company_id, id, party_id, application_id, red_of, kind, title, tax_number, bank, account, address, phone,
                  email, remark, reason, net, tax, total)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                born.id,
                born.customer,
                born.application,
                born.redOf,
                born.kind,
                buyer.title(),
                buyer.taxNumber(),
                buyer.bank(),
                buyer.account(),
                buyer.address(),
                buyer.phone(),
                buyer.email(),
                born.remark,
                born.reason,
                sum.net(),
                sum.tax(),
                sum.total());
        LineTables.INVOICE.insert(tx, born.id, born.lines);
    }

    void delete(Tx tx, UUID id) {
        LineTables.INVOICE.delete(tx, id);
        tx.add(Rank.BALANCE, "delete from invoicing.invoice where company_id = ? and id = ?", tx.company(), id);
    }

    /** It is official: its lines count, at what they are worth now. */
    void issued(Tx tx, UUID id, List<Written> lines, LineAmounts sum, String code, String number, LocalDate on) {
        tx.add(
                Rank.DOCUMENT,
                "update invoicing.invoice set code = ?, number = ?, issued_on = ?, net = ?, tax = ?, total = ? where company_id = ? and id = ?",
                code,
                number,
                on,
                sum.net(),
                sum.tax(),
                sum.total(),
                tx.company(),
                id);
        LineTables.INVOICE.delete(tx, id);
        LineTables.INVOICE.insert(tx, id, lines);
        count(tx, id, true);
    }

    void voided(Tx tx, UUID id, String reason) {
        tx.add(
                Rank.DETAIL,
                "update invoicing.invoice set reason = ? where company_id = ? and id = ?",
                reason,
                tx.company(),
                id);
        count(tx, id, false);
    }

    private static void count(Tx tx, UUID id, boolean counts) {
        tx.add(
                Rank.DETAIL,
                "update invoicing.invoice_line set counts = ? where company_id = ? and invoice_id = ?",
                counts,
                tx.company(),
                id);
    }

    void handedOver(
            Tx tx,
            UUID id,
            String carrier,
            String tracking,
            @Nullable LocalDate sent,
            String by,
            @Nullable LocalDate received) {
        tx.add(Rank.DETAIL, """
                update invoicing.invoice set carrier = ?, tracking = ?, sent_on = ?, received_by = ?, received_on = ?
                where company_id = ? and id = ?""", carrier, tracking, sent, by, received, tx.company(), id);
    }

    /** Our own number of the invoice that has this official one already. */
    Optional<String> taken(Tx tx, InvoiceKind kind, String code, String number) {
        return tx.first("""
                select h.number from invoicing.invoice v join document.header h on h.company_id = v.company_id and h.id = v.id
                where v.company_id = ? and v.kind = ? and v.code = ? and v.number = ?""", row -> row.text("number"), tx.company(), kind, code, number);
    }

    /** What of a blue line's tax the order's price doesn't say, by line. */
    Map<Integer, BigDecimal> differenceTaxes(Tx tx, UUID id) {
        Map<Integer, BigDecimal> taxes = new TreeMap<>();
        tx.list(
                "select l.position, l.difference_tax from invoicing.invoice_line l where l.company_id = ? and l.invoice_id = ?",
                row -> taxes.put(row.integer("position"), row.decimal("difference_tax")),
                tx.company(),
                id);
        return taxes;
    }

    /** How much of which lines of its application an invoice is of. */
    Map<Integer, BigDecimal> parts(Tx tx, UUID id) {
        Map<Integer, BigDecimal> parts = new TreeMap<>();
        tx.list("""
                select l.application_position, sum(l.quantity) as quantity from invoicing.invoice_line l
                where l.company_id = ? and l.invoice_id = ? and l.application_position is not null group by l.application_position""", row -> parts.put(row.integer("application_position"), row.decimal("quantity")), tx.company(), id);
        return parts;
    }

    /** The line of the application that each line is of, in their order; null: of none. */
    List<@Nullable Integer> applicationPositions(Tx tx, UUID id) {
        return tx.list(
                "select l.application_position from invoicing.invoice_line l where l.company_id = ? and l.invoice_id = ? order by l.position",
                row -> row.integerOrNull("application_position"),
                tx.company(),
                id);
    }

    /** The line of the blue invoice that each line of a red one takes back. */
    Map<Integer, Integer> redPositions(Tx tx, UUID id) {
        Map<Integer, Integer> positions = new TreeMap<>();
        tx.list(
                "select l.position, l.red_position from invoicing.invoice_line l where l.company_id = ? and l.invoice_id = ?",
                row -> positions.put(row.integer("position"), row.integer("red_position")),
                tx.company(),
                id);
        return positions;
    }

    /** What of a delivery an order brought; such goods of orders by invoice are owed for once they are invoiced. */
    record Owed(UUID delivery, UUID order) {}

    /**
     * How it stands with it.
     *
     * @param worth of what left and did not come back
     * @param invoiced by invoices that count, at the order's prices
     * @param open what is shipped and not a receivable
     */
    record Owing(Money worth, Money invoiced, Money open) {

        /** What is then to be shipped and no receivable, when so much more (or less) is invoiced: what came back is not owed by whatever invoice says so. */
        Money openAfter(Money more) {
            return worth.minus(invoiced.plus(more)).max(Money.zero(worth.currency()));
        }
    }

    /** How it stands with those of these that are owed for by invoice; the deliveries are locked. */
    Map<Owed, Owing> owing(Tx tx, Collection<Owed> owed, String currency) {
        Map<Owed, Owing> found = new LinkedHashMap<>();
        if (owed.isEmpty()) {
            return found;
        }
        tx.list(
                """
                select u.delivery_id, u.order_id, u.total - u.invoiced - u.returned as open, u.total - b.back as worth,
                    i.invoiced + b.ahead + c.ahead as invoiced
                from unnest(?::uuid[], ?::uuid[]) as n (delivery_id, order_id)
                join fulfilment.uninvoiced u on u.company_id = ? and u.delivery_id = n.delivery_id and u.order_id = n.order_id
                cross join lateral (
                    select coalesce(sum(l.returned_total), 0) as back, coalesce(sum(l.ahead_total), 0) as ahead from fulfilment.delivery_line l
                    where l.company_id = u.company_id and l.delivery_id = u.delivery_id and l.order_id = u.order_id) b
                cross join lateral (
                    select coalesce(sum(c.ahead_total), 0) as ahead from sales.order_charge c
                    join fulfilment.delivery_order s on s.company_id = c.company_id and s.order_id = c.order_id and s.charges > 0
                    where c.company_id = u.company_id and c.order_id = u.order_id and s.delivery_id = u.delivery_id) c
                cross join lateral (
                    select coalesce(sum(x.total - x.difference), 0) as invoiced from invoicing.invoice_line x
                    where x.company_id = u.company_id and x.delivery_id = u.delivery_id and x.order_id = u.order_id and x.counts) i""",
                row -> found.put(
                        new Owed(row.uuid("delivery_id"), row.uuid("order_id")),
                        new Owing(
                                row.money("worth", currency),
                                row.money("invoiced", currency),
                                row.money("open", currency))),
                SqlArray.of("uuid", owed, Owed::delivery),
                SqlArray.of("uuid", owed, Owed::order),
                tx.company());
        return found;
    }

    /** When customers owe for orders. */
    Map<UUID, ReceivableBasis> bases(Tx tx, Collection<UUID> orders) {
        Map<UUID, ReceivableBasis> found = new LinkedHashMap<>();
        tx.list(
                "select o.id, o.basis from sales.sales_order o where o.company_id = ? and o.id = any(?)",
                row -> found.put(row.uuid("id"), row.choice("basis", ReceivableBasis.class)),
                tx.company(),
                SqlArray.of("uuid", orders));
        return found;
    }

    /** A line of an order. */
    record Line(UUID order, int position) {}

    /** What of it is invoiced and still to leave. */
    record Early(BigDecimal quantity, Money total) {}

    Map<Line, Early> early(Tx tx, Collection<UUID> orders, String currency) {
        Map<Line, Early> found = new LinkedHashMap<>();
        if (!orders.isEmpty()) {
            tx.list(
                    """
                    select l.order_id, l.position, l.ahead_quantity, l.ahead_total from sales.order_line l
                    where l.company_id = ? and l.order_id = any(?)""",
                    row -> found.put(
                            new Line(row.uuid("order_id"), row.integer("position")),
                            new Early(row.decimal("ahead_quantity"), row.money("ahead_total", currency))),
                    tx.company(),
                    SqlArray.of("uuid", orders));
        }
        return found;
    }

    /**
     * Goods of an order that left.
     *
     * @param open not invoiced
     * @param ahead invoiced by the order
     */
    record Gone(
            UUID delivery,
            int position,
            UUID order,
            int orderPosition,
            BigDecimal open,
            BigDecimal ahead,
            BigDecimal aheadTotal) {

        boolean isOf(Invoiceable.Source from) {
            return order.equals(from.order()) && orderPosition == from.position();
        }

        /** What so much of what was invoiced by the order is worth. */
        Money total(BigDecimal quantity, String currency) {
            return new Money(aheadTotal, currency).share(quantity, ahead);
        }
    }

    /**
     * What of orders left: to be invoiced with the first first, or invoiced by the order with the last first.
     *
     * @param invoiced which of the two
     */
    List<Gone> gone(Tx tx, Collection<UUID> orders, boolean invoiced) {
        return orders.isEmpty()
                ? List.of()
                : tx.list(
                        """
                        select l.delivery_id, l.position, l.order_id, l.order_position, l.ahead_quantity, l.ahead_total,
                            greatest(l.quantity - l.returned_quantity - l.invoiced_quantity - l.ahead_quantity, 0) as open
                        from fulfilment.delivery_line l
                        join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id
                        join document.header h on h.company_id = l.company_id and h.id = l.delivery_id and h.state = 'POSTED'
                        where l.company_id = ? and l.order_id = any(?) and"""
                                + (invoiced
                                        ? " l.ahead_quantity > 0 order by l.delivery_id desc, l.position desc"
                                        : " d.invoiced_elsewhere = '' order by l.delivery_id, l.position"),
                        row -> new Gone(
                                row.uuid("delivery_id"),
                                row.integer("position"),
                                row.uuid("order_id"),
                                row.integer("order_position"),
                                row.decimal("open"),
                                row.decimal("ahead_quantity"),
                                row.decimal("ahead_total")),
                        tx.company(),
                        SqlArray.of("uuid", orders));
    }

    /** The deliveries with which charges of orders left. */
    Map<UUID, UUID> chargedWith(Tx tx, Collection<UUID> orders) {
        Map<UUID, UUID> found = new LinkedHashMap<>();
        if (!orders.isEmpty()) {
            tx.list(
                    """
                    select s.order_id, s.delivery_id from fulfilment.delivery_order s
                    where s.company_id = ? and s.order_id = any(?) and s.charges > 0""",
                    row -> found.put(row.uuid("order_id"), row.uuid("delivery_id")),
                    tx.company(),
                    SqlArray.of("uuid", orders));
        }
        return found;
    }

    /** What an invoice says more or less than its orders' prices, and what became of it. */
    List<InvoiceDifference> differences(Tx tx, UUID id) {
        return tx.list(
                """
                select d.order_id, oh.number as order_number, d.delivery_id, dh.number as delivery_number, d.basis, d.amount, d.tax, d.by_rule, d.reason,
                    d.recorded_by, d.recorded_at
                from invoicing.difference d
                join document.header oh on oh.company_id = d.company_id and oh.id = d.order_id
                left join document.header dh on dh.company_id = d.company_id and dh.id = d.delivery_id
                where d.company_id = ? and d.invoice_id = ? order by d.recorded_at, d.id""",
                row -> new InvoiceDifference(
                        row.uuid("order_id"),
                        row.text("order_number"),
                        row.uuidOrNull("delivery_id"),
                        row.textOrNull("delivery_number"),
                        row.choice("basis", ReceivableBasis.class),
                        row.decimal("amount"),
                        row.decimal("tax"),
                        row.bool("by_rule"),
                        row.text("reason"),
                        row.uuid("recorded_by"),
                        row.instant("recorded_at")),
                tx.company(),
                id);
    }

    Invoice read(Tx tx, Header header) {
        List<InvoiceLine> lines = LineTables.INVOICE.read(tx, header.id());
        List<Invoice.Red> reds = new ArrayList<>(tx.list(
                """
                select v.id, h.number, v.number as official, h.state, v.total from invoicing.invoice v
                join document.header h on h.company_id = v.company_id and h.id = v.id
                where v.company_id = ? and v.red_of = ? order by v.id""",
                row -> new Invoice.Red(
                        row.uuid("id"),
                        row.text("number"),
                        row.text("official"),
                        row.text("state"),
                        row.decimal("total")),
                tx.company(),
                header.id()));
        return tx.one(
                """
                select v.*, ah.number as application_number, coalesce(nullif(b.number, ''), bh.number) as red_of_number from invoicing.invoice v
                left join document.header ah on ah.company_id = v.company_id and ah.id = v.application_id
                left join invoicing.invoice b on b.company_id = v.company_id and b.id = v.red_of
                left join document.header bh on bh.company_id = v.company_id and bh.id = v.red_of
                where v.company_id = ? and v.id = ?""",
                row -> new Invoice(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.date(),
                        row.choice("kind", InvoiceKind.class),
                        row.text("code"),
                        row.text("number"),
                        row.dateOrNull("issued_on"),
                        row.uuidOrNull("application_id"),
                        row.textOrNull("application_number"),
                        row.uuidOrNull("red_of"),
                        row.textOrNull("red_of_number"),
                        Buyer.read(row),
                        row.text("remark"),
                        row.text("reason"),
                        Objects.requireNonNull(header.currency()),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.text("carrier"),
                        row.text("tracking"),
                        row.dateOrNull("sent_on"),
                        row.text("received_by"),
                        row.dateOrNull("received_on"),
                        reds,
                        lines),
                tx.company(),
                header.id());
    }
}
