package io.onaccount.organization;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One set of books (账套).
 *
 * @param fiscalYearStart the month the fiscal year begins in, 1 to 12
 * @param taxInclusive whether prices are entered with tax unless a document says otherwise
 * @param priceDecimals how many decimals unit prices are shown and entered with
 */
public record Company(
        long id,
        String name,
        @Nullable String nameEn,
        String baseCurrency,
        ZoneId zone,
        int fiscalYearStart,
        boolean taxInclusive,
        int priceDecimals,
        int quantityDecimals,
        CompanySettings settings,
        int version) {}
