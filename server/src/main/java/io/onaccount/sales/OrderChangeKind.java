package io.onaccount.sales;

import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.PARTY;
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

/** Change orders as a kind of document. */
@Configuration(proxyBeanMethods = false)
class OrderChangeKind {

    @Bean("kind.order-change") // not the method's name, which is the door's
    Kind orderChanges() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join sales.order_change c on c.company_id = h.company_id and c.id = h.id
                join document.header o on o.company_id = c.company_id and o.id = c.order_id""",
                "h",
                "h",
                "h.kind = 'order-change'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("order", REF, "c.order_id"),
                        Field.of("orderNumber", TEXT, "o.number").hidden(),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(OrderChangeState.class)
                                .sorted(),
                        Field.of("totalBefore", MONEY, "c.total_before").summed(),
                        Field.of("difference", MONEY, "c.total - c.total_before")
                                .sorted()
                                .summed(),
                        Field.of("total", MONEY, "h.total").sorted().summed(),
                        Field.of("reason", TEXT, "c.reason"),
                        Field.of("currency", TEXT, "h.currency").hidden(),
                        Field.of("createdBy", USER, "h.created_by").hidden(),
                        Field.of("appliedAt", INSTANT, "c.applied_at").hidden(),
                        Field.of("appliedBy", USER, "c.applied_by").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(
                OrderChanges.KIND, "order-changes", OrderChangeState.LIFE, OrderChanges.NUMBER_PATTERN, list);
    }
}
