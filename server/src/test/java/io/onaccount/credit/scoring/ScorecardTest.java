package io.onaccount.credit.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.onaccount.credit.scoring.Scorecard.Band;
import io.onaccount.credit.scoring.Scorecard.Threshold;
import io.onaccount.credit.scoring.Scorecard.Weighted;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bands, grades, limits and separation as tables of inputs and answers. */
class ScorecardTest {
    private static final List<Threshold> GRADES = List.of(
            new Threshold(Grade.A, 85),
            new Threshold(Grade.B, 70),
            new Threshold(Grade.C, 55),
            new Threshold(Grade.D, 40));

    /** Late days 3 parts, turnover 1 part (10 points when unknown), court list 1 part (left out when unknown). */
    private static final Scorecard CARD = new Scorecard(
            List.of(
                    new Weighted(
                            Factor.DAYS_BEYOND_TERMS,
                            3,
                            List.of(band("0", 100, null), band("10", 60, null), band(null, 0, null)),
                            null),
                    new Weighted(Factor.TURNOVER, 1, List.of(band("1000", 40, null), band(null, 100, null)), 10),
                    new Weighted(Factor.COURT_LISTED, 1, List.of(band("0", 100, null), band(null, 0, Grade.E)), null)),
            GRADES,
            60);

    private static Band band(String upTo, int points, Grade best) {
        return new Band(upTo == null ? null : new BigDecimal(upTo), points, best);
    }

    private static Map<Factor, BigDecimal> values(String days, String turnover, String court) {
        Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
        String[] all = {days, turnover, court};
        Factor[] factors = {Factor.DAYS_BEYOND_TERMS, Factor.TURNOVER, Factor.COURT_LISTED};
        for (int i = 0; i < 3; i++) {
            if (all[i] != null) {
                values.put(factors[i], new BigDecimal(all[i]));
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        // days, turnover, court, score, grade, known
        "0, 5000, 0, 100.00, A, 100.00",
        "0.0001, 5000, 0, 76.00, B, 100.00",
        "10, 1000, 0, 64.00, C, 100.00",
        "10.0001, 1000.01, 0, 40.00, D, 100.00",
        "11, 10, 0, 28.00, E, 100.00",
        "-5, 5000, 0, 100.00, A, 100.00",
        // a flag that stands for itself, whatever the score
        "0, 5000, 1, 80.00, E, 100.00",
        // turnover unknown gives its 10 points, court unknown is left out
        "0, , , 77.50, B, 60.00",
        "10, 1000, , 55.00, C, 80.00",
        // too little known
        ", 5000, 0, , , 40.00",
        ", , , , , 0.00",
        // but what is known may be enough for the worst
        ", , 1, , E, 20.00",
    })
    void theScoreIsTheWeightedAverageOfThePoints(
            String days, String turnover, String court, BigDecimal score, Grade grade, BigDecimal known) {
        Scorecard.Result result = CARD.score(values(days, turnover, court));
        assertThat(result.score()).isEqualTo(score);
        assertThat(result.grade()).isEqualTo(grade);
        assertThat(result.known()).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({"100, A", "85, A", "84.99, B", "70, B", "69.99, C", "55, C", "54.99, D", "40, D", "39.99, E", "0, E"})
    void gradesBeginAtTheirThreshold(BigDecimal score, Grade grade) {
        assertThat(CARD.grade(score)).isEqualTo(grade);
    }

    @Test
    void effectsSayWhatPullsUpAndDown() {
        Scorecard.Result result = CARD.score(values("10", "5000", "0"));
        assertThat(result.score()).isEqualTo("76.00");
        assertThat(result.parts())
                .extracting(
                        Scorecard.Part::factor,
                        Scorecard.Part::points,
                        part -> part.share().toPlainString(),
                        part -> part.effect().toPlainString())
                .containsExactly(
                        tuple(Factor.DAYS_BEYOND_TERMS, 60, "60.00", "-9.60"),
                        tuple(Factor.TURNOVER, 100, "20.00", "4.80"),
                        tuple(Factor.COURT_LISTED, 100, "20.00", "4.80"));
        assertThat(result.strongestDown().orElseThrow().factor()).isEqualTo(Factor.DAYS_BEYOND_TERMS);
        assertThat(result.strongestUp().orElseThrow().factor()).isIn(Factor.TURNOVER, Factor.COURT_LISTED);
    }

    @Test
    void theStandardOnesAreSound() {
        Problem.Collector problems = new Problem.Collector();
        Scorecard.standard().check(problems);
        Strategy.standard().check(problems, "CNY");
        assertThat(problems.errors()).isEmpty();
        assertThat(Scorecard.standard().factors().stream()
                        .mapToInt(Weighted::weight)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        Problem.Collector problems = new Problem.Collector();
        new Scorecard(
                        List.of(
                                new Weighted(Factor.TURNOVER, 0, List.of(), 101),
                                new Weighted(
                                        Factor.TURNOVER,
                                        5,
                                        List.of(band("5", 10, null), band("5", -1, null), band("9", 10, null)),
                                        null)),
                        List.of(
                                new Threshold(Grade.A, 50),
                                new Threshold(Grade.B, 50),
                                new Threshold(Grade.C, 30),
                                new Threshold(Grade.D, -1)),
                        120)
                .check(problems);
        assertThat(problems.errors())
                .extracting(Problem.FieldError::field)
                .containsExactlyInAnyOrder(
                        "leastKnown",
                        "factors[0].weight",
                        "factors[0].missing",
                        "factors[0].bands",
                        "factors[1].factor",
                        "factors[1].bands[1].points",
                        "factors[1].bands[1].upTo",
                        "factors[1].bands[2].upTo",
                        "grades[1].from",
                        "grades[3].from");
    }

    @ParameterizedTest
    @CsvSource({
        // grade, turnover, net worth, limit
        "A, 1000000, , 300000.00",
        "A, 1000000, 500000, 150000.00",
        "A, 1234567, , 370000.00",
        "A, 1000, , 50000.00",
        "A, , , 50000.00",
        "A, 1000, 10000, 3000.00",
        "A, 1000000, -5, 0.00",
        "C, 100000000, , 500000.00",
        "D, 50000, , 3500.00",
        "E, 100000000, 100000000, 0.00",
    })
    void limitsFollowTurnoverWithinTheirBounds(
            Grade grade, BigDecimal turnover, BigDecimal netWorth, BigDecimal limit) {
        assertThat(Strategy.standard().limit(grade, turnover, netWorth, "CNY")).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, true",
        "100, 91, true",
        "100, 90, true",
        "100, 89, false",
        "0, 0, true",
        "0, 1, false",
        "5, 0, false",
        "100, , false"
    })
    void smallChangeIsNoChange(BigDecimal limit, BigDecimal other, boolean close) {
        assertThat(Proposals.isClose(limit, other)).isEqualTo(close);
    }

    @Test
    void separationCountsPairs() {
        assertThat(Separation.of(seen("90 80 70", "60 50"))).isEqualByComparingTo("1");
        assertThat(Separation.of(seen("10 20", "60 50"))).isEqualByComparingTo("0");
        assertThat(Separation.of(seen("50 50", "50"))).isEqualByComparingTo("0.5");
        assertThat(Separation.of(seen("80 40", "60 30"))).isEqualByComparingTo("0.75");
        assertThat(Separation.of(seen("80", ""))).isNull();
        Random random = new Random(5);
        List<Separation.Seen> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(new Separation.Seen(BigDecimal.valueOf(random.nextInt(40)), random.nextInt(3) == 0));
        }
        double won = 0;
        double pairs = 0;
        for (Separation.Seen good : all) {
            for (Separation.Seen bad : all) {
                if (!good.bad() && bad.bad()) {
                    pairs++;
                    int order = good.score().compareTo(bad.score());
                    won += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                }
            }
        }
        assertThat(Separation.of(all).doubleValue())
                .isCloseTo(won / pairs, org.assertj.core.data.Offset.offset(0.0001));
    }

    private static List<Separation.Seen> seen(String good, String bad) {
        List<Separation.Seen> all = new ArrayList<>();
        Arrays.stream(good.split(" "))
                .filter(s -> !s.isEmpty())
                .forEach(s -> all.add(new Separation.Seen(new BigDecimal(s), false)));
        Arrays.stream(bad.split(" "))
                .filter(s -> !s.isEmpty())
                .forEach(s -> all.add(new Separation.Seen(new BigDecimal(s), true)));
        return all;
    }
}
