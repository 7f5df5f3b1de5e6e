package io.onaccount.platform;

import java.math.BigDecimal;

/**
 * What one document line costs: net + tax = total, each rounded once (FND-11, 含税单价互算).
 *
 * @param net without tax
 * @param tax 增值税
 * @param total 价税合计
 */
public record LineAmounts(Money net, Money tax, Money total) {

    public LineAmounts {
        if (net.plus(tax).compareTo(total) != 0) {
            throw new IllegalArgumentException(net + " + " + tax + " is not " + total);
        }
    }

    /**
     * Entered with tax: total = round(quantity × price × (1 − discount)), tax = round(total × r ÷ (1 + r)), net = total − tax.
     *
     * @param rate the tax rate as a fraction, 0.13 for 13 %; zero for exempt
     * @param discount as a fraction, 0.02 for 2 %
     */
    public static LineAmounts inclusive(
            BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal rate, String currency) {
        return ofTotal(
                Money.round(quantity.multiply(price).multiply(BigDecimal.ONE.subtract(discount)), currency), rate);
    }

    /** Entered without tax: net = round(quantity × price × (1 − discount)), tax = round(net × r), total = net + tax. */
    public static LineAmounts exclusive(
            BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal rate, String currency) {
        Money net = Money.round(quantity.multiply(price).multiply(BigDecimal.ONE.subtract(discount)), currency);
        Money tax = net.times(rate);
        return new LineAmounts(net, tax, net.plus(tax));
    }

    /** Splits an amount that contains the tax. */
    public static LineAmounts ofTotal(Money total, BigDecimal rate) {
        Money tax = total.share(rate, BigDecimal.ONE.add(rate));
        return new LineAmounts(total.minus(tax), tax, total);
    }
}
