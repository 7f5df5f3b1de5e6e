package io.onaccount.sales;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The largest part of a refused order that would pass (CRD-23): whole lines chosen for the greatest value, then as many whole units of one
 * more line as still fit. Its value never exceeds the budget, so the proposal always passes the gate it was made for.
 */
final class ShippableSubset {
    /** Up to so many lines all combinations are tried; beyond, the dearest lines that fit are taken first. */
    private static final int EXACT = 16;

    private ShippableSubset() {}

    /** One line of the refused order: its value is the total with tax. */
    record Candidate(int position, BigDecimal quantity, Money total) {}

    /** How much of a line the proposal keeps. */
    record Kept(int position, BigDecimal quantity, Money total) {}

    /**
     * @param budget free credit, less the order's charges
     * @return the kept lines in the order of the document, with at least one line; or nothing, when not even one unit fits
     */
    static Optional<List<Kept>> within(Money budget, List<Candidate> lines) {
        if (!budget.isPositive()) {
            return Optional.empty();
        }
        List<Candidate> whole = lines.size() <= EXACT ? best(budget, lines) : dearestFirst(budget, lines);
        Money used = Money.zero(budget.currency());
        List<Kept> kept = new ArrayList<>();
        for (Candidate line : whole) {
            used = used.plus(line.total);
            kept.add(new Kept(line.position, line.quantity, line.total));
        }
        part(budget.minus(used), lines, whole).ifPresent(kept::add);
        kept.sort(Comparator.comparingInt(Kept::position));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    private static List<Candidate> best(Money budget, List<Candidate> lines) {
        int n = lines.size();
        Money[] sums = new Money[1 << n];
        sums[0] = Money.zero(budget.currency());
        int best = 0;
        for (int mask = 1; mask < sums.length; mask++) {
            int low = Integer.numberOfTrailingZeros(mask);
            sums[mask] = sums[mask & (mask - 1)].plus(lines.get(low).total);
            if (sums[mask].compareTo(budget) <= 0 && better(sums, mask, best)) {
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

    private static boolean better(Money[] sums, int mask, int best) {
        int order = sums[mask].compareTo(sums[best]);
        return order > 0 || (order == 0 && Integer.bitCount(mask) > Integer.bitCount(best));
    }

    private static List<Candidate> dearestFirst(Money budget, List<Candidate> lines) {
        List<Candidate> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(Candidate::total).reversed());
        List<Candidate> chosen = new ArrayList<>();
        Money left = budget;
        for (Candidate line : sorted) {
            if (line.total.compareTo(left) <= 0) {
                chosen.add(line);
                left = left.minus(line.total);
            }
        }
        return chosen;
    }

    /** Whole units of the line that uses most of what is left. */
    private static Optional<Kept> part(Money free, List<Candidate> lines, List<Candidate> whole) {
        // An order for fewer units is rounded anew, net and tax: it may come out up to two cents above the share.
        Money left = new Money(
                free.amount().subtract(BigDecimal.valueOf(2, Money.digits(free.currency()))), free.currency());
        Kept best = null;
        for (Candidate line : lines) {
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
