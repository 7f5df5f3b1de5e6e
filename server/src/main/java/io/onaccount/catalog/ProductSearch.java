package io.onaccount.catalog;

import io.onaccount.catalog.spi.LastPrices;
import io.onaccount.catalog.spi.OnHandSource;
import io.onaccount.document.Headers;
import io.onaccount.document.NameParts;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Pinyin;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds products for entry by code, barcode, pinyin or any word of name, specification and brand, the surest first (LST-05, CAT-02). */
@Component
public final class ProductSearch {
    private static final int MOST = 50;

    private final Products products;
    private final Headers headers;
    private final ObjectProvider<OnHandSource> onHand;
    private final ObjectProvider<LastPrices> lastPrices;

    // The modules that answer stand above this one; they are asked for when somebody searches, not while the house is
    // put together.
    ProductSearch(
            Products products,
            Headers headers,
            ObjectProvider<OnHandSource> onHand,
            ObjectProvider<LastPrices> lastPrices) {
        this.products = products;
        this.headers = headers;
        this.onHand = onHand;
        this.lastPrices = lastPrices;
    }

    /**
     * Products on sale that match what was typed; the first ones by code when nothing was.
     *
     * @param customer whose last prices are shown, or null; 404 outside the actor's scope
     * @param warehouse whose stock is shown, or null for all together
     */
    public List<ProductChoice> pick(
            Tx tx, Actor actor, String typed, @Nullable UUID customer, @Nullable UUID warehouse, int limit) {
        if (customer != null) {
            Objects.requireNonNull(headers.find(tx, actor, "customer", customer));
        }
        Set<UUID> ids = find(tx, typed, Math.min(limit, MOST));
        Map<UUID, Product> found = products.find(tx, actor, ids);
        List<Product> ordered =
                ids.stream().map(found::get).filter(Objects::nonNull).toList();
        List<UUID> stocked =
                ordered.stream().filter(Product::stocked).map(Product::id).toList();
        OnHandSource stock = onHand.getIfAvailable();
        Map<UUID, BigDecimal> quantities =
                stock == null || stocked.isEmpty() ? Map.of() : stock.of(tx, stocked, warehouse);
        LastPrices prices = lastPrices.getIfAvailable();
        Map<UUID, LastPrices.LastPrice> last =
                prices == null || customer == null || ids.isEmpty() ? Map.of() : prices.of(tx, customer, ids);
        return ordered.stream()
                .map(product -> new ProductChoice(
                        product,
                        product.stocked() ? quantities.getOrDefault(product.id(), BigDecimal.ZERO) : null,
                        last.get(product.id())))
                .toList();
    }

    private static Set<UUID> find(Tx tx, String typed, int limit) {
        String text = typed.strip();
        Set<UUID> ids = new LinkedHashSet<>();
        if (text.isEmpty()) {
            ids.addAll(tx.list("""
                    select h.id from document.header h
                    where h.company_id = ? and h.kind = 'product' and h.state = 'ACTIVE' order by h.number limit ?""", row -> row.uuid("id"), tx.company(), limit));
            return ids;
        }
        Sql ways = Sql.of(
                "(select p.id, 0 as surety, '' as by from catalog.product p where p.company_id = ? and p.barcode = ?)",
                tx.company(),
                text);
        for (String code : new TreeSet<>(List.of(text, text.toUpperCase(Locale.ROOT)))) {
            ways = beginning(ways, 1, "document.header p", "p.kind = 'product' and", "p.number", tx, code, limit);
        }
        // Pinyin is typed in Latin letters; the letters of a Chinese word say nothing.
        String pinyin = Pinyin.typed(text);
        if (!pinyin.isEmpty() && pinyin.length() == text.replace(" ", "").length()) {
            ways = beginning(ways, 2, "catalog.product p", "", "p.initials", tx, pinyin, limit);
            ways = beginning(ways, 3, "catalog.product p", "", "p.pinyin", tx, pinyin, limit);
        }
        ways = words(ways, tx, NameParts.words(text), limit * 4);
        Sql all = Sql.of("select m.id from (")
                .then(ways)
                .then(
                        ") m join document.header h on h.company_id = ? and h.id = m.id where h.state = 'ACTIVE'"
                                + " order by m.surety, length(m.by), m.by, m.id",
                        tx.company());
        ids.addAll(tx.list(all, row -> row.uuid("id")));
        Set<UUID> first = new LinkedHashSet<>();
        ids.stream().limit(limit).forEach(first::add);
        return first;
    }

    private static Sql beginning(
            Sql ways, int surety, String from, String where, String column, Tx tx, String text, int limit) {
        return ways.then(
                        "union all (select p.id, " + surety + ", " + column + " from " + from
                                + " where p.company_id = ? and " + where,
                        tx.company())
                .then(Sql.begins(column, text))
                .then("order by " + column + " using ~<~ limit ?)", limit);
    }

    /** Products with all the words anywhere in their texts. */
    private static Sql words(Sql ways, Tx tx, List<String> words, int limit) {
        Sql holding = Sql.of("");
        Sql all = Sql.TRUE;
        for (String word : words) {
            holding = holding.then(holding.text().isEmpty() ? "(" : "intersect (")
                    .then(NameParts.holding(tx.company(), ProductKind.NAME, word))
                    .then(words.size() == 1 ? "limit " + limit + ")" : ")");
            all = all.and(NameParts.contains(ProductKind.FOUND_IN, word));
        }
        return words.isEmpty()
                ? ways
                : ways.then(
                                "union all (select p.id, 4, h.title from catalog.product p"
                                        + " join document.header h on h.company_id = ? and h.id = p.id where p.company_id = ? and p.id = any(array(",
                                tx.company(),
                                tx.company())
                        .then(holding)
                        .then(")) and")
                        .then(all)
                        .then("limit ?)", limit);
    }
}
