package io.onaccount.document.importing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.JobHandler;
import io.onaccount.platform.jobs.JobRun;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports a kept file in the background, as the user who started it, with the rights they have now. */
@Component
class ImportJob implements JobHandler {
    static final String KIND = "import";

    private final Imports imports;
    private final Organization organization;
    private final JsonMapper json;

    ImportJob(Imports imports, Organization organization, JsonMapper json) {
        this.imports = imports;
        this.organization = organization;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Json run(JobRun run) throws IOException {
        Actor actor = organization.actor(
                run.company(), Objects.requireNonNull(run.job().createdBy()));
        JsonNode params = json.readTree(run.params().text());
        UUID id = UUID.fromString(params.get("upload").stringValue());
        // Waits for the transaction that started this job; a job it does not name was started by one that was undone.
        Imports.Upload upload = imports.startedBy(actor, id, run.id());
        if (upload == null) {
            return new Json("{}");
        }
        int from = run.checkpoint()
                .map(place -> json.readTree(place.text()).get("line").intValue())
                .orElse(1);
        run.progress(Math.max(0, from - 1), upload.rows());
        Imports.Counts counts = imports.carryOut(actor, upload, from, line -> {
            run.checkpoint(new Json("{\"line\":" + line + "}"));
            run.progress(Math.min(line - 1, upload.rows()), upload.rows());
        });
        return new Json(json.writeValueAsString(Map.of(
                "upload",
                upload.id(),
                "imported",
                counts.imported(),
                "repeated",
                counts.repeated(),
                "refused",
                counts.refused())));
    }
}
