package io.onaccount.receivables;

/** How money came. */
public enum ReceiptMethod {
    TRANSFER,
    CASH,
    CHEQUE,
    CARD,
    WECHAT,
    ALIPAY,
    /** A bill of exchange: a promise to pay (承兑汇票). */
    BILL,
    /** None came: what we owe the customer was set off (对冲). */
    OFFSET,
    OTHER;

    /** Whether it arrives on one of the company's accounts. */
    boolean isMoney() {
        return this != OFFSET && this != BILL;
    }
}
