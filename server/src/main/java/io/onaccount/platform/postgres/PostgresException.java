package io.onaccount.platform.postgres;

/** The managed PostgreSQL can't do its work; the message is one line for the person who started the server. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
