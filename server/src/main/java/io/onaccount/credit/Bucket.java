package io.onaccount.credit;

/** What exposure is made of (占用构成). Money of the customer's counts against it. */
public enum Bucket {
    /** Confirmed and not yet delivered, tax included. */
    ORDERED(1),
    /** Delivered and not yet a receivable. */
    SHIPPED(1),
    /** Open items. */
    RECEIVABLE(1),
    /** Bills of exchange that have not matured. */
    BILLS(1),
    /** Samples and goods lent. */
    LOANS(1),
    /** The customer's money that settles nothing yet. */
    UNAPPLIED(-1),
    /** The customer's money assigned to an order, as far as that order owes. */
    DEPOSIT(-1);

    private final int sign;

    Bucket(int sign) {
        this.sign = sign;
    }

    /** +1 when it adds to exposure, −1 when it lowers it. */
    int sign() {
        return sign;
    }

    /** Whether what an order owes is made of it, so that money assigned to the order offsets it. */
    boolean ofOrder() {
        return this == ORDERED || this == SHIPPED || this == RECEIVABLE || this == LOANS;
    }
}
