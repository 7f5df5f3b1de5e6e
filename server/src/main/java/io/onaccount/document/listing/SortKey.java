package io.onaccount.document.listing;

import io.onaccount.platform.Input;
import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a list's order. Nulls count as greatest, as in PostgreSQL's own default, so that one index serves both directions.
 *
 * @param type the PostgreSQL type of the expression
 */
record SortKey(String sql, String type, boolean descending) {

    /** The key's value in a row, as a cursor carries it. */
    @Nullable
    String read(Row row, String column) {
        return switch (type) {
            case "timestamp with time zone" -> {
                Instant at = row.instantOrNull(column);
                yield at == null ? null : at.atOffset(ZoneOffset.UTC).toString();
            }
            case "numeric" -> {
                BigDecimal value = row.decimalOrNull(column);
                yield value == null ? null : value.toPlainString();
            }
            case "date" -> {
                LocalDate value = row.dateOrNull(column);
                yield value == null ? null : value.toString();
            }
            default -> row.textOrNull(column);
        };
    }

    /** The value to bind, if the text can be one. */
    Optional<Object> parse(String text) {
        try {
            return switch (type) {
                case "timestamp with time zone" -> FieldValues.instant(text).map(Object.class::cast);
                case "numeric" -> FieldValues.decimal(text).map(Object.class::cast);
                case "bigint", "integer", "smallint" -> Optional.of(Long.valueOf(text));
                case "date" -> Optional.of(LocalDate.parse(text));
                case "uuid" -> FieldValues.id(text).map(Object.class::cast);
                case "boolean" -> Optional.of(text.startsWith("t"));
                default -> Input.isOneLine(text) ? Optional.of(text) : Optional.empty();
            };
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    String place() {
        return "?::" + (type.equals("integer") || type.equals("smallint") ? "bigint" : type);
    }

    String order() {
        return sql + (descending ? " desc" : "");
    }
}
