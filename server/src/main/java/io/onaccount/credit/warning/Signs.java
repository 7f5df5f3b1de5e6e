package io.onaccount.credit.warning;

import io.onaccount.credit.spi.WarningSource.Fact;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one customer on the day, and what a rule makes of it. */
final class Signs {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal STOPPED = BigDecimal.valueOf(1_000_000);
    private static final int CENTS = 2;

    private final Map<Fact, BigDecimal> facts = new EnumMap<>(Fact.class);
    private final Map<Integer, BigDecimal> soon = new HashMap<>();
    private final String name;
    private @Nullable Signs worstKin;

    /** @param name of the customer */
    Signs(String name) {
        this.name = name;
    }

    void put(Fact fact, int at, BigDecimal value) {
        if (fact == Fact.DUE_SOON) {
            soon.put(at, value);
        } else {
            facts.put(fact, value);
        }
    }

    /** Another customer it belongs together with: the one in the worst trouble counts. */
    void kin(Signs other) {
        if (worstKin == null || other.trouble().compareTo(worstKin.trouble()) > 0) {
            worstKin = other;
        }
    }

    /** The days overdue; one that gets no credit any more is worse than any of them. */
    private BigDecimal trouble() {
        return get(Fact.STOPPED) == null
                ? or0(Fact.OVERDUE_DAYS)
                : or0(Fact.OVERDUE_DAYS).add(STOPPED);
    }

    private @Nullable BigDecimal get(Fact fact) {
        return facts.get(fact);
    }

    /** Missing amounts and counts are none. */
    private BigDecimal or0(Fact fact) {
        return facts.getOrDefault(fact, BigDecimal.ZERO);
    }

    /** What the rule found, as the figures of its text in their order; empty: nothing. */
    Optional<Map<String, String>> judgedBy(WarningRule rule) {
        return switch (rule.signal()) {
            case UTILISATION -> utilisation(rule);
            case DUE_SOON -> dueSoon(rule);
            case OVERDUE -> overdue(rule);
            case LATE_IN_ROW ->
                when(
                        rule.timesOr0() > 0
                                && or0(Fact.LATE_IN_ROW).compareTo(BigDecimal.valueOf(rule.timesOr0())) >= 0,
                        "times",
                        or0(Fact.LATE_IN_ROW));
            case SLOWER -> slower(rule);
            case ORDER_SURGE -> orderSurge(rule);
            case TEMPORARY_ENDS -> within(rule, Fact.TEMPORARY_DAYS);
            case VALIDITY_ENDS -> within(rule, Fact.VALID_DAYS);
            case GUARANTEE_ENDS -> within(rule, Fact.GUARANTEE_DAYS);
            case REVIEW_DUE -> within(rule, Fact.REVIEW_DAYS);
            case STOPPED_BUYING -> stoppedBuying(rule);
            case POOL_USED ->
                when(
                        get(Fact.POOL_PERCENT) != null && or0(Fact.POOL_PERCENT).compareTo(rule.percentOr0()) >= 0,
                        "percent",
                        or0(Fact.POOL_PERCENT));
            case POOL_STOPPED -> when(get(Fact.POOL_STOPPED) != null, "limits", or0(Fact.POOL_STOPPED));
            case KIN_TROUBLE -> kinTrouble(rule);
            case EXTERNAL -> within(rule, Fact.ALERT_DAYS);
        };
    }

    /** A customer without any limit who owes something is beyond every percentage. */
    private Optional<Map<String, String>> utilisation(WarningRule rule) {
        BigDecimal allowed = get(Fact.ALLOWED);
        BigDecimal used = or0(Fact.USED);
        return when(
                allowed != null
                        && used.signum() > 0
                        && used.multiply(HUNDRED).compareTo(allowed.multiply(rule.percentOr0())) >= 0,
                "used",
                money(used),
                "allowed",
                money(allowed),
                "percent",
                rule.percentOr0());
    }

    private Optional<Map<String, String>> dueSoon(WarningRule rule) {
        BigDecimal amount = soon.getOrDefault(rule.daysOr0(), BigDecimal.ZERO);
        return when(amount.compareTo(rule.amountOr0()) > 0, "amount", money(amount), "days", rule.daysOr0());
    }

    private Optional<Map<String, String>> overdue(WarningRule rule) {
        BigDecimal amount = or0(Fact.OVERDUE);
        BigDecimal days = or0(Fact.OVERDUE_DAYS);
        return when(
                amount.compareTo(rule.amountOr0()) > 0 && days.compareTo(BigDecimal.valueOf(rule.daysOr0())) > 0,
                "amount",
                money(amount),
                "days",
                days);
    }

    private Optional<Map<String, String>> slower(WarningRule rule) {
        BigDecimal now = get(Fact.DELAY_NOW);
        BigDecimal before = get(Fact.DELAY_BEFORE);
        return when(
                now != null
                        && before != null
                        && now.subtract(before).compareTo(BigDecimal.valueOf(rule.daysOr0())) >= 0,
                "now",
                now,
                "before",
                before);
    }

    private Optional<Map<String, String>> orderSurge(WarningRule rule) {
        BigDecimal usual = get(Fact.ORDERED_USUAL);
        BigDecimal month = or0(Fact.ORDERED_MONTH);
        return when(
                usual != null
                        && usual.signum() > 0
                        && month.compareTo(rule.amountOr0()) > 0
                        && month.multiply(HUNDRED).compareTo(usual.multiply(rule.percentOr0())) >= 0,
                "month",
                money(month),
                "usual",
                money(usual));
    }

    private Optional<Map<String, String>> within(WarningRule rule, Fact fact) {
        BigDecimal left = get(fact);
        return when(left != null && left.compareTo(BigDecimal.valueOf(rule.daysOr0())) <= 0, "days", left);
    }

    private Optional<Map<String, String>> stoppedBuying(WarningRule rule) {
        BigDecimal days = get(Fact.LAST_ORDER_DAYS);
        return when(
                days != null
                        && days.compareTo(BigDecimal.valueOf(rule.daysOr0())) >= 0
                        && or0(Fact.ORDER_SPANS).compareTo(BigDecimal.valueOf(rule.timesOr0())) >= 0,
                "days",
                days);
    }

    private Optional<Map<String, String>> kinTrouble(WarningRule rule) {
        Signs kin = worstKin;
        return kin == null
                ? Optional.empty()
                : when(
                        kin.trouble().compareTo(BigDecimal.valueOf(rule.daysOr0())) > 0,
                        "customer",
                        kin.name,
                        "amount",
                        money(kin.or0(Fact.OVERDUE)),
                        "days",
                        kin.or0(Fact.OVERDUE_DAYS),
                        "stopped",
                        kin.or0(Fact.STOPPED));
    }

    private static @Nullable BigDecimal money(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : amount.setScale(Math.max(CENTS, amount.stripTrailingZeros().scale()));
    }

    private static Optional<Map<String, String>> when(boolean found, @Nullable Object... figures) {
        if (!found) {
            return Optional.empty();
        }
        Map<String, String> plain = new LinkedHashMap<>();
        for (int i = 0; i < figures.length; i += 2) {
            Object value = figures[i + 1];
            plain.put(
                    String.valueOf(figures[i]),
                    value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value));
        }
        return Optional.of(plain);
    }
}
