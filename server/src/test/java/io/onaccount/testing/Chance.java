package io.onaccount.testing;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Properties tried on random values. Each try has a seed of its own, which a failure names; {@code -Donaccount.test.seed=<seed>} tries that one
 * alone.
 */
public final class Chance {
    private static final Long ONLY = Long.getLong("onaccount.test.seed");

    /** What must hold for whatever the chance brings. */
    @FunctionalInterface
    public interface Property {
        void holds(Random random) throws Exception;
    }

    private Chance() {}

    /** Tries the property so many times. */
    public static void tries(int tries, Property property) {
        long first = System.nanoTime();
        for (int i = 0; i < (ONLY == null ? tries : 1); i++) {
            long seed = ONLY == null ? first + i : ONLY;
            try {
                property.holds(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("try " + (i + 1) + ": repeat with -Donaccount.test.seed=" + seed, e);
            }
        }
    }

    /** A number of the range, its ends more often than others. */
    public static int between(Random random, int least, int most) {
        return switch (random.nextInt(12)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextInt(least, most + 1);
        };
    }

    /** As many values as the chance brings. */
    public static <T> List<T> list(Random random, int least, int most, IntFunction<T> value) {
        return IntStream.range(0, between(random, least, most)).mapToObj(value).toList();
    }

    /** One of them. */
    public static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
