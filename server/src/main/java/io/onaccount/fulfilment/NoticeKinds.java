package io.onaccount.fulfilment;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
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

/** Shipping notices, and what is still to leave by them. */
@Configuration(proxyBeanMethods = false)
class NoticeKinds {

    /** How much of a notice that is with the warehouse is there to be shipped. */
    enum CanShip {
        ALL,
        SOME,
        NONE
    }

    private static final String CAN_SHIP = """
            case when h.state in ('ISSUED', 'PARTLY_DONE') then
              (select case when bool_and(not p.stocked or coalesce(k.quantity, 0) >= l.quantity - l.delivered_quantity) then 'ALL'
                  when bool_or(not p.stocked or k.quantity > 0) then 'SOME' else 'NONE' end
                from fulfilment.shipping_notice_line l
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                left join stock.on_hand k on k.company_id = l.company_id and k.product_id = l.product_id and k.warehouse_id = l.warehouse_id
                where l.company_id = h.company_id and l.notice_id = h.id and l.quantity > l.delivered_quantity) end""";

    private static final String SHARE =
            "(select round(sum(l.delivered_quantity) / sum(l.quantity), 4) from fulfilment.shipping_notice_line l where l.company_id = h.company_id and l.notice_id = h.id)";

    @Bean("kind.shipping-notice") // not the method's name, which is the door's
    Kind shippingNotices() {
        ListDefinition list = new ListDefinition(
                "document.header h join fulfilment.shipping_notice g on g.company_id = h.company_id and g.id = h.id",
                "h",
                "h",
                "h.kind = 'shipping-notice'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("partyName", TEXT, "h.title").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("plannedOn", DATE, "g.planned_on").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(NoticeState.class)
                                .sorted(),
                        Field.of("canShip", CHOICE, CAN_SHIP).choices(CanShip.class),
                        Field.of("deliveredShare", NUMBER, SHARE).unfiltered(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("address", TEXT, "g.address").hidden(),
                        Field.of("note", TEXT, "g.note").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(
                ShippingNotices.KIND, "shipping-notices", NoticeState.TABLE, ShippingNotices.NUMBER_PATTERN, list);
    }

    /** What the warehouse is to ship: lines of notices that it has, still open, the earliest first. */
    @Bean("kind.noticed-line")
    Kind noticedLines() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join fulfilment.shipping_notice g on g.company_id = h.company_id and g.id = h.id
                join fulfilment.shipping_notice_line l on l.company_id = h.company_id and l.notice_id = h.id and l.quantity > l.delivered_quantity
                left join sales.order_line o on o.company_id = l.company_id and o.order_id = l.order_id and o.position = l.order_position
                left join stock.on_hand k on k.company_id = l.company_id and k.product_id = l.product_id and k.warehouse_id = l.warehouse_id""",
                "l",
                "h",
                "h.kind = 'shipping-notice' and h.state in ('ISSUED', 'PARTLY_DONE')",
                List.of(
                        Field.of("notice", REF, "h.id").hidden(),
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("position", NUMBER, "l.position"),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("plannedOn", DATE, "g.planned_on").sorted(),
                        Field.of("order", REF, "l.order_id"),
                        Field.of("orderPosition", NUMBER, "l.order_position").hidden(),
                        Field.of("product", PRODUCT, "l.product_id"),
                        Field.of("warehouse", REF, "l.warehouse_id"),
                        Field.of("quantity", QUANTITY, "l.quantity").hidden(),
                        Field.of("delivered", QUANTITY, "l.delivered_quantity").hidden(),
                        Field.of("open", QUANTITY, "l.quantity - l.delivered_quantity"),
                        Field.of("unit", TEXT, "o.unit"),
                        Field.of("onHand", QUANTITY, "coalesce(k.quantity, 0)"),
                        Field.of(
                                "shippable",
                                QUANTITY,
                                "greatest(least(l.quantity - l.delivered_quantity, coalesce(k.quantity, 0)), 0)")),
                List.of("^h.number", "@party"),
                "plannedOn");
        return Kind.rows("noticed-line", "noticed-lines", list);
    }
}
