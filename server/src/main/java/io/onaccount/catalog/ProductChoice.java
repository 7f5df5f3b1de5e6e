package io.onaccount.catalog;

import io.onaccount.catalog.spi.LastPrices.LastPrice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A product offered while entering lines, with what one wants to know before choosing it.
 *
 * @param onHand in the warehouse asked for, or in all; null for products without stock
 * @param lastPrice what the customer paid last; null when it never bought it
 */
public record ProductChoice(
        Product product,
        @Nullable BigDecimal onHand,
        @Nullable LastPrice lastPrice) {}
