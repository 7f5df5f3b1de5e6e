package io.onaccount.platform.db;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read by column name. The plain getters promise a value; use the {@code …OrNull} ones for nullable columns. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public UUID uuid(String column) {
        return present(column, uuidOrNull(column));
    }

    public @Nullable UUID uuidOrNull(String column) {
        return get(column, UUID.class);
    }

    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public @Nullable String textOrNull(String column) {
        try {
            return result.getString(column);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public BigDecimal decimal(String column) {
        return present(column, decimalOrNull(column));
    }

    public @Nullable BigDecimal decimalOrNull(String column) {
        try {
            return result.getBigDecimal(column);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** An amount column whose currency is known. */
    public Money money(String column, String currency) {
        return new Money(decimal(column), currency);
    }

    public LocalDate date(String column) {
        return present(column, dateOrNull(column));
    }

    public @Nullable LocalDate dateOrNull(String column) {
        return get(column, LocalDate.class);
    }

    public Instant instant(String column) {
        return present(column, instantOrNull(column));
    }

    public @Nullable Instant instantOrNull(String column) {
        OffsetDateTime at = get(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public boolean bool(String column) {
        return present(column, get(column, Boolean.class));
    }

    public int integer(String column) {
        return present(column, get(column, Integer.class));
    }

    public @Nullable Integer integerOrNull(String column) {
        return get(column, Integer.class);
    }

    public long number(String column) {
        return present(column, get(column, Long.class));
    }

    public byte[] bytes(String column) {
        try {
            return present(column, result.getBytes(column));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public byte @Nullable [] bytesOrNull(String column) {
        try {
            return result.getBytes(column);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** An enum stored by its name. */
    public <E extends Enum<E>> E choice(String column, Class<E> type) {
        return Enum.valueOf(type, text(column));
    }

    /** An array column; an empty array for null. */
    @SuppressWarnings("unchecked")
    public <T> java.util.List<T> list(String column, Class<T> type) {
        try {
            var array = result.getArray(column);
            return array == null ? java.util.List.of() : java.util.List.of((T[]) array.getArray());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private <T> @Nullable T get(String column, Class<T> type) {
        try {
            return result.getObject(column, type);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
