package io.onaccount.receivables;

import io.onaccount.credit.DiscountOffer;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is taken off for early payment, as agreed (DSC-01): 2/10, 1/20, n/30.
 *
 * @param steps the higher rate first
 * @param netDays n of the notation, for its cost per year; the due date itself comes from the payment term. Null when not said
 * @param withTax whether rates are of the amount with tax
 * @param graceDays so many days after a deadline the discount is still accepted
 * @param fullOnly whether only a payment of all that is open earns it
 */
public record DiscountTerm(
        UUID id,
        String code,
        String name,
        String nameEn,
        List<Step> steps,
        @Nullable Integer netDays,
        Start countedFrom,
        boolean withTax,
        int graceDays,
        boolean fullOnly,
        boolean active,
        int version) {
    private static final int MOST_STEPS = 12;
    private static final Pattern STEP = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?)\\s*%?\\s*/\\s*(\\d{1,3})");
    private static final Pattern NET = Pattern.compile("n\\s*/\\s*(\\d{1,4})");

    /** The day the days are counted from. */
    public enum Start {
        DELIVERY,
        ORDER,
        INVOICE,
        MONTH_END
    }

    /**
     * So much off within so many days.
     *
     * @param rate per cent
     */
    public record Step(int days, BigDecimal rate) {}

    /** The steps of a notation, and the days without a discount. */
    record Notation(List<Step> steps, @Nullable Integer netDays) {

        /** Reads {@code 2/10, 1/20, n/30}; separators may be commas of either width, semicolons or blanks. Adds what is wrong with it. */
        static Notation read(Problem.Collector problems, String field, String text) {
            List<Step> steps = new ArrayList<>();
            Integer net = null;
            for (String part : text.strip().toLowerCase(Locale.ROOT).split("[,;，；、]|\\s+(?=[\\dn])(?<!/\\s)")) {
                String word = part.strip();
                Matcher step = STEP.matcher(word);
                Matcher last = NET.matcher(word);
                if (step.matches()) {
                    steps.add(new Step(
                            Integer.parseInt(step.group(2)), new BigDecimal(step.group(1)).stripTrailingZeros()));
                } else if (last.matches() && net == null) {
                    net = Integer.valueOf(last.group(1));
                } else if (!word.isEmpty()) {
                    problems.add(field, "discount-notation", word);
                }
            }
            steps.sort(Comparator.comparingInt(Step::days));
            problems.check(!steps.isEmpty() && steps.size() <= MOST_STEPS, field, "discount-steps", MOST_STEPS);
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                problems.check(
                        step.rate().signum() > 0 && step.rate().compareTo(BigDecimal.valueOf(50)) <= 0,
                        field,
                        "discount-rate");
                problems.check(
                        i == 0
                                || (steps.get(i - 1).days() < step.days()
                                        && steps.get(i - 1).rate().compareTo(step.rate()) > 0),
                        field,
                        "discount-falling");
            }
            problems.check(
                    net == null || steps.isEmpty() || net >= steps.getLast().days(), field, "discount-net");
            return new Notation(List.copyOf(steps), net);
        }
    }

    /** As it is written in a contract: 2/10, 1/20, n/30. */
    public String notation() {
        String words = steps.stream()
                .map(step -> step.rate().toPlainString() + "/" + step.days())
                .collect(Collectors.joining(", "));
        return netDays == null ? words : words + ", n/" + netDays;
    }

    /** As far as it can be better or worse than another one. */
    public DiscountOffer offer() {
        return new DiscountOffer(
                steps.stream()
                        .map(step -> new DiscountOffer.Step(step.days() + graceDays, step.rate()))
                        .toList(),
                withTax,
                fullOnly,
                switch (countedFrom) {
                    case ORDER -> 0;
                    case DELIVERY -> 1;
                    case INVOICE -> 2;
                    case MONTH_END -> 3;
                });
    }

    /**
     * The steps an item is born with.
     *
     * @param delivered when the item arose
     * @param ordered the order's day, if there is an order
     * @param invoiced the invoice's day, once there is one
     */
    List<CashDiscount.Step> steps(LocalDate delivered, @Nullable LocalDate ordered, @Nullable LocalDate invoiced) {
        LocalDate from = switch (countedFrom) {
            case DELIVERY -> delivered;
            case ORDER -> ordered == null ? delivered : ordered;
            case INVOICE -> invoiced == null ? delivered : invoiced;
            case MONTH_END -> delivered.with(TemporalAdjusters.lastDayOfMonth());
        };
        return steps.stream()
                .map(step -> {
                    LocalDate until = from.plusDays(step.days());
                    return new CashDiscount.Step(
                            from, step.days(), step.rate(), until, until.plusDays(graceDays), fullOnly);
                })
                .toList();
    }

    /** A step by an example. */
    public record Example(int days, BigDecimal rate, LocalDate until, BigDecimal payable, BigDecimal saved) {}

    /** What each step makes of an amount without tax that is delivered, ordered and invoiced on a day. */
    public List<Example> example(LocalDate on, BigDecimal amount, String currency) {
        Money whole = new Money(amount, currency);
        return steps(on, on, on).stream()
                .map(step -> {
                    CashDiscount offer = new CashDiscount(step, whole, whole, Money.zero(currency));
                    return new Example(
                            step.days(),
                            step.rate(),
                            step.until(),
                            offer.payable(whole).amount(),
                            offer.discount(whole).amount());
                })
                .toList();
    }

    /**
     * What forgoing a step costs per year, simple (2/10 n/30: 2 ÷ 98 × 365 ÷ 20 = 37.2 %).
     *
     * @return per cent with one decimal; null when the days without discount are not said or none are gained
     */
    public static @Nullable BigDecimal yearly(BigDecimal rate, int days, @Nullable Integer netDays) {
        if (netDays == null || netDays <= days) {
            return null;
        }
        return rate.multiply(BigDecimal.valueOf(36500))
                .divide(
                        BigDecimal.valueOf(100).subtract(rate).multiply(BigDecimal.valueOf(netDays - days)),
                        MathContext.DECIMAL64)
                .setScale(1, RoundingMode.HALF_UP);
    }
}
