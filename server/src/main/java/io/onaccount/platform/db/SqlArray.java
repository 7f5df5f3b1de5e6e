package io.onaccount.platform.db;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An array value with its element type, for {@code unnest(?::uuid[])} and {@code = any(?)}; one statement text for any number of rows. */
public record SqlArray(String type, List<@Nullable Object> elements) {

    public static SqlArray of(String type, Collection<?> elements) {
        return new SqlArray(type, new ArrayList<>(elements));
    }

    /** One column of a set of rows. */
    public static <T> SqlArray of(String type, Collection<T> rows, Function<T, @Nullable Object> column) {
        List<@Nullable Object> elements = new ArrayList<>(rows.size());
        for (T row : rows) {
            elements.add(column.apply(row));
        }
        return new SqlArray(type, elements);
    }

    /** PostgreSQL's notation of the array: {@code {"a","b",NULL}}. */
    String literal() {
        StringBuilder text = new StringBuilder(2 + elements.size() * 24).append('{');
        for (Object element : elements) {
            if (text.length() > 1) {
                text.append(',');
            }
            switch (element) {
                case null -> text.append("NULL");
                case UUID id -> text.append(id);
                case Money money -> text.append(money.amount().toPlainString());
                case BigDecimal number -> text.append(number.toPlainString());
                case Number number -> text.append(number);
                case Boolean bool -> text.append(bool.booleanValue());
                case LocalDate date -> text.append(date);
                case Enum<?> choice -> quote(text, choice.name());
                case Json json -> quote(text, json.text());
                default -> quote(text, element.toString());
            }
        }
        return text.append('}').toString();
    }

    /** Between what must be escaped, whole pieces are taken over: a column of JSON is long, and full of quotes. */
    private static void quote(StringBuilder text, String element) {
        text.append('"');
        int taken = 0;
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"' || c == '\\') {
                text.append(element, taken, i).append('\\');
                taken = i;
            }
        }
        text.append(element, taken, element.length()).append('"');
    }
}
