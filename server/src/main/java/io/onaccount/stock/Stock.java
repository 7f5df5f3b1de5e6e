package io.onaccount.stock;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.catalog.spi.OnHandSource;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.TryAgain;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The only way goods move. Quantity on hand is the sum of the movements and is written with them, by a guarded update: it never falls below
 * zero unless the company allows it (setting {@code negativeStock}).
 */
@Component
public final class Stock implements OnHandSource {
    private final Products products;

    Stock(Products products) {
        this.products = products;
    }

    private record Place(UUID product, UUID warehouse) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::product).thenComparing(Place::warehouse);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Movement(UUID document, LocalDate on, StockMove move) {}

    /** What one transaction moves, and that added up by place in the one order in which all transactions take their locks. */
    private static final class Gathered {
        final List<Movement> movements = new ArrayList<>();
        final TreeMap<Place, BigDecimal> changes = new TreeMap<>();
        boolean watched;
    }

    /**
     * Moves goods for a document. All movements of a transaction leave as one guarded update. When there isn't enough, the transaction is
     * undone and 409 {@code stock-short} names the product, what was wanted and what there is; only what the whole transaction takes from a
     * place counts, not the order of its movements.
     *
     * @param on the business date
     * @param moves quantities other than zero, with at most six decimals
     */
    public void move(Tx tx, Actor actor, UUID document, LocalDate on, List<StockMove> moves) {
        Periods.requireOpen(tx, actor, on);
        if (moves.isEmpty()) {
            return;
        }
        Gathered gathered = tx.shared(Gathered.class, Gathered::new);
        for (StockMove move : moves) {
            gathered.movements.add(new Movement(document, on, move));
            gathered.changes.merge(new Place(move.product(), move.warehouse()), move.quantity(), BigDecimal::add);
        }
        if (!gathered.watched) {
            gathered.watched = true;
            tx.beforeFlush(() -> write(tx, actor, gathered));
        }
    }

    /** The quantity on hand of each product, in one warehouse or in all; zero for those never moved. */
    public Map<UUID, BigDecimal> onHand(Tx tx, Collection<UUID> products, @Nullable UUID warehouse) {
        Map<UUID, BigDecimal> quantities = new HashMap<>();
        products.forEach(product -> quantities.put(product, BigDecimal.ZERO));
        quantities.putAll(of(tx, products, warehouse));
        return quantities;
    }

    @Override
    public Map<UUID, BigDecimal> of(Tx tx, Collection<UUID> products, @Nullable UUID warehouse) {
        Map<UUID, BigDecimal> quantities = new HashMap<>();
        tx.list(
                        """
                        select product_id, sum(quantity) as quantity from stock.on_hand
                        where company_id = ? and product_id = any(?) and (?::uuid is null or warehouse_id = ?) group by product_id""",
                        row -> Map.entry(row.uuid("product_id"), row.decimal("quantity")),
                        tx.company(),
                        SqlArray.of("uuid", products),
                        warehouse,
                        warehouse)
                .forEach(entry -> quantities.put(entry.getKey(), entry.getValue()));
        return quantities;
    }

    private static void writeMovements(Tx tx, Gathered gathered) {
        if (gathered.movements.isEmpty()) {
            return;
        }
        List<Movement> movements = List.copyOf(gathered.movements);
        gathered.movements.clear();
        tx.add(
                Rank.DETAIL,
                """
                insert into stock.movement (company_id, id, document_id, happened_on, warehouse_id, product_id, quantity)
                select ?, m.id, m.document, m.happened_on, m.warehouse, m.product, m.quantity
                from unnest(?::uuid[], ?::uuid[], ?::date[], ?::uuid[], ?::uuid[], ?::numeric[])
                  as m (id, document, happened_on, warehouse, product, quantity)""",
                tx.company(),
                SqlArray.of("uuid", movements, m -> Ids.next()),
                SqlArray.of("uuid", movements, Movement::document),
                SqlArray.of("date", movements, Movement::on),
                SqlArray.of("uuid", movements, m -> m.move.warehouse()),
                SqlArray.of("uuid", movements, m -> m.move.product()),
                SqlArray.of("numeric", movements, m -> m.move.quantity()));
    }

    private void write(Tx tx, Actor actor, Gathered gathered) {
        writeMovements(tx, gathered);
        gathered.changes.values().removeIf(quantity -> quantity.signum() == 0);
        if (gathered.changes.isEmpty()) {
            return;
        }
        List<Place> places = new ArrayList<>(gathered.changes.keySet());
        List<BigDecimal> quantities = new ArrayList<>(gathered.changes.values());
        gathered.changes.clear();
        boolean anyOut = quantities.stream().anyMatch(quantity -> quantity.signum() < 0);
        boolean mayBeNegative = anyOut && tx.attempt() > 1 && negativeAllowed(tx);
        if (anyOut && tx.attempt() > 1 && !mayBeNegative) {
            judge(tx, actor, places, quantities);
        }
        // A place that isn't there yet is made by goods coming in; one that has too little is not touched, which the
        // row
        // count then tells.
        tx.addExpecting(
                Rank.STOCK,
                places.size(),
                TryAgain::new,
                """
                insert into stock.on_hand as o (company_id, warehouse_id, product_id, quantity)
                select ?, m.warehouse, m.product, m.quantity
                from unnest(?::uuid[], ?::uuid[], ?::numeric[]) with ordinality as m (warehouse, product, quantity, place)
                where m.quantity > 0 or ? or exists (
                    select 1 from stock.on_hand e where e.company_id = ? and e.warehouse_id = m.warehouse and e.product_id = m.product)
                order by m.place
                on conflict (company_id, product_id, warehouse_id) do update set quantity = o.quantity + excluded.quantity
                where o.quantity + excluded.quantity >= 0 or excluded.quantity > 0 or ?""",
                tx.company(),
                SqlArray.of("uuid", places, Place::warehouse),
                SqlArray.of("uuid", places, Place::product),
                SqlArray.of("numeric", quantities),
                mayBeNegative,
                tx.company(),
                mayBeNegative);
    }

    /** Locks the rows in product order and refuses the first place with too little. */
    private void judge(Tx tx, Actor actor, List<Place> places, List<BigDecimal> quantities) {
        Map<Place, BigDecimal> onHand = new HashMap<>();
        tx.list(
                        """
                        select o.product_id, o.warehouse_id, o.quantity from stock.on_hand o
                        join unnest(?::uuid[], ?::uuid[]) as m (warehouse, product) on o.warehouse_id = m.warehouse and o.product_id = m.product
                        where o.company_id = ? order by o.product_id, o.warehouse_id for update of o""",
                        row -> Map.entry(
                                new Place(row.uuid("product_id"), row.uuid("warehouse_id")), row.decimal("quantity")),
                        SqlArray.of("uuid", places, Place::warehouse),
                        SqlArray.of("uuid", places, Place::product),
                        tx.company())
                .forEach(entry -> onHand.put(entry.getKey(), entry.getValue()));
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            BigDecimal there = onHand.getOrDefault(place, BigDecimal.ZERO);
            BigDecimal change = quantities.get(i);
            if (change.signum() < 0 && there.add(change).signum() < 0) {
                Product product = products.require(tx, actor, place.product());
                throw Problem.conflict(
                        "stock-short",
                        product.code(),
                        product.name(),
                        plain(change.negate()),
                        plain(there),
                        product.unit());
            }
        }
    }

    private static boolean negativeAllowed(Tx tx) {
        return tx.first(
                        "select coalesce(settings ->> 'negativeStock', 'false') = 'true' as allowed from organization.company where id = ?",
                        row -> row.bool("allowed"),
                        tx.company())
                .orElse(false);
    }

    private static String plain(BigDecimal quantity) {
        return quantity.signum() == 0 ? "0" : quantity.stripTrailingZeros().toPlainString();
    }
}
