package io.onaccount.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JobsTest {

    private static final long COMPANY = 7;
    private static final UUID USER = Ids.next();

    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch halfWay = new CountDownLatch(1);
    private TestDatabase database;
    private DataSource source;
    private Jobs jobs;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        source = database.application();
        jobs = jobs(List.of());
        jobs.start();
    }

    @AfterEach
    void close() {
        jobs.stop();
        database.close();
    }

    @Test
    void doesWhatItIsAskedAndKeepsTheResult() throws Exception {
        UUID id = jobs.start(COMPANY, USER, "count", new Json("{\"to\": 3}"));
        Job job = await(id, found -> found.state().isFinal());
        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.done()).isEqualTo(3);
        assertThat(job.total()).isEqualTo(3);
        assertThat(job.result()).isEqualTo(new Json("{\"counted\": 3}"));
        assertThat(job.createdBy()).isEqualTo(USER);
        assertThat(jobs.recent(COMPANY, "count", 10)).extracting(Job::id).containsExactly(id);
    }

    @Test
    void isSeenByItsCompanyOnly() throws Exception {
        UUID id = jobs.start(COMPANY, USER, "endless", new Json("{}"));
        assertThat(jobs.find(COMPANY + 1, id)).isEmpty();
        assertThat(jobs.cancel(COMPANY + 1, id)).isEmpty();
        assertThat(jobs.recent(COMPANY + 1, "endless", 10)).isEmpty();
        assertThat(await(id, job -> job.done() > 0).cancelRequested()).isFalse();
        jobs.cancel(COMPANY, id);
        assertThat(await(id, job -> job.state().isFinal()).state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void tellsWhyItFailed() throws Exception {
        UUID told = jobs.start(COMPANY, USER, "refused", new Json("{}"));
        UUID broken = jobs.start(COMPANY, USER, "broken", new Json("{}"));
        Job job = await(told, found -> found.state().isFinal());
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.message()).isEqualTo("problem.no-header");
        assertThat(job.arguments()).isEqualTo(new Json("[\"3\"]"));
        assertThat(await(broken, found -> found.state().isFinal()).message()).isEqualTo("job.failed");
        assertThatThrownBy(() -> jobs.start(COMPANY, USER, "unknown", new Json("{}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws Exception {
        UUID id = jobs.start(COMPANY, USER, "resumed", new Json("{}"));
        assertThat(halfWay.await(10, TimeUnit.SECONDS)).isTrue();
        jobs.stop();
        assertThat(jobs.find(COMPANY, id).orElseThrow().state()).isEqualTo(Job.State.RUNNING);
        jobs = jobs(List.of());
        jobs.start();
        Job job = await(id, found -> found.state().isFinal());
        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.attempt()).isEqualTo(2);
        assertThat(job.result()).isEqualTo(new Json("{\"from\": 50}"));
    }

    @Test
    void oneThatWasWrittenButNotScheduledIsFoundAtStart() throws Exception {
        jobs.stop();
        UUID id = jobs.start(COMPANY, USER, "count", new Json("{\"to\": 1}"));
        assertThat(database.value("select count(*) from platform.scheduled_task where task_instance = '" + id + "'"))
                .isEqualTo("0");
        jobs = jobs(List.of());
        jobs.start();
        assertThat(await(id, job -> job.state().isFinal()).state()).isEqualTo(Job.State.DONE);
    }

    @Test
    void recurringWorkComesAgainAlsoAfterAnError() throws Exception {
        jobs.stop();
        CountDownLatch twice = new CountDownLatch(2);
        jobs = jobs(List.of(RecurringWork.every("again", Duration.ofMillis(10), () -> {
            twice.countDown();
            throw new IllegalStateException("on purpose");
        })));
        jobs.start();
        assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private Jobs jobs(List<RecurringWork> recurring) {
        return new Jobs(
                source,
                true,
                List.of(
                        handler("count", run -> {
                            run.progress(3, 3);
                            return new Json("{\"counted\": 3}");
                        }),
                        handler("endless", run -> {
                            for (int i = 1; ; i++) {
                                run.progress(i, Long.MAX_VALUE);
                                Thread.sleep(5);
                            }
                        }),
                        handler("refused", run -> {
                            throw Problem.invalid("file", "no-header", 3);
                        }),
                        handler("broken", run -> {
                            throw new IllegalStateException("on purpose");
                        }),
                        handler("resumed", this::resumed)),
                recurring,
                Clock.systemUTC(),
                JsonMapper.builder().build());
    }

    private Json resumed(JobRun run) throws InterruptedException {
        if (runs.incrementAndGet() == 2) {
            return new Json("{\"from\": " + run.checkpoint().orElseThrow().text() + "}");
        }
        run.progress(50, 100);
        run.checkpoint(new Json("50"));
        halfWay.countDown();
        while (true) {
            run.progress(51, 100);
            Thread.sleep(5);
        }
    }

    private interface Work {
        Json run(JobRun run) throws Exception;
    }

    private static JobHandler handler(String kind, Work work) {
        return new JobHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Json run(JobRun run) throws Exception {
                return work.run(run);
            }
        };
    }

    private Job await(UUID id, Predicate<Job> condition) throws InterruptedException {
        Job last = null;
        for (int i = 0; i < 400; i++) {
            last = jobs.find(COMPANY, id).orElseThrow();
            if (condition.test(last)) {
                return last;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("still " + last);
    }
}
