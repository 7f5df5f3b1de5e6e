package io.onaccount.catalog;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Products: looked up by other modules, entered and changed by those who keep the catalog. They belong to the whole company: everybody who
 * works for it may use them.
 */
@Component
public final class Products {
    private static final String SELECT = """
            select h.id, h.number, h.title, h.state, p.specification, p.unit, p.tax_rate, p.list_price, p.minimum_price, p.price_includes_tax, p.stocked
            from document.header h
            join catalog.product p on p.company_id = h.company_id and p.id = h.id
            where h.company_id = ? and h.kind = 'product'""";

    private final Headers headers;
    private final Numbering numbering;

    Products(Headers headers, Numbering numbering) {
        this.headers = headers;
        this.numbering = numbering;
    }

    /** What became of one entered product. */
    public sealed interface Outcome {

        /** It is right; stored under this id and code, or about to be. */
        record Accepted(UUID id, String code) implements Outcome {}

        /** Fields are wrong. */
        record Invalid(List<Problem.FieldError> errors) implements Outcome {}
    }
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
        return find(tx, actor, List.of(id)).values().stream()
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

    /** Enters one product; 400 with all wrong fields. */
    public UUID create(Tx tx, Actor actor, ProductEntry entry) {
        return switch (create(tx, actor, List.of(entry)).getFirst()) {
            case Outcome.Accepted accepted -> accepted.id();
            case Outcome.Invalid invalid -> throw Problem.invalid(invalid.errors());
        };
    }

    /** Enters many products in a few statements; those that are wrong are not stored, and say why. In order. */
    public List<Outcome> create(Tx tx, Actor actor, List<ProductEntry> entries) {
        List<CheckedProduct> accepted = new ArrayList<>();
        List<Outcome> outcomes = judge(tx, actor, entries, accepted);
        List<CheckedProduct> numbered = number(tx, accepted);
        Map<UUID, String> codes = new LinkedHashMap<>();
        numbered.forEach(product -> codes.put(product.id(), product.code()));
        if (!numbered.isEmpty()) {
            headers.insert(tx, actor, numbered.stream().map(p -> born(actor, p)).toList(), Map.of());
            ProductRows.insert(tx, numbered);
        }
        return outcomes.stream()
                .map(outcome -> outcome instanceof Outcome.Accepted a
                        ? new Outcome.Accepted(a.id(), codes.getOrDefault(a.id(), ""))
                        : outcome)
                .toList();
    }

    /** What {@link #create(Tx, Actor, List)} would answer, changing nothing. Codes still to be proposed are empty. */
    public List<Outcome> check(Tx tx, Actor actor, List<ProductEntry> entries) {
        return judge(tx, actor, entries, new ArrayList<>());
    }

    /** The product with all its facts; the purchase price only for those who may see it. */
    public ProductCard card(Tx tx, Actor actor, UUID id) {
        ProductCard card = load(tx, headers.find(tx, actor.companyWide(), ProductKind.NAME, id));
        return actor.may(ProductKind.COST) ? card : card.withoutCost();
    }

    /**
     * Writes all facts of a product anew. The code stays when the entry has none.
     *
     * @param version the version the caller has seen, or null for whatever it is
     */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, ProductEntry entry) {
        Header header = headers.lock(tx, actor.companyWide(), ProductKind.NAME, id, version);
        ProductCard old = load(tx, header);
        Problem.Collector problems = new Problem.Collector();
        CheckedProduct changed = check(tx, actor, problems, entry, old);
        problems.throwIfAny();
        Map<String, Object> differences = new LinkedHashMap<>();
        Map<String, @Nullable String> before = CheckedProduct.of(old).facts();
        changed.facts().forEach((field, value) -> Headers.difference(differences, field, before.get(field), value));
        if (!Objects.equals(CheckedProduct.plain(old.purchasePrice()), CheckedProduct.plain(changed.purchasePrice()))) {
            // That it changed is everybody's to know, to what is not.
            differences.put("purchasePrice", List.of());
        }
        headers.change(tx, actor, header, header.named(changed.code(), changed.name()), differences);
        ProductRows.update(tx, CheckedProduct.of(old), changed);
    }

    /** Takes the product out of sale or back. */
    public void stop(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        move(tx, actor, id, version, "stop", ProductState.STOPPED);
    }

    /** Puts a stopped product back on sale. */
    public void reactivate(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        move(tx, actor, id, version, "reactivate", ProductState.ACTIVE);
    }

    /** The moves a page offers for the product, with what stands against them. */
    public List<MoveOption> moves(Texts texts, Actor actor, ProductCard card) {
        return MoveOption.of(
                texts, actor, ProductKind.NAME, ProductState.TABLE, ProductState.TABLE.parse(card.state()));
    }

    /** Removes a product nothing refers to; 409 {@code product-in-use} otherwise, told by the database's foreign keys. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor.companyWide(), ProductKind.NAME, id, version);
        ProductRows.delete(tx, CheckedProduct.of(load(tx, header)));
        headers.deleteUnused(tx, actor, header, "product-in-use");
    }

    private void move(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move, ProductState to) {
        Header header = headers.lock(tx, actor.companyWide(), ProductKind.NAME, id, version);
        ProductState.TABLE.check(ProductState.TABLE.parse(header.state()), move, to);
        headers.move(tx, actor, header, move, to, Map.of());
    }

    private static List<Outcome> judge(Tx tx, Actor actor, List<ProductEntry> entries, List<CheckedProduct> accepted) {
        Set<String> codes = takenCodes(
                tx,
                entries.stream()
                        .map(ProductEntry::code)
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .toList());
        Set<String> barcodes = takenBarcodes(tx, entries);
        Set<UUID> categories = categories(tx, entries);
        List<Outcome> outcomes = new ArrayList<>();
        for (ProductEntry entry : entries) {
            Problem.Collector problems = new Problem.Collector();
            CheckedProduct product = CheckedProduct.check(problems, actor, codes, barcodes, categories, entry, null);
            if (problems.isEmpty()) {
                accepted.add(product);
                outcomes.add(new Outcome.Accepted(product.id(), product.code()));
            } else {
                outcomes.add(new Outcome.Invalid(problems.errors()));
            }
        }
        return outcomes;
    }

    private static CheckedProduct check(
            Tx tx, Actor actor, Problem.Collector problems, ProductEntry entry, ProductCard old) {
        List<ProductEntry> one = List.of(entry);
        Set<String> codes = takenCodes(
                tx, entry.code() == null ? List.of() : List.of(entry.code().strip()));
        return CheckedProduct.check(problems, actor, codes, takenBarcodes(tx, one), categories(tx, one), entry, old);
    }

    private static Set<String> takenCodes(Tx tx, Collection<String> codes) {
        return codes.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(tx.list(
                        "select number from document.header where company_id = ? and kind = 'product' and number = any(?)",
                        row -> row.text("number"),
                        tx.company(),
                        SqlArray.of("text", codes)));
    }

    private static Set<String> takenBarcodes(Tx tx, List<ProductEntry> entries) {
        List<String> barcodes = entries.stream()
                .map(ProductEntry::barcode)
                .filter(Objects::nonNull)
                .map(String::strip)
                .toList();
        return barcodes.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(tx.list(
                        "select barcode from catalog.product where company_id = ? and barcode = any(?)",
                        row -> row.text("barcode"),
                        tx.company(),
                        SqlArray.of("text", barcodes)));
    }

    private static Set<UUID> categories(Tx tx, List<ProductEntry> entries) {
        List<UUID> wanted = entries.stream()
                .map(ProductEntry::category)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return wanted.isEmpty()
                ? Set.of()
                : new HashSet<>(tx.list(
                        "select id from catalog.category where company_id = ? and id = any(?)",
                        row -> row.uuid("id"),
                        tx.company(),
                        SqlArray.of("uuid", wanted)));
    }

    /** Proposes codes for those without; a proposed code that somebody typed in by hand before is passed over. */
    private List<CheckedProduct> number(Tx tx, List<CheckedProduct> products) {
        Set<String> entered = products.stream()
                .map(CheckedProduct::code)
                .filter(code -> !code.isEmpty())
                .collect(Collectors.toSet());
        int missing = (int) products.stream().filter(p -> p.code().isEmpty()).count();
        List<String> codes = new ArrayList<>();
        while (codes.size() < missing) {
            List<String> proposed = numbering.take(
                    tx.company(), ProductKind.NAME, ProductKind.NUMBERS, LocalDate.EPOCH, missing - codes.size());
            Set<String> taken = takenCodes(tx, proposed);
            taken.addAll(entered);
            proposed.stream().filter(code -> !taken.contains(code)).forEach(codes::add);
        }
        List<CheckedProduct> numbered = new ArrayList<>();
        int next = 0;
        for (CheckedProduct product : products) {
            numbered.add(product.code().isEmpty() ? product.coded(codes.get(next++)) : product);
        }
        return numbered;
    }

    private Header born(Actor actor, CheckedProduct product) {
        return Header.born(
                product.id(),
                ProductKind.NAME,
                product.code(),
                product.name(),
                ProductState.ACTIVE,
                null,
                null,
                null,
                actor.today(),
                null,
                null,
                actor.user(),
                headers.now());
    }

    private static ProductCard load(Tx tx, Header header) {
        return tx.one(
                """
                select p.*, c.name as category_name from catalog.product p
                left join catalog.category c on c.company_id = p.company_id and c.id = p.category_id
                where p.company_id = ? and p.id = ?""",
                row -> new ProductCard(
                        header.id(),
                        header.version(),
                        header.number(),
                        header.title(),
                        header.state(),
                        row.textOrNull("specification"),
                        row.textOrNull("brand"),
                        row.uuidOrNull("category_id"),
                        row.textOrNull("category_name"),
                        row.text("unit"),
                        row.textOrNull("barcode"),
                        row.decimal("tax_rate"),
                        row.bool("tax_exempt"),
                        row.decimalOrNull("list_price"),
                        row.decimalOrNull("minimum_price"),
                        row.bool("price_includes_tax"),
                        row.decimalOrNull("purchase_price"),
                        row.bool("stocked"),
                        row.textOrNull("description"),
                        row.text("pinyin"),
                        row.text("initials"),
                        row.textOrNull("tax_code"),
                        header.createdAt(),
                        header.changedAt()),
                tx.company(),
                header.id());
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
