package io.onaccount.platform.jobs;

import io.onaccount.platform.db.Json;
import java.util.Optional;
import java.util.UUID;

/** One attempt at a job, as its handler sees it. Used by one thread. */
public final class JobRun {

    /** Telling the database is cheap but not free: at most this often. */
    private static final long TELL_EVERY_NANOS = 300_000_000;

    private final Jobs jobs;
    private final Job job;
    private long total;
    private long lastTold;

    JobRun(Jobs jobs, Job job) {
        this.jobs = jobs;
        this.job = job;
        this.total = job.total();
    }

    /** The job as it was when this attempt began. */
    public Job job() {
        return job;
    }

    public UUID id() {
        return job.id();
    }

    /** The company whose job it is. */
    public long company() {
        Long company = job.company();
        if (company == null) {
            throw new IllegalStateException("job " + job.id() + " is of no company");
        }
        return company;
    }

    /** What the job was asked to do, JSON. */
    public Json params() {
        return job.params();
    }

    /** Where an earlier attempt had come to. */
    public Optional<Json> checkpoint() {
        return Optional.ofNullable(job.checkpoint());
    }

    /**
     * Tells how far the job is.
     *
     * @throws JobEnded when it was cancelled or the server stops: let it pass
     */
    public void progress(long done, long ofTotal) {
        boolean first = total != ofTotal;
        total = ofTotal;
        long now = System.nanoTime();
        if (first || done >= ofTotal || now - lastTold >= TELL_EVERY_NANOS) {
            lastTold = now;
            jobs.told(job.id(), done, ofTotal);
        } else {
            jobs.failIfStopping();
        }
    }

    /** Says what the job is doing now: a text key and what fills it. */
    public void message(String key, Object... arguments) {
        jobs.says(job.id(), key, arguments);
    }

    /** Remembers where a next attempt is to go on. Set it after the transaction that did the work. */
    public void checkpoint(Json place) {
        jobs.remember(job.id(), place);
    }
}
