package io.onaccount.receivables;

/** What an open item came from. */
public enum ItemKind {
    DELIVERY,
    RETURN,
    /** Owed when the books began. */
    OPENING
}
