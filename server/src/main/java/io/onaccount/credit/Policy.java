package io.onaccount.credit;

import static io.onaccount.credit.Effect.APPROVE;
import static io.onaccount.credit.Effect.BLOCK;
import static io.onaccount.credit.Effect.IGNORE;
import static io.onaccount.credit.Effect.WARN;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of what is checked where and for whom (赊销管控策略).
 *
 * @param version 0 for the built-in one
 */
record Policy(int version, List<PolicyRule> rules) {
    /**
     * What a company begins with: beyond the limit, on cash only, past its validity, under a stopped parent or with items more than 30 days overdue
     * an order waits for a controller; a stopped account waits until it is opened again; a missed review is pointed out. What left the gate is stopped at the
     * door only where things have turned worse since, or where prepaid goods aren't paid for.
     */
    static final Policy BUILT_IN = new Policy(
            0,
            List.of(
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.STOPPED, BLOCK, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.CASH_ONLY, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.OVER_LIMIT, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.POOL_OVER_LIMIT, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.POOL_STOPPED, BLOCK, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.PARENT_STOPPED, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.LINE_OVER_LIMIT, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.LINE_STOPPED, BLOCK, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.OVERDUE_DAYS, APPROVE, 30),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.NOT_VALID, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.REVIEW_MISSED, WARN, 30),
                    PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.TERM_TOO_LONG, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.PREPAYMENT_MISSING, BLOCK, null),
                    PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.STOPPED, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.POOL_STOPPED, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.LINE_STOPPED, APPROVE, null),
                    PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.OVERDUE_DAYS, APPROVE, 60)));

    /** The rules that hold for one account at one point: its own, and for other checks those of the point it falls back to. */
    Profile profile(ControlPoint point, UUID party, @Nullable UUID customerClass, @Nullable String grade) {
        Map<Check, PolicyRule> chosen = rulesAt(point, party, customerClass, grade);
        ControlPoint fallback = point.fallback();
        if (fallback != null) {
            rulesAt(fallback, party, customerClass, grade)
                    .forEach((check, rule) -> chosen.putIfAbsent(check, rule.doing(point.borrowed(rule.effect()))));
        }
        return new Profile(point, chosen);
    }

    private Map<Check, PolicyRule> rulesAt(
            ControlPoint point, UUID party, @Nullable UUID customerClass, @Nullable String grade) {
        Map<Check, PolicyRule> chosen = new EnumMap<>(Check.class);
        for (PolicyRule rule : rules) {
            if (rule.point() == point && reaches(rule, party, customerClass, grade)) {
                chosen.merge(rule.check(), rule, (a, b) -> b.reach().compareTo(a.reach()) > 0 ? b : a);
            }
        }
        return chosen;
    }

    /** Whether some rule looks at related customers. */
    boolean looksAtRelatives() {
        return rules.stream().anyMatch(rule -> rule.check() == Check.RELATED_OVERDUE && rule.effect() != IGNORE);
    }

    /** Whether some rule is for a class of customers: only then anybody asks for theirs. */
    boolean asksForClass() {
        return rules.stream().anyMatch(rule -> rule.reach() == PolicyRule.Reach.CLASS);
    }

    private static boolean reaches(PolicyRule rule, UUID party, @Nullable UUID customerClass, @Nullable String grade) {
        return switch (rule.reach()) {
            case COMPANY -> true;
            case GRADE -> grade != null && grade.equals(rule.key());
            case CLASS -> customerClass != null && customerClass.toString().equals(rule.key());
            case CUSTOMER -> party.toString().equals(rule.key());
        };
    }

    /** The rules of one account at one point: one per check at most. */
    record Profile(ControlPoint point, Map<Check, PolicyRule> rules) {
        private static final int YEAR = 365;

        Effect effect(Check check) {
            PolicyRule rule = rules.get(check);
            return rule == null ? IGNORE : rule.effect();
        }

        boolean isOn(Check check) {
            return effect(check) != IGNORE;
        }

        /** The number it is set by; null when it has none. */
        @Nullable
        Integer number(Check check) {
            PolicyRule rule = rules.get(check);
            return rule == null ? null : rule.number();
        }

        /** The span of days it counts in; a year when it names none. */
        int days(Check check) {
            PolicyRule rule = rules.get(check);
            return rule == null || rule.days() == null ? YEAR : rule.days();
        }

        /** The share it tolerates, in per cent; 0 when it names none. */
        BigDecimal percent(Check check) {
            PolicyRule rule = rules.get(check);
            return rule == null || rule.percent() == null ? BigDecimal.ZERO : rule.percent();
        }

        @Nullable
        BigDecimal amount(Check check) {
            PolicyRule rule = rules.get(check);
            return rule == null ? null : rule.amount();
        }

        /** How far a limit may be exceeded: the larger of the amount and the percentage, rounded down to whole minor units. */
        BigDecimal tolerance(Check check, BigDecimal limit) {
            PolicyRule rule = rules.get(check);
            if (rule == null) {
                return BigDecimal.ZERO;
            }
            BigDecimal amount = rule.amount() == null ? BigDecimal.ZERO : rule.amount();
            BigDecimal percent = rule.percent() == null
                    ? BigDecimal.ZERO
                    : limit.multiply(rule.percent()).movePointLeft(2).setScale(limit.scale(), RoundingMode.DOWN);
            return amount.max(percent);
        }

        /** How many days overdue is tolerated for this account: its own agreement first. Null: not looked at. */
        @Nullable
        Integer overdueDays(Terms terms) {
            return isOn(Check.OVERDUE_DAYS)
                    ? (terms.overdueDays() != null ? terms.overdueDays() : number(Check.OVERDUE_DAYS))
                    : null;
        }

        /** The account gives credit without a closer look up to this day; null: for ever. */
        @Nullable
        LocalDate until(Terms terms) {
            LocalDate valid = isOn(Check.NOT_VALID) ? terms.validTo() : null;
            LocalDate review = isOn(Check.REVIEW_MISSED) && terms.reviewOn() != null
                    ? terms.reviewOn().plusDays(or(number(Check.REVIEW_MISSED), 0))
                    : null;
            return valid == null ? review : review == null || valid.isBefore(review) ? valid : review;
        }

        private static int or(@Nullable Integer number, int otherwise) {
            return number == null ? otherwise : number;
        }

        /**
         * Whether some check needs more than the account's row.
         *
         * @param belongs whether the customer belongs to another
         */
        boolean needsCloserLook(boolean belongs) {
            return isOn(Check.OVERDUE_AMOUNT)
                    || isOn(Check.RELATED_OVERDUE)
                    || (belongs && isOn(Check.PARENT_STOPPED))
                    || looksAtPast();
        }

        /** Whether what happened to past items and receipts is looked at. */
        boolean looksAtPast() {
            return isOn(Check.LATE_IN_ROW)
                    || isOn(Check.DISHONOURED)
                    || isOn(Check.DISPUTED_SHARE)
                    || isOn(Check.BROKEN_PROMISES);
        }
    }
}
