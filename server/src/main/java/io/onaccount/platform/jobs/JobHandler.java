package io.onaccount.platform.jobs;

import io.onaccount.platform.db.Json;

/** Does the jobs of one kind; a module offers one as a bean. */
public interface JobHandler {

    /** The kind of its jobs, {@code import}. */
    String kind();

    /**
     * Does the work and answers its result as JSON. It must bear being run again from its last {@link JobRun#checkpoint}: the process may end
     * at any moment. It calls {@link JobRun#progress} often, which is also where a cancelled job ends.
     *
     * @throws Exception the job has failed; the code of a {@link io.onaccount.platform.Problem} is told to the user, anything else is logged
     */
    Json run(JobRun run) throws Exception;
}
