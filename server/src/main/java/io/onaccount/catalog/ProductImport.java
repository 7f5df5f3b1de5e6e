package io.onaccount.catalog;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.NUMBER;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Products from a file, one a row. Categories are named by their path, {@code 五金/紧固件}, and made where they don't exist yet. */
@Component
final class ProductImport implements ImportTarget {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Products products;
    private final Categories categories;

    ProductImport(Products products, Categories categories) {
        this.products = products;
        this.categories = categories;
    }

    private record Place(@Nullable UUID parent, String name) {}

    @Override
    public String name() {
        return "products";
    }

    @Override
    public String kind() {
        return ProductKind.NAME;
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("number", TEXT, "P-00001")
                        .alias("code", "编码", "产品编码", "产品编号", "商品编号", "货号", "StockCode"),
                ImportColumn.of("name", TEXT, "外六角螺栓").mandatory().alias("产品名称", "商品名称", "品名"),
                ImportColumn.of("specification", TEXT, "M8×30 8.8级").alias("规格型号"),
                ImportColumn.of("brand", TEXT, "铆信"),
                ImportColumn.of("category", TEXT, "五金/紧固件").alias("产品分类", "商品分类"),
                ImportColumn.of("unit", TEXT, "盒").mandatory().alias("计量单位"),
                ImportColumn.of("barcode", TEXT, "6901234567892"),
                ImportColumn.of("taxRate", NUMBER, "13"),
                ImportColumn.of("taxExempt", BOOLEAN, ""),
                ImportColumn.of("listPrice", NUMBER, "32.00").alias("单价", "售价", "price"),
                ImportColumn.of("minimumPrice", NUMBER, "29.50"),
                ImportColumn.of("priceIncludesTax", BOOLEAN, ""),
                ImportColumn.of("purchasePrice", NUMBER, "25.00").alias("进价"),
                ImportColumn.of("stocked", BOOLEAN, ""),
                ImportColumn.of("description", TEXT, ""),
                ImportColumn.of("taxCode", TEXT, "1090511030000000000").alias("税收分类编码", "商品和服务税收编码"));
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Map<String, Product> known = products.byCode(
                tx,
                actor,
                rows.stream()
                        .map(row -> row.text("number"))
                        .filter(Objects::nonNull)
                        .toList());
        Map<Place, UUID> tree = new HashMap<>();
        categories.all(tx).forEach(c -> tree.put(new Place(c.parent(), c.name()), c.id()));
        ImportOutcome[] outcomes = new ImportOutcome[rows.size()];
        List<Integer> places = new ArrayList<>();
        List<ProductEntry> entries = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ImportRow row = rows.get(i);
            String code = row.text("number");
            Product there = code == null ? null : known.get(code);
            if (there != null && there.name().equals(row.requiredText("name").strip())) {
                outcomes[i] = new ImportOutcome.Repeated(there.id(), there.code());
            } else if (row.number("purchasePrice") != null && !actor.may(ProductKind.COST)) {
                outcomes[i] = ImportOutcome.refused("purchasePrice", "forbidden", ProductKind.COST);
            } else {
                places.add(i);
                entries.add(entry(row, category(tx, actor, tree, row.text("category"))));
            }
        }
        List<Products.Outcome> entered = products.create(tx, actor, entries);
        for (int n = 0; n < places.size(); n++) {
            outcomes[places.get(n)] = switch (entered.get(n)) {
                case Products.Outcome.Accepted accepted -> new ImportOutcome.Imported(accepted.id(), accepted.code());
                case Products.Outcome.Invalid invalid ->
                    new ImportOutcome.Refused(invalid.errors().stream()
                            .map(error -> error.field().equals("code")
                                    ? new Problem.FieldError("number", error.code(), error.arguments())
                                    : error)
                            .toList());
            };
        }
        return List.of(outcomes);
    }

    private @Nullable UUID category(Tx tx, Actor actor, Map<Place, UUID> tree, @Nullable String path) {
        UUID parent = null;
        for (String step : path == null ? List.<String>of() : List.of(path.split("[/／>]"))) {
            String name = step.strip();
            if (name.isEmpty()) {
                continue;
            }
            UUID known = tree.get(new Place(parent, name));
            if (known == null) {
                known = categories
                        .create(tx, actor, new Categories.Entry(name, parent, null))
                        .id();
                tx.flush(); // the next check of a category's name and parent reads the table
                tree.put(new Place(parent, name), known);
            }
            parent = known;
        }
        return parent;
    }

    /** Rates are written 13, 13 % or 0.13; no rate in use lies between. */
    private static ProductEntry entry(ImportRow row, @Nullable UUID category) {
        BigDecimal rate = row.number("taxRate");
        return new ProductEntry(
                row.text("number"),
                row.requiredText("name"),
                row.text("specification"),
                row.text("brand"),
                category,
                row.requiredText("unit"),
                row.text("barcode"),
                rate != null && rate.compareTo(BigDecimal.ONE) >= 0 ? rate.divide(HUNDRED) : rate,
                row.truth("taxExempt"),
                row.number("listPrice"),
                row.number("minimumPrice"),
                row.truth("priceIncludesTax"),
                row.number("purchasePrice"),
                row.truth("stocked"),
                row.text("description"),
                null,
                null,
                row.text("taxCode"));
    }
}
