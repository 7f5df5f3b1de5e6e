package io.onaccount.party;

import io.onaccount.platform.Texts;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.UUID;

/**
 * When something sold is to be paid (账期).
 *
 * @param months calendar months the rule counts
 * @param days days the rule counts
 * @param dayOfMonth the fixed day of {@link Rule#DAY_OF_MONTH_AFTER}, otherwise 0
 */
public record PaymentTerm(
        UUID id,
        String code,
        String name,
        String nameEn,
        Rule rule,
        int months,
        int days,
        int dayOfMonth,
        boolean active) {

    /** How the due date is counted. Customs with two readings (月结30天) are two rules, so that the term itself says which is meant. */
    public enum Rule {
        /** So many days later; 0 days is at once. */
        NET_DAYS,
        /** The same day so many months later, or that month's last day where it is shorter: 31 January + 1 is 28 or 29 February. */
        CALENDAR_MONTHS,
        /** The last day of the month that is so many months on, plus days: 月结30天 is 0 months + 30 days, 月结 the last day one month on. */
        MONTH_END_PLUS,
        /** So many days later, then on to that month's last day. */
        DAYS_TO_MONTH_END,
        /** A fixed day of the month that is so many months on, or its last day where it is shorter: 次月25日. */
        DAY_OF_MONTH_AFTER
    }

    /** The date on which what arose on {@code from} is due. */
    public LocalDate due(LocalDate from) {
        return switch (rule) {
            case NET_DAYS -> from.plusDays(days);
            case CALENDAR_MONTHS -> from.plusMonths(months);
            case MONTH_END_PLUS -> endOfMonth(from.plusMonths(months)).plusDays(days);
            case DAYS_TO_MONTH_END -> endOfMonth(from.plusDays(days));
            case DAY_OF_MONTH_AFTER -> {
                LocalDate month = from.withDayOfMonth(1).plusMonths(months);
                yield month.withDayOfMonth(Math.min(dayOfMonth, month.lengthOfMonth()));
            }
        };
    }

    /** The rule in words with an example, so that nobody has to know how a term's short name is meant. */
    public String words(Texts texts, Locale locale, LocalDate exampleFrom) {
        String rest = months == 0 && rule == Rule.MONTH_END_PLUS ? "THIS" : months == 1 ? "NEXT" : "LATER";
        String key = switch (rule) {
            case NET_DAYS -> days == 0 ? "NET_DAYS.NOW" : "NET_DAYS";
            case MONTH_END_PLUS -> (days == 0 ? "MONTH_END." : "MONTH_END_PLUS.") + rest;
            case DAY_OF_MONTH_AFTER -> "DAY_OF_MONTH_AFTER." + (months == 0 ? "THIS" : rest);
            case CALENDAR_MONTHS, DAYS_TO_MONTH_END -> rule.name();
        };
        String words = texts.text(locale, "payment-term." + key, months, days, dayOfMonth);
        return texts.text(locale, "payment-term.example", words, exampleFrom, due(exampleFrom));
    }

    private static LocalDate endOfMonth(LocalDate date) {
        return date.with(TemporalAdjusters.lastDayOfMonth());
    }
}
