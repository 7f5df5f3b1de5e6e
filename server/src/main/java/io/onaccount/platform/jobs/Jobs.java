package io.onaccount.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.postgres.DatabaseServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The door to background work: start a job, look at it, cancel it. */
@Component
public class Jobs implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);
    private static final int THREADS = 4;
    private static final int MOST_ATTEMPTS = 5;

    /** The platform's tables are no company's; its transactions name this one, which doesn't exist. */
    private static final long NO_COMPANY = 0;

    private final Database platform;
    private final DataSource source;
    private final Map<String, JobHandler> handlers;
    private final List<RecurringWork> recurring;
    private final Clock clock;
    private final JsonMapper json;
    private final boolean alone;
    private final OneTimeTask<Void> task;
    private volatile boolean stopping;
    private volatile @Nullable Scheduler scheduler;

    @Autowired
    Jobs(
            @Qualifier("platform") DataSource source,
            DatabaseServer server,
            List<JobHandler> handlers,
            List<RecurringWork> recurring,
            Clock clock,
            JsonMapper json) {
        // The embedded database has one server by its lock: what is marked as running there was left by a process that
        // is gone.
        this(source, server.isEmbedded(), handlers, recurring, clock, json);
    }

    Jobs(
            DataSource source,
            boolean alone,
            List<JobHandler> handlers,
            List<RecurringWork> recurring,
            Clock clock,
            JsonMapper json) {
        this.source = source;
        this.platform = new Database(source, source);
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.recurring = recurring;
        this.clock = clock;
        this.json = json;
        this.alone = alone;
        this.task = Tasks.oneTime("job")
                .onFailure((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .onDeadExecutionRevive()
                .execute((instance, context) -> run(UUID.fromString(instance.getId())));
    }

    /**
     * Starts a job; it runs at once when a thread is free, on any node. Call it after the transaction it follows from ({@code
     * tx.afterCommit}).
     *
     * @param kind names the {@link JobHandler}
     * @param params what is to be done, JSON
     * @return the job's id
     */
    public UUID start(long company, UUID user, String kind, Json params) {
        if (!handlers.containsKey(kind)) {
            throw new IllegalArgumentException("no handler for jobs of kind " + kind);
        }
        UUID id = Ids.next();
        platform.write(
                NO_COMPANY,
                tx -> tx.execute(
                        "insert into platform.job (id, owner_company, created_by, kind, state, params, created_at)"
                                + " values (?, ?, ?, ?, 'WAITING', ?, ?)",
                        id,
                        company,
                        user,
                        kind,
                        params,
                        clock.instant()));
        schedule(id);
        return id;
    }

    /** A job of this company. */
    public Optional<Job> find(long company, UUID id) {
        return platform.read(
                NO_COMPANY,
                tx -> tx.first(
                        "select * from platform.job where id = ? and owner_company = ?", Jobs::job, id, company));
    }

    /** The newest jobs of a kind of this company, newest first. */
    public List<Job> recent(long company, String kind, int limit) {
        return platform.read(
                NO_COMPANY,
                tx -> tx.list(
                        "select * from platform.job where owner_company = ? and kind = ? order by created_at desc, id desc limit ?",
                        Jobs::job,
                        company,
                        kind,
                        limit));
    }

    /**
     * Asks for a job to end: one that waits is cancelled at once, one that runs ends at its next step.
     *
     * @return the job as it stands then; empty when this company has no such job
     */
    public Optional<Job> cancel(long company, UUID id) {
        platform.write(
                NO_COMPANY,
                tx -> tx.execute(
                        "update platform.job set cancel_requested = true,"
                                + " ended_at = case when state = 'WAITING' then ?::timestamptz else ended_at end,"
                                + " state = case when state = 'WAITING' then 'CANCELLED' else state end"
                                + " where id = ? and owner_company = ? and state in ('WAITING', 'RUNNING')",
                        clock.instant(),
                        id,
                        company));
        return find(company, id);
    }

    private void schedule(UUID id) {
        Scheduler running = scheduler;
        if (running != null) {
            running.scheduleIfNotExists(task.instance(id.toString()), clock.instant());
        }
    }

    private void run(UUID id) {
        Optional<Job> begun = platform.write(
                NO_COMPANY,
                tx -> tx.first(
                        "update platform.job set state = 'RUNNING', attempt = attempt + 1, started_at = coalesce(started_at, ?)"
                                + " where id = ? and state in ('WAITING', 'RUNNING') returning *",
                        Jobs::job,
                        clock.instant(),
                        id));
        if (begun.isEmpty()) {
            return; // cancelled before it began
        }
        Job job = begun.get();
        JobHandler handler = handlers.get(job.kind());
        if (handler == null) {
            end(job, Job.State.FAILED, "job.unknown-kind", List.of(job.kind()), null);
            return;
        }
        if (job.attempt() > MOST_ATTEMPTS) {
            end(job, Job.State.FAILED, "job.gave-up", List.of(MOST_ATTEMPTS), null);
            return;
        }
        try {
            failIfCancelled(job.cancelRequested());
            Json result = handler.run(new JobRun(this, job));
            end(job, Job.State.DONE, null, List.of(), result);
        } catch (JobEnded e) {
            if (!e.isCancelled()) {
                throw e; // the scheduler keeps it for the next start
            }
            end(job, Job.State.CANCELLED, null, List.of(), null);
        } catch (Problem e) {
            String code =
                    e.errors().isEmpty() ? e.code() : e.errors().getFirst().code();
            List<Object> arguments =
                    e.errors().isEmpty() ? e.arguments() : e.errors().getFirst().arguments();
            end(job, Job.State.FAILED, "problem." + code, arguments, null);
        } catch (Exception e) {
            if (stopping) {
                throw new JobEnded(false); // whatever it was, it may be because everything is being closed
            }
            log.error("job {} of kind {} failed", job.id(), job.kind(), e);
            end(job, Job.State.FAILED, "job.failed", List.of(job.id()), null);
        }
    }

    private void end(
            Job job,
            Job.State state,
            @Nullable String message,
            List<? extends Object> arguments,
            @Nullable Json result) {
        platform.write(
                NO_COMPANY,
                tx -> tx.execute(
                        "update platform.job set state = ?, message = coalesce(?, message),"
                                + " message_arguments = case when ?::text is null then message_arguments else ? end,"
                                + " result = ?, ended_at = ? where id = ?",
                        state,
                        message,
                        message,
                        arguments(arguments),
                        result,
                        clock.instant(),
                        job.id()));
    }

    void told(UUID id, long done, long total) {
        failIfStopping();
        boolean cancelled = platform.write(
                NO_COMPANY,
                tx -> tx.one(
                        "update platform.job set done = ?, total = ? where id = ? returning cancel_requested",
                        row -> row.bool("cancel_requested"),
                        done,
                        total,
                        id));
        failIfCancelled(cancelled);
    }

    void says(UUID id, String key, Object... arguments) {
        platform.write(
                NO_COMPANY,
                tx -> tx.execute(
                        "update platform.job set message = ?, message_arguments = ? where id = ?",
                        key,
                        arguments(List.of(arguments)),
                        id));
    }

    void remember(UUID id, Json place) {
        platform.write(NO_COMPANY, tx -> tx.execute("update platform.job set checkpoint = ? where id = ?", place, id));
    }

    void failIfStopping() {
        if (stopping) {
            throw new JobEnded(false);
        }
    }

    private static void failIfCancelled(boolean cancelled) {
        if (cancelled) {
            throw new JobEnded(true);
        }
    }

    private Json arguments(List<? extends Object> arguments) {
        return new Json(
                json.writeValueAsString(arguments.stream().map(Object::toString).toList()));
    }

    private static Job job(Row row) {
        String checkpoint = row.textOrNull("checkpoint");
        String result = row.textOrNull("result");
        return new Job(
                row.uuid("id"),
                row.textOrNull("owner_company") == null ? null : row.number("owner_company"),
                row.uuidOrNull("created_by"),
                row.text("kind"),
                row.choice("state", Job.State.class),
                new Json(row.text("params")),
                row.integer("attempt"),
                row.number("done"),
                row.number("total"),
                row.textOrNull("message"),
                new Json(row.text("message_arguments")),
                checkpoint == null ? null : new Json(checkpoint),
                result == null ? null : new Json(result),
                row.bool("cancel_requested"),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"));
    }

    @Override
    public void start() {
        stopping = false;
        if (alone) {
            platform.write(
                    NO_COMPANY,
                    tx -> tx.execute(
                            "update platform.scheduled_task set picked = false, picked_by = null where picked"));
        }
        List<Task<?>> all = new ArrayList<>(List.of(task));
        List<RecurringTask<?>> repeated = recurring.stream().map(this::repeated).collect(Collectors.toList());
        Scheduler fresh = Scheduler.create(source, all)
                .startTasks(repeated)
                .tableName("platform.scheduled_task")
                .threads(THREADS)
                .pollingInterval(Duration.ofSeconds(5))
                .heartbeatInterval(Duration.ofSeconds(10))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(15))
                .enableImmediateExecution()
                .failureLogging(LogLevel.DEBUG, false)
                .build();
        scheduler = fresh;
        fresh.start();
        // A job is written before it is scheduled; a crash between the two must not lose it.
        platform.read(
                        NO_COMPANY,
                        tx -> tx.list(
                                "select id from platform.job where state in ('WAITING', 'RUNNING') order by created_at",
                                row -> row.uuid("id")))
                .forEach(this::schedule);
    }

    private RecurringTask<?> repeated(RecurringWork work) {
        Duration every = work.every();
        Schedule schedule = every != null
                ? FixedDelay.of(every)
                : new Daily(work.zone(), java.util.Objects.requireNonNull(work.daily(), "neither every nor daily"));
        return Tasks.recurring(work.name(), schedule).execute((instance, context) -> {
            try {
                work.work().run();
            } catch (RuntimeException e) {
                if (!stopping) {
                    log.error("recurring work {} failed", work.name(), e);
                }
            }
        });
    }

    @Override
    public void stop() {
        stopping = true;
        Scheduler running = scheduler;
        scheduler = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }
}
