package io.onaccount.party;

import io.onaccount.platform.Money;
import io.onaccount.platform.Texts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When something sold is to be paid (账期). What no instalment asks for earlier is due by the term's own rule, all of it where there are none.
 *
 * @param from what the rule counts from
 * @param months calendar months the rule counts
 * @param days days the rule counts
 * @param dayOfMonth the fixed day of {@link Rule#DAY_OF_MONTH_AFTER}, otherwise 0
 * @param cutOffDay what arises after this day of a month counts as of the next month (账单日); 0 for none
 * @param shift where a due date goes that is no working day
 * @param instalments what is asked for besides the rest, in the order written (分期)
 * @param standard whether it holds for customers who have none of their own
 */
public record PaymentTerm(
        UUID id,
        String code,
        String name,
        String nameEn,
        Start from,
        Rule rule,
        int months,
        int days,
        int dayOfMonth,
        int cutOffDay,
        Shift shift,
        List<Part> instalments,
        boolean standard,
        boolean active) {

    public PaymentTerm {
        instalments = List.copyOf(instalments);
    }

    /** How the due date is counted. Customs with two readings (月结30天) are two rules, so that the term itself says which is meant. */
    public enum Rule {
        /** So many days later; 0 days is at once. */
        NET_DAYS,
        /** The same day so many months later, or that month's last day where it is shorter (31 January + 1 is 28 or 29 February), plus days. */
        CALENDAR_MONTHS,
        /** The last day of the month that is so many months on, plus days: 月结30天 is 0 months + 30 days, 月结 the last day one month on. */
        MONTH_END_PLUS,
        /** So many months and days later, then on to that month's last day. */
        DAYS_TO_MONTH_END,
        /** So many days later, then a fixed day of the month that is so many months on, or its last day where it is shorter: 次月25日. */
        DAY_OF_MONTH_AFTER
    }

    /** What a due date counts from. */
    public enum Start {
        ORDER,
        /** As {@link #ORDER}, and goods leave only when it is paid (款到发货): {@link PaymentTerm#beforeDelivery(Money, Money)}. */
        BEFORE_DELIVERY,
        DELIVERY,
        /** The day the customer signed for the goods (签收); until that is known, the day they left. */
        PROOF,
        /** The day of the invoice; until there is one, the day the goods left. */
        INVOICE
    }

    /** Where a due date goes that is no working day. */
    public enum Shift {
        NONE,
        NEXT,
        PREVIOUS,
        /** The next working day, unless that is in another month: then the one before. */
        MODIFIED_FOLLOWING
    }

    /**
     * One instalment.
     *
     * @param share as a fraction of the whole, or null
     * @param amount fixed, or null; both are null for the rest
     */
    public record Part(
            @Nullable BigDecimal share,
            @Nullable BigDecimal amount,
            Start from,
            Rule rule,
            int months,
            int days,
            int dayOfMonth,
            int cutOffDay) {

        /** The date on which what arose on {@code start} is due, working day or not. */
        public LocalDate due(LocalDate start) {
            int later = cutOffDay > 0 && start.getDayOfMonth() > cutOffDay ? months + 1 : months;
            return switch (rule) {
                case NET_DAYS -> start.plusDays(days);
                case CALENDAR_MONTHS -> start.plusMonths(months).plusDays(days);
                case MONTH_END_PLUS -> endOfMonth(firstOfMonth(start, later)).plusDays(days);
                case DAYS_TO_MONTH_END -> endOfMonth(start.plusMonths(months).plusDays(days));
                case DAY_OF_MONTH_AFTER -> {
                    LocalDate month = firstOfMonth(start.plusDays(days), later);
                    yield month.withDayOfMonth(Math.min(dayOfMonth, month.lengthOfMonth()));
                }
            };
        }

        /** The rule in words; the rest is asked for in proportion where goods leave in parts, an instalment isn't. */
        String words(Texts texts, Locale locale, boolean ofRest) {
            String rest = months == 0 && rule == Rule.MONTH_END_PLUS ? "THIS" : months == 1 ? "NEXT" : "LATER";
            String key = switch (rule) {
                case NET_DAYS -> days == 0 ? "NET_DAYS.NOW" : "NET_DAYS";
                case MONTH_END_PLUS -> (days == 0 ? "MONTH_END." : "MONTH_END_PLUS.") + rest;
                case DAY_OF_MONTH_AFTER ->
                    (days == 0 ? "DAY_OF_MONTH_AFTER." : "DAYS_TO_DAY_OF_MONTH.") + (months == 0 ? "THIS" : rest);
                case CALENDAR_MONTHS -> days == 0 ? "CALENDAR_MONTHS" : "CALENDAR_MONTHS_PLUS";
                case DAYS_TO_MONTH_END -> months == 0 ? "DAYS_TO_MONTH_END" : "MONTHS_TO_MONTH_END";
            };
            String start = texts.text(locale, "payment-term.start." + from);
            String words = texts.text(locale, "payment-term." + key, months, days, dayOfMonth, start);
            String counted = from != Start.BEFORE_DELIVERY
                    ? words
                    : texts.text(locale, "payment-term." + (ofRest ? "before-delivery" : "before-any-delivery"), words);
            return cutOffDay == 0 ? counted : texts.text(locale, "payment-term.cut-off", counted, cutOffDay);
        }

        private static LocalDate firstOfMonth(LocalDate date, int monthsLater) {
            return date.withDayOfMonth(1).plusMonths(monthsLater);
        }

        private static LocalDate endOfMonth(LocalDate date) {
            return date.with(TemporalAdjusters.lastDayOfMonth());
        }
    }

    /**
     * The days due dates count from.
     *
     * @param delivery null until something was delivered
     * @param proof null until the customer has signed
     * @param invoice null until there is one
     */
    public record Dates(
            LocalDate order,
            @Nullable LocalDate delivery,
            @Nullable LocalDate proof,
            @Nullable LocalDate invoice) {

        public static Dates of(LocalDate order, LocalDate delivery) {
            return new Dates(order, delivery, null, null);
        }

        LocalDate on(Start start) {
            LocalDate known = known(start);
            return known != null ? known : delivery != null ? delivery : order;
        }

        boolean await(Start start) {
            return known(start) == null;
        }

        private @Nullable LocalDate known(Start start) {
            return switch (start) {
                case ORDER, BEFORE_DELIVERY -> order;
                case DELIVERY -> delivery;
                case PROOF -> proof;
                case INVOICE -> invoice;
            };
        }
    }

    /**
     * What is to be paid on a day.
     *
     * @param number from 1
     * @param of how many there are
     * @param from what its due date counts from
     * @param awaited what will still move the due date, or null
     */
    public record Instalment(
            int number,
            int of,
            Money amount,
            LocalDate due,
            Start from,
            @Nullable Awaited awaited) {

        /** All at once on a day. */
        public static Instalment whole(Money amount, LocalDate due) {
            return new Instalment(1, 1, amount, due, Start.DELIVERY, null);
        }
    }

    /** A due date that counts from something not yet known. */
    public record Awaited(Part part, Shift shift) {
        public LocalDate due(LocalDate start, WorkingDays calendar) {
            return calendar.shifted(part.due(start), shift);
        }
    }

    /** What is due by the term's own rule: all that no instalment asks for. */
    public Part rest() {
        return new Part(null, null, from, rule, months, days, dayOfMonth, cutOffDay);
    }

    /** The instalments and the rest. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(instalments);
        parts.add(rest());
        return parts;
    }

    /** Its name in a language. */
    public String called(Locale locale) {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? nameEn : name;
    }

    /** The date on which all of what arose on {@code start} is due, whatever each instalment counts from and working day or not. */
    public LocalDate due(LocalDate start) {
        return parts().stream().map(part -> part.due(start)).reduce(start, (a, b) -> b.isAfter(a) ? b : a);
    }

    /** Whether something is to be paid before goods leave. */
    public boolean isPrepaid() {
        return parts().stream().anyMatch(part -> part.from() == Start.BEFORE_DELIVERY);
    }

    /** How much of a whole is to be paid before all of its goods leave. */
    public Money beforeDelivery(Money whole) {
        return beforeDelivery(whole, whole);
    }

    /**
     * How much of a whole is to be paid before so much of its goods has left: an instalment (定金) in full before the first of them, the rest, where
     * it is to be paid before too, in proportion to what leaves. {@link #words} says so.
     *
     * @param left what has left and is about to leave, of the whole
     */
    public Money beforeDelivery(Money whole, Money left) {
        Money sum = Money.zero(whole.currency());
        List<Money> amounts = split(whole);
        for (int i = 0; i < instalments.size(); i++) {
            if (instalments.get(i).from() == Start.BEFORE_DELIVERY) {
                sum = sum.plus(amounts.get(i));
            }
        }
        return from == Start.BEFORE_DELIVERY && !whole.isZero()
                ? sum.plus(amounts.getLast().share(left.amount(), whole.amount()))
                : sum;
    }

    /**
     * How a whole falls due. Each instalment is rounded by itself, half up, and never more than what is left; the rest goes to the last. Nothing is
     * due at once, as one instalment of nothing; instalments of nothing are left out otherwise.
     */
    public List<Instalment> instalments(Money whole, Dates dates, WorkingDays calendar) {
        if (whole.isZero()) {
            return List.of(Instalment.whole(whole, dates.on(Start.DELIVERY)));
        }
        List<Money> amounts = split(whole);
        List<Part> parts = parts();
        int of = (int) amounts.stream().filter(amount -> !amount.isZero()).count();
        List<Instalment> due = new ArrayList<>(of);
        for (int i = 0; i < parts.size(); i++) {
            if (!amounts.get(i).isZero()) {
                Part part = parts.get(i);
                due.add(new Instalment(
                        due.size() + 1,
                        of,
                        amounts.get(i),
                        calendar.shifted(part.due(dates.on(part.from())), shift),
                        part.from(),
                        dates.await(part.from()) ? new Awaited(part, shift) : null));
            }
        }
        return due;
    }

    private List<Money> split(Money whole) {
        BigDecimal sign = BigDecimal.valueOf(whole.amount().signum());
        Money left = whole;
        List<Money> amounts = new ArrayList<>(instalments.size() + 1);
        for (Part part : instalments) {
            BigDecimal asked = part.share() != null
                    ? whole.amount().multiply(part.share())
                    : part.amount() == null ? BigDecimal.ZERO : part.amount().multiply(sign);
            Money amount = Money.round(asked, whole.currency());
            if (amount.amount().abs().compareTo(left.amount().abs()) > 0) {
                amount = left;
            }
            amounts.add(amount);
            left = left.minus(amount);
        }
        amounts.add(left);
        return amounts;
    }

    /** The whole term in words, so that nobody has to know how its short name is meant. */
    public String words(Texts texts, Locale locale) {
        StringBuilder words = new StringBuilder();
        for (Part part : instalments) {
            String what = part.share() != null
                    ? texts.text(locale, "payment-term.share", percent(part.share()), part.words(texts, locale, false))
                    : texts.text(locale, "payment-term.amount", part.amount(), part.words(texts, locale, false));
            words.append(what).append(texts.text(locale, "payment-term.and"));
        }
        String rest = rest().words(texts, locale, true);
        if (instalments.isEmpty()) {
            words.append(rest);
        } else {
            String share = restShare();
            words.append(
                    share.isEmpty()
                            ? texts.text(locale, "payment-term.rest", rest)
                            : texts.text(locale, "payment-term.rest-share", share, rest));
        }
        return shift == Shift.NONE
                ? words.toString()
                : texts.text(locale, "payment-term.shift." + shift, words.toString());
    }

    /** What is left of the whole in per cent; empty when an amount is fixed. */
    private String restShare() {
        BigDecimal left = BigDecimal.ONE;
        for (Part part : instalments) {
            if (part.share() == null) {
                return "";
            }
            left = left.subtract(part.share());
        }
        return percent(left);
    }

    private static String percent(BigDecimal share) {
        return share.movePointRight(2).stripTrailingZeros().toPlainString();
    }

    /**
     * The other custom by the same name: 月结30天 is month-end plus 30 days to some and the last day of the month after to others. Null where the term
     * has one reading only.
     */
    public @Nullable PaymentTerm otherReading() {
        boolean plusDays = rule == Rule.MONTH_END_PLUS && months == 0 && days > 0 && days % 30 == 0;
        boolean lastDays = rule == Rule.MONTH_END_PLUS && months > 0 && days == 0;
        if (!plusDays && !lastDays) {
            return null;
        }
        return new PaymentTerm(
                id,
                code,
                name,
                nameEn,
                from,
                rule,
                plusDays ? days / 30 : 0,
                plusDays ? 0 : months * 30,
                0,
                cutOffDay,
                shift,
                instalments,
                standard,
                active);
    }
}
