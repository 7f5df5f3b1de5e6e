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
    OPENING,
    /** A bill that was not paid. */
    BILL,
    /** What an item in another currency is worth more or less at the end of a period; taken back on the next day. */
    REVALUATION;

    /** Whether it is what we sold. */
    boolean isSale() {
        return this == DELIVERY || this == ORDER || this == INVOICE;
    }

    /** The other side of its journal. */
    LedgerAccount account() {
        return switch (this) {
            case OPENING -> LedgerAccount.OPENING_BALANCE;
            case BILL -> LedgerAccount.NOTES;
            case REVALUATION -> LedgerAccount.EXCHANGE;
            default -> LedgerAccount.SALES_CLEARING;
        };
    }
}
