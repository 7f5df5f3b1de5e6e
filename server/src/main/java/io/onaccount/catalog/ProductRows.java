package io.onaccount.catalog;

import io.onaccount.document.NameParts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of products: one statement, whether for one product or for a thousand. */
final class ProductRows {
    private ProductRows() {}

    private record Column(String name, String type, Function<CheckedProduct, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("specification", "text", CheckedProduct::specification),
            new Column("brand", "text", CheckedProduct::brand),
            new Column("category_id", "uuid", CheckedProduct::category),
            new Column("unit", "text", CheckedProduct::unit),
            new Column("barcode", "text", CheckedProduct::barcode),
            new Column("tax_rate", "numeric", CheckedProduct::taxRate),
            new Column("tax_exempt", "boolean", CheckedProduct::taxExempt),
            new Column("list_price", "numeric", CheckedProduct::listPrice),
            new Column("minimum_price", "numeric", CheckedProduct::minimumPrice),
            new Column("price_includes_tax", "boolean", CheckedProduct::priceIncludesTax),
            new Column("purchase_price", "numeric", CheckedProduct::purchasePrice),
            new Column("stocked", "boolean", CheckedProduct::stocked),
            new Column("description", "text", CheckedProduct::description),
            new Column("tax_code", "text", CheckedProduct::taxCode),
            new Column("pinyin", "text", product -> product.pinyin().full()),
            new Column("initials", "text", product -> product.pinyin().initials()));

    private static final String INSERT = "insert into catalog.product (company_id, id, "
            + String.join(", ", COLUMNS.stream().map(Column::name).toList())
            + ") select ?, n.id, "
            + String.join(
                    ", ", COLUMNS.stream().map(column -> "n." + column.name()).toList())
            + " from unnest(?::uuid[], "
            + String.join(
                    ", ",
                    COLUMNS.stream().map(column -> "?::" + column.type() + "[]").toList())
            + ") as n (id, "
            + String.join(", ", COLUMNS.stream().map(Column::name).toList())
            + ")";

    private static final String UPDATE = "update catalog.product set "
            + String.join(
                    ", ", COLUMNS.stream().map(column -> column.name() + " = ?").toList())
            + " where company_id = ? and id = ?";

    static void insert(Tx tx, List<CheckedProduct> products) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(tx.company());
        values.add(SqlArray.of("uuid", products, CheckedProduct::id));
        COLUMNS.forEach(column -> values.add(SqlArray.of(column.type(), products, column.value())));
        tx.add(Rank.DOCUMENT, INSERT, values.toArray());
        NameParts.insert(
                tx,
                ProductKind.NAME,
                products.stream().map(CheckedProduct::named).toList());
    }

    static void update(Tx tx, CheckedProduct old, CheckedProduct product) {
        List<@Nullable Object> values = new ArrayList<>();
        COLUMNS.forEach(column -> values.add(column.value().apply(product)));
        values.add(tx.company());
        values.add(product.id());
        tx.add(Rank.DOCUMENT, UPDATE, values.toArray());
        NameParts.replace(tx, ProductKind.NAME, old.named(), product.named());
    }

    static void delete(Tx tx, CheckedProduct old) {
        UUID id = old.id();
        NameParts.replace(tx, ProductKind.NAME, old.named(), null);
        tx.add(Rank.STOCK, "delete from catalog.product where company_id = ? and id = ?", tx.company(), id);
    }
}
