package io.onaccount.credit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one check does at one point, for whom.
 *
 * @param key the grade, the id of the class of customers, or the customer's id; null for all of the company
 * @param amount in the company's currency, for checks that have an amount; null: none
 * @param percent of the limit, or of what is open; 0 to 100
 * @param number of days, items or promises
 * @param days the span in which a number is counted; null: a year
 */
public record PolicyRule(
        ControlPoint point,
        Check check,
        Reach reach,
        @Nullable String key,
        Effect effect,
        @Nullable BigDecimal amount,
        @Nullable BigDecimal percent,
        @Nullable Integer number,
        @Nullable Integer days) {

    /** Without a span of days. */
    public PolicyRule(
            ControlPoint point,
            Check check,
            Reach reach,
            @Nullable String key,
            Effect effect,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal percent,
            @Nullable Integer number) {
        this(point, check, reach, key, effect, amount, percent, number, null);
    }

    /** The same with another effect. */
    PolicyRule doing(Effect other) {
        return other == effect ? this : new PolicyRule(point, check, reach, key, other, amount, percent, number, days);
    }

    /** For whom a rule is; the narrower wins. */
    public enum Reach {
        COMPANY,
        GRADE,
        CLASS,
        CUSTOMER
    }

    static PolicyRule ofCompany(ControlPoint point, Check check, Effect effect, @Nullable Integer number) {
        return new PolicyRule(point, check, Reach.COMPANY, null, effect, null, null, number);
    }
}
