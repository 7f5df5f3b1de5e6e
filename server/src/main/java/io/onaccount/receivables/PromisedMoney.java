package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which money counts for which promise of one customer: each yuan for one only, the promise that is due first; only what came in from the day a
 * promise was made to its due date. Money for named items counts for promises about them before it counts for any other.
 */
final class PromisedMoney {
    private PromisedMoney() {}

    /** A promise in force. */
    record Promised(UUID id, BigDecimal amount, LocalDate made, LocalDate due, Set<UUID> items) {
        boolean takes(Money money, boolean named) {
            return named == !items.isEmpty()
                    && (!named || (money.item != null && items.contains(money.item)))
                    && !money.on.isBefore(made)
                    && !money.on.isAfter(due);
        }
    }

    /**
     * Money by its value date.
     *
     * @param item what it was allocated to, where a promise names it; null: anything else
     */
    record Money(LocalDate on, BigDecimal amount, @Nullable UUID item) {}

    private static final Comparator<Promised> FIRST_DUE =
            Comparator.comparing(Promised::due).thenComparing(Promised::made).thenComparing(Promised::id);

    /** What each promise has received. */
    static Map<UUID, BigDecimal> received(List<Promised> promises, List<Money> money) {
        Map<UUID, BigDecimal> received = new HashMap<>();
        List<Promised> inOrder = promises.stream().sorted(FIRST_DUE).toList();
        List<Money> byDay =
                money.stream().sorted(Comparator.comparing(Money::on)).toList();
        for (Money one : byDay) {
            BigDecimal rest = one.amount;
            for (boolean named : new boolean[] {true, false}) {
                for (Promised promise : inOrder) {
                    if (rest.signum() > 0 && promise.takes(one, named)) {
                        BigDecimal has = received.getOrDefault(promise.id, BigDecimal.ZERO);
                        BigDecimal takes = rest.min(promise.amount.subtract(has));
                        received.put(promise.id, has.add(takes));
                        rest = rest.subtract(takes);
                    }
                }
            }
        }
        return received;
    }
}
