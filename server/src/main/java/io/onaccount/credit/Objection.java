package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reason why credit was not given, or a warning. Its text is {@code credit.objection.<code>}, filled with the figures in their order.
 *
 * @param effect what it does: warn, wait for a release, or wait until the cause is gone
 * @param figures name → amount, number of days or date, as plain text
 */
public record Objection(String code, Effect effect, Map<String, String> figures) {
    public static final String STOPPED = "stopped";
    public static final String CASH_ONLY = "cash-only";
    public static final String NOT_VALID = "not-valid";
    public static final String REVIEW_MISSED = "review-missed";
    public static final String TERM_TOO_LONG = "term-too-long";
    public static final String OVERDUE = "overdue";
    public static final String OVERDUE_AMOUNT = "overdue-amount";
    public static final String LATE_IN_ROW = "late-in-row";
    public static final String DISHONOURED = "dishonoured";
    public static final String DISPUTED_SHARE = "disputed-share";
    public static final String BROKEN_PROMISES = "broken-promises";
    public static final String RELATED_OVERDUE = "related-overdue";
    public static final String OVER_LIMIT = "over-limit";
    public static final String POOL_OVER_LIMIT = "pool-over-limit";
    public static final String POOL_STOPPED = "pool-stopped";
    public static final String PARENT_STOPPED = "parent-stopped";
    public static final String LINE_OVER_LIMIT = "line-over-limit";
    public static final String LINE_STOPPED = "line-stopped";
    public static final String ORDER_TOO_LARGE = "order-too-large";
    public static final String PREPAYMENT_MISSING = "prepayment-missing";

    /** Every objection there is, the gravest first: for conditions that ask for them. */
    public static final List<String> CODES = List.of(
            STOPPED,
            PARENT_STOPPED,
            CASH_ONLY,
            NOT_VALID,
            REVIEW_MISSED,
            DISHONOURED,
            PREPAYMENT_MISSING,
            TERM_TOO_LONG,
            OVERDUE,
            OVERDUE_AMOUNT,
            LATE_IN_ROW,
            DISPUTED_SHARE,
            BROKEN_PROMISES,
            RELATED_OVERDUE,
            ORDER_TOO_LARGE,
            OVER_LIMIT,
            POOL_OVER_LIMIT,
            POOL_STOPPED,
            LINE_OVER_LIMIT,
            LINE_STOPPED);

    /** Objections written before checks had effects waited for a release. */
    @SuppressWarnings("NullAway") // read from stored JSON, where it may be missing
    public Objection {
        effect = effect == null ? Effect.APPROVE : effect;
    }

    static Objection of(String code, Object... namesAndValues) {
        return of(code, Effect.APPROVE, namesAndValues);
    }

    static Objection of(String code, Effect effect, Object... namesAndValues) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            figures.put(namesAndValues[i].toString(), plain(namesAndValues[i + 1]));
        }
        return new Objection(code, effect, figures);
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Money money -> money.amount().toPlainString();
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /** Those that make a document wait. */
    static List<Objection> holding(List<Objection> objections) {
        return objections.stream().filter(o -> o.effect().holds()).toList();
    }

    /** Those that only warn. */
    static List<Objection> warnings(List<Objection> objections) {
        return objections.stream().filter(o -> !o.effect().holds()).toList();
    }
}
