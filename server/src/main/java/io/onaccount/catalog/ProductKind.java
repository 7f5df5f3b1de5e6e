package io.onaccount.catalog;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kind of this module: products. */
@Configuration(proxyBeanMethods = false)
class ProductKind {
    static final String NAME = "product";
    static final String NUMBERS = "P-{00001}";
    static final String COST = "product.cost";

    /** The texts whose parts are kept, of the header {@code h} and the product {@code p}. */
    static final String FOUND_IN = "concat_ws(' ', h.number, h.title, p.specification, p.brand)";

    @Bean("kind.product") // not the method's name, which is the door's
    Kind products() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join catalog.product p on p.company_id = h.company_id and p.id = h.id
                left join catalog.category c on c.company_id = p.company_id and c.id = p.category_id""",
                "h",
                "",
                "h.kind = 'product'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("name", TEXT, "h.title").sorted(),
                        Field.of("specification", TEXT, "p.specification"),
                        Field.of("brand", TEXT, "p.brand"),
                        Field.of("category", TEXT, "c.name"),
                        Field.of("unit", TEXT, "p.unit"),
                        Field.of("listPrice", MONEY, "p.list_price"),
                        Field.of("minimumPrice", MONEY, "p.minimum_price").hidden(),
                        Field.of("priceIncludesTax", BOOLEAN, "p.price_includes_tax")
                                .hidden(),
                        Field.of("purchasePrice", MONEY, "p.purchase_price")
                                .hidden()
                                .onlyWith(COST),
                        Field.of("taxRate", NUMBER, "p.tax_rate"),
                        Field.of("barcode", TEXT, "p.barcode").hidden(),
                        Field.of("taxCode", TEXT, "p.tax_code").hidden(),
                        Field.of("stocked", BOOLEAN, "p.stocked").hidden(),
                        Field.of("state", STATUS, "h.state")
                                .choices(ProductState.class)
                                .sorted(),
                        Field.of("initials", TEXT, "p.initials").hidden()),
                List.of("^h.number", "~" + FOUND_IN, "^p.initials", "^p.pinyin", "^p.barcode"),
                "number");
        return Kind.master(NAME, "products", ProductState.TABLE, NUMBERS, list, "import", "cost");
    }
}
