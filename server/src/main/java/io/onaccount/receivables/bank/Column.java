package io.onaccount.receivables.bank;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a column of a bank's table may hold, with the headings banks and payment providers give it, the best first. A heading is compared without
 * blanks, width and what stands in square brackets (the Bank of China writes both languages in one).
 */
public enum Column {
    DATE("记账日期 入账日期 记账日 入账日 交易日期 交易日 发生日期 日期 交易时间 入账时间 发生时间 记账时间 交易创建时间 付款时间 完成时间 创建时间 "
            + "bookingdate booked postingdate posteddate transactiondate date buchungstag buchungsdatum"),
    VALUE_DATE("起息日期 起息日 valuedate value valuta valutadatum wertstellung"),
    IN("记账金额(收入) 贷方发生额(收入) 贷方发生额 贷方金额 贷方发生金额 收入金额(+元) 收入(+元) 收入金额 收入金额(元) 收入 存入金额 存入 转入金额 收方金额 贷方 交易金额(收入) "
            + "credit creditamount paidin moneyin deposit deposits credits"),
    OUT("记账金额(支出) 借方发生额(支取) 借方发生额 借方金额 借方发生金额 支出金额(-元) 支出(-元) 支出金额 支出金额(元) 支出 支取金额 支取 转出金额 付方金额 借方 交易金额(支出) "
            + "debit debitamount paidout moneyout withdrawal withdrawals debits"),
    AMOUNT(
            "记账金额 收入/支出金额 收支金额 交易金额 发生额 金额 金额(元) 收支金额(元) 交易金额(元) 人民币金额 应结订单金额 订单金额 入账金额 amount billingamount transactionamount tradeamount amt betrag umsatz"),
    DIRECTION(
            "收/支 收支 收支类型 借贷 借/贷 借贷标志 借贷标识 借贷方向 收付标志 收付方向 收付 交易方向 dc dc标志 交易类型 direction debit/credit creditdebit type sign"),
    BALANCE("余额 账户余额 账户余额(元) 账户结余(元) 交易后余额 联机余额 本次余额 当前余额 结余 余额(元) balance runningbalance balanceafter saldo"),
    CURRENCY("记账币种 币种 币别 货币 交易货币 货币种类 交易币种 currency billingcurrency ccy währung"),
    NAME(
            "对方户名 对方账户名 对方账户名称 对方单位名称 对方单位 对方名称 收/付方名称 收付方名称 商户名称 对手名称 对手户名 对手信息 交易对方 对方 counterparty counterpartyname merchantname payer payee name beneficiary/payer auftraggeber"),
    ACCOUNT(
            "对方账号 对方账户 对方卡号/账号 对方卡号 对方帐号 收/付方账号 收付方账号 对手账号 对手账户 counterpartyaccount counteraccount account iban kontonummer"),
    BANK("对方开户行 对方开户行名 对方开户机构 对方开户银行 对方行名 对方银行 收/付方开户行名 收付方开户行名 付款银行 counterpartybank bank"),
    REFERENCE("账户明细编号-交易流水号 账户明细编号 交易流水号 银行流水号 资金流水单号 账务流水号 核心流水号 流水号 交易单号 交易订单号 微信订单号 交易号 记录标识号 业务流水号 transactionid "
            + "transactionreference bankreference reference referenz"),
    END_TO_END("企业流水号 商户单号 商户订单号 商家订单号 客户业务编号 业务参考号 客户流水号 endtoendid customerreference"),
    TEXT(
            "摘要 用途 附言 交易附言 交易用途 备注 交易摘要 客户摘要 交易备注 业务摘要 其它摘要 扩展摘要 商品 商品名称 商品说明 交易说明 交易名称 交易场所 个性化信息 交易地点 "
                    + "text description details memo purpose remittance remittanceinformation narrative narration particulars verwendungszweck note notes"),
    CODE("业务类型 业务名称 交易类型 交易分类 类型 渠道 交易渠道 凭证种类 code transactiontype"),
    FEE("服务费(元) 服务费 手续费 手续费(元) fee fees"),
    STATUS("当前状态 交易状态 状态 status state"),
    REFUND("退款金额 refund"),
    OWN_ACCOUNT("账号 本方账号 查询账号 我方账号 本方账户 帐号 ownaccount accountnumber"),
    OWN_NAME("本方户名 账户名称 账号名称 我方户名"),
    /** Where both sides have columns, which is ours follows from the account asked for. */
    PAYER_ACCOUNT("付款人账号 付款方账号 payeraccount"),
    PAYER_NAME("付款人名称 付款方名称 付款人户名 付款方户名 付款人"),
    PAYER_BANK("付款人开户行名 付款方开户行 付款方开户行名 付款人开户行"),
    PAYEE_ACCOUNT("收款人账号 收款方账号 payeeaccount"),
    PAYEE_NAME("收款人名称 收款方名称 收款人户名 收款方户名 收款人"),
    PAYEE_BANK("收款人开户行名 收款方开户行 收款方开户行名 收款人开户行");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> headings;

    Column(String headings) {
        this.headings = List.of(headings.split(" "));
    }

    /** Whether several columns of a file may hold it, to be read one after the other. */
    boolean isMany() {
        return this == TEXT;
    }

    /** How well a heading says this column: 0 is best; negative for not at all. */
    int rank(String heading) {
        return headings.indexOf(normal(heading));
    }

    /** A heading as it is compared. */
    static String normal(String heading) {
        return Normalizer.normalize(heading, Normalizer.Form.NFKC)
                .replaceAll("\\[[^\\]]*]", "")
                .replaceAll("[\\s\\u00a0*:`'\"#]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Words for the two directions in all these files. */
    static final Map<String, Integer> DIRECTIONS = Map.ofEntries(
            Map.entry("收入", 1),
            Map.entry("收", 1),
            Map.entry("贷", 1),
            Map.entry("贷方", 1),
            Map.entry("贷cr", 1),
            Map.entry("cr", 1),
            Map.entry("c", 1),
            Map.entry("credit", 1),
            Map.entry("crdt", 1),
            Map.entry("来账", 1),
            Map.entry("转入", 1),
            Map.entry("入账", 1),
            Map.entry("存入", 1),
            Map.entry("in", 1),
            Map.entry("+", 1),
            Map.entry("支出", -1),
            Map.entry("支", -1),
            Map.entry("付", -1),
            Map.entry("借", -1),
            Map.entry("借方", -1),
            Map.entry("借dr", -1),
            Map.entry("dr", -1),
            Map.entry("d", -1),
            Map.entry("debit", -1),
            Map.entry("dbit", -1),
            Map.entry("往账", -1),
            Map.entry("转出", -1),
            Map.entry("支取", -1),
            Map.entry("出账", -1),
            Map.entry("out", -1),
            Map.entry("-", -1),
            Map.entry("不计收支", 0),
            Map.entry("中性交易", 0),
            Map.entry("其他", 0),
            Map.entry("/", 0));
}
