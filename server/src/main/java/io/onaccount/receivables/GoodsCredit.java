package io.onaccount.receivables;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/**
 * Goods that came back and are credited.
 *
 * @param item what they were worth at the order's prices; negative
 * @param from the deliveries they came from; none for goods without one
 */
public record GoodsCredit(NewOpenItem item, List<Came> from) {

    /** @param owed what of the goods is owed, tax included; what was never invoiced isn't */
    public record Came(UUID delivery, Money owed) {}

    /**
     * Cash discount that was not given in the end, as its goods came back.
     *
     * @param document the delivery or order it was taken on
     * @param gross what of it came back
     * @param whole what it had made owed
     * @param discount what had been taken on it
     * @param back by how much less is credited
     */
    public record TakenBack(
            String document, BigDecimal gross, BigDecimal whole, BigDecimal discount, BigDecimal back) {}

    public GoodsCredit {
        from = List.copyOf(from);
    }
}
