package io.onaccount.platform.db;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
}
