package io.onaccount.receivables.bank;

/** The formats of statements; each is recognised by its content, whatever the file is called. */
public enum BankFormat {
    /** ISO 20022 account report within the day. */
    CAMT052,
    /** ISO 20022 statement. */
    CAMT053,
    /** ISO 20022 notification of single entries, without balances. */
    CAMT054,
    MT940,
    /** SWIFT report within the day. */
    MT942,
    OFX,
    BAI2,
    /** Rows under headings: CSV or Excel of a bank. */
    TABLE,
    ALIPAY,
    WECHAT
}
