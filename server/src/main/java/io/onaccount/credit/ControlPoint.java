package io.onaccount.credit;

/** Where credit is asked (管控点). */
public enum ControlPoint {
    /** An order is confirmed: credit is taken. */
    CONFIRM,
    /** Goods leave for an order that has taken its credit already: only what has turned worse since stops them. */
    DELIVERY
}
