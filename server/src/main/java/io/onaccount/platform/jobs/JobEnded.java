package io.onaccount.platform.jobs;

/** The job ends here because it was cancelled, or pauses because the server stops. Handlers let it pass. */
public final class JobEnded extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient boolean cancelled;

    JobEnded(boolean cancelled) {
        super(cancelled ? "cancelled" : "the server stops", null, false, false);
        this.cancelled = cancelled;
    }

    /** True when somebody cancelled it; false when it goes on after the restart. */
    public boolean isCancelled() {
        return cancelled;
    }
}
