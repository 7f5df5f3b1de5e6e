package io.onaccount.platform.db;

/** Thrown by a guarded write whose condition did not hold on the first, optimistic attempt: the work is rolled back and done again with locks. */
public final class TryAgain extends RuntimeException {
    public TryAgain() {
        super("optimistic write found its guard closed", null, false, false);
    }
}
