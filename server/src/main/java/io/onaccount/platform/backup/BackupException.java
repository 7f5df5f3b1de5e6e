package io.onaccount.platform.backup;

/** A backup can't be written or read; the message is one line for the person at the terminal. Nothing was changed. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
