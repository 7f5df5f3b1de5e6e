package io.onaccount.stock;

import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
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

/** The kinds of this module. They belong to the whole company: whoever may see stock sees all of it. */
@Configuration(proxyBeanMethods = false)
class StockKinds {
    static final String WAREHOUSE = "warehouse";
    static final String ADJUSTMENT = "stock-adjustment";

    @Bean
    Kind warehouses() {
        ListDefinition list = new ListDefinition(
                "document.header h join stock.warehouse w on w.company_id = h.company_id and w.id = h.id",
                "h",
                "",
                "h.kind = 'warehouse'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("name", TEXT, "h.title").sorted(),
                        Field.of("address", TEXT, "w.address"),
                        Field.of("keeper", TEXT, "w.keeper"),
                        Field.of("phone", TEXT, "w.phone"),
                        Field.of("state", STATUS, "h.state").choices(WarehouseState.class)),
                List.of("^h.number", "h.title"),
                "number");
        return Kind.master(WAREHOUSE, "warehouses", WarehouseState.TABLE, null, list);
    }

    @Bean
    Kind stockOnHand() {
        ListDefinition list = new ListDefinition(
                """
                (select company_id, product_id as id, warehouse_id, product_id, quantity from stock.on_hand) s
                join document.header p on p.company_id = s.company_id and p.id = s.product_id
                join catalog.product c on c.company_id = s.company_id and c.id = s.product_id
                join document.header w on w.company_id = s.company_id and w.id = s.warehouse_id""",
                "s",
                "",
                "true",
                List.of(
                        Field.of("productCode", TEXT, "p.number").sorted(),
                        Field.of("product", PRODUCT, "s.product_id").sortedBy("p.title"),
                        Field.of("specification", TEXT, "c.specification"),
                        Field.of("warehouse", REF, "s.warehouse_id").sortedBy("w.number"),
                        Field.of("onHand", QUANTITY, "s.quantity").sorted().summed(),
                        Field.of("unit", TEXT, "c.unit"),
                        Field.of("state", STATUS, "p.state")
                                .choices(List.of("ACTIVE", "STOPPED"))
                                .hidden()),
                List.of("@product"),
                "productCode,warehouse");
        return Kind.rows("stock-on-hand", "stock-on-hand", list);
    }

    @Bean
    Kind stockMovements() {
        ListDefinition list = new ListDefinition(
                """
                stock.movement m
                join document.header p on p.company_id = m.company_id and p.id = m.product_id
                join document.header w on w.company_id = m.company_id and w.id = m.warehouse_id
                join document.header d on d.company_id = m.company_id and d.id = m.document_id""",
                "m",
                "",
                "true",
                List.of(
                        Field.of("date", DATE, "m.happened_on").sorted(),
                        Field.of("document", REF, "m.document_id"),
                        Field.of("product", PRODUCT, "m.product_id").sortedBy("p.title"),
                        Field.of("warehouse", REF, "m.warehouse_id").sortedBy("w.number"),
                        Field.of("quantity", QUANTITY, "m.quantity").sorted().summed(),
                        Field.of("recordedAt", INSTANT, "m.recorded_at")
                                .sorted()
                                .hidden()),
                List.of("@product", "^d.number"),
                "-date");
        return Kind.rows("stock-movement", "stock-movements", list);
    }

    @Bean
    Kind stockAdjustments() {
        ListDefinition list = new ListDefinition(
                "document.header h",
                "h",
                "",
                "h.kind = 'stock-adjustment'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("title", TEXT, "h.title"),
                        Field.of("state", STATUS, "h.state").choices(Adjustments.State.class),
                        Field.of("createdBy", USER, "h.created_by"),
                        Field.of("createdAt", INSTANT, "h.created_at").sorted().hidden()),
                List.of("^h.number", "h.title"),
                "-date,-number");
        return Kind.document(ADJUSTMENT, "stock-adjustments", Adjustments.LIFE, "SA-{yyyyMMdd}-{0001}", list);
    }
}
