package io.onaccount.catalog;

import io.onaccount.catalog.spi.LastPrices;
import io.onaccount.catalog.spi.OnHandSource;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Grams;
import io.onaccount.platform.Pinyin;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
        String asCode = escaped(text.toUpperCase(Locale.ROOT)) + "%";
        String asPinyin = Pinyin.typed(text);
        // Pinyin is typed in Latin letters; the letters of a Chinese word say nothing.
        String latin = asPinyin.length() == text.replace(" ", "").length() ? asPinyin + "%" : "";
        Set<String> grams = Grams.wanted(text);
        List<String> words = new ArrayList<>();
        Grams.words(text).forEach(word -> words.add("%" + escaped(word) + "%"));
        ids.addAll(tx.list(
                """
                select m.id from (
                    (select p.id, 0 as surety, '' as by from catalog.product p where p.company_id = ? and p.barcode = ?)
                    union all
                    (select h.id, 1, h.number from document.header h
                     where h.company_id = ? and h.kind = 'product' and (h.number like ? or h.number like ?) order by h.number limit ?)
                    union all
                    (select p.id, 2, p.initials from catalog.product p
                     where p.company_id = ? and ? <> '' and p.initials like ? order by p.initials limit ?)
                    union all
                    (select p.id, 3, p.pinyin from catalog.product p
                     where p.company_id = ? and ? <> '' and p.pinyin like ? order by p.pinyin limit ?)
                    union all
                    (select p.id, 4, h.title from catalog.product p
                     join document.header h on h.company_id = p.company_id and h.id = p.id
                     where p.company_id = ? and h.company_id = ? and cardinality(?::text[]) > 0 and p.grams @> ?::text[]
                       and lower(normalize(concat_ws(' ', h.number, h.title, p.specification, p.brand), nfkc)) like all (?::text[])
                     limit ?)
                ) m
                join document.header h on h.id = m.id
                where h.company_id = ? and h.state = 'ACTIVE'
                order by m.surety, length(m.by), m.by, m.id""",
                row -> row.uuid("id"),
                tx.company(),
                text,
                tx.company(),
                escaped(text) + "%",
                asCode,
                limit,
                tx.company(),
                latin,
                latin,
                limit,
                tx.company(),
                latin,
                latin,
                limit,
                tx.company(),
                tx.company(),
                SqlArray.of("text", grams),
                SqlArray.of("text", grams),
                SqlArray.of("text", words),
                limit * 4,
                tx.company()));
        Set<UUID> first = new LinkedHashSet<>();
        ids.stream().limit(limit).forEach(first::add);
        return first;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
