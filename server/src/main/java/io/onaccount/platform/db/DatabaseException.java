package io.onaccount.platform.db;

import java.sql.SQLException;

/** The database refused or failed; {@link #state} is its SQLSTATE. */
public final class DatabaseException extends RuntimeException {

    private final boolean uncertain;

    public DatabaseException(SQLException cause) {
        this(cause, false);
    }

    private DatabaseException(SQLException cause, boolean uncertain) {
        super(cause.getMessage(), cause);
        this.uncertain = uncertain;
    }

    /** What failed was the commit itself, or the writes that went out together with it. */
    static DatabaseException whileCommitting(SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        return new DatabaseException(cause, state.startsWith("08") || state.startsWith("57P"));
    }

    /** The connection ended while the transaction was being committed: it may have been, or not. */
    public boolean isUncertain() {
        return uncertain;
    }

    public String state() {
        return getCause() instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
    }

    /** Deadlock, serialisation failure, lost or ending connection: the same work may succeed when done again. */
    public boolean isTransient() {
        String state = state();
        return state.equals("40P01") || state.equals("40001") || state.startsWith("08") || state.equals("57P01");
    }

    /** A unique constraint refused the row. */
    public boolean isDuplicate() {
        return state().equals("23505");
    }
}
