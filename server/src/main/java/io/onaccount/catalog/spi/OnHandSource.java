package io.onaccount.catalog.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows what lies in the warehouses. */
public interface OnHandSource {

    /** The quantity on hand of each product in the warehouse, or in all when none is named; zero quantities may be missing. */
    Map<UUID, BigDecimal> of(Tx tx, Collection<UUID> products, @Nullable UUID warehouse);
}
