package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Items that together come to exactly an amount (RCP-02): somebody who pays three invoices in one sum means these three. Looked for among the
 * oldest items, whole ones only; of several combinations the one with the oldest items is taken, so that the answer never depends on chance. Of what
 * it settles of one due day the fewest documents are taken: whoever pays 100 of a day's 100, 60 and 40 means the one, not the two.
 * Both halves of the items are summed up in all ways and met in the middle, which bounds the work to a few thousand sums.
 */
final class Combination {
    private static final int HALF = 12;
    private static final int DECIMALS = 4;

    private Combination() {}

    /**
     * The items that add up to the money; none when there are none. Credit notes take part when it doesn't come out without them.
     *
     * @param oldest the oldest first
     * @param rest what is open on an item
     */
    static List<OpenItem> of(BigDecimal money, List<OpenItem> oldest, Function<OpenItem, BigDecimal> rest) {
        if (money.signum() <= 0) {
            return List.of();
        }
        List<OpenItem> open =
                oldest.stream().filter(item -> rest.apply(item).signum() != 0).toList();
        List<OpenItem> owed = open.stream().filter(item -> !item.isCredit()).toList();
        List<OpenItem> found = search(money, owed, rest);
        return found.isEmpty() && owed.size() < open.size() ? search(money, open, rest) : found;
    }

    private static List<OpenItem> search(BigDecimal money, List<OpenItem> items, Function<OpenItem, BigDecimal> rest) {
        List<OpenItem> considered = items.subList(0, Math.min(items.size(), 2 * HALF));
        int split = considered.size() / 2;
        long[] older = sums(considered.subList(0, split), rest);
        long[] newer = sums(considered.subList(split, considered.size()), rest);
        Map<Long, Integer> oldestOf = new HashMap<>();
        for (int mask = newer.length - 1; mask >= 0; mask--) {
            oldestOf.putIfAbsent(newer[mask], mask);
        }
        long wanted = minor(money);
        for (int mask = older.length - 1; mask >= 0; mask--) {
            Integer other = oldestOf.get(wanted - older[mask]);
            if (other != null) {
                List<OpenItem> found = new ArrayList<>(chosen(considered.subList(0, split), mask));
                found.addAll(chosen(considered.subList(split, considered.size()), other));
                return fewest(found, considered, rest);
            }
        }
        return List.of();
    }

    /** The same amount of each due day by as few documents as there can be, the oldest of them first. */
    private static List<OpenItem> fewest(
            List<OpenItem> found, List<OpenItem> considered, Function<OpenItem, BigDecimal> rest) {
        Map<LocalDate, List<OpenItem>> byDay = new LinkedHashMap<>();
        found.forEach(item ->
                byDay.computeIfAbsent(item.due(), day -> new ArrayList<>()).add(item));
        List<OpenItem> fewest = new ArrayList<>();
        byDay.forEach((day, chosen) -> fewest.addAll(
                chosen.size() < 2
                        ? chosen
                        : fewest(
                                chosen,
                                considered.stream()
                                        .filter(item -> item.due().equals(day))
                                        .toList(),
                                chosen.stream()
                                        .mapToLong(item -> minor(rest.apply(item)))
                                        .sum(),
                                rest)));
        return fewest;
    }

    private static List<OpenItem> fewest(
            List<OpenItem> chosen, List<OpenItem> ofDay, long wanted, Function<OpenItem, BigDecimal> rest) {
        int split = ofDay.size() / 2;
        long[] older = sums(ofDay.subList(0, split), rest);
        long[] newer = sums(ofDay.subList(split, ofDay.size()), rest);
        Map<Long, Integer> fewestOf = new HashMap<>();
        for (int mask = newer.length - 1; mask >= 0; mask--) {
            fewestOf.merge(newer[mask], mask, (a, b) -> Integer.bitCount(b) < Integer.bitCount(a) ? b : a);
        }
        int best = chosen.size();
        List<OpenItem> fewest = chosen;
        for (int mask = older.length - 1; mask >= 0; mask--) {
            Integer other = fewestOf.get(wanted - older[mask]);
            if (other != null && Integer.bitCount(mask) + Integer.bitCount(other) < best) {
                best = Integer.bitCount(mask) + Integer.bitCount(other);
                fewest = new ArrayList<>(chosen(ofDay.subList(0, split), mask));
                fewest.addAll(chosen(ofDay.subList(split, ofDay.size()), other));
            }
        }
        return fewest;
    }

    /** The sum of every choice of the items; in its number the oldest item is the highest bit. */
    private static long[] sums(List<OpenItem> items, Function<OpenItem, BigDecimal> rest) {
        int count = items.size();
        long[] sums = new long[1 << count];
        for (int mask = 1; mask < sums.length; mask++) {
            int bit = Integer.numberOfTrailingZeros(mask);
            sums[mask] = sums[mask & (mask - 1)] + minor(rest.apply(items.get(count - 1 - bit)));
        }
        return sums;
    }

    private static List<OpenItem> chosen(List<OpenItem> items, int mask) {
        List<OpenItem> chosen = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if ((mask & (1 << (items.size() - 1 - i))) != 0) {
                chosen.add(items.get(i));
            }
        }
        return chosen;
    }

    private static long minor(BigDecimal amount) {
        return amount.movePointRight(DECIMALS).longValueExact();
    }
}
