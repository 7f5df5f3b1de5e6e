package io.onaccount.receivables;

/** What an open item came from. */
public enum ItemKind {
    DELIVERY,
    /** An order that is owed for as soon as it is confirmed, or what of it will not be delivered after all. */
    ORDER,
    /** What was delivered before and is owed for since it was invoiced. */
    INVOICE,
    /** What an invoice says more or less than the order's price, where the customer owes by delivery or order. */
    DIFFERENCE,
    RETURN,
    /** Owed when the books began. */
    OPENING,
    /** What will not be paid; settles the items it is of. */
    WRITE_OFF,
    /** Written off and to be paid after all. */
    RECOVERY,
    /** A bill that was not paid. */
    BILL,
    /** What an item in another currency is worth more or less at the end of a period; taken back on the next day. */
    REVALUATION;

    /** Whether something was sold by it. */
    boolean isSale() {
        return this == DELIVERY || this == ORDER || this == INVOICE;
    }

    /** The other side in the ledger. */
    LedgerAccount against() {
        return switch (this) {
            case DELIVERY, ORDER, INVOICE, DIFFERENCE, RETURN -> LedgerAccount.SALES_CLEARING;
            case OPENING -> LedgerAccount.OPENING_BALANCE;
            case WRITE_OFF, RECOVERY -> LedgerAccount.ALLOWANCE;
            case BILL -> LedgerAccount.NOTES;
            case REVALUATION -> LedgerAccount.EXCHANGE;
        };
    }
}
