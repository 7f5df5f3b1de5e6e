package io.onaccount.catalog;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The catalog of the demo company, a wholesaler of building materials, hardware and food: 120 products, the same every time. */
@Component
public final class DemoProducts {
    private static final BigDecimal MINIMUM = new BigDecimal("0.92");
    private static final BigDecimal COST = new BigDecimal("0.78");

    private final Products products;
    private final Categories categories;

    DemoProducts(Products products, Categories categories) {
        this.products = products;
        this.categories = categories;
    }

    /** Enters them; answers their ids in the order of their codes. */
    public List<UUID> enter(Tx tx, Actor actor) {
        Map<String, UUID> tree = new LinkedHashMap<>();
        List<ProductEntry> entries = new ArrayList<>();
        for (String line : lines()) {
            String[] parts = line.split("\\|");
            UUID category = tree.get(parts[0]);
            if (category == null) {
                category = categories
                        .create(tx, actor, new Categories.Entry(parts[0], null, tree.size() + 1))
                        .id();
                tx.flush(); // the next one's name is checked against it
                tree.put(parts[0], category);
            }
            for (String variant : parts[5].split(";")) {
                int colon = variant.lastIndexOf(':');
                BigDecimal price = new BigDecimal(variant.substring(colon + 1));
                entries.add(new ProductEntry(
                        null,
                        parts[1],
                        variant.substring(0, colon),
                        parts[2],
                        category,
                        parts[3],
                        null,
                        new BigDecimal(parts[4]),
                        false,
                        price,
                        price.multiply(MINIMUM).setScale(2, RoundingMode.HALF_UP),
                        true,
                        price.multiply(COST).setScale(2, RoundingMode.HALF_UP),
                        true,
                        null,
                        null,
                        null,
                        null));
            }
        }
        List<UUID> ids = products.create(tx, actor, entries).stream()
                .map(outcome -> switch (outcome) {
                    case Products.Outcome.Accepted accepted -> accepted.id();
                    case Products.Outcome.Invalid invalid ->
                        throw new IllegalStateException("demo product: " + invalid.errors());
                })
                .toList();
        tx.flush();
        return ids;
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(DemoProducts.class.getResourceAsStream("/demo/products.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
