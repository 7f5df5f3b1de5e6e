package io.onaccount.receivables;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a document is in when that isn't the company's currency (FND-12). The amounts beside it are in the company's, at the rate of the
 * document's day.
 *
 * @param currency ISO 4217
 * @param amount of the document, with its sign
 * @param settled so much of it
 */
public record Foreign(String currency, BigDecimal amount, BigDecimal settled) {

    /** What is not settled yet. */
    public BigDecimal open() {
        return amount.subtract(settled);
    }

    Foreign settledBy(BigDecimal more) {
        return new Foreign(currency, amount, settled.add(more));
    }

    /**
     * The part of an amount that belongs to a part of what is open: all of it with the last part, so that parts always add up to the whole.
     *
     * @param part in this currency
     * @param base what the whole that is open is worth
     */
    BigDecimal share(BigDecimal part, BigDecimal base, String baseCurrency) {
        return share(part, open(), base, baseCurrency);
    }

    static BigDecimal share(BigDecimal part, BigDecimal whole, BigDecimal base, String baseCurrency) {
        return part.compareTo(whole) == 0
                ? base
                : base.multiply(part).divide(whole, Money.digits(baseCurrency), RoundingMode.HALF_UP);
    }
}
