package io.onaccount.credit.scoring;

import io.onaccount.organization.Companies;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.JobHandler;
import io.onaccount.platform.jobs.JobRun;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Scoring in the background: on demand with progress, and each night. */
@Configuration(proxyBeanMethods = false)
public class ScoringJobs {
    /** Scores all customers; its result is a {@link Scores.Run}. */
    public static final String SCORE = "credit-score";

    /** Runs a {@link BackTest.Question}; its result names the trial. */
    public static final String BACK_TEST = "credit-back-test";

    /** Runs a {@link Simulation.Question}; its result names the trial. */
    public static final String SIMULATE = "credit-simulation";

    private static final Logger log = LoggerFactory.getLogger(ScoringJobs.class);

    private record Handler(String kind, JsonMapper json, Function<JobRun, Object> work) implements JobHandler {
        @Override
        public Json run(JobRun run) {
            return new Json(json.writeValueAsString(work.apply(run)));
        }
    }

    @Bean
    JobHandler scoreJob(Scores scores, JsonMapper json) {
        return new Handler(
                SCORE, json, run -> scores.run(run.company(), run.job().createdBy(), run::progress));
    }

    @Bean
    JobHandler backTestJob(BackTest backTest, JsonMapper json) {
        return new Handler(
                BACK_TEST,
                json,
                run -> trial(backTest.run(
                        run.company(),
                        run.job().createdBy(),
                        json.readValue(run.params().text(), BackTest.Question.class),
                        run::progress)));
    }

    @Bean
    JobHandler simulationJob(Simulation simulation, JsonMapper json) {
        return new Handler(
                SIMULATE,
                json,
                run -> trial(simulation.run(
                        run.company(),
                        run.job().createdBy(),
                        json.readValue(run.params().text(), Simulation.Question.class),
                        run::progress)));
    }

    private static Map<String, UUID> trial(UUID id) {
        return Map.of("trial", id);
    }

    @Bean
    RecurringWork scoresEachNight(Scores scores, Companies companies) {
        return RecurringWork.daily("credit.score", LocalTime.of(3, 20), ZoneId.of("Asia/Shanghai"), () -> {
            for (long company : companies.all()) {
                try {
                    scores.run(company, null, Scores.Progress.NONE);
                } catch (RuntimeException e) {
                    log.error("scores of company {} failed", company, e);
                }
            }
        });
    }
}
