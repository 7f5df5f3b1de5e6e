package io.onaccount.receivables;

/** The accounts of the sub-ledger, with the code most Chinese charts of accounts give them. */
public enum LedgerAccount {
    /** 应收账款 */
    RECEIVABLE("1122"),
    /** 预收账款: the customers' money that settles nothing yet. */
    CUSTOMER_MONEY("2203"),
    /** 银行存款, one per cash account. */
    CASH("1002"),
    /** 财务费用: what the bank kept. */
    FEES("6603"),
    /** 应收结算: delivered goods until the general ledger takes them over. */
    SALES_CLEARING("6001"),
    /** 期初: the other side of opening balances. */
    OPENING_BALANCE("4104"),
    /** 应付账款: what we owe a customer as a supplier, as far as it was set off. */
    PAYABLE("2202"),
    /** 应交税费: tax a customer kept back and pays for us. */
    WITHHOLDING("2221"),
    /** 应收票据: bills that have not matured, whoever holds them. */
    NOTES("1121"),
    /** 其他应付款: what we stand in for on bills passed on. */
    RECOURSE("2241"),
    /** 财务费用——利息: what a bank takes for paying bills early. */
    INTEREST("660302"),
    /** 汇兑损益: what currencies have gained or lost. */
    EXCHANGE("6061"),
    /** 营业外支出: small differences written off by rule. */
    TOLERANCE("6711");

    private final String code;

    LedgerAccount(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
