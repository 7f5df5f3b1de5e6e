package io.onaccount.receivables;

/** What an open item came from. */
public enum ItemKind {
    DELIVERY,
    RETURN,
    /** Owed when the books began. */
    OPENING,
    /** A bill that was not paid. */
    BILL,
    /** What an item in another currency is worth more or less at the end of a period; taken back on the next day. */
    REVALUATION;

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
