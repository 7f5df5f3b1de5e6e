/**
 * What is where: warehouses, quantities on hand and the append-only journal of every movement behind them. Start with {@link
 * io.onaccount.stock.Stock}.
 */
@ApplicationModule(allowedDependencies = {"catalog", "catalog :: spi", "document", "organization", "platform"})
@NullMarked
package io.onaccount.stock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
