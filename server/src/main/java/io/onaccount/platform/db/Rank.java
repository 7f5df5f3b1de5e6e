package io.onaccount.platform.db;

/**
 * The order in which one transaction's writes go out. Rows that many writers want come last, so that their locks are held for the shortest
 * time; and all transactions take them in the same order, so that they don't wait for each other in a circle.
 */
public enum Rank {
    /** The key that makes a repeated request harmless. */
    KEY,
    /** The document itself: headers and what foreign keys point at. */
    DOCUMENT,
    /** Its lines and whatever refers to them. */
    DETAIL,
    /** Stock rows, in product order. */
    STOCK,
    /** Credit account rows, in account order. */
    CREDIT,
    /** Running balances. */
    BALANCE
}
