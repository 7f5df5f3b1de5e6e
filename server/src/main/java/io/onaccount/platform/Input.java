package io.onaccount.platform;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of entered values that every form needs. Each adds to the collector what is wrong and answers the value as it will be stored. */
public final class Input {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t\\r]]|\\p{Cs}");

    private Input() {}

    /** Whether the text has neither control characters but tabs nor halves of surrogate pairs, which the database could not take. */
    public static boolean isOneLine(String text) {
        return text.codePoints()
                .noneMatch(
                        c -> (c < ' ' && c != '\t') || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Trimmed text, or null for none; longer than allowed or with characters that can't be stored is an error. */
    public static @Nullable String text(Problem.Collector problems, String field, @Nullable String value, int longest) {
        String trimmed = value == null ? "" : value.strip();
        if (trimmed.isEmpty()) {
            return null;
        }
        problems.check(trimmed.length() <= longest, field, "text-too-long", longest);
        problems.check(!CONTROL.matcher(trimmed).find(), field, "bad-character");
        return trimmed;
    }

    /** As {@link #text}, but there must be some; the empty text is answered when there is none. */
    public static String required(Problem.Collector problems, String field, @Nullable String value, int longest) {
        String text = text(problems, field, value, longest);
        problems.check(text != null, field, "required");
        return text == null ? "" : text;
    }

    /** A price or quantity that fits numeric(19,6) and is not negative, or null for none. */
    public static @Nullable BigDecimal notNegative(
            Problem.Collector problems, String field, @Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        return problems.check(value.signum() >= 0, field, "negative") ? fitting(problems, field, value) : value;
    }

    /** An amount, of either sign, at its currency's decimals and below 10¹³. */
    public static BigDecimal amount(Problem.Collector problems, String field, BigDecimal value, String currency) {
        int digits = Money.digits(currency);
        if (value.precision() - value.scale() > 13) {
            problems.add(field, "too-large");
            return value;
        }
        boolean fits = problems.check(
                value.signum() == 0 || value.stripTrailingZeros().scale() <= digits,
                field,
                "too-many-decimals",
                digits);
        return fits ? value.setScale(digits) : value;
    }

    /** A number that fits numeric(19,6): at most six decimals and below 10¹². */
    public static BigDecimal fitting(Problem.Collector problems, String field, BigDecimal value) {
        if (value.precision() - value.scale() > 12) {
            problems.add(field, "number-too-large");
            return value;
        }
        problems.check(value.signum() == 0 || value.stripTrailingZeros().scale() <= 6, field, "too-many-decimals", 6);
        return value;
    }
}
