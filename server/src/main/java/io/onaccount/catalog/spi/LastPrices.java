package io.onaccount.catalog.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Knows what a customer paid last (上次价格). */
public interface LastPrices {

    /**
     * The price of the latest sale.
     *
     * @param price per unit, on the basis {@code includesTax} says, before discount
     * @param order the order it stands on
     */
    record LastPrice(BigDecimal price, boolean includesTax, LocalDate date, UUID order, String orderNumber) {}

    /** The last price of each product for the customer; products never sold to it are missing from the answer. */
    Map<UUID, LastPrice> of(Tx tx, UUID customer, Collection<UUID> products);
}
