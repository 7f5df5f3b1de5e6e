package io.onaccount.invoicing;

import io.onaccount.invoicing.Invoiceable.Valued;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of lines, which applications and invoices share. */
final class LineTables {
    static final LineTables APPLICATION = new LineTables(
            "invoicing.application_line", "application_id", "", "l.issued as done, 0::numeric as difference");
    static final LineTables INVOICE = new LineTables(
            "invoicing.invoice_line",
            "invoice_id",
            ", application_position, red_position, difference, difference_tax",
            """
            (select coalesce(-sum(r.quantity), 0) from invoicing.invoice v
              join invoicing.invoice_line r on r.company_id = v.company_id and r.invoice_id = v.id
              where v.company_id = l.company_id and v.red_of = l.invoice_id and r.red_position = l.position and r.counts) as done""");

    private final String table;
    private final String document;
    private final String further;
    private final String done;

    private LineTables(String table, String document, String further, String done) {
        this.table = table;
        this.document = document;
        this.further = further;
        this.done = done;
    }

    /**
     * A line about to be written; amounts and quantity of a red one are negative.
     *
     * @param application the line of the application it is of, or null
     * @param red the line of the blue invoice it takes back, or null
     * @param difference what of the amounts the order's price doesn't say, tax included
     */
    record Written(
            int position,
            @Nullable Integer application,
            @Nullable Integer red,
            Invoiceable.Source source,
            @Nullable UUID product,
            String name,
            String specification,
            String unit,
            BigDecimal quantity,
            BigDecimal taxRate,
            LineAmounts amounts,
            Money difference,
            Money differenceTax) {

        /** What it is worth at the order's price. */
        Money worth() {
            return amounts.total().minus(difference);
        }

        /** As the invoice says. */
        Written saying(LineAmounts said) {
            return new Written(
                    position,
                    application,
                    red,
                    source,
                    product,
                    name,
                    specification,
                    unit,
                    quantity,
                    taxRate,
                    said,
                    said.total().minus(worth()),
                    said.tax().minus(amounts.tax().minus(differenceTax)));
        }

        static List<Written> of(List<Valued> valued, @Nullable List<@Nullable Integer> applications) {
            List<Written> lines = new ArrayList<>(valued.size());
            for (int i = 0; i < valued.size(); i++) {
                Valued v = valued.get(i);
                lines.add(new Written(
                        i + 1,
                        applications == null ? null : applications.get(i),
                        null,
                        v.source(),
                        v.product(),
                        v.name(),
                        v.specification(),
                        v.unit(),
                        v.quantity(),
                        v.taxRate(),
                        v.amounts(),
                        Money.zero(v.amounts().total().currency()),
                        Money.zero(v.amounts().total().currency())));
            }
            return lines;
        }
    }

    static LineAmounts sum(List<Written> lines, String currency) {
        LineAmounts sum = LineAmounts.zero(currency);
        for (Written line : lines) {
            sum = sum.plus(line.amounts());
        }
        return sum;
    }

    void insert(Tx tx, UUID id, List<Written> lines) {
        List<@Nullable Object> values = new ArrayList<>(List.of(
                tx.company(),
                id,
                SqlArray.of("smallint", lines, Written::position),
                SqlArray.of("uuid", lines, l -> l.source().order()),
                SqlArray.of("smallint", lines, l -> l.source().position()),
                SqlArray.of("boolean", lines, l -> l.source().charge()),
                SqlArray.of("uuid", lines, l -> l.source().delivery()),
                SqlArray.of("smallint", lines, l -> l.source().deliveryPosition()),
                SqlArray.of("uuid", lines, Written::product),
                SqlArray.of("text", lines, Written::name),
                SqlArray.of("text", lines, Written::specification),
                SqlArray.of("text", lines, Written::unit),
                SqlArray.of("numeric", lines, Written::quantity),
                SqlArray.of("numeric", lines, Written::taxRate),
                SqlArray.of("numeric", lines, l -> l.amounts().net()),
                SqlArray.of("numeric", lines, l -> l.amounts().tax()),
                SqlArray.of("numeric", lines, l -> l.amounts().total())));
        boolean more = !further.isEmpty();
        if (more) {
            values.add(SqlArray.of("smallint", lines, Written::application));
            values.add(SqlArray.of("smallint", lines, Written::red));
            values.add(SqlArray.of("numeric", lines, Written::difference));
            values.add(SqlArray.of("numeric", lines, Written::differenceTax));
        }
        tx.add(
                Rank.DETAIL,
                "insert into " + table + " (company_id, " + document
                        + ", position, order_id, order_position, charge, delivery_id, delivery_position,"
                        + " product_id, name, specification, unit, quantity, tax_rate, net, tax, total" + further
                        + ") select ?, ?::uuid, n.*"
                        + " from unnest(?::smallint[], ?::uuid[], ?::smallint[], ?::boolean[], ?::uuid[], ?::smallint[], ?::uuid[], ?::text[], ?::text[],"
                        + " ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]"
                        + (more ? ", ?::smallint[], ?::smallint[], ?::numeric[], ?::numeric[]" : "") + ") as n",
                values.toArray());
    }

    void delete(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "delete from " + table + " where company_id = ? and " + document + " = ?",
                tx.company(),
                id);
    }

    List<InvoiceLine> read(Tx tx, UUID id) {
        return tx.list(
                select() + " where l.company_id = ? and l." + document + " = ? order by l.position",
                LineTables::line,
                tx.company(),
                id);
    }

    /** The lines of many documents, by document. */
    Map<UUID, List<InvoiceLine>> read(Tx tx, List<UUID> ids) {
        Map<UUID, List<InvoiceLine>> found = new java.util.LinkedHashMap<>();
        tx.list(
                select() + " where l.company_id = ? and l." + document + " = any(?) order by l." + document
                        + ", l.position",
                row -> found.computeIfAbsent(row.uuid(document), key -> new ArrayList<>())
                        .add(line(row)),
                tx.company(),
                SqlArray.of("uuid", ids));
        return found;
    }

    private String select() {
        return "select l.*, oh.number as order_number, dh.number as delivery_number, coalesce(p.tax_code, '') as tax_code, "
                + done + " from " + table
                + " l join document.header oh on oh.company_id = l.company_id and oh.id = l.order_id"
                + " left join document.header dh on dh.company_id = l.company_id and dh.id = l.delivery_id"
                + " left join catalog.product p on p.company_id = l.company_id and p.id = l.product_id";
    }

    private static InvoiceLine line(Row row) {
        return new InvoiceLine(
                row.integer("position"),
                row.uuid("order_id"),
                row.text("order_number"),
                row.integer("order_position"),
                row.bool("charge"),
                row.uuidOrNull("delivery_id"),
                row.textOrNull("delivery_number"),
                row.integerOrNull("delivery_position"),
                row.uuidOrNull("product_id"),
                row.text("name"),
                row.text("specification"),
                row.text("unit"),
                row.text("tax_code"),
                row.decimal("quantity"),
                row.decimal("tax_rate"),
                row.decimal("net"),
                row.decimal("tax"),
                row.decimal("total"),
                row.decimal("done"),
                row.decimal("difference"));
    }
}
