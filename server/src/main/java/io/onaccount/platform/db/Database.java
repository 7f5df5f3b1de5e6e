package io.onaccount.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The door to the business data. Every transaction is of one company, which row level security then holds to: a query that forgets its
 * condition sees nothing of another company.
 */
public final class Database {
    private static final int ATTEMPTS = 6;

    private final DataSource business;
    private final DataSource reporting;

    public Database(DataSource business, DataSource reporting) {
        this.business = business;
        this.reporting = reporting;
    }

    /**
     * Runs the body in a transaction and commits it. The body may run more than once (deadlock, lost connection, or a guard that was closed on
     * the optimistic first attempt), so it must do nothing that the transaction doesn't undo; what follows from it belongs in {@link
     * Tx#afterCommit}.
     */
    public <T> T write(long company, Function<Tx, T> body) {
        return write(company, Tx.Plans.KEPT, body);
    }

    /** As {@link #write}, for work that looks at a large part of the books: each statement is planned for its values. */
    public <T> T bulk(long company, Function<Tx, T> body) {
        return write(company, Tx.Plans.FOR_VALUES, body);
    }

    private <T> T write(long company, Tx.Plans plans, Function<Tx, T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(business, company, attempt, false, plans, body);
            } catch (TryAgain e) {
                if (attempt >= ATTEMPTS) {
                    throw new IllegalStateException("guard still closed under lock", e);
                }
            } catch (DatabaseException e) {
                if (!e.isTransient() || e.isUncertain() || attempt >= ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Runs the body in a read-only transaction. */
    public <T> T read(long company, Function<Tx, T> body) {
        return once(business, company, 1, true, Tx.Plans.FOR_VALUES, body);
    }

    /** As {@link #read}, for reports and long reads: on the reporting pool, which may be a replica. */
    public <T> T report(long company, Function<Tx, T> body) {
        return once(reporting, company, 1, true, Tx.Plans.FOR_VALUES, body);
    }

    private static <T> T once(
            DataSource source, long company, int attempt, boolean readOnly, Tx.Plans plans, Function<Tx, T> body) {
        Tx tx;
        T result;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            tx = new Tx(connection, company, attempt, plans);
            boolean done = false;
            try {
                result = body.apply(tx);
                if (readOnly) {
                    connection.rollback(); // nothing to keep; a read-only flag would cost a round trip
                } else {
                    commit(tx, connection);
                }
                done = true;
            } finally {
                if (!done) {
                    rollback(connection);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        tx.committed();
        return result;
    }

    private static void commit(Tx tx, Connection connection) throws SQLException {
        try {
            tx.finish();
            connection.commit(); // costs nothing when the last writes have carried the commit with them
        } catch (SQLException e) {
            throw DatabaseException.whileCommitting(e);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone and the transaction with it; the first failure is the one to tell.
        }
    }
}
