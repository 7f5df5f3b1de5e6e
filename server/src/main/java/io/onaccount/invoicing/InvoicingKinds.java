package io.onaccount.invoicing;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.PRODUCT;
import static io.onaccount.document.Field.Type.QUANTITY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of this module: applications, invoices, and what is on none yet or on one too early. */
@Configuration(proxyBeanMethods = false)
class InvoicingKinds {

    @Bean("kind.invoice-application")
    Kind applications() {
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("number", TEXT, "h.number").sorted(),
                Field.of("party", PARTY, "h.party_id"),
                Field.of("owner", USER, "h.owner_id"),
                Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                Field.of("date", DATE, "h.date").sorted(),
                Field.of("state", STATUS, "h.state")
                        .choices(ApplicationState.class)
                        .sorted(),
                Field.of("invoiceKind", CHOICE, "g.kind").choices(InvoiceKind.class),
                Field.of("total", MONEY, "h.total").sorted().summed(),
                Field.of("net", MONEY, "g.net").hidden().summed(),
                Field.of("tax", MONEY, "g.tax").hidden().summed(),
                Field.of("exported", BOOLEAN, "g.export_id is not null"),
                Field.of("exportedAt", INSTANT, "g.exported_at").hidden(),
                Field.of("title", TEXT, "g.title").hidden(),
                Field.of("taxNumber", TEXT, "g.tax_number").hidden(),
                Field.of("email", TEXT, "g.email").hidden(),
                Field.of("remark", TEXT, "g.remark").hidden(),
                Field.of("reason", TEXT, "g.reason").hidden(),
                Field.of("currency", TEXT, "h.currency").hidden(),
                Field.of("createdAt", INSTANT, "h.created_at").hidden()));
        return Kind.document(
                InvoiceApplications.KIND,
                "invoice-applications",
                ApplicationState.TABLE,
                InvoiceApplications.NUMBERS,
                new ListDefinition(
                        "document.header h join invoicing.application g on g.company_id = h.company_id and g.id = h.id",
                        "h",
                        "h",
                        "h.kind = '" + InvoiceApplications.KIND + "'",
                        fields,
                        List.of("^h.number", "@party"),
                        "-date"));
    }

    @Bean("kind.sales-invoice")
    Kind invoices() {
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("number", TEXT, "h.number").sorted(),
                Field.of("officialNumber", TEXT, "g.number"),
                Field.of("code", TEXT, "g.code").hidden(),
                Field.of("party", PARTY, "h.party_id"),
                Field.of("owner", USER, "h.owner_id").hidden(),
                Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                Field.of("date", DATE, "h.date").sorted(),
                Field.of("issuedOn", DATE, "g.issued_on").hidden(),
                Field.of("state", STATUS, "h.state").choices(InvoiceState.class).sorted(),
                Field.of("invoiceKind", CHOICE, "g.kind").choices(InvoiceKind.class),
                Field.of("red", BOOLEAN, "g.red_of is not null"),
                Field.of("net", MONEY, "g.net").summed(),
                Field.of("tax", MONEY, "g.tax").summed(),
                Field.of("total", MONEY, "h.total").sorted().summed(),
                Field.of("application", REF, "g.application_id").hidden(),
                Field.of("redOf", REF, "g.red_of").hidden(),
                Field.of("title", TEXT, "g.title").hidden(),
                Field.of("taxNumber", TEXT, "g.tax_number").hidden(),
                Field.of("tracking", TEXT, "g.tracking").hidden(),
                Field.of("sentOn", DATE, "g.sent_on").hidden(),
                Field.of("receivedOn", DATE, "g.received_on").hidden(),
                Field.of("remark", TEXT, "g.remark").hidden(),
                Field.of("reason", TEXT, "g.reason").hidden(),
                Field.of("currency", TEXT, "h.currency").hidden(),
                Field.of("createdAt", INSTANT, "h.created_at").hidden()));
        return Kind.document(
                Invoices.KIND,
                "sales-invoices",
                InvoiceState.TABLE,
                Invoices.NUMBERS,
                new ListDefinition(
                        "document.header h join invoicing.invoice g on g.company_id = h.company_id and g.id = h.id",
                        "h",
                        "h",
                        "h.kind = '" + Invoices.KIND + "'",
                        fields,
                        List.of("^h.number", "^g.number", "@party"),
                        "-date"),
                Invoices.AHEAD,
                Invoices.DEVIATE,
                "settings",
                "import");
    }

    /** 已发未开票: goods and charges that left and are on no invoice yet. */
    @Bean("kind.uninvoiced-line")
    Kind uninvoicedLines() {
        ListDefinition list = new ListDefinition(
                ToInvoice.OPEN + """

                join document.header oh on oh.company_id = t.company_id and oh.id = t.order_id
                left join sales.order_charge c on t.charge and c.company_id = t.company_id and c.order_id = t.order_id and c.position = t.order_position
                left join catalog.product p on p.company_id = t.company_id and p.id = t.product_id""",
                "t",
                "h",
                ToInvoice.IS_OPEN + " and " + ToInvoice.SINCE,
                List.of(
                        Field.of("delivery", REF, "t.delivery_id"),
                        Field.of("deliveryPosition", Field.Type.NUMBER, "t.delivery_position")
                                .hidden(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("date", DATE, "d.to_invoice_from").sorted(),
                        Field.of("order", REF, "t.order_id"),
                        Field.of("orderPosition", Field.Type.NUMBER, "t.order_position")
                                .hidden(),
                        Field.of("charge", BOOLEAN, "t.charge").hidden(),
                        Field.of("product", PRODUCT, "t.product_id"),
                        Field.of("chargeName", TEXT, "c.name"),
                        Field.of("quantity", QUANTITY, "t.quantity"),
                        Field.of("unit", TEXT, "p.unit"),
                        Field.of("total", MONEY, "t.total").summed()),
                List.of("^h.number", "^oh.number", "@party"),
                "date");
        return Kind.rows("uninvoiced-line", "uninvoiced-lines", list);
    }

    /** 已开未发: what is invoiced and has not left, or came back. */
    @Bean("kind.invoiced-ahead")
    Kind invoicedAhead() {
        ListDefinition list = new ListDefinition(
                "invoicing.ahead t join document.header h on h.company_id = t.company_id and h.id = t.order_id",
                "t",
                "h",
                "h.kind = 'sales-order'",
                List.of(
                        Field.of("order", REF, "t.order_id"),
                        Field.of("position", Field.Type.NUMBER, "t.position").hidden(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("since", DATE, "t.since").sorted(),
                        Field.of("product", PRODUCT, "t.product_id"),
                        Field.of("invoiced", QUANTITY, "t.invoiced"),
                        Field.of("delivered", QUANTITY, "t.delivered"),
                        Field.of("quantity", QUANTITY, "t.quantity"),
                        Field.of("unit", TEXT, "t.unit"),
                        Field.of("total", MONEY, "t.total").summed()),
                List.of("^h.number", "@party"),
                "since");
        return Kind.rows("invoiced-ahead", "invoiced-ahead", list);
    }
}
