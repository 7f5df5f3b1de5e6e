package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.receivables.DiscountPatterns.Fact;
import io.onaccount.receivables.DiscountPatterns.Pattern;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Years of honest and dishonest people. Honest customers often pay on the last day, honest clerks enter days later and once in a while weeks
 * later. Recall and false alarms are printed, and must not become worse.
 */
class DiscountPatternsTest {
    private static final int YEARS = 60;
    private static final int PEOPLE = 14;
    private static final int DISCOUNTS = 90;

    /** What somebody does beyond what everybody does: in so many of a hundred cases. */
    private record Habit(int backDates, int grace) {}

    @Test
    void theDishonestAreFoundAndTheHonestLeftInPeace() {
        int[] found = new int[2];
        int[] guilty = new int[2];
        int falseAlarms = 0;
        int honest = 0;
        for (int year = 0; year < YEARS; year++) {
            Random random = new Random(year);
            Map<Integer, Habit> habits =
                    Map.of(0, new Habit(20, 0), 1, new Habit(30, 0), 2, new Habit(0, 25), 3, new Habit(12, 0));
            List<UUID> people = new ArrayList<>();
            List<Fact> facts = new ArrayList<>();
            for (int p = 0; p < PEOPLE; p++) {
                UUID person = new UUID(year, p);
                people.add(person);
                // In a third of the years everybody is honest.
                history(
                        random,
                        person,
                        year % 3 == 0 ? new Habit(0, 0) : habits.getOrDefault(p, new Habit(0, 0)),
                        facts);
            }
            Set<UUID> pointedAt = new HashSet<>();
            Set<UUID> forGrace = new HashSet<>();
            DiscountPatterns.find(facts)
                    .forEach(f -> (f.pattern() == Pattern.GRACE ? forGrace : pointedAt).add(f.person()));
            for (int p = 0; p < PEOPLE; p++) {
                boolean bends = year % 3 != 0 && habits.containsKey(p);
                UUID person = people.get(p);
                if (!bends) {
                    honest++;
                    falseAlarms += pointedAt.contains(person) || forGrace.contains(person) ? 1 : 0;
                } else if (p == 2) {
                    guilty[1]++;
                    found[1] += forGrace.contains(person) ? 1 : 0;
                } else {
                    guilty[0]++;
                    found[0] += pointedAt.contains(person) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                "back-dating found %d of %d, favours of grace %d of %d; false alarms %d of %d honest%n",
                found[0], guilty[0], found[1], guilty[1], falseAlarms, honest);
        assertThat(found[0]).isGreaterThanOrEqualTo(guilty[0] * 85 / 100);
        assertThat(found[1]).isGreaterThanOrEqualTo(guilty[1] * 95 / 100);
        assertThat(falseAlarms).isLessThanOrEqualTo(honest / 100);
    }

    private static void history(Random random, UUID person, Habit habit, List<Fact> facts) {
        for (int i = 0; i < DISCOUNTS; i++) {
            LocalDate until = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(365));
            LocalDate accepted = until.plusDays(3);
            int percent = random.nextInt(100);
            LocalDate paid;
            LocalDate entered;
            if (percent < habit.backDates()) {
                entered = accepted.plusDays(1 + random.nextInt(9));
                paid = random.nextInt(3) > 0 ? until : until.minusDays(random.nextInt(3));
            } else if (percent < habit.backDates() + habit.grace()) {
                paid = until.plusDays(1 + random.nextInt(3));
                entered = paid.plusDays(lag(random));
            } else {
                int kind = random.nextInt(100);
                paid = kind < 30
                        ? until
                        : kind < 34 ? until.plusDays(1 + random.nextInt(3)) : until.minusDays(random.nextInt(10));
                entered = paid.plusDays(lag(random));
            }
            facts.add(new Fact(
                    person, person, paid, entered, until, accepted, BigDecimal.valueOf(50 + random.nextInt(500))));
        }
    }

    /** Mostly the same or the next day, sometimes after a long holiday. */
    private static int lag(Random random) {
        int kind = random.nextInt(100);
        return kind < 60 ? 0 : kind < 85 ? 1 : kind < 97 ? 2 + random.nextInt(2) : 4 + random.nextInt(7);
    }

    @Test
    void oneLateEntryIsNoPattern() {
        List<Fact> facts = new ArrayList<>();
        Random random = new Random(1);
        for (int p = 0; p < 5; p++) {
            history(random, new UUID(1, p), new Habit(0, 0), facts);
        }
        LocalDate day = LocalDate.of(2025, 5, 1);
        UUID newcomer = new UUID(2, 2);
        facts.add(new Fact(newcomer, newcomer, day, day.plusDays(20), day, day, BigDecimal.TEN));
        assertThat(DiscountPatterns.find(facts)).isEmpty();
    }

    @Test
    void chancesAreCountedRight() {
        assertThat(DiscountPatterns.atLeast(1, 2, 0.5)).isCloseTo(0.75, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(DiscountPatterns.atLeast(0, 9, 0.1)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(DiscountPatterns.atLeast(9, 9, 0.1)).isCloseTo(1e-9, org.assertj.core.data.Offset.offset(1e-15));
    }
}
