package io.onaccount.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.catalog.ProductEntry;
import io.onaccount.catalog.ProductSearch;
import io.onaccount.catalog.Products;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is on hand is what came and went, and never less than nothing (STK-01). */
class StockTest {
    private final TestCompany company = new TestCompany();
    private final Products products = company.application.bean(Products.class);
    private final ProductSearch search = company.application.bean(ProductSearch.class);
    private final Warehouses warehouses = company.application.bean(Warehouses.class);
    private final Adjustments adjustments = company.application.bean(Adjustments.class);
    private final Stock stock = company.application.bean(Stock.class);
    private final UUID main = warehouse("W1");
    private final UUID second = warehouse("W2");

    private UUID warehouse(String code) {
        return company.write(
                tx -> warehouses.create(tx, company.actor, new Warehouse.Entry(code, "仓库 " + code, null, null, null)));
    }

    private UUID product(String code) {
        return company.write(
                tx -> products.create(tx, company.actor, ProductEntry.named(code, "产品 " + code, "件", null, null)));
    }

    private static Adjustments.Line line(UUID warehouse, UUID product, String quantity) {
        return new Adjustments.Line(warehouse, product, new BigDecimal(quantity), null);
    }

    private UUID draft(Adjustments.Line... lines) {
        return company.write(
                tx -> adjustments.create(tx, company.actor, new Adjustments.Entry("期初", null, List.of(lines))));
    }

    private UUID post(UUID id) {
        return company.write(tx -> {
            adjustments.post(tx, company.actor, id, null);
            return id;
        });
    }

    private BigDecimal onHand(UUID product, UUID warehouse) {
        Map<UUID, BigDecimal> found = company.read(tx -> stock.onHand(tx, List.of(product), warehouse));
        return found.get(product);
    }

    @Test
    void openingStockComesByAnAdjustment() {
        UUID bolt = product("B");
        UUID draft = draft(line(main, bolt, "100"), line(second, bolt, "5.5"), line(main, bolt, "-10"));
        assertThat(onHand(bolt, null)).isZero();
        post(draft);
        assertThat(onHand(bolt, main)).isEqualByComparingTo("90");
        assertThat(onHand(bolt, null)).isEqualByComparingTo("95.5");
        List<BigDecimal> shown = company.read(tx -> search.pick(tx, company.actor, "b", null, second, 10)).stream()
                .map(choice -> choice.onHand())
                .toList();
        assertThat(shown)
                .singleElement()
                .satisfies(quantity -> assertThat(quantity).isEqualByComparingTo("5.5"));
        assertThatThrownBy(() -> post(draft))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
        assertThat(onHand(bolt, null)).isEqualByComparingTo("95.5");
    }

    @Test
    void whatIsNotThereCannotLeaveAndTheAnswerSaysSo() {
        UUID bolt = product("B");
        post(draft(line(main, bolt, "3")));
        UUID tooMuch = draft(line(main, bolt, "-2"), line(main, bolt, "-2.5"), line(second, bolt, "1"));
        assertThatThrownBy(() -> post(tooMuch)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("stock-short");
            assertThat(problem.arguments()).containsExactly("B", "产品 B", "4.5", "3", "件");
        });
        assertThatThrownBy(() -> post(draft(line(second, bolt, "-1"))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.arguments().get(3)).isEqualTo("0"));
        // Nothing of the refused posting is left, not even its state.
        assertThat(onHand(bolt, null)).isEqualByComparingTo("3");
        Adjustments.Adjustment still = company.read(tx -> adjustments.find(tx, company.actor, tooMuch));
        assertThat(still.state()).isEqualTo(Adjustments.State.DRAFT);
        agrees();
    }

    @Test
    void aCompanyMayAllowStockBelowZero() {
        UUID bolt = product("B");
        company.application
                .database()
                .sql("update organization.company set settings = settings || '{\"negativeStock\": true}' where id = "
                        + company.id);
        post(draft(line(main, bolt, "-2")));
        post(draft(line(main, bolt, "-3")));
        assertThat(onHand(bolt, main)).isEqualByComparingTo("-5");
        post(draft(line(main, bolt, "1")));
        agrees();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        UUID service = company.write(tx -> products.create(
                tx,
                company.actor,
                new ProductEntry(
                        "S", "安装", null, null, null, "次", null, null, null, null, null, null, null, false, null, null,
                        null, null)));
        company.write(tx -> {
            warehouses.stop(tx, company.actor, second, null);
            return true;
        });
        assertThatThrownBy(() -> draft(
                        line(main, service, "1"),
                        line(second, UUID.randomUUID(), "0"),
                        line(UUID.randomUUID(), service, "0.0000001")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(error -> error.field() + " " + error.code())
                                .containsExactlyInAnyOrder(
                                        "lines[0].product product-not-stocked",
                                        "lines[1].product unknown-product",
                                        "lines[1].warehouse warehouse-stopped",
                                        "lines[1].quantity zero-quantity",
                                        "lines[2].product product-not-stocked",
                                        "lines[2].warehouse unknown-warehouse",
                                        "lines[2].quantity too-many-decimals"));
    }

    @Test
    void whatIsUsedStays() {
        UUID bolt = product("B");
        post(draft(line(main, bolt, "1")));
        assertThatThrownBy(() -> company.write(tx -> {
                    products.delete(tx, company.actor, bolt, null);
                    return true;
                }))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("product-in-use"));
        assertThatThrownBy(() -> company.write(tx -> {
                    warehouses.delete(tx, company.actor, main, null);
                    return true;
                }))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("warehouse-in-use"));
        company.write(tx -> {
            warehouses.delete(tx, company.actor, second, null);
            return true;
        });
    }

    /** Random movements by many at once: on hand is the sum of what was acknowledged and never below zero, and nobody waits for ever. */
    @Test
    void onHandIsTheSumOfTheMovementsWhateverHappensAtOnce() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<UUID> goods = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            goods.add(product("P" + i));
        }
        Map<String, BigDecimal> expected = new java.util.concurrent.ConcurrentHashMap<>();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<Adjustments.Line> lines = new ArrayList<>();
            for (int l = 1 + random.nextInt(4); l > 0; l--) {
                int quantity = random.nextInt(21) - 10;
                lines.add(line(
                        random.nextBoolean() ? main : second,
                        goods.get(random.nextInt(goods.size())),
                        Integer.toString(quantity == 0 ? 3 : quantity)));
            }
            Collections.shuffle(lines, random);
            UUID draft = draft(lines.toArray(Adjustments.Line[]::new));
            calls.add(() -> {
                try {
                    post(draft);
                } catch (Problem problem) {
                    assertThat(problem.code()).isEqualTo("stock-short");
                    return false;
                }
                lines.forEach(line ->
                        expected.merge(line.warehouse() + "/" + line.product(), line.quantity(), BigDecimal::add));
                return true;
            });
        }
        int posted = 0;
        try (var pool = Executors.newFixedThreadPool(12)) {
            for (Future<Boolean> answer : pool.invokeAll(calls)) {
                posted += answer.get() ? 1 : 0;
            }
        }
        assertThat(posted).as("seed %d", seed).isBetween(1, 300);
        for (UUID product : goods) {
            for (UUID warehouse : List.of(main, second)) {
                BigDecimal quantity = onHand(product, warehouse);
                assertThat(quantity)
                        .as("seed %d", seed)
                        .isEqualByComparingTo(expected.getOrDefault(warehouse + "/" + product, BigDecimal.ZERO));
                assertThat(quantity.signum()).isNotNegative();
            }
        }
        agrees();
    }

    /** Every place's quantity on hand is the sum of its movements, and no movement is without a place. */
    private void agrees() {
        String differences = company.application.database().value("""
                select count(*) from
                (select warehouse_id, product_id, sum(quantity) as quantity from stock.movement where company_id = %d group by 1, 2) m
                full join (select * from stock.on_hand where company_id = %d) o using (warehouse_id, product_id)
                where m.quantity is distinct from o.quantity and coalesce(m.quantity, 0) <> coalesce(o.quantity, 0)""".formatted(company.id, company.id));
        assertThat(differences).isEqualTo("0");
    }
}
