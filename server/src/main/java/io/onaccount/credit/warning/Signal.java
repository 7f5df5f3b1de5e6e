package io.onaccount.credit.warning;

import java.util.Set;

/** What a rule watches for (CRD-24). What was found goes out as figures; the pages tell it in words. */
public enum Signal {
    /** So many per cent of limit and temporary limit are used. */
    UTILISATION(Figure.PERCENT),
    /** More than an amount falls due within so many days. */
    DUE_SOON(Figure.DAYS, Figure.AMOUNT),
    /** More than an amount is overdue, the oldest for more than so many days. */
    OVERDUE(Figure.DAYS, Figure.AMOUNT),
    /** So many items one after the other, up to the latest that was due, were paid late or are overdue. */
    LATE_IN_ROW(Figure.TIMES),
    /** Payments of the last three months came so many days later than those of the twelve before, on the average. */
    SLOWER(Figure.DAYS),
    /** This month's orders come to so many per cent of an average month's and more than an amount. */
    ORDER_SURGE(Figure.PERCENT, Figure.AMOUNT),
    /** The temporary limit ends within so many days. */
    TEMPORARY_ENDS(Figure.DAYS),
    /** The account's validity ends within so many days, or has ended. */
    VALIDITY_ENDS(Figure.DAYS),
    /** The guarantee, or the insurance, ends within so many days, or has ended. */
    GUARANTEE_ENDS(Figure.DAYS),
    /** The review is due within so many days, or was missed. */
    REVIEW_DUE(Figure.DAYS),
    /** No order for so many days from somebody who had ordered in so many of six spans of 30 days. */
    STOPPED_BUYING(Figure.DAYS, Figure.TIMES),
    /** So many per cent of a shared limit are used. */
    POOL_USED(Figure.PERCENT),
    /** A shared limit is stopped or not valid. */
    POOL_STOPPED(),
    /** Another customer of its group, or one related to it, is overdue for more than so many days or gets no credit any more. */
    KIN_TROUBLE(Figure.DAYS),
    /** An alert from outside (court, tax, press …), entered or sent within so many days. */
    EXTERNAL(Figure.DAYS);

    /** The figures a rule is set by; each is needed. */
    public enum Figure {
        PERCENT,
        AMOUNT,
        DAYS,
        TIMES
    }

    @SuppressWarnings("ImmutableEnumChecker") // Set.of can't be changed; its type doesn't say so
    private final Set<Figure> figures;

    Signal(Figure... figures) {
        this.figures = Set.of(figures);
    }

    public Set<Figure> figures() {
        return figures;
    }
}
