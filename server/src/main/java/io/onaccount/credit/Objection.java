package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One reason why credit was not given. Its text is {@code credit.objection.<code>}, filled with the figures in their order.
 *
 * @param figures name → amount, number of days or date, as plain text
 */
public record Objection(String code, Map<String, String> figures) {
    public static final String STOPPED = "stopped";
    public static final String CASH_ONLY = "cash-only";
    public static final String NOT_VALID = "not-valid";
    public static final String TERM_TOO_LONG = "term-too-long";
    public static final String OVERDUE = "overdue";
    public static final String OVER_LIMIT = "over-limit";

    static Objection of(String code, Object... namesAndValues) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            figures.put(namesAndValues[i].toString(), plain(namesAndValues[i + 1]));
        }
        return new Objection(code, figures);
    }

    private static String plain(Object value) {
        return switch (value) {
            case Money money -> money.amount().toPlainString();
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
