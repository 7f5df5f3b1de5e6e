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
    /** 财务费用—现金折扣: what customers took off for paying early. */
    DISCOUNT_ALLOWED("660302"),
    /** 应交税费—应交增值税（销项税额）: the tax in discounts, where a company corrects it. */
    OUTPUT_TAX("2221"),
    /** 应收结算: delivered goods until the general ledger takes them over. */
    SALES_CLEARING("6001"),
    /** 期初: the other side of opening balances. */
    OPENING_BALANCE("4104"),
    /** 坏账准备 */
    ALLOWANCE("1231"),
    /** 信用减值损失: what the allowance costs. */
    IMPAIRMENT("6702"),
    /** 应付账款: what we owe a customer as a supplier, as far as it was set off. */
    PAYABLE("2202"),
    /** 应交税费—代扣税款: tax a customer kept back and pays for us. */
    WITHHOLDING("222190"),
    /** 应收票据: bills that have not matured, whoever holds them. */
    NOTES("1121"),
    /** 其他应付款—已转让票据: what we stand in for on bills passed on. */
    RECOURSE("224102"),
    /** 财务费用—贴现利息: what a bank takes for paying bills early. */
    BILL_INTEREST("660303"),
    /** 汇兑损益: what currencies have gained or lost. */
    EXCHANGE("6061"),
    /** 营业外支出: small differences written off by rule. */
    TOLERANCE("6711"),
    /** 利息收入 */
    INTEREST("660301"),
    /** 其他货币资金: money on its way between our own accounts. */
    IN_TRANSIT("1012"),
    /** 应付账款—付款: what suppliers were paid. */
    SUPPLIERS("220201"),
    /** 应付职工薪酬 */
    PAYROLL("2211"),
    /** 应交税费 */
    TAXES("222101"),
    /** 营业外收入 */
    OTHER_INCOME("6301"),
    /** 其他业务支出 */
    OTHER_EXPENSE("6402"),
    /** 其他应付款: what nobody can explain yet. */
    SUSPENSE("2241");

    private final String code;

    LedgerAccount(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
