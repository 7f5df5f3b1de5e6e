package io.onaccount.platform.jobs;

import io.onaccount.platform.db.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of long work as it stands.
 *
 * @param company whose work it is; null when no company's
 * @param createdBy who asked for it; null for the machine itself
 * @param kind names its {@link JobHandler}
 * @param params what it was asked to do, JSON
 * @param attempt how often it was begun; more than 1 after a restart
 * @param done how much is done, of {@code total}; both in the handler's own unit, total 0 while unknown
 * @param message text key of what it is doing or why it failed; {@code arguments} (a JSON array) fill the text
 * @param checkpoint where a next attempt goes on, JSON; null when none was set
 * @param result what came of it, JSON; null before its end
 */
public record Job(
        UUID id,
        @Nullable Long company,
        @Nullable UUID createdBy,
        String kind,
        State state,
        Json params,
        int attempt,
        long done,
        long total,
        @Nullable String message,
        Json arguments,
        @Nullable Json checkpoint,
        @Nullable Json result,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** Where a job is in its life. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        /** True when nothing more will happen. */
        public boolean isFinal() {
            return this != WAITING && this != RUNNING;
        }
    }
}
