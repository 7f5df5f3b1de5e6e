package io.onaccount.organization.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.jobs.Job;
import io.onaccount.platform.jobs.Jobs;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows people their long work and lets them stop it. It is started where it is asked for: an import at the imports. */
@RestController
@RequestMapping("/api/v1/jobs")
class BackgroundJobs {

    private final Jobs jobs;
    private final Texts texts;
    private final JsonMapper json;

    BackgroundJobs(Jobs jobs, Texts texts, JsonMapper json) {
        this.jobs = jobs;
        this.texts = texts;
        this.json = json;
    }

    /**
     * A job as the page shows it.
     *
     * @param message what it is doing or why it failed, in the user's language; null when there is nothing to say
     * @param result what came of it, as its kind defines; null before its end
     */
    record JobView(
            UUID id,
            String kind,
            Job.State state,
            long done,
            long total,
            @Nullable String message,
            boolean cancelRequested,
            @JsonRawValue @Nullable String result,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    @GetMapping("/{id}")
    @SignedIn("whoever may start a kind of work may see their own; others get not found")
    JobView job(Actor actor, @PathVariable UUID id) {
        return view(actor, mine(actor, id));
    }

    @PostMapping("/{id}/cancellation")
    @SignedIn("one's own work only")
    JobView cancel(Actor actor, @PathVariable UUID id) {
        Job job = mine(actor, id);
        return view(actor, jobs.cancel(actor.company(), job.id()).orElse(job));
    }

    private Job mine(Actor actor, UUID id) {
        return jobs.find(actor.company(), id)
                .filter(job ->
                        actor.user().equals(job.createdBy()) || actor.scope().level() == Scope.Level.ALL)
                .orElseThrow(() -> Problem.notFound("job", id));
    }

    private JobView view(Actor actor, Job job) {
        String key = job.message();
        String message = key == null
                ? null
                : texts.text(actor.locale(), key, (Object[])
                        json.readValue(job.arguments().text(), String[].class));
        return new JobView(
                job.id(),
                job.kind(),
                job.state(),
                job.done(),
                job.total(),
                message,
                job.cancelRequested(),
                job.result() == null ? null : job.result().text(),
                job.createdAt(),
                job.startedAt(),
                job.endedAt());
    }
}
