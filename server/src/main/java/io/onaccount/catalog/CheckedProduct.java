package io.onaccount.catalog;

import io.onaccount.document.NameParts;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Pinyin;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A product after all checks, as it will be stored. */
record CheckedProduct(
        UUID id,
        String code,
        String name,
        @Nullable String specification,
        @Nullable String brand,
        @Nullable UUID category,
        String unit,
        @Nullable String barcode,
        BigDecimal taxRate,
        boolean taxExempt,
        @Nullable BigDecimal listPrice,
        @Nullable BigDecimal minimumPrice,
        boolean priceIncludesTax,
        @Nullable BigDecimal purchasePrice,
        boolean stocked,
        @Nullable String description,
        @Nullable String taxCode,
        Pinyin pinyin) {

    /** 增值税税率和征收率, as fractions. */
    private static final List<BigDecimal> TAX_RATES = List.of("0.13", "0.09", "0.06", "0.03", "0.01", "0").stream()
            .map(BigDecimal::new)
            .toList();

    private static final Pattern TAX_CODE = Pattern.compile("\\d{19}");
    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}._/+#-]+");

    /**
     * Checks an entry and answers what would be stored; what is wrong goes to the collector.
     *
     * @param takenCodes codes of other products; gets this one's
     * @param takenBarcodes barcodes of other products; gets this one's
     * @param old what it was before with its purchase price, or null for a new one
     */
    static CheckedProduct check(
            Problem.Collector problems,
            Actor actor,
            Set<String> takenCodes,
            Set<String> takenBarcodes,
            Set<UUID> categories,
            ProductEntry entry,
            @Nullable ProductCard old) {
        String name = Input.required(problems, "name", entry.name(), 200);
        boolean exempt = Boolean.TRUE.equals(entry.taxExempt());
        BigDecimal rate = entry.taxRate() == null ? exempt ? BigDecimal.ZERO : TAX_RATES.getFirst() : entry.taxRate();
        problems.check(TAX_RATES.stream().anyMatch(known -> known.compareTo(rate) == 0), "taxRate", "tax-rate-unknown");
        problems.check(!exempt || rate.signum() == 0, "taxRate", "exempt-has-rate");
        BigDecimal list = Input.notNegative(problems, "listPrice", entry.listPrice());
        BigDecimal minimum = Input.notNegative(problems, "minimumPrice", entry.minimumPrice());
        problems.check(
                list == null || minimum == null || minimum.compareTo(list) <= 0, "minimumPrice", "minimum-above-list");
        BigDecimal purchase = actor.may(ProductKind.COST)
                ? Input.notNegative(problems, "purchasePrice", entry.purchasePrice())
                : old == null ? null : old.purchasePrice();
        problems.check(
                entry.category() == null || categories.contains(entry.category()), "category", "unknown-category");
        String barcode = Input.text(problems, "barcode", entry.barcode(), 40);
        if (barcode != null && (old == null || !barcode.equals(old.barcode()))) {
            problems.check(takenBarcodes.add(barcode), "barcode", "taken", barcode);
        }
        String code = Input.text(problems, "code", entry.code(), 40);
        if (code != null && (old == null || !code.equals(old.code()))) {
            problems.check(CODE.matcher(code).matches(), "code", "bad-code");
            problems.check(takenCodes.add(code), "code", "taken", code);
        }
        String taxCode = Input.text(problems, "taxCode", entry.taxCode(), 19);
        problems.check(taxCode == null || TAX_CODE.matcher(taxCode).matches(), "taxCode", "bad-tax-code");
        String full = Input.text(problems, "pinyin", entry.pinyin(), 600);
        String initials = Input.text(problems, "initials", entry.initials(), 200);
        Pinyin proposed =
                old != null && old.name().equals(name) ? new Pinyin(old.pinyin(), old.initials()) : Pinyin.of(name);
        return new CheckedProduct(
                old == null ? Ids.next() : old.id(),
                code != null ? code : old == null ? "" : old.code(),
                name,
                Input.text(problems, "specification", entry.specification(), 200),
                Input.text(problems, "brand", entry.brand(), 60),
                entry.category(),
                Input.required(problems, "unit", entry.unit(), 20),
                barcode,
                rate,
                exempt,
                list,
                minimum,
                !Boolean.FALSE.equals(entry.priceIncludesTax()),
                purchase,
                !Boolean.FALSE.equals(entry.stocked()),
                Input.text(problems, "description", entry.description(), 2000),
                taxCode,
                new Pinyin(
                        full == null ? proposed.full() : Pinyin.typed(full),
                        initials == null ? proposed.initials() : Pinyin.typed(initials)));
    }

    /** What is stored. */
    static CheckedProduct of(ProductCard card) {
        return new CheckedProduct(
                card.id(),
                card.code(),
                card.name(),
                card.specification(),
                card.brand(),
                card.category(),
                card.unit(),
                card.barcode(),
                card.taxRate(),
                card.taxExempt(),
                card.listPrice(),
                card.minimumPrice(),
                card.priceIncludesTax(),
                card.purchasePrice(),
                card.stocked(),
                card.description(),
                card.taxCode(),
                new Pinyin(card.pinyin(), card.initials()));
    }

    CheckedProduct coded(String proposed) {
        return new CheckedProduct(
                id,
                proposed,
                name,
                specification,
                brand,
                category,
                unit,
                barcode,
                taxRate,
                taxExempt,
                listPrice,
                minimumPrice,
                priceIncludesTax,
                purchasePrice,
                stocked,
                description,
                taxCode,
                pinyin);
    }

    /** What it can be found by anywhere. */
    NameParts.Named named() {
        return new NameParts.Named(id, Arrays.asList(code, name, specification, brand));
    }

    /** Field → value for the history. Code and name stand in the header. */
    Map<String, @Nullable String> facts() {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("specification", specification);
        facts.put("brand", brand);
        facts.put("category", category == null ? null : category.toString());
        facts.put("unit", unit);
        facts.put("barcode", barcode);
        facts.put("taxRate", plain(taxRate));
        facts.put("taxExempt", Boolean.toString(taxExempt));
        facts.put("listPrice", plain(listPrice));
        facts.put("minimumPrice", plain(minimumPrice));
        facts.put("priceIncludesTax", Boolean.toString(priceIncludesTax));
        facts.put("stocked", Boolean.toString(stocked));
        facts.put("description", description);
        facts.put("taxCode", taxCode);
        facts.put("pinyin", pinyin.full());
        facts.put("initials", pinyin.initials());
        return facts;
    }

    /** Without trailing zeros, for comparing and for the history. */
    static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null
                ? null
                : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
