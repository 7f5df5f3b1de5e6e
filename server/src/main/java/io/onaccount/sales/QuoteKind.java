package io.onaccount.sales;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kind of quotes. */
@Configuration(proxyBeanMethods = false)
class QuoteKind {
    /** What orders of it come to that weren't cancelled. */
    private static final String ORDERED =
            "(select coalesce(sum(oh.total), 0) from sales.quote_order qo join document.header oh on oh.company_id = qo.company_id and oh.id = qo.order_id"
                    + " where qo.company_id = h.company_id and qo.quote_id = h.id and oh.state <> 'CANCELLED')";

    /** What is left of the net after the purchase prices, of the lines that count; unknown unless each product has one. */
    private static final String MARGIN =
            "(select case when bool_and(p.purchase_price is not null) and sum(l.net) > 0 then round((sum(l.net) - sum(l.quantity * p.purchase_price"
                    + " / case when p.price_includes_tax then 1 + l.tax_rate else 1 end)) / sum(l.net) * 100, 2) end"
                    + " from sales.quote_line l join catalog.product p on p.company_id = l.company_id and p.id = l.product_id"
                    + " where l.company_id = h.company_id and l.quote_id = h.id and l.chosen)";

    @Bean("kind.quote") // not the method's name, which is the door's
    Kind quotes() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join sales.quote o on o.company_id = h.company_id and o.id = h.id
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id""",
                "h",
                "h",
                "h.kind = 'quote'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("partyName", TEXT, "h.title").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("validUntil", DATE, "o.valid_until").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(QuoteState.class)
                                .sorted(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of(
                                        "orderedShare",
                                        NUMBER,
                                        "case when h.total > 0 then round(" + ORDERED + " / h.total, 4) else null end")
                                .unfiltered(),
                        Field.of("ordered", MONEY, ORDERED).hidden().unfiltered(),
                        Field.of("margin", NUMBER, MARGIN)
                                .onlyWith("product.cost")
                                .hidden()
                                .unfiltered(),
                        Field.of("revision", NUMBER, "o.revision").hidden(),
                        Field.of("lostReason", CHOICE, "o.lost_reason")
                                .choices(LostReason.class)
                                .hidden(),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("net", MONEY, "o.net").hidden().summed(),
                        Field.of("tax", MONEY, "o.tax").hidden().summed(),
                        Field.of("paymentTerm", TEXT, "t.code").hidden(),
                        Field.of("reference", TEXT, "o.customer_reference").hidden(),
                        Field.of("note", TEXT, "o.note").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(Quotes.KIND, "quotes", QuoteLife.TABLE, Quotes.NUMBER_PATTERN, list);
    }
}
