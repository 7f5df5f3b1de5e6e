package io.onaccount.document.listing;

import java.math.BigDecimal;
import java.util.Map;

/** How many rows a filter leaves, and the sums of the fields that are summed. */
public record ListTotals(long count, Map<String, BigDecimal> sums) {}
