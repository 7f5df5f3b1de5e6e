package io.onaccount.catalog;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product as other modules see it.
 *
 * @param taxRate as a fraction, 0.13 for 13 %; zero for exempt
 * @param listPrice per unit in the company's currency, with or without tax as {@code priceIncludesTax} says; null when none is set
 * @param minimumPrice below it a sale needs approval; on the same basis as the list price
 * @param stocked whether deliveries move stock
 * @param active whether it may be put on new documents
 */
public record Product(
        UUID id,
        String code,
        String name,
        @Nullable String specification,
        String unit,
        BigDecimal taxRate,
        @Nullable BigDecimal listPrice,
        @Nullable BigDecimal minimumPrice,
        boolean priceIncludesTax,
        boolean stocked,
        boolean active) {}
