package io.onaccount.fulfilment;

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
import io.onaccount.document.StateTable;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of deliveries, returns, and what could be delivered; those of shipping notices are {@link NoticeKinds}. */
@Configuration(proxyBeanMethods = false)
class FulfilmentKinds {

    @Bean("kind.delivery") // not the method's name, which is the door's
    Kind deliveries() {
        return kind(
                Deliveries.KIND,
                "deliveries",
                Deliveries.NUMBER_PATTERN,
                "fulfilment.delivery",
                GoodsState.DELIVERIES,
                List.of("^h.number", "@party", "^g.tracking"),
                Field.of("address", TEXT, "g.address").hidden(),
                Field.of("carrier", TEXT, "g.carrier").hidden(),
                Field.of("tracking", TEXT, "g.tracking").hidden(),
                Field.of("signedOn", DATE, "g.signed_on").hidden());
    }

    @Bean("kind.sales-return") // not the method's name, which is the door's
    Kind returns() {
        return kind(
                Returns.KIND,
                "returns",
                Returns.NUMBER_PATTERN,
                "fulfilment.sales_return",
                GoodsState.TABLE,
                List.of("^h.number", "@party"),
                Field.of("reason", TEXT, "g.reason"));
    }

    private static Kind kind(
            String name,
            String plural,
            String numbers,
            String table,
            StateTable<GoodsState> states,
            List<String> search,
            Field... own) {
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("number", TEXT, "h.number").sorted(),
                Field.of("party", PARTY, "h.party_id"),
                Field.of("partyName", TEXT, "h.title").hidden(),
                Field.of("owner", USER, "h.owner_id"),
                Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                Field.of("date", DATE, "h.date").sorted(),
                Field.of("state", STATUS, "h.state").choices(GoodsState.class).sorted(),
                Field.of("total", MONEY, "h.total").sorted().summed(),
                Field.of("currency", TEXT, "h.currency").hidden()));
        fields.addAll(List.of(own));
        fields.addAll(List.of(
                Field.of("note", TEXT, "g.note").hidden(),
                Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                Field.of("changedAt", INSTANT, "h.changed_at").hidden()));
        ListDefinition list = new ListDefinition(
                "document.header h join " + table + " g on g.company_id = h.company_id and g.id = h.id",
                "h",
                "h",
                "h.kind = '" + name + "'",
                fields,
                search,
                "-date");
        return Kind.document(name, plural, states, numbers, list);
    }

    /** What can ship today: lines of confirmed orders that are still open, the earliest first. */
    @Bean("kind.deliverable-line")
    Kind deliverableLines() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join sales.order_line l on l.company_id = h.company_id and l.order_id = h.id and l.due_on is not null
                join lateral (select coalesce(sum(s.quantity), 0) as quantity from stock.on_hand s
                    where s.company_id = l.company_id and s.product_id = l.product_id) s on true""",
                "l",
                "h",
                "h.kind = 'sales-order'",
                List.of(
                        Field.of("order", REF, "h.id"),
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("position", Field.Type.NUMBER, "l.position"),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("deliveryDate", DATE, "l.due_on").sorted(),
                        Field.of("product", PRODUCT, "l.product_id"),
                        Field.of("quantity", QUANTITY, "l.quantity").hidden(),
                        Field.of("delivered", QUANTITY, "l.delivered_quantity").hidden(),
                        Field.of("open", QUANTITY, "l.quantity - l.delivered_quantity"),
                        Field.of("notified", QUANTITY, "l.notified_quantity"),
                        Field.of("free", QUANTITY, "l.quantity - l.delivered_quantity - l.notified_quantity")
                                .hidden(),
                        Field.of("unit", TEXT, "l.unit"),
                        Field.of("onHand", QUANTITY, "s.quantity"),
                        Field.of(
                                "shippable",
                                QUANTITY,
                                "greatest(least(l.quantity - l.delivered_quantity, s.quantity), 0)"),
                        Field.of("openTotal", MONEY, "l.total - l.delivered_total")
                                .summed()),
                List.of("^h.number", "@party"),
                "deliveryDate");
        return Kind.rows("deliverable-line", "deliverable-lines", list);
    }
}
