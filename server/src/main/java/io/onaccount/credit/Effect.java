package io.onaccount.credit;

/** What a failed check does, from mild to strict. */
public enum Effect {
    /** Nothing: the check isn't made. */
    IGNORE,
    /** It is said, and the document passes. */
    WARN,
    /** The document waits until a controller releases it. */
    APPROVE,
    /** The document waits until the cause is gone: nobody can release it. */
    BLOCK;

    /** Whether the document waits. */
    public boolean holds() {
        return this == APPROVE || this == BLOCK;
    }
}
