package io.onaccount.credit;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/**
 * A limit by product line that a request draws on, as it is at the request's turn.
 *
 * @param used what the customer uses of it, less what money assigned to orders covers
 * @param share what the request asks for its products
 * @param raise what that adds, less what money assigned to its order covers; zero at the door, where it was added before
 * @param products of the request that belong to it
 */
record LineUse(LineLimit limit, BigDecimal used, BigDecimal share, BigDecimal raise, List<UUID> products) {
    BigDecimal free() {
        return limit.limit().subtract(used);
    }
}
