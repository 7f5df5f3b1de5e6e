package io.onaccount.sales;

import java.math.BigDecimal;

/**
 * What an order is in when that isn't the company's currency (FND-12).
 *
 * @param code ISO 4217
 * @param rate what a unit is worth in the company's currency; fixed at the order's date, it holds for all that is delivered of it
 */
public record OrderCurrency(String code, BigDecimal rate) {}
