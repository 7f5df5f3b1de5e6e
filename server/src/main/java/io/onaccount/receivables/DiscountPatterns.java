package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who bends discounts (DSC-05). One late entry says nothing: customers like to pay on the last day, and people fall ill. So each person's share
 * of suspicious discounts is held against everybody else's, and only what chance hardly explains is pointed at. Those pointed at are then left
 * out of what is usual, until nobody is added: otherwise many who cheat would look usual.
 */
final class DiscountPatterns {
    /** Fewer are no pattern. */
    private static final int LEAST = 3;

    /** How improbable it must be, were the person like the others. */
    private static final double IMPROBABLE = 0.0005;

    /** And how many times as often as usual. */
    private static final double TIMES = 2;

    /** So much is usual even where few have had it yet: among four people nobody else's record says there is none. */
    private static final double ALWAYS = 0.02;

    private DiscountPatterns() {}

    /**
     * A discount taken.
     *
     * @param owner the customer's salesperson
     * @param clerk who entered the receipt
     * @param until the last day of the step, as announced
     * @param accepted the last day with grace
     */
    record Fact(
            @Nullable UUID owner,
            @Nullable UUID clerk,
            LocalDate valueDate,
            LocalDate enteredOn,
            LocalDate until,
            LocalDate accepted,
            BigDecimal discount) {
        boolean inGrace() {
            return valueDate.isAfter(until);
        }

        /** On the day of entry there would have been nothing of this step. */
        boolean enteredTooLate() {
            return enteredOn.isAfter(accepted);
        }

        boolean onTheLastDay() {
            return valueDate.equals(until) || valueDate.equals(accepted);
        }
    }

    /** What is looked for. */
    public enum Pattern {
        /** One salesperson's customers keep paying in the grace days. */
        GRACE,
        /** Receipts dated within the step but entered when it was over. */
        BACK_DATED,
        /** Receipts dated on the very last day but entered when it was over. */
        LAST_DAY;

        boolean meets(Fact fact) {
            return switch (this) {
                case GRACE -> fact.inGrace();
                case BACK_DATED -> fact.enteredTooLate();
                case LAST_DAY -> fact.onTheLastDay() && fact.enteredTooLate();
            };
        }

        /** Whether it may be the doing of who entered the receipt. */
        boolean ofClerks() {
            return this != GRACE;
        }
    }

    /** Whose doing it may be. */
    public enum Role {
        OWNER,
        CLERK
    }

    /**
     * Somebody stands out.
     *
     * @param count so many of {@code of}
     * @param usual per cent among everybody else
     * @param amount what these discounts came to
     */
    record Finding(Pattern pattern, Role role, UUID person, int count, int of, BigDecimal usual, BigDecimal amount) {}

    static List<Finding> find(List<Fact> facts) {
        List<Finding> findings = new ArrayList<>();
        for (Pattern pattern : Pattern.values()) {
            findings.addAll(find(facts, pattern, Role.OWNER, Fact::owner));
            if (pattern.ofClerks()) {
                findings.addAll(find(facts, pattern, Role.CLERK, Fact::clerk));
            }
        }
        findings.sort(Comparator.comparing(Finding::amount).reversed());
        return findings;
    }

    private static final class Count {
        int all;
        int met;
        BigDecimal amount = BigDecimal.ZERO;
    }

    private static List<Finding> find(
            List<Fact> facts, Pattern pattern, Role role, Function<Fact, @Nullable UUID> person) {
        Map<UUID, Count> counts = new LinkedHashMap<>();
        for (Fact fact : facts) {
            UUID who = person.apply(fact);
            if (who != null) {
                Count count = counts.computeIfAbsent(who, w -> new Count());
                count.all++;
                if (pattern.meets(fact)) {
                    count.met++;
                    count.amount = count.amount.add(fact.discount());
                }
            }
        }
        Set<UUID> found = new HashSet<>();
        while (true) {
            Set<UUID> more = new HashSet<>();
            counts.forEach((who, count) -> {
                if (!found.contains(who) && standsOut(count, usual(counts, found, who))) {
                    more.add(who);
                }
            });
            // The plainest case first: with it gone, what is usual may be less.
            more.stream()
                    .max(Comparator.comparingDouble(who -> share(counts, who)))
                    .ifPresent(found::add);
            if (more.isEmpty()) {
                break;
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (UUID who : found) {
            Count count = Objects.requireNonNull(counts.get(who));
            findings.add(new Finding(
                    pattern,
                    role,
                    who,
                    count.met,
                    count.all,
                    BigDecimal.valueOf(Math.round(usual(counts, found, who) * 1000), 1),
                    count.amount));
        }
        return findings;
    }

    private static double share(Map<UUID, Count> counts, UUID who) {
        Count count = Objects.requireNonNull(counts.get(who));
        return (double) count.met / count.all;
    }

    /** The share among everybody else who hasn't been found. */
    private static double usual(Map<UUID, Count> counts, Set<UUID> found, UUID without) {
        int all = 0;
        int met = 0;
        for (Map.Entry<UUID, Count> entry : counts.entrySet()) {
            if (!entry.getKey().equals(without) && !found.contains(entry.getKey())) {
                all += entry.getValue().all;
                met += entry.getValue().met;
            }
        }
        return Math.max(ALWAYS, (met + 0.5) / (all + 1.0));
    }

    private static boolean standsOut(Count count, double usual) {
        return count.met >= LEAST
                && count.met >= TIMES * usual * count.all
                && atLeast(count.met, count.all, usual) < IMPROBABLE;
    }

    /** How probable so many or more of n are at a share p. */
    static double atLeast(int k, int n, double p) {
        double logP = Math.log(p);
        double logQ = Math.log1p(-p);
        double sum = 0;
        double logChoose = 0;
        for (int i = 0; i <= n; i++) {
            if (i > 0) {
                logChoose += Math.log(n - i + 1.0) - Math.log(i);
            }
            if (i >= k) {
                sum += Math.exp(logChoose + i * logP + (n - i) * logQ);
            }
        }
        return Math.min(1, sum);
    }
}
