package io.onaccount.fulfilment;

import static io.onaccount.document.Field.Type.DATE;
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
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of this module: deliveries, returns, and what could be delivered. */
@Configuration(proxyBeanMethods = false)
class FulfilmentKinds {

    @Bean("kind.delivery") // not the method's name, which is the door's
    Kind deliveries() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join fulfilment.delivery d on d.company_id = h.company_id and d.id = h.id""",
                "h",
                "h",
                "h.kind = 'delivery'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("partyName", TEXT, "h.title").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", REF, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(GoodsState.class)
                                .sorted(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("address", TEXT, "d.address").hidden(),
                        Field.of("carrier", TEXT, "d.carrier").hidden(),
                        Field.of("tracking", TEXT, "d.tracking").hidden(),
                        Field.of("note", TEXT, "d.note").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden()),
                List.of("^h.number", "h.title", "^d.tracking"),
                "-date");
        return Kind.document(Deliveries.KIND, "deliveries", GoodsState.TABLE, Deliveries.NUMBER_PATTERN, list);
    }

    @Bean("kind.sales-return") // not the method's name, which is the door's
    Kind returns() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join fulfilment.sales_return r on r.company_id = h.company_id and r.id = h.id""",
                "h",
                "h",
                "h.kind = 'sales-return'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("partyName", TEXT, "h.title").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", REF, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(GoodsState.class)
                                .sorted(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("reason", TEXT, "r.reason"),
                        Field.of("note", TEXT, "r.note").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden()),
                List.of("^h.number", "h.title", "r.reason"),
                "-date");
        return Kind.document(Returns.KIND, "returns", GoodsState.TABLE, Returns.NUMBER_PATTERN, list);
    }

    /** What can ship today: lines of confirmed orders that are still open, the earliest first. */
    @Bean("kind.deliverable-line")
    Kind deliverableLines() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join sales.sales_order o on o.company_id = h.company_id and o.id = h.id
                join sales.order_line l on l.company_id = o.company_id and l.order_id = o.id and l.delivered_quantity < l.quantity
                join lateral (select coalesce(sum(s.quantity), 0) as quantity from stock.on_hand s
                    where s.company_id = l.company_id and s.product_id = l.product_id) s on true""",
                "l",
                "h",
                "h.kind = 'sales-order' and h.state = 'CONFIRMED'",
                List.of(
                        Field.of("order", REF, "h.id"),
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("position", Field.Type.NUMBER, "l.position"),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("deliveryDate", DATE, "coalesce(l.delivery_date, o.delivery_date, h.date)")
                                .sorted(),
                        Field.of("product", PRODUCT, "l.product_id"),
                        Field.of("quantity", QUANTITY, "l.quantity").hidden(),
                        Field.of("delivered", QUANTITY, "l.delivered_quantity").hidden(),
                        Field.of("open", QUANTITY, "l.quantity - l.delivered_quantity"),
                        Field.of("unit", TEXT, "l.unit"),
                        Field.of("onHand", QUANTITY, "s.quantity"),
                        Field.of(
                                "shippable",
                                QUANTITY,
                                "greatest(least(l.quantity - l.delivered_quantity, s.quantity), 0)"),
                        Field.of("openTotal", MONEY, "l.total - l.delivered_total")
                                .summed()),
                List.of("^h.number", "h.title"),
                "deliveryDate");
        return Kind.rows("deliverable-line", "deliverable-lines", list);
    }
}
