package io.onaccount.credit;

import java.util.Set;

/** Everything the gate can look at (CRD-20). The objection a failed check raises has its {@link #code}. */
public enum Check {
    /** The account is stopped. */
    STOPPED(Objection.STOPPED),
    /** Only what is covered by money received. */
    CASH_ONLY(Objection.CASH_ONLY),
    /** More than the limit and its tolerance, the larger of an amount and a percentage of the limit. */
    OVER_LIMIT(Objection.OVER_LIMIT, Figure.AMOUNT, Figure.PERCENT),
    /** More than a limit shared with others, with the same tolerance. */
    POOL_OVER_LIMIT(Objection.POOL_OVER_LIMIT, Figure.AMOUNT, Figure.PERCENT),
    /** A shared limit is stopped or not valid today. */
    POOL_STOPPED(Objection.POOL_STOPPED),
    /** A customer it belongs to (上级客户), at any level above it, is stopped or gets no credit any more. */
    PARENT_STOPPED(Objection.PARENT_STOPPED),
    /** More than the limit of one of its product lines, with the same tolerance. */
    LINE_OVER_LIMIT(Objection.LINE_OVER_LIMIT, Figure.AMOUNT, Figure.PERCENT),
    /** The limit of one of its product lines is stopped or not valid today. */
    LINE_STOPPED(Objection.LINE_STOPPED),
    /** The oldest item is overdue for longer than so many days; the account's own tolerance comes first. */
    OVERDUE_DAYS(Objection.OVERDUE, Figure.NUMBER),
    /** More than this is overdue. */
    OVERDUE_AMOUNT(Objection.OVERDUE_AMOUNT, Figure.AMOUNT),
    /** So many items one after the other, up to the latest that was due, were paid late or are overdue. */
    LATE_IN_ROW(Objection.LATE_IN_ROW, Figure.NUMBER),
    /** A cheque or bill of exchange bounced within the last so many days. */
    DISHONOURED(Objection.DISHONOURED, Figure.NUMBER),
    /** The customer disputes more than this share of what is open. */
    DISPUTED_SHARE(Objection.DISPUTED_SHARE, Figure.PERCENT),
    /** So many promises to pay of the last so many days were not kept in full. */
    BROKEN_PROMISES(Objection.BROKEN_PROMISES, Figure.NUMBER, Figure.DAYS),
    /** A related customer (关联客户) has an item overdue for longer than so many days. */
    RELATED_OVERDUE(Objection.RELATED_OVERDUE, Figure.NUMBER),
    /** The account is not valid on the day. */
    NOT_VALID(Objection.NOT_VALID),
    /** Its review was due more than so many days ago. */
    REVIEW_MISSED(Objection.REVIEW_MISSED, Figure.NUMBER),
    /** One order asks for more than this. */
    ORDER_TOO_LARGE(Objection.ORDER_TOO_LARGE, Figure.AMOUNT),
    /** The payment term is longer than agreed. */
    TERM_TOO_LONG(Objection.TERM_TOO_LONG),
    /** Goods are to leave of an order whose term wants money there before, and less is there (RCP-04). */
    PREPAYMENT_MISSING(Objection.PREPAYMENT_MISSING);

    /** The figures a check is set by. */
    public enum Figure {
        AMOUNT,
        PERCENT,
        /** Days, or how many. */
        NUMBER,
        /** Of how many days, where the number is how many. */
        DAYS
    }

    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of can't be changed; its type doesn't say so
    private final Set<Figure> figures;

    Check(String code, Figure... figures) {
        this.code = code;
        this.figures = Set.of(figures);
    }

    /** The code of its objection; its text is {@code credit.objection.<code>}. */
    public String code() {
        return code;
    }

    public Set<Figure> figures() {
        return figures;
    }
}
