package io.onaccount.catalog;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product as people enter it. Blank texts are none.
 *
 * @param code proposed from the number series when left out
 * @param taxRate as a fraction: 0.13, 0.09, 0.06, 0.03, 0.01 or 0; 0.13 when left out
 * @param priceIncludesTax on what basis the list and the minimum price stand; with tax when left out
 * @param taxCode code of goods and services for tax (商品和服务税收编码), 19 digits
 * @param purchasePrice left alone when the one who enters may not see it
 */
public record ProductEntry(
        @Nullable String code,
        String name,
        @Nullable String specification,
        @Nullable String brand,
        @Nullable UUID category,
        String unit,
        @Nullable String barcode,
        @Nullable BigDecimal taxRate,
        @Nullable Boolean taxExempt,
        @Nullable BigDecimal listPrice,
        @Nullable BigDecimal minimumPrice,
        @Nullable Boolean priceIncludesTax,
        @Nullable BigDecimal purchasePrice,
        @Nullable Boolean stocked,
        @Nullable String description,
        @Nullable String pinyin,
        @Nullable String initials,
        @Nullable String taxCode) {

    /** The least one can say of a product. */
    public static ProductEntry named(
            @Nullable String code,
            String name,
            String unit,
            @Nullable BigDecimal taxRate,
            @Nullable BigDecimal listPrice) {
        return new ProductEntry(
                code, name, null, null, null, unit, null, taxRate, null, listPrice, null, null, null, null, null, null,
                null, null);
    }
}
