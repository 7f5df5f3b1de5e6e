package io.onaccount.sales.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A module whose documents rely on lines of confirmed orders before their goods have left: no change takes that out or prices it anew (ORD-02). */
public interface SpokenFor {
    /**
     * How much of each line, by position, its documents name: invoiced already, say. Counted from the line's beginning, what has
     * left included; lines without any may be missing. The order's header is locked, so that whoever adds to it under the same lock is seen.
     */
    Map<Integer, BigDecimal> quantities(Tx tx, UUID order);

    /** The positions of the order's charges that its documents name, under the same lock. */
    Set<Integer> charges(Tx tx, UUID order);
}
