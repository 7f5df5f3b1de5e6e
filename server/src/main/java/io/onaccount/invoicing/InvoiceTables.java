package io.onaccount.invoicing;

import io.onaccount.document.Header;
import io.onaccount.invoicing.Invoices.Owed;
import io.onaccount.invoicing.Invoices.Owing;
import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.platform.LineAmounts;
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

    /** How it stands with those of these that are owed for by invoice; the deliveries are locked. */
    Map<Owed, Owing> owing(Tx tx, Collection<Owed> owed, String currency) {
        Map<Owed, Owing> found = new LinkedHashMap<>();
        if (owed.isEmpty()) {
            return found;
        }
        tx.list(
                """
                select u.delivery_id, u.order_id, u.total - u.invoiced - u.returned as open, u.total - b.back as worth, i.invoiced
                from unnest(?::uuid[], ?::uuid[]) as n (delivery_id, order_id)
                join fulfilment.uninvoiced u on u.company_id = ? and u.delivery_id = n.delivery_id and u.order_id = n.order_id
                cross join lateral (
                    select coalesce(sum(l.returned_total), 0) as back from fulfilment.delivery_line l
                    where l.company_id = u.company_id and l.delivery_id = u.delivery_id and l.order_id = u.order_id) b
                cross join lateral (
                    select coalesce(sum(x.total), 0) as invoiced from invoicing.invoice_line x
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
