package io.onaccount.sales;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.QUANTITY;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kind of this module. */
@Configuration(proxyBeanMethods = false)
class SalesOrderKind {
    /** What came in for the order's deliveries. */
    private static final String PAID =
            "(select coalesce(sum(i.settled), 0) from receivables.open_item i where i.company_id = h.company_id and i.order_id = h.id and i.kind <> 'RETURN')";

    private static final String SHARE = "case when h.total > 0 then round(%s / h.total, 4) else null end";

    @Bean("kind.sales-order") // not the method's name, which is the door's
    Kind salesOrders() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join sales.sales_order o on o.company_id = h.company_id and o.id = h.id
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id""",
                "h",
                "h",
                "h.kind = 'sales-order'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("partyName", TEXT, "h.title").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("deliveryDate", DATE, "o.delivery_date"),
                        Field.of("state", STATUS, "h.state")
                                .choices(OrderState.class)
                                .sorted(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of("delivered", MONEY, "o.delivered_total")
                                .hidden()
                                .summed(),
                        Field.of("deliveredShare", NUMBER, SHARE.formatted("o.delivered_total")),
                        Field.of("paid", MONEY, PAID).hidden().unfiltered(),
                        Field.of("paidShare", NUMBER, SHARE.formatted(PAID)).unfiltered(),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("foreignCurrency", TEXT, "o.fx_currency").hidden(),
                        Field.of("foreignTotal", QUANTITY, "o.fx_total").hidden(),
                        Field.of("net", MONEY, "o.net").hidden().summed(),
                        Field.of("tax", MONEY, "o.tax").hidden().summed(),
                        Field.of("paymentTerm", TEXT, "t.code").hidden(),
                        Field.of("basis", CHOICE, "o.basis")
                                .choices(ReceivableBasis.class)
                                .hidden(),
                        Field.of("reference", TEXT, "o.customer_reference").hidden(),
                        Field.of("note", TEXT, "o.note").hidden(),
                        Field.of("taxInclusive", BOOLEAN, "o.tax_inclusive").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden()),
                List.of("^h.number", "@party", "^o.customer_reference"),
                "-date");
        return Kind.document(
                SalesOrders.KIND,
                "sales-orders",
                OrderLife.TABLE,
                SalesOrders.NUMBER_PATTERN,
                list,
                "import",
                ConfirmRules.BELOW_MINIMUM_PRICE,
                PricedOrder.OWN_RATE);
    }
}
