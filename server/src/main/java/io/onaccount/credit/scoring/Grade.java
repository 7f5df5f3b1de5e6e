package io.onaccount.credit.scoring;

import org.jspecify.annotations.Nullable;

/** How good a customer is, the best first. */
public enum Grade {
    A,
    B,
    C,
    D,
    E;

    /** The less good of two; a missing one is no opinion. */
    static Grade worse(Grade first, @Nullable Grade second) {
        return second == null || second.compareTo(first) < 0 ? first : second;
    }
}
