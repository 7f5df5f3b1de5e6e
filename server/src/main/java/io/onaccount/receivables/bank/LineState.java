package io.onaccount.receivables.bank;

/** What became of a line of the bank. */
public enum LineState {
    /** Nobody has said yet what it is. */
    OPEN,
    /** It is a receipt that was in the books already. */
    MATCHED,
    /** A receipt was made of it. */
    BOOKED,
    /** Fee, interest, transfer or something else, entered in the books. */
    EXPLAINED,
    /** Left out of the books, with a reason. */
    IGNORED
}
