package io.onaccount.document.listing;

import io.onaccount.document.Field;
import io.onaccount.document.RecordRef;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of list fields: read from what a user typed, and from result rows. */
final class FieldValues {
    static final char PART = '\u001f';
    private static final int LONGEST = 500;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d{1,20}(\\.\\d{0,20})?|\\.\\d{1,20})");
    private static final Pattern RELATIVE_DAY = Pattern.compile("today(?:([+-])(\\d{1,4}))?");

    private FieldValues() {}

    /**
     * The typed value of a filter, or 400 that names field and value. Saved views stay true over time with {@code today}, {@code today-30}
     * and the user {@code me}.
     *
     * @return String, BigDecimal, LocalDate, Instant, Boolean or UUID by the field's type; for INSTANT also LocalDate, a whole business day
     */
    static Object parse(Actor actor, Field field, String text) {
        if (text.length() > LONGEST) {
            throw bad(field, "list-text-long", LONGEST);
        }
        if (!Input.isOneLine(text)) {
            throw bad(field, "bad-character");
        }
        return switch (field.type()) {
            case TEXT -> text;
            case NUMBER, MONEY, QUANTITY -> decimal(text).orElseThrow(() -> bad(field, "list-number", text));
            case DATE -> day(actor, text).orElseThrow(() -> bad(field, "list-date", text));
            case INSTANT -> {
                Optional<LocalDate> day = day(actor, text);
                yield day.isPresent() ? day.get() : instant(text).orElseThrow(() -> bad(field, "list-instant", text));
            }
            case STATUS, CHOICE -> {
                if (!field.choices().isEmpty() && !field.choices().contains(text)) {
                    throw bad(field, "list-choice", text, String.join(", ", field.choices()));
                }
                yield text;
            }
            case BOOLEAN ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw bad(field, "list-boolean", text);
                };
            case USER -> text.equals("me") ? actor.user() : id(text).orElseThrow(() -> bad(field, "list-id", text));
            case PARTY, PRODUCT, DEPARTMENT, REF -> id(text).orElseThrow(() -> bad(field, "list-id", text));
        };
    }

    static Problem bad(Field field, String code, Object... arguments) {
        return Problem.invalid("filter." + field.name(), code, arguments);
    }

    static Optional<BigDecimal> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<LocalDate> day(Actor actor, String text) {
        Matcher relative = RELATIVE_DAY.matcher(text);
        if (relative.matches()) {
            int days = relative.group(2) == null ? 0 : Integer.parseInt(relative.group(2));
            return Optional.of(actor.today().plusDays("-".equals(relative.group(1)) ? -days : days));
        }
        try {
            return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> instant(String text) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            int year = at.atOffset(java.time.ZoneOffset.UTC).getYear();
            return year >= 1 && year <= 9999 ? Optional.of(at) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A column's value as the page is told it; references by their joined name (see {@link ListSql}). */
    static @Nullable Object read(Row row, Field field, String column, String currency) {
        return switch (field.type()) {
            case TEXT, STATUS, CHOICE -> row.textOrNull(column);
            case NUMBER -> number(row.decimalOrNull(column));
            case MONEY -> money(row.decimalOrNull(column), currency);
            case QUANTITY -> plain(row.decimalOrNull(column), 0);
            case DATE -> row.dateOrNull(column);
            case INSTANT -> row.instantOrNull(column);
            case BOOLEAN -> {
                String text = row.textOrNull(column);
                yield text == null ? null : text.startsWith("t");
            }
            case PARTY, USER, PRODUCT, DEPARTMENT, REF ->
                reference(row.uuidOrNull(column), row.textOrNull(column + "_name"));
        };
    }

    private static @Nullable RecordRef reference(@Nullable UUID id, @Nullable String name) {
        if (id == null) {
            return null;
        }
        if (name == null) {
            return new RecordRef(id, null, null, null);
        }
        int first = name.indexOf(PART);
        int second = name.indexOf(PART, first + 1);
        return first < 0
                ? new RecordRef(id, null, null, name)
                : new RecordRef(
                        id, name.substring(0, first), name.substring(first + 1, second), name.substring(second + 1));
    }

    /** At least the currency's decimals; more where the value has more, as a price may. */
    static @Nullable BigDecimal money(@Nullable BigDecimal value, String currency) {
        return plain(value, Money.digits(currency));
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal value, int leastDecimals) {
        if (value == null) {
            return null;
        }
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < leastDecimals ? stripped.setScale(leastDecimals, RoundingMode.UNNECESSARY) : stripped;
    }

    /** Counts are whole JSON numbers; other numbers exact decimals. */
    private static @Nullable Object number(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 15) {
            return value.longValueExact();
        }
        return plain(value, 0);
    }
}
