package io.onaccount.catalog.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows what a customer paid last (上次价格). */
public interface LastPrices {

    /**
     * The price of the latest sale.
     *
     * @param price per unit in the company's currency, on the basis {@code includesTax} says, before discount
     * @param order the order it stands on
     * @param soldIn the order's currency where that is another
     * @param soldFor the price in that
     */
    record LastPrice(
            BigDecimal price,
            boolean includesTax,
            LocalDate date,
            UUID order,
            String orderNumber,
            @Nullable String soldIn,
            @Nullable BigDecimal soldFor) {}

    /** The last price of each product for the customer; products never sold to it are missing from the answer. */
    Map<UUID, LastPrice> of(Tx tx, UUID customer, Collection<UUID> products);
}
