package io.onaccount.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Products entered, found while typing lines, changed, stopped and removed. */
class ProductsTest {
    private final TestCompany company = new TestCompany("product.cost");
    private final Products products = company.application.bean(Products.class);
    private final ProductSearch search = company.application.bean(ProductSearch.class);
    private final Categories categories = company.application.bean(Categories.class);

    private UUID create(ProductEntry entry) {
        return company.write(tx -> products.create(tx, company.actor, entry));
    }

    private static ProductEntry screw(String code, String name, String specification, String barcode) {
        return new ProductEntry(
                code,
                name,
                specification,
                "晋亿",
                null,
                "盒",
                barcode,
                null,
                null,
                new BigDecimal("12.50"),
                new BigDecimal("10"),
                null,
                new BigDecimal("8.2"),
                null,
                null,
                null,
                null,
                null);
    }

    private List<String> pick(String typed) {
        List<ProductChoice> choices = company.read(tx -> search.pick(tx, company.actor, typed, null, null, 20));
        return choices.stream().map(choice -> choice.product().code()).toList();
    }

    private ProductCard card(Actor actor, UUID id) {
        return company.read(tx -> products.card(tx, actor, id));
    }

    @Test
    void aProductIsReadAsItWasEntered() {
        UUID id = create(screw(null, "不锈钢外六角螺栓", "M8×30", "6901234567892"));
        ProductCard card = card(company.actor, id);
        assertThat(card.code()).isEqualTo("P-00001");
        assertThat(card.taxRate()).isEqualByComparingTo("0.13");
        assertThat(card.priceIncludesTax()).isTrue();
        assertThat(card.stocked()).isTrue();
        assertThat(card.initials()).isEqualTo("bxgwljls");
        assertThat(card.purchasePrice()).isEqualByComparingTo("8.2");
        Actor clerk = company.user("clerk", Set.of());
        assertThat(card(TestCompany.ownOnly(clerk), id).purchasePrice()).isNull();
        Map<UUID, Product> found = company.read(tx -> products.find(tx, clerk, List.of(id, UUID.randomUUID())));
        assertThat(found).containsOnlyKeys(id);
        assertThat(found.get(id).active()).isTrue();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        create(screw("A-1", "螺栓", null, "690"));
        ProductEntry wrong = new ProductEntry(
                "A-1",
                "",
                null,
                null,
                UUID.randomUUID(),
                "",
                "690",
                new BigDecimal("0.17"),
                true,
                new BigDecimal("1"),
                new BigDecimal("2"),
                null,
                new BigDecimal("-1"),
                null,
                null,
                null,
                null,
                null);
        assertThatThrownBy(() -> create(wrong))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactlyInAnyOrder(
                                        "name",
                                        "taxRate",
                                        "taxRate",
                                        "minimumPrice",
                                        "purchasePrice",
                                        "category",
                                        "barcode",
                                        "code",
                                        "unit"));
    }

    @Test
    void productsAreFoundByCodePinyinAndAnyWord() {
        create(screw("LS-001", "外六角螺栓", "M8×30", "6901234567892"));
        create(screw("LS-002", "内六角螺栓", "M10×40", null));
        create(screw("DM-100", "东北大米 珍珠米", "10kg", null));
        create(screw("LSX", "螺丝刀", "十字", null));
        assertThat(pick("ls-00")).containsExactly("LS-001", "LS-002");
        assertThat(pick("6901234567892")).containsExactly("LS-001");
        assertThat(pick("wljls")).containsExactly("LS-001");
        assertThat(pick("neiliu")).containsExactly("LS-002");
        assertThat(pick("螺栓")).containsExactlyInAnyOrder("LS-001", "LS-002");
        assertThat(pick("六角 M10")).containsExactly("LS-002");
        assertThat(pick("米")).containsExactly("DM-100");
        assertThat(pick("ｍ８")).containsExactly("LS-001");
        // By code before by pinyin: LSX and LS-001 begin with it, the screwdriver is also read lsd.
        assertThat(pick("ls").getFirst()).startsWith("LS");
        assertThat(pick("")).hasSize(4);
        assertThat(pick("100%")).isEmpty();
        assertThat(pick("没有这个")).isEmpty();
        UUID stopped = create(screw("LS-003", "螺栓旧款", null, null));
        company.write(tx -> {
            products.stop(tx, company.actor, stopped, null);
            return true;
        });
        assertThat(pick("螺栓")).doesNotContain("LS-003");
    }

    @Test
    void changesAreGuardedAndTheirHistoryHidesWhatItCosts() {
        UUID id = create(screw("LS-001", "外六角螺栓", "M8×30", null));
        ProductEntry changed = new ProductEntry(
                null,
                "外六角螺栓",
                "M8×35",
                "晋亿",
                null,
                "盒",
                null,
                null,
                null,
                new BigDecimal("13"),
                new BigDecimal("10.000"),
                null,
                new BigDecimal("8.70"),
                null,
                null,
                null,
                null,
                null);
        company.write(tx -> {
            products.change(tx, company.actor, id, 1, changed);
            return true;
        });
        assertThat(company.history(id).getLast())
                .contains("M8×30", "M8×35", "12.5", "13", "purchasePrice")
                .doesNotContain("8.7", "8.2", "minimumPrice", "barcode");
        assertThat(pick("M8×35")).containsExactly("LS-001");
        assertThatThrownBy(() -> company.write(tx -> {
                    products.change(tx, company.actor, id, 1, changed);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        // Who may not see the purchase price does not wipe it out either.
        Actor clerk = company.user("clerk", Set.of());
        company.write(tx -> {
            products.change(tx, clerk, id, null, changed);
            return true;
        });
        assertThat(card(company.actor, id).purchasePrice()).isEqualByComparingTo("8.70");
    }

    @Test
    void categoriesFormATreeWithoutLoops() {
        Categories.Category hardware = category("五金", null);
        Categories.Category screws = category("螺丝", hardware.id());
        assertThatThrownBy(() -> change(hardware.id(), "五金", screws.id()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors().getFirst().code()).isEqualTo("category-loop"));
        assertThatThrownBy(() -> category("螺丝", hardware.id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> delete(hardware.id()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("category-in-use"));
        delete(screws.id());
        delete(hardware.id());
        List<Categories.Category> left = company.read(categories::all);
        assertThat(left).isEmpty();
    }

    private Categories.Category category(String name, UUID parent) {
        return company.write(tx -> categories.create(tx, company.actor, new Categories.Entry(name, parent, null)));
    }

    private void change(UUID id, String name, UUID parent) {
        company.write(tx -> categories.change(tx, company.actor, id, new Categories.Entry(name, parent, null)));
    }

    private void delete(UUID id) {
        company.write(tx -> {
            categories.delete(tx, company.actor, id);
            return true;
        });
    }
}
