package io.onaccount.credit.scoring;

/**
 * What a customer can be judged by. Behaviour is counted from documents of the twelve months up to the day of the score (365 or 366 days, the
 * day itself included) unless said otherwise; facts are entered or imported. Shares are per cent.
 */
public enum Factor {
    /** Days from due date to payment, weighted by amount; early counts as 0, and what is overdue now counts with its days so far. */
    DAYS_BEYOND_TERMS(Kind.BEHAVIOUR, Unit.DAYS),
    /** Of the amounts paid, and those overdue now, the share that was paid after due. */
    LATE_SHARE(Kind.BEHAVIOUR, Unit.PERCENT),
    /** The longest delay among them, in days. */
    WORST_DELAY(Kind.BEHAVIOUR, Unit.DAYS),
    /** {@link #DAYS_BEYOND_TERMS} of the last 90 days, with what is overdue now, less that of the rest of the year; positive: getting slower. */
    DELAY_TREND(Kind.BEHAVIOUR, Unit.DAYS),
    /** How long the oldest item has been overdue now; 0 when none is. */
    OVERDUE_DAYS(Kind.BEHAVIOUR, Unit.DAYS),
    /** How much of what is owed now is overdue. */
    OVERDUE_SHARE(Kind.BEHAVIOUR, Unit.PERCENT),
    /** Receipts that were taken back: bounced payments, dishonoured bills. */
    BOUNCED_RECEIPTS(Kind.BEHAVIOUR, Unit.NUMBER),
    /** How often the customer disputed an item. */
    DISPUTES(Kind.BEHAVIOUR, Unit.NUMBER),
    /** Promises to pay that fell due and were not kept in full. */
    BROKEN_PROMISES(Kind.BEHAVIOUR, Unit.NUMBER),
    /** Exposure as a share of the limit of that day; unknown without a limit. */
    UTILISATION(Kind.BEHAVIOUR, Unit.PERCENT),
    /** Years since the first delivery. */
    YEARS_OF_TRADE(Kind.BEHAVIOUR, Unit.YEARS),
    /** Delivered less returned, tax included, in the company's currency. */
    TURNOVER(Kind.BEHAVIOUR, Unit.MONEY),
    /** Returned as a share of delivered. */
    RETURNS_SHARE(Kind.BEHAVIOUR, Unit.PERCENT),
    /** In how many of the last twelve spans of 30 days something was ordered. */
    ORDER_MONTHS(Kind.BEHAVIOUR, Unit.NUMBER),
    /** 注册资本, in the company's currency. */
    REGISTERED_CAPITAL(Kind.FACT, Unit.MONEY),
    /** 净资产, in the company's currency. */
    NET_WORTH(Kind.FACT, Unit.MONEY),
    /** How old the business was on the day the fact is of; the time since is added. */
    YEARS_IN_BUSINESS(Kind.FACT, Unit.YEARS),
    /** 流动比率: current assets ÷ current liabilities. */
    CURRENT_RATIO(Kind.FACT, Unit.NUMBER),
    /** 资产负债率: debts as a share of assets. */
    DEBT_RATIO(Kind.FACT, Unit.PERCENT),
    /** A score bought from somebody, on their scale. */
    OUTSIDE_SCORE(Kind.FACT, Unit.NUMBER),
    /** On a list of judgment debtors (失信被执行人): 1, or 0. */
    COURT_LISTED(Kind.FACT, Unit.FLAG),
    /** On a list of tax offenders (重大税收违法): 1, or 0. */
    TAX_LISTED(Kind.FACT, Unit.FLAG);

    /** Where its value comes from. */
    public enum Kind {
        BEHAVIOUR,
        FACT
    }

    /** What its value is counted in. */
    public enum Unit {
        DAYS,
        PERCENT,
        NUMBER,
        YEARS,
        MONEY,
        FLAG
    }

    private final Kind kind;
    private final Unit unit;

    Factor(Kind kind, Unit unit) {
        this.kind = kind;
        this.unit = unit;
    }

    public Kind kind() {
        return kind;
    }

    public Unit unit() {
        return unit;
    }
}
