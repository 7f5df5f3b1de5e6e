package io.onaccount.platform.serving;

import io.onaccount.platform.postgres.PostgresException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells a start that failed for a reason the person at the terminal can mend in one line, without the page of causes. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class FailedStart implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        String line = line(failure);
        if (line == null) {
            return false;
        }
        System.err.println(line);
        return true;
    }

    private static @Nullable String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PostgresException postgres) {
                return postgres.getMessage();
            }
            if (cause instanceof PortInUseException port) {
                return "port " + port.getPort() + " is in use: choose another with --port";
            }
        }
        return null;
    }
}
