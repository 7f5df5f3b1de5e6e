package io.onaccount.credit.scoring;

import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a company judges its customers (CRD-30): each factor has a weight and bands that turn its value into 0 to 100 points; the score is the
 * weighted average of the points, and thresholds turn it into a grade.
 *
 * @param grades from which score on a customer has grade A, B, C and D; below all of them they have E
 * @param leastKnown how many per cent of the weights must be known for a score; with less a customer has none
 */
public record Scorecard(List<Weighted> factors, List<Threshold> grades, int leastKnown) {
    private static final int MOST_BANDS = 20;
    private static final int MOST = 100;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(MOST);

    /**
     * One factor.
     *
     * @param weight 1 to 100, relative to the other factors' weights
     * @param bands ascending; a value belongs to the first whose {@code upTo} it does not exceed
     * @param missing the points when there is no value; null: the factor is left out, and the others count for more
     */
    public record Weighted(
            Factor factor,
            int weight,
            List<Band> bands,
            @Nullable Integer missing) {
        public Weighted {
            bands = List.copyOf(bands);
        }
    }

    /**
     * A span of values.
     *
     * @param upTo its end, included; null for the last, which has none
     * @param best with such a value the grade is no better than this, whatever the score; null: no such rule
     */
    public record Band(
            @Nullable BigDecimal upTo, int points, @Nullable Grade best) {}

    /** The least score of a grade. */
    public record Threshold(Grade grade, int from) {}

    /**
     * What came out for one customer.
     *
     * @param score 0 to 100, two decimals; null when too little is known
     * @param grade null when too little is known and no band names a best grade
     * @param known per cent of the weights whose value is known
     */
    public record Result(
            @Nullable BigDecimal score, @Nullable Grade grade, BigDecimal known, List<Part> parts) {

        /** The factor that lifts the score most above what the others make of it. */
        public Optional<Part> strongestUp() {
            return parts.stream().filter(part -> part.effect().signum() > 0).max(Comparator.comparing(Part::effect));
        }

        /** The factor that pulls it down most. */
        public Optional<Part> strongestDown() {
            return parts.stream().filter(part -> part.effect().signum() < 0).min(Comparator.comparing(Part::effect));
        }
    }

    /**
     * What one factor adds.
     *
     * @param value null when missing
     * @param points null when the factor was left out
     * @param share its weight in per cent of what counted
     * @param effect share × (points − score): how far it pulls the score up or down; all effects sum to about zero
     * @param best the best grade that its band allows; null: any
     */
    public record Part(
            Factor factor,
            @Nullable BigDecimal value,
            @Nullable Integer points,
            BigDecimal share,
            BigDecimal effect,
            @Nullable Grade best) {}

    public Scorecard {
        factors = List.copyOf(factors);
        grades = List.copyOf(grades);
    }

    /** Scores a customer of whom these values are known. */
    public Result score(Map<Factor, BigDecimal> values) {
        int all = 0;
        int known = 0;
        int counted = 0;
        long sum = 0;
        Grade cap = Grade.A;
        for (Weighted w : factors) {
            BigDecimal value = values.get(w.factor());
            Integer points = points(w, value);
            all += w.weight();
            known += value == null ? 0 : w.weight();
            counted += points == null ? 0 : w.weight();
            sum += points == null ? 0 : (long) points * w.weight();
            cap = Grade.worse(cap, best(w, value));
        }
        BigDecimal share = percent(known, all);
        boolean enough = counted > 0 && share.compareTo(BigDecimal.valueOf(leastKnown)) >= 0;
        BigDecimal exact = counted == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(counted), MathContext.DECIMAL64);
        BigDecimal score = enough ? exact.setScale(2, RoundingMode.HALF_UP) : null;
        Grade grade = score != null ? Grade.worse(grade(score), cap) : cap == Grade.A ? null : cap;
        List<Part> parts = new ArrayList<>(factors.size());
        for (Weighted w : factors) {
            BigDecimal value = values.get(w.factor());
            Integer points = points(w, value);
            BigDecimal weight = points == null ? BigDecimal.ZERO : percent(w.weight(), counted);
            BigDecimal effect = points == null
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(points)
                            .subtract(exact)
                            .multiply(weight)
                            .divide(HUNDRED, 2, RoundingMode.HALF_UP);
            parts.add(new Part(w.factor(), value, points, weight, effect, best(w, value)));
        }
        return new Result(score, grade, share, parts);
    }

    private static BigDecimal percent(int part, int whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).multiply(HUNDRED).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    private static @Nullable Integer points(Weighted w, @Nullable BigDecimal value) {
        return value == null ? w.missing() : (Integer) band(w, value).points();
    }

    private static @Nullable Grade best(Weighted w, @Nullable BigDecimal value) {
        return value == null ? null : band(w, value).best();
    }

    private static Band band(Weighted w, BigDecimal value) {
        return w.bands().stream()
                .filter(band -> band.upTo() == null || value.compareTo(band.upTo()) <= 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no band of " + w.factor() + " for " + value));
    }

    Grade grade(BigDecimal score) {
        return grades.stream()
                .filter(t -> score.compareTo(BigDecimal.valueOf(t.from())) >= 0)
                .map(Threshold::grade)
                .min(Comparator.naturalOrder())
                .orElse(Grade.E);
    }

    /** Everything that is wrong with it. */
    void check(Problem.Collector problems) {
        problems.check(!factors.isEmpty(), "factors", "required");
        problems.check(leastKnown >= 0 && leastKnown <= MOST, "leastKnown", "out-of-range", 0, MOST);
        Set<Factor> seen = EnumSet.noneOf(Factor.class);
        for (int i = 0; i < factors.size(); i++) {
            Weighted w = factors.get(i);
            String field = "factors[" + i + "]";
            problems.check(seen.add(w.factor()), field + ".factor", "credit-named-twice");
            problems.check(w.weight() >= 1 && w.weight() <= MOST, field + ".weight", "out-of-range", 1, MOST);
            Integer missing = w.missing();
            problems.check(missing == null || inRange(missing), field + ".missing", "out-of-range", 0, MOST);
            check(problems, field + ".bands", w.bands());
        }
        problems.check(
                grades.stream().map(Threshold::grade).toList().equals(List.of(Grade.A, Grade.B, Grade.C, Grade.D)),
                "grades",
                "credit-grades");
        for (int i = 0; i < grades.size(); i++) {
            int from = grades.get(i).from();
            problems.check(inRange(from), "grades[" + i + "].from", "out-of-range", 0, MOST);
            problems.check(i == 0 || from < grades.get(i - 1).from(), "grades[" + i + "].from", "credit-not-falling");
        }
    }

    private static void check(Problem.Collector problems, String field, List<Band> bands) {
        problems.check(!bands.isEmpty() && bands.size() <= MOST_BANDS, field, "credit-bands", MOST_BANDS);
        BigDecimal before = null;
        for (int i = 0; i < bands.size(); i++) {
            Band band = bands.get(i);
            String at = field + "[" + i + "]";
            problems.check(inRange(band.points()), at + ".points", "out-of-range", 0, MOST);
            BigDecimal upTo = band.upTo();
            boolean last = i == bands.size() - 1;
            problems.check(last == (upTo == null), at + ".upTo", last ? "credit-last-band" : "required");
            if (upTo != null) {
                Input.fitting(problems, at + ".upTo", upTo);
                problems.check(before == null || upTo.compareTo(before) > 0, at + ".upTo", "credit-not-rising");
                before = upTo;
            }
        }
    }

    private static boolean inRange(int points) {
        return points >= 0 && points <= MOST;
    }

    /** What a company has before it makes its own: payment behaviour counts most, facts as far as somebody enters them. */
    public static Scorecard standard() {
        return new Scorecard(
                List.of(
                        of(Factor.DAYS_BEYOND_TERMS, 20, null, "0:100 5:85 15:60 30:30 :0"),
                        of(Factor.LATE_SHARE, 12, null, "5:100 20:80 40:50 70:20 :0"),
                        of(Factor.WORST_DELAY, 6, null, "7:100 30:70 60:35 90:10 :0"),
                        of(Factor.DELAY_TREND, 6, null, "-3:100 3:75 10:40 :0"),
                        of(Factor.OVERDUE_DAYS, 12, null, "0:100 15:70 30:40 60:10 :0:D"),
                        of(Factor.OVERDUE_SHARE, 5, null, "0:100 20:60 50:25 :0"),
                        of(Factor.BOUNCED_RECEIPTS, 5, null, "0:100 1:40 2:10 :0:D"),
                        of(Factor.UTILISATION, 6, null, "50:100 80:75 100:45 :10"),
                        of(Factor.YEARS_OF_TRADE, 8, 20, "0.5:30 1:50 3:80 :100"),
                        of(Factor.TURNOVER, 4, 20, "50000:40 200000:60 1000000:80 :100"),
                        of(Factor.RETURNS_SHARE, 3, null, "2:100 5:70 10:40 :0"),
                        of(Factor.ORDER_MONTHS, 5, 0, "2:20 5:50 8:80 :100"),
                        of(Factor.REGISTERED_CAPITAL, 1, null, "500000:30 2000000:60 10000000:80 :100"),
                        of(Factor.YEARS_IN_BUSINESS, 2, null, "1:20 3:50 8:80 :100"),
                        of(Factor.CURRENT_RATIO, 1, null, "0.8:0 1:40 1.5:75 :100"),
                        of(Factor.DEBT_RATIO, 2, null, "40:100 60:75 75:40 :0"),
                        of(Factor.COURT_LISTED, 1, null, "0:100 :0:E"),
                        of(Factor.TAX_LISTED, 1, null, "0:100 :0:D")),
                List.of(
                        new Threshold(Grade.A, 85),
                        new Threshold(Grade.B, 70),
                        new Threshold(Grade.C, 55),
                        new Threshold(Grade.D, 40)),
                40);
    }

    /** Bands as {@code end:points[:best grade]}, the last without an end. */
    private static Weighted of(Factor factor, int weight, @Nullable Integer missing, String bands) {
        List<Band> all = new ArrayList<>();
        for (String band : bands.split(" ")) {
            String[] parts = band.split(":");
            all.add(new Band(
                    parts[0].isEmpty() ? null : new BigDecimal(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts.length > 2 ? Grade.valueOf(parts[2]) : null));
        }
        return new Weighted(factor, weight, all, missing);
    }
}
