package io.onaccount.platform.db;

import io.onaccount.platform.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of one company. Reads go out at once; writes are gathered with {@link #add} and go out together, in the order of their
 * {@link Rank}, as one string of statements in one round trip when the transaction ends (or at {@link #flush}). Round trips are what a small
 * transaction costs: that is why there is no statement-by-statement mapper between us and the database.
 */
public final class Tx {
    private static final String SET_COMPANY = "select set_config('app.company', ?, true);";

    private record Write(
            Rank rank,
            String sql,
            List<@Nullable Object> values,
            int expected,
            @Nullable Supplier<? extends RuntimeException> otherwise) {}

    private final Connection connection;
    private final long company;
    private final int attempt;
    private final List<Write> writes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> beforeFlush = new ArrayList<>();
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private boolean companySet;

    Tx(Connection connection, long company, int attempt) {
        this.connection = connection;
        this.company = company;
        this.attempt = attempt;
    }

    public long company() {
        return company;
    }

    /** 1 on the first, optimistic run of the body; higher when it is run again, and then guarded rows are locked before they are judged. */
    public int attempt() {
        return attempt;
    }

    /** All rows of a query, in order. */
    public <T> List<T> list(Sql sql, Function<Row, T> mapper) {
        return list(sql.text(), mapper, sql.values().toArray());
    }

    /** All rows of a query, in order. Waiting writes don't go out before it: call {@link #flush} first when it must see them. */
    public <T> List<T> list(String sql, Function<Row, T> mapper, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            boolean isResult = statement.execute();
            if (!companySet) {
                companySet = true;
                isResult = statement.getMoreResults();
            }
            if (!isResult) {
                throw new IllegalStateException("not a query: " + sql);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                Row row = new Row(result);
                while (result.next()) {
                    rows.add(mapper.apply(row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public <T> Optional<T> first(Sql sql, Function<Row, T> mapper) {
        return first(sql.text(), mapper, sql.values().toArray());
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Function<Row, T> mapper, @Nullable Object... values) {
        List<T> rows = list(sql, mapper, values);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** The only row of a query that always has one. */
    public <T> T one(String sql, Function<Row, T> mapper, @Nullable Object... values) {
        return first(sql, mapper, values).orElseThrow(() -> new IllegalStateException("no row: " + sql));
    }

    /** Streams rows to the consumer without keeping them, for exports and jobs. */
    public void each(Sql sql, Consumer<Row> consumer) {
        if (!companySet) {
            one("select 1 as one", row -> row.integer("one")); // a cursor wants a statement of its own
        }
        try (PreparedStatement statement = prepare(sql.text(), sql.values().toArray())) {
            statement.setFetchSize(1000);
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result);
                while (result.next()) {
                    consumer.accept(row);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Runs one writing statement now and answers how many rows it touched. Prefer {@link #add}. */
    public int execute(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.execute();
            if (!companySet) {
                companySet = true;
                statement.getMoreResults();
            }
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Adds a write that goes out with the others. */
    public void add(Rank rank, String sql, @Nullable Object... values) {
        writes.add(new Write(rank, sql, Arrays.asList(values), -1, null));
    }

    /** Adds a write that must touch exactly so many rows; otherwise the whole transaction is undone and the given exception thrown. */
    public void addExpecting(
            Rank rank,
            int rows,
            Supplier<? extends RuntimeException> otherwise,
            String sql,
            @Nullable Object... values) {
        writes.add(new Write(rank, sql, Arrays.asList(values), rows, otherwise));
    }

    /** Runs when the transaction has been committed, never when it was undone. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * One object of a type for this transaction, made on first use: where a module gathers what several callers ask of it (movements of the same
     * account), to write it once.
     */
    public <T> T shared(Class<T> type, Supplier<T> fresh) {
        return type.cast(shared.computeIfAbsent(type, t -> fresh.get()));
    }

    /** Runs before each flush, to turn what was gathered into writes. */
    public void beforeFlush(Runnable action) {
        beforeFlush.add(action);
    }

    /** Sends the waiting writes in one round trip. */
    public void flush() {
        beforeFlush.forEach(Runnable::run);
        if (writes.isEmpty()) {
            return;
        }
        List<Write> batch = new ArrayList<>(writes);
        writes.clear();
        batch.sort(Comparator.comparing(Write::rank)); // stable: within a rank the order of adding stays
        StringBuilder sql = new StringBuilder(256 * batch.size());
        List<@Nullable Object> values = new ArrayList<>();
        for (Write write : batch) {
            sql.append(sql.isEmpty() ? "" : ";").append(write.sql);
            values.addAll(write.values);
        }
        try (PreparedStatement statement = prepare(sql.toString(), values.toArray())) {
            statement.execute();
            if (!companySet) {
                companySet = true;
                statement.getMoreResults();
            }
            for (Write write : batch) {
                int touched = statement.getUpdateCount();
                if (write.expected >= 0 && touched != write.expected && write.otherwise != null) {
                    throw write.otherwise.get();
                }
                statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] values) throws SQLException {
        // The driver sends BEGIN, this and the statement together: naming the company costs no round trip of its own.
        PreparedStatement statement = connection.prepareStatement(companySet ? sql : SET_COMPANY + sql);
        int index = 1;
        if (!companySet) {
            statement.setString(index++, Long.toString(company));
        }
        for (Object value : values) {
            bind(statement, index++, value);
        }
        return statement;
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case String text -> statement.setString(index, text);
            case Money money -> statement.setBigDecimal(index, money.amount());
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case Enum<?> choice -> statement.setString(index, choice.name());
            case Json json -> statement.setObject(index, json.text(), Types.OTHER);
            case SqlArray array -> statement.setArray(index, connection.createArrayOf(array.type(), plain(array)));
            default -> statement.setObject(index, value);
        }
    }

    private static @Nullable Object[] plain(SqlArray array) {
        return array.elements().stream().map(Tx::plain).toArray();
    }

    private static @Nullable Object plain(@Nullable Object element) {
        return switch (element) {
            case Money money -> money.amount();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC).toString();
            case Enum<?> choice -> choice.name();
            case Json json -> json.text();
            case LocalDate date -> date.toString();
            case null -> null;
            default -> element;
        };
    }
}
