package io.onaccount.platform.db;

import java.sql.SQLException;

/** The database refused or failed; {@link #state} is its SQLSTATE. */
public final class DatabaseException extends RuntimeException {

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
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
