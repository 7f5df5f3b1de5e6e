package io.onaccount.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of an imported file, its cells read as their columns' types. Mandatory columns have a value.
 *
 * @param line the line in the file, the heading being 1
 */
public record ImportRow(int line, Map<String, Object> values) {

    public @Nullable String text(String column) {
        return (String) values.get(column);
    }

    public String requiredText(String column) {
        return (String) Objects.requireNonNull(values.get(column));
    }

    public @Nullable BigDecimal number(String column) {
        return (BigDecimal) values.get(column);
    }

    public @Nullable LocalDate date(String column) {
        return (LocalDate) values.get(column);
    }

    public @Nullable Boolean truth(String column) {
        return (Boolean) values.get(column);
    }
}
