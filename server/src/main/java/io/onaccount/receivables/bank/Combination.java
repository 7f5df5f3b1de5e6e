package io.onaccount.receivables.bank;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of a customer's open items an amount pays exactly: one, the oldest so many, all, or a few together. Bounded, whatever the customer owes. */
final class Combination {
    private static final int MOST_ITEMS = 28;
    private static final int MOST_TOGETHER = 5;
    private static final int MOST_STEPS = 60_000;

    /** How the amount was found again. */
    enum How {
        ONE,
        OLDEST,
        ALL,
        SOME
    }

    /**
     * Items that are the amount.
     *
     * @param sole whether nothing else of the same size is the amount too
     */
    record Found(How how, List<Integer> items, boolean sole) {}

    private final long[] amounts;
    private final long[] rest;
    private final long target;
    private int steps;
    private int solutions;
    private List<Integer> first = List.of();

    private Combination(long[] amounts, long target) {
        this.amounts = amounts;
        this.target = target;
        this.rest = new long[amounts.length + 1];
        for (int i = amounts.length - 1; i >= 0; i--) {
            rest[i] = rest[i + 1] + amounts[i];
        }
    }

    /**
     * Finds them.
     *
     * @param open what is open on each item, the oldest first; all positive
     */
    static Optional<Found> find(List<BigDecimal> open, BigDecimal amount) {
        long target = amount.movePointRight(4).longValueExact();
        long[] all = open.stream()
                .mapToLong(one -> one.movePointRight(4).longValueExact())
                .toArray();
        List<Integer> single = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (all[i] == target) {
                single.add(i);
            }
        }
        if (!single.isEmpty()) {
            return Optional.of(new Found(How.ONE, List.of(single.getFirst()), single.size() == 1));
        }
        List<Integer> oldest = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < all.length && sum < target; i++) {
            sum += all[i];
            oldest.add(i);
        }
        if (sum == target && oldest.size() > 1) {
            return Optional.of(new Found(oldest.size() == all.length ? How.ALL : How.OLDEST, oldest, true));
        }
        long[] near = all.length <= MOST_ITEMS ? all : java.util.Arrays.copyOf(all, MOST_ITEMS);
        Combination search = new Combination(near, target);
        for (int size = 2; size <= MOST_TOGETHER; size++) {
            search.pick(0, size, 0, new ArrayList<>());
            if (search.solutions > 0) {
                return Optional.of(new Found(How.SOME, search.first, search.solutions == 1));
            }
        }
        return Optional.empty();
    }

    private void pick(int from, int left, long sum, List<Integer> picked) {
        if (left == 0) {
            if (sum == target && ++solutions == 1) {
                first = List.copyOf(picked);
            }
            return;
        }
        for (int i = from; i + left <= amounts.length && solutions < 2 && ++steps < MOST_STEPS; i++) {
            if (sum + rest[i] < target) {
                return;
            }
            if (sum + amounts[i] <= target) {
                picked.add(i);
                pick(i + 1, left - 1, sum + amounts[i], picked);
                picked.removeLast();
            }
        }
    }
}
