package io.onaccount.sales;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The largest part of a refused order that would pass (CRD-23): whole lines chosen for the greatest value, then as many whole units of one
 * more line as still fit. Its value never exceeds the budget, nor that of a product line its cap, so the proposal always passes the gate it was
 * made for.
 */
final class ShippableSubset {
    /** Up to so many lines all combinations are tried; beyond, the dearest lines that fit are taken first. */
    private static final int EXACT = 16;

    private ShippableSubset() {}

    /** One line of the refused order: its value is the total with tax. */
    record Candidate(int position, UUID product, BigDecimal quantity, Money total) {}

    /** How much of a line the proposal keeps. */
    record Kept(int position, BigDecimal quantity, Money total) {}

    /** Lines of these products may come to no more than this together. */
    record Cap(Money most, Set<UUID> products) {
        boolean bounds(Candidate line) {
            return products.contains(line.product());
        }
    }

    /** What is left of the budget and of each cap. */
    private record Room(Money budget, List<Cap> caps) {
        Money of(Candidate line) {
            Money least = budget;
            for (Cap cap : caps) {
                least = cap.bounds(line) ? least.min(cap.most()) : least;
            }
            return least;
        }

        Room less(Candidate line) {
            return new Room(
                    budget.minus(line.total()),
                    caps.stream()
                            .map(cap ->
                                    cap.bounds(line) ? new Cap(cap.most().minus(line.total()), cap.products()) : cap)
                            .toList());
        }
    }

    /**
     * @param budget free credit, less the order's charges
     * @param caps what products may come to besides
     * @return the kept lines in the order of the document, with at least one line; or nothing, when not even one unit fits
     */
    static Optional<List<Kept>> within(Money budget, List<Candidate> lines, List<Cap> caps) {
        if (!budget.isPositive()) {
            return Optional.empty();
        }
        Room room = new Room(budget, caps);
        List<Candidate> whole = lines.size() <= EXACT ? best(room, lines) : dearestFirst(room, lines);
        List<Kept> kept = new ArrayList<>();
        for (Candidate line : whole) {
            room = room.less(line);
            kept.add(new Kept(line.position, line.quantity, line.total));
        }
        part(room, lines, whole).ifPresent(kept::add);
        kept.sort(Comparator.comparingInt(Kept::position));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    private static List<Candidate> best(Room room, List<Candidate> lines) {
        int n = lines.size();
        Money[] sums = sums(room.budget().currency(), lines, line -> true);
        List<Money[]> capped = room.caps().stream()
                .map(cap -> sums(room.budget().currency(), lines, cap::bounds))
                .toList();
        int best = 0;
        for (int mask = 1; mask < sums.length; mask++) {
            if (sums[mask].compareTo(room.budget()) <= 0
                    && better(sums, mask, best)
                    && fits(room.caps(), capped, mask)) {
                best = mask;
            }
        }
        List<Candidate> chosen = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if ((best & 1 << i) != 0) {
                chosen.add(lines.get(i));
            }
        }
        return chosen;
    }

    /** What each choice of lines comes to, of those that count. */
    private static Money[] sums(String currency, List<Candidate> lines, Predicate<Candidate> counts) {
        Money[] sums = new Money[1 << lines.size()];
        sums[0] = Money.zero(currency);
        for (int mask = 1; mask < sums.length; mask++) {
            Candidate line = lines.get(Integer.numberOfTrailingZeros(mask));
            Money before = sums[mask & (mask - 1)];
            sums[mask] = counts.test(line) ? before.plus(line.total()) : before;
        }
        return sums;
    }

    private static boolean fits(List<Cap> caps, List<Money[]> sums, int mask) {
        for (int i = 0; i < caps.size(); i++) {
            if (sums.get(i)[mask].compareTo(caps.get(i).most()) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean better(Money[] sums, int mask, int best) {
        int order = sums[mask].compareTo(sums[best]);
        return order > 0 || (order == 0 && Integer.bitCount(mask) > Integer.bitCount(best));
    }

    private static List<Candidate> dearestFirst(Room room, List<Candidate> lines) {
        List<Candidate> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(Candidate::total).reversed());
        List<Candidate> chosen = new ArrayList<>();
        Room left = room;
        for (Candidate line : sorted) {
            if (line.total.compareTo(left.of(line)) <= 0) {
                chosen.add(line);
                left = left.less(line);
            }
        }
        return chosen;
    }

    /** Whole units of the line that uses most of what is left. */
    private static Optional<Kept> part(Room room, List<Candidate> lines, List<Candidate> whole) {
        // An order for fewer units is rounded anew, net and tax: it may come out up to two cents above the share.
        String currency = room.budget().currency();
        Money spare = new Money(BigDecimal.valueOf(2, Money.digits(currency)), currency);
        Kept best = null;
        for (Candidate line : lines) {
            Money left = room.of(line).minus(spare);
            if (!left.isPositive() || whole.contains(line) || line.total.isZero()) {
                continue;
            }
            BigDecimal units = left.amount()
                    .multiply(line.quantity)
                    .divide(line.total.amount(), 0, RoundingMode.DOWN)
                    .min(line.quantity);
            // Rounding the value half up may step over what is left by a cent: then one unit less.
            if (units.signum() > 0 && line.total.share(units, line.quantity).compareTo(left) > 0) {
                units = units.subtract(BigDecimal.ONE);
            }
            if (units.signum() > 0) {
                Money value = line.total.share(units, line.quantity);
                if (best == null || value.compareTo(best.total) > 0) {
                    best = new Kept(line.position, units, value);
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
