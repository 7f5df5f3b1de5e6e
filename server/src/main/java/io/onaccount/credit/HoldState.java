package io.onaccount.credit;

/** What became of a hold. */
public enum HoldState {
    OPEN,
    /** The document passed, by a release or because there was room again. */
    RELEASED,
    REJECTED,
    /** The document was withdrawn, cancelled or deleted. */
    CLOSED
}
