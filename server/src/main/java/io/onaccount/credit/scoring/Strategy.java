package io.onaccount.credit.scoring;

import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each grade gets (赊销策略, CRD-32): a rule for the limit, a term, how much overdue is tolerated. */
public record Strategy(List<Rule> rules) {
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.DOWN);
    private static final BigDecimal PERCENT = new BigDecimal("0.01");

    /**
     * The terms of one grade.
     *
     * @param turnoverShare the limit in per cent of the turnover of twelve months
     * @param netWorthShare the limit is no more than so many per cent of the customer's net worth, where that is known; null: not looked at
     * @param least the limit is at least this, before net worth is looked at
     * @param most the limit is at most this; null: no cap
     * @param termDays the longest payment term
     * @param overdueDays how many days something may be overdue before new credit stops; null: as the company's policy says
     * @param tone how it is asked for money; null: plainly
     */
    public record Rule(
            Grade grade,
            BigDecimal turnoverShare,
            @Nullable BigDecimal netWorthShare,
            BigDecimal least,
            @Nullable BigDecimal most,
            int termDays,
            @Nullable Integer overdueDays,
            @Nullable Tone tone) {}

    public Strategy {
        rules = List.copyOf(rules);
    }

    Tone tone(Grade grade) {
        Tone tone = rule(grade).tone();
        return tone == null ? Tone.PLAIN : tone;
    }

    Rule rule(Grade grade) {
        return rules.stream().filter(r -> r.grade() == grade).findFirst().orElseThrow();
    }

    /**
     * The limit for a customer of this grade, rounded down to two leading digits, so that it doesn't move with every delivery.
     *
     * @param turnover of twelve months; null: none
     * @param netWorth null: not known
     */
    BigDecimal limit(Grade grade, @Nullable BigDecimal turnover, @Nullable BigDecimal netWorth, String currency) {
        Rule rule = rule(grade);
        BigDecimal limit = (turnover == null ? BigDecimal.ZERO : turnover)
                .multiply(rule.turnoverShare())
                .multiply(PERCENT)
                .max(rule.least());
        if (rule.most() != null) {
            limit = limit.min(rule.most());
        }
        if (rule.netWorthShare() != null && netWorth != null) {
            limit = limit.min(
                    netWorth.max(BigDecimal.ZERO).multiply(rule.netWorthShare()).multiply(PERCENT));
        }
        return Money.round(limit.round(TWO_DIGITS), currency).amount();
    }

    /** Everything that is wrong with it. */
    void check(Problem.Collector problems, String currency) {
        problems.check(
                rules.stream().map(Rule::grade).toList().equals(List.of(Grade.values())), "rules", "credit-grades");
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String at = "rules[" + i + "]";
            share(problems, at + ".turnoverShare", rule.turnoverShare());
            share(problems, at + ".netWorthShare", rule.netWorthShare());
            amount(problems, at + ".least", rule.least(), currency);
            amount(problems, at + ".most", rule.most(), currency);
            problems.check(
                    rule.most() == null || rule.most().compareTo(rule.least()) >= 0,
                    at + ".most",
                    "credit-below-least");
            days(problems, at + ".termDays", rule.termDays());
            days(problems, at + ".overdueDays", rule.overdueDays());
        }
    }

    private static void share(Problem.Collector problems, String field, @Nullable BigDecimal share) {
        if (share != null) {
            problems.check(
                    share.signum() >= 0 && share.compareTo(BigDecimal.valueOf(1000)) <= 0,
                    field,
                    "out-of-range",
                    0,
                    1000);
            problems.check(
                    share.signum() == 0 || share.stripTrailingZeros().scale() <= 2, field, "too-many-decimals", 2);
        }
    }

    private static void amount(Problem.Collector problems, String field, @Nullable BigDecimal amount, String currency) {
        if (amount != null && problems.check(amount.signum() >= 0, field, "negative")) {
            Input.amount(problems, field, amount, currency);
        }
    }

    private static void days(Problem.Collector problems, String field, @Nullable Integer days) {
        problems.check(days == null || (days >= 0 && days <= 3650), field, "out-of-range", 0, 3650);
    }

    /** What a company has before it makes its own. */
    public static Strategy standard() {
        return new Strategy(List.of(
                of(Grade.A, 30, 30, "50000", null, 60, 30, Tone.FRIENDLY),
                of(Grade.B, 22, 20, "30000", null, 45, 20, Tone.FRIENDLY),
                of(Grade.C, 14, 12, "10000", "500000", 30, 10, Tone.PLAIN),
                of(Grade.D, 7, 6, "0", "100000", 15, 3, Tone.FIRM),
                of(Grade.E, 0, null, "0", "0", 0, 0, Tone.FIRM)));
    }

    private static Rule of(
            Grade grade,
            int turnoverShare,
            @Nullable Integer netWorthShare,
            String least,
            @Nullable String most,
            int termDays,
            int overdueDays,
            Tone tone) {
        return new Rule(
                grade,
                BigDecimal.valueOf(turnoverShare),
                netWorthShare == null ? null : BigDecimal.valueOf(netWorthShare),
                new BigDecimal(least),
                most == null ? null : new BigDecimal(most),
                termDays,
                overdueDays,
                tone);
    }
}
