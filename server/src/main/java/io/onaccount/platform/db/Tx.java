package io.onaccount.platform.db;

import io.onaccount.platform.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
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
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One transaction of one company. Reads go out at once; writes are gathered with {@link #add} and go out together, in the order of their
 * {@link Rank}, as one string of statements in one round trip when the transaction ends (or at {@link #flush}). Round trips are what a small
 * transaction costs: that is why there is no statement-by-statement mapper between us and the database.
 */
public final class Tx {
    /** SQLSTATE of {@code platform.expect}. */
    private static final String EXPECTATION_BROKEN = "OA001";

    /** How the database plans the statements of a transaction; each begins by naming its company. */
    enum Plans {
        /** Each for its values, where the database expects to gain by it. */
        FOR_VALUES("select set_config('app.company', ?, true);"),
        /**
         * Once for all calls. What writes, and what it reads before, finds rows by their keys; left alone, the database plans each statement with an
         * array of ids anew, as it takes an array it doesn't know to be long, and that is most of the time of a small transaction.
         */
        KEPT("select set_config('app.company', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true);");

        private final String begin;

        Plans(String begin) {
            this.begin = begin;
        }
    }

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
    private final Plans plans;
    private boolean companySet;

    Tx(Connection connection, long company, int attempt, Plans plans) {
        this.connection = connection;
        this.company = company;
        this.attempt = attempt;
        this.plans = plans;
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

    /**
     * Adds a write that must touch exactly so many rows; otherwise the whole transaction is undone and the given exception thrown. A plain
     * insert, update or delete: it is counted by a {@code returning} that is added to it.
     */
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
        List<Write> batch = gathered();
        if (batch.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(joined(batch), values(batch))) {
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

    /**
     * Sends the waiting writes and the commit in one round trip, so that their locks are held no longer than the server itself needs. What a
     * write expects is then judged by the server, which undoes everything when it doesn't hold.
     */
    void finish() throws SQLException {
        List<Write> batch = gathered();
        if (batch.isEmpty()) {
            return; // the caller's commit ends what was sent before
        }
        StringBuilder sql = new StringBuilder(512 * batch.size());
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Write write = batch.get(i);
            values.addAll(write.values);
            if (write.expected < 0) {
                sql.append(write.sql).append(';');
            } else {
                sql.append("with touched as (")
                        .append(write.sql)
                        .append(" returning 1) select platform.expect(count(*) = ?, ");
                sql.append(i).append(") from touched;");
                values.add((long) write.expected);
            }
        }
        try (PreparedStatement statement = prepare(sql.append("commit").toString(), values.toArray())) {
            statement.execute();
            companySet = true;
        } catch (PSQLException e) {
            throw refused(batch, e).orElseThrow(() -> e);
        }
    }

    private List<Write> gathered() {
        beforeFlush.forEach(Runnable::run);
        List<Write> batch = new ArrayList<>(writes);
        writes.clear();
        batch.sort(Comparator.comparing(Write::rank)); // stable: within a rank the order of adding stays
        return batch;
    }

    private static String joined(List<Write> batch) {
        StringBuilder sql = new StringBuilder(256 * batch.size());
        batch.forEach(write -> sql.append(sql.isEmpty() ? "" : ";").append(write.sql));
        return sql.toString();
    }

    private static @Nullable Object[] values(List<Write> batch) {
        List<@Nullable Object> values = new ArrayList<>();
        batch.forEach(write -> values.addAll(write.values));
        return values.toArray();
    }

    /** What the write whose expectation {@code platform.expect} found broken throws. */
    private static Optional<RuntimeException> refused(List<Write> batch, PSQLException e) {
        ServerErrorMessage message = e.getServerErrorMessage();
        if (message == null || !EXPECTATION_BROKEN.equals(e.getSQLState()) || message.getMessage() == null) {
            return Optional.empty();
        }
        Supplier<? extends RuntimeException> otherwise = batch.get(Integer.parseInt(message.getMessage())).otherwise;
        return otherwise == null ? Optional.empty() : Optional.of(otherwise.get());
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] values) throws SQLException {
        // The driver sends BEGIN, this and the statement together: naming the company costs no round trip of its own.
        PreparedStatement statement = connection.prepareStatement(companySet ? sql : plans.begin + sql);
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
            // As text without a type, which the statement's own cast gives it: a java.sql.Array looks its types up
            // again
            // and again and took a third of a small transaction's time here.
            case SqlArray array -> statement.setObject(index, array.literal(), Types.OTHER);
            default -> statement.setObject(index, value);
        }
    }
}
