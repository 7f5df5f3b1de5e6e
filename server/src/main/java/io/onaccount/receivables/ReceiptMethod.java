package io.onaccount.receivables;

/** How money came. */
public enum ReceiptMethod {
    TRANSFER,
    CASH,
    CHEQUE,
    CARD,
    WECHAT,
    ALIPAY,
    OTHER
}
