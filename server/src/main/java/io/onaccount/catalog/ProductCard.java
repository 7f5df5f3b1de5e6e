package io.onaccount.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product with all its facts.
 *
 * @param state ACTIVE or STOPPED
 * @param purchasePrice null also for those who may not see it
 */
public record ProductCard(
        UUID id,
        int version,
        String code,
        String name,
        String state,
        @Nullable String specification,
        @Nullable String brand,
        @Nullable UUID category,
        @Nullable String categoryName,
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
        String pinyin,
        String initials,
        @Nullable String taxCode,
        Instant createdAt,
        Instant changedAt) {

    /** The same for somebody who may not see what it costs us. */
    ProductCard withoutCost() {
        return new ProductCard(
                id,
                version,
                code,
                name,
                state,
                specification,
                brand,
                category,
                categoryName,
                unit,
                barcode,
                taxRate,
                taxExempt,
                listPrice,
                minimumPrice,
                priceIncludesTax,
                null,
                stocked,
                description,
                pinyin,
                initials,
                taxCode,
                createdAt,
                changedAt);
    }
}
