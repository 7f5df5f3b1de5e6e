package io.onaccount.catalog;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks up products for other modules. Products belong to the whole company: everybody who works for it may use them. */
@Component
public final class Products {
    private static final String SELECT = """
            select h.id, h.number, h.title, h.state, p.specification, p.unit, p.tax_rate, p.list_price, p.minimum_price, p.price_includes_tax, p.stocked
            from document.header h
            join catalog.product p on p.company_id = h.company_id and p.id = h.id
            where h.company_id = ? and h.kind = 'product'""";

    Products() {}

    /** The products with these ids; unknown ids are missing from the answer. */
    public Map<UUID, Product> find(Tx tx, Actor actor, Collection<UUID> ids) {
        Map<UUID, Product> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            tx.list(SELECT + " and h.id = any(?)", Products::read, tx.company(), SqlArray.of("uuid", ids))
                    .forEach(product -> found.put(product.id(), product));
        }
        return found;
    }

    /** The product; 404 when unknown. */
    public Product require(Tx tx, Actor actor, UUID id) {
        return find(tx, actor, java.util.List.of(id)).values().stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(ProductKind.NAME, id));
    }

    /** The products with these codes, by code; unknown codes are missing from the answer. */
    public Map<String, Product> byCode(Tx tx, Actor actor, Collection<String> codes) {
        Map<String, Product> found = new LinkedHashMap<>();
        if (!codes.isEmpty()) {
            tx.list(SELECT + " and h.number = any(?)", Products::read, tx.company(), SqlArray.of("text", codes))
                    .forEach(product -> found.put(product.code(), product));
        }
        return found;
    }

    private static Product read(Row row) {
        return new Product(
                row.uuid("id"),
                row.text("number"),
                row.text("title"),
                row.textOrNull("specification"),
                row.text("unit"),
                row.decimal("tax_rate"),
                row.decimalOrNull("list_price"),
                row.decimalOrNull("minimum_price"),
                row.bool("price_includes_tax"),
                row.bool("stocked"),
                row.text("state").equals(ProductState.ACTIVE.name()));
    }
}
