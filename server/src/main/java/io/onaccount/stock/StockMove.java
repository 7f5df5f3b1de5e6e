package io.onaccount.stock;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Goods that come or go.
 *
 * @param quantity in the product's unit; positive in, negative out
 */
public record StockMove(UUID warehouse, UUID product, BigDecimal quantity) {}
