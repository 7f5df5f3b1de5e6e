package io.onaccount.platform.db;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An array value with its element type, for {@code unnest(?::uuid[])} and {@code = any(?)}; one statement text for any number of rows. */
public record SqlArray(String type, @Nullable Object[] elements) {

    public static SqlArray of(String type, Collection<?> elements) {
        return new SqlArray(type, elements.toArray());
    }

    /** One column of a set of rows. */
    public static <T> SqlArray of(String type, Collection<T> rows, Function<T, @Nullable Object> column) {
        @Nullable Object[] elements = new Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            elements[i++] = column.apply(row);
        }
        return new SqlArray(type, elements);
    }
}
