package io.onaccount.receivables;

/** What an open item came from. */
public enum ItemKind {
    DELIVERY,
    /** An order that is owed for as soon as it is confirmed, or what of it will not be delivered after all. */
    ORDER,
    /** What was delivered before and is owed for since it was invoiced. */
    INVOICE,
    RETURN,
    /** Owed when the books began. */
    OPENING
}
