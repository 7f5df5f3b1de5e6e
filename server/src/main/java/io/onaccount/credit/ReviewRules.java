package io.onaccount.credit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why an account should be looked at, and what that speaks for: one named rule each. */
public final class ReviewRules {
    private static final BigDecimal HIGH = new BigDecimal("0.9");
    private static final BigDecimal LOW = new BigDecimal("0.1");
    private static final BigDecimal UP_BY = new BigDecimal("1.2");
    private static final BigDecimal DOWN_BY = new BigDecimal("0.8");
    private static final int LATE = 3;

    /** A limit that was set lately can't be hardly used yet. */
    private static final int LOW_AFTER_DAYS = 90;

    private ReviewRules() {}

    /** What the rules propose. */
    public enum Proposal {
        UP,
        KEEP,
        DOWN
    }

    /** Which rule found something, and what it speaks for. */
    public enum Why {
        DUE(Proposal.KEEP),
        OVERDUE(Proposal.DOWN),
        LATE_PAYER(Proposal.DOWN),
        WORSE_GRADE(Proposal.DOWN),
        BETTER_GRADE(Proposal.UP),
        /** Used up by a customer that pays. */
        NEEDS_MORE(Proposal.UP),
        /** Used up by a customer that doesn't pay in time. */
        USED_UP(Proposal.KEEP),
        HARDLY_USED(Proposal.DOWN);

        private final Proposal speaksFor;

        Why(Proposal speaksFor) {
            this.speaksFor = speaksFor;
        }

        static Set<String> names() {
            return Arrays.stream(values()).map(Enum::name).collect(Collectors.toSet());
        }

        private boolean isAboutPaying() {
            return this == OVERDUE || this == LATE_PAYER || this == WORSE_GRADE;
        }
    }

    /** @param figures name → amount, number or date as plain text; they fill the text {@code credit.review.<why>} */
    public record Finding(Why why, Map<String, String> figures) {
        static Optional<Finding> of(Why why, Object... namesAndValues) {
            Map<String, String> figures = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                Object value = namesAndValues[i + 1];
                figures.put(
                        (String) namesAndValues[i],
                        value instanceof BigDecimal amount ? amount.toPlainString() : String.valueOf(value));
            }
            return Optional.of(new Finding(why, figures));
        }
    }

    /**
     * What the rules look at.
     *
     * @param quiet it was reviewed lately: only the next review date counts
     * @param termsSince when the terms were set
     * @param until reviews due by then are due
     */
    record Case(
            Terms terms,
            CreditFigures now,
            @Nullable String gradeBefore,
            @Nullable LocalDate reviewedOn,
            boolean quiet,
            LocalDate termsSince,
            LocalDate today,
            LocalDate until) {

        /** The share of the limit that is used; null without a limit. */
        @Nullable
        BigDecimal use() {
            BigDecimal limit = terms.limit();
            return limit == null || limit.signum() == 0 ? null : now.exposure().divide(limit, 4, RoundingMode.HALF_UP);
        }

        boolean paysInTime() {
            return now.overdue().signum() <= 0 && now.lateInRow() < LATE;
        }
    }

    private static final List<Function<Case, Optional<Finding>>> RULES = List.of(
            ReviewRules::reviewDue,
            ReviewRules::overdue,
            ReviewRules::latePayer,
            ReviewRules::otherGrade,
            ReviewRules::usedUp,
            ReviewRules::hardlyUsed);

    /** Everything the rules find. */
    static List<Finding> check(Case seen) {
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(rule -> rule.apply(seen).ifPresent(findings::add));
        return findings;
    }

    private static Optional<Finding> reviewDue(Case c) {
        LocalDate due = c.terms.reviewOn();
        return due == null || due.isAfter(c.until) ? Optional.empty() : Finding.of(Why.DUE, "on", due);
    }

    private static Optional<Finding> overdue(Case c) {
        Integer tolerated = c.terms.overdueDays();
        boolean stands = !c.quiet
                && c.now.overdue().compareTo(c.terms.overdueAmount()) > 0
                && c.now.overdueDays() > (tolerated == null ? 0 : tolerated);
        return stands
                ? Finding.of(Why.OVERDUE, "amount", c.now.overdue(), "days", c.now.overdueDays())
                : Optional.empty();
    }

    private static Optional<Finding> latePayer(Case c) {
        return !c.quiet && c.now.lateInRow() >= LATE
                ? Finding.of(Why.LATE_PAYER, "items", c.now.lateInRow())
                : Optional.empty();
    }

    /** Grades are letters, A the best. */
    private static Optional<Finding> otherGrade(Case c) {
        String before = c.gradeBefore;
        String now = c.terms.grade();
        if (c.quiet || before == null || now == null || before.equals(now)) {
            return Optional.empty();
        }
        return Finding.of(now.compareTo(before) > 0 ? Why.WORSE_GRADE : Why.BETTER_GRADE, "before", before, "now", now);
    }

    private static Optional<Finding> usedUp(Case c) {
        BigDecimal use = c.use();
        return !c.quiet && use != null && use.compareTo(HIGH) >= 0
                ? Finding.of(c.paysInTime() ? Why.NEEDS_MORE : Why.USED_UP, "percent", percent(use))
                : Optional.empty();
    }

    private static Optional<Finding> hardlyUsed(Case c) {
        BigDecimal use = c.use();
        boolean old = c.termsSince.isBefore(c.today.minusDays(LOW_AFTER_DAYS));
        return !c.quiet && old && use != null && use.compareTo(LOW) <= 0
                ? Finding.of(Why.HARDLY_USED, "percent", percent(use))
                : Optional.empty();
    }

    private static String percent(BigDecimal use) {
        return use.movePointRight(2).setScale(0, RoundingMode.HALF_UP).toPlainString();
    }

    /** What speaks against paying in time outweighs everything; otherwise one up and one down cancel out. */
    static Proposal proposal(List<Finding> findings) {
        if (findings.stream().anyMatch(f -> f.why().isAboutPaying())) {
            return Proposal.DOWN;
        }
        int sum = findings.stream()
                .mapToInt(f -> f.why().speaksFor == Proposal.UP ? 1 : f.why().speaksFor == Proposal.DOWN ? -1 : 0)
                .sum();
        return sum > 0 ? Proposal.UP : sum < 0 ? Proposal.DOWN : Proposal.KEEP;
    }

    /** A fifth more or less, half where the limit is hardly used; in whole thousands (hundreds below ten thousand). */
    static @Nullable BigDecimal proposedLimit(Case c, Proposal proposal, List<Finding> findings) {
        BigDecimal limit = c.terms.limit();
        if (limit == null || limit.signum() == 0 || proposal == Proposal.KEEP) {
            return null;
        }
        boolean unused = findings.stream().allMatch(f -> f.why() == Why.HARDLY_USED || f.why() == Why.DUE);
        BigDecimal wanted = limit.multiply(proposal == Proposal.UP ? UP_BY : unused ? new BigDecimal("0.5") : DOWN_BY);
        BigDecimal step = BigDecimal.valueOf(wanted.compareTo(BigDecimal.valueOf(10_000)) < 0 ? 100 : 1000);
        BigDecimal whole = wanted.divideToIntegralValue(step).multiply(step);
        return whole.compareTo(limit) == 0 ? null : whole.setScale(limit.scale());
    }
}
