package io.onaccount.document.importing;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Import of files (LST-03): a file is kept, its columns are matched with those of the target, a check run tells every error and changes
 * nothing, and the import goes on in the background in transactions of some hundred rows. A row that was imported before adds nothing, so a
 * file may be sent twice and an import that broke off may begin again.
 */
@Component
public final class Imports {
    private static final int MOST_ERRORS = 1000;

    private final Map<String, ImportTarget> targets;
    private final Database database;
    private final Texts texts;
    private final JsonMapper json;
    private final AuditTrail trail;
    private final Uploads uploads;
    private final ColumnMapping columns;

    Imports(
            List<ImportTarget> targets,
            Database database,
            Texts texts,
            JsonMapper json,
            AuditTrail trail,
            Clock clock) {
        this.targets = targets.stream().collect(Collectors.toMap(ImportTarget::name, target -> target));
        this.database = database;
        this.texts = texts;
        this.json = json;
        this.trail = trail;
        this.uploads = new Uploads(database, json, clock);
        this.columns = new ColumnMapping(texts);
    }

    /**
     * A kept file.
     *
     * @param rows lines below the heading
     * @param heads its headings
     * @param mapping column → heading, as started
     * @param job the job that imports it, once started
     */
    public record Upload(
            UUID id,
            String target,
            String name,
            String format,
            String charset,
            int rows,
            List<String> heads,
            @Nullable String mapping,
            @Nullable UUID job,
            UUID uploader) {}

    /** One thing that is wrong in a file. */
    public record RowError(
            int line, @Nullable String column, @Nullable String value, Problem.FieldError error) {}

    /**
     * What a check run found.
     *
     * @param repeated rows that were imported before
     * @param errors the first thousand
     * @param remarks what would be said of good rows, the first thousand
     */
    public record Check(
            int rows, int good, int repeated, List<RowError> errors, boolean more, List<RowError> remarks) {}

    /** What became of the rows of an import. */
    public record Counts(long imported, long repeated, long refused) {}

    /** One line of the result file; errors say why it was refused, or what is to be said of an imported one. */
    public record Result(int line, String outcome, @Nullable String number, List<Problem.FieldError> errors) {}

    /** The target, if the actor may import into it; 404 when there is none, 403 without the right. */
    public ImportTarget target(Actor actor, String name) {
        ImportTarget target = targets.get(name);
        if (target == null) {
            throw Problem.notFound("import", name);
        }
        actor.require(target.kind() + ".import");
        return target;
    }

    /** Whether the actor may import into the target. */
    boolean mayImport(Actor actor, String name) {
        ImportTarget target = targets.get(name);
        return target != null && actor.may(target.kind() + ".import");
    }

    /** What a column is called in a language. */
    public String label(Locale locale, ImportTarget target, ImportColumn column) {
        return columns.label(locale, target, column);
    }

    /** An error or remark in words: its code is that of a {@code problem.} or, when it has a dot, the whole key of its text. */
    public String message(Locale locale, Problem.FieldError error) {
        return texts.text(
                locale,
                error.code().indexOf('.') < 0 ? "problem." + error.code() : error.code(),
                error.arguments().toArray());
    }

    /** The target whose columns a file's headings fit best; empty when a mandatory one is missing for each. */
    Optional<String> fitting(Path file) throws IOException {
        List<String> heads;
        try (Sheet sheet = FileFormat.of(file).open(file)) {
            heads = sheet.heads();
        }
        record Fit(ImportTarget target, Map<String, @Nullable String> mapping) {
            boolean isWhole() {
                return target.columns().stream()
                        .allMatch(column -> !column.required() || mapping.get(column.name()) != null);
            }

            long columns() {
                return mapping.values().stream().filter(Objects::nonNull).count();
            }
        }
        return targets.values().stream()
                .map(target -> new Fit(target, proposal(target, heads)))
                .filter(Fit::isWhole)
                .max(Comparator.comparingLong(Fit::columns))
                .map(fit -> fit.target().name());
    }

    /** Keeps a file and reads it once, so that what can't be read is told now. */
    public Upload keep(Actor actor, String targetName, String fileName, Path file) throws IOException {
        return uploads.keep(actor, target(actor, targetName).name(), fileName, file);
    }

    /** A file that the actor sent and may import; somebody else's is as unknown as none. */
    public Upload find(Actor actor, UUID id) {
        Upload upload = uploads.find(actor.company(), id)
                .filter(sent -> sent.uploader().equals(actor.user()))
                .orElseThrow(() -> Problem.notFound("upload", id));
        target(actor, upload.target());
        return upload;
    }

    /** The file a job imports. */
    public Optional<Upload> ofJob(long company, UUID job) {
        return uploads.ofJob(company, job);
    }

    /** The file, if this is the job that was started for it; waits for a start that is still being written. */
    @Nullable
    Upload startedBy(Actor actor, UUID id, UUID job) {
        return uploads.startedBy(actor.company(), id, job);
    }

    /** Gives up files sent before an instant: their contents, and what was never imported. */
    void forget(long company, Instant before) {
        uploads.forget(company, before);
    }

    /** Which heading each column probably is: by its label in any language, its name or an alias. */
    public Map<String, @Nullable String> proposal(ImportTarget target, List<String> heads) {
        return columns.proposal(target, heads);
    }

    /** Tries the whole import and undoes it, chunk by chunk: what is told is what would happen. */
    public Check check(Actor actor, Upload upload, Map<String, @Nullable String> mapping) throws IOException {
        ImportTarget target = target(actor, upload.target());
        ImportRun run = ImportRun.toBeUndone(database, actor, target);
        List<RowError> errors = new ArrayList<>();
        List<RowError> remarks = new ArrayList<>();
        int[] counts = new int[3];
        read(actor, target, upload, mapping, 1, (chunk, line) -> {
            List<ImportOutcome> outcomes = run.carryOut(chunk);
            for (int i = 0; i < chunk.size(); i++) {
                counts[0]++;
                switch (outcomes.get(i)) {
                    case ImportOutcome.Imported imported -> {
                        counts[1]++;
                        tell(remarks, chunk.get(i), imported.remarks());
                    }
                    case ImportOutcome.Repeated repeated -> counts[2]++;
                    case ImportOutcome.Refused refused -> tell(errors, chunk.get(i), refused.errors());
                }
            }
        });
        return new Check(counts[0], counts[1], counts[2], shown(errors), errors.size() > MOST_ERRORS, shown(remarks));
    }

    private static void tell(List<RowError> told, ImportRows.Entry entry, List<Problem.FieldError> found) {
        found.stream().limit(MOST_ERRORS + 1L - told.size()).map(entry::told).forEach(told::add);
    }

    private static List<RowError> shown(List<RowError> told) {
        return told.size() > MOST_ERRORS ? told.subList(0, MOST_ERRORS) : told;
    }

    /**
     * Marks the file as started with this mapping; a second call answers the job of the first.
     *
     * @param start starts the job and answers its id
     */
    public UUID start(Actor actor, Upload upload, Map<String, @Nullable String> mapping, Supplier<UUID> start) {
        ImportTarget target = target(actor, upload.target());
        ColumnMapping.check(target, upload.heads(), mapping);
        return database.write(actor.company(), tx -> {
            Optional<UUID> running = uploads.lockedJob(tx, upload);
            if (running.isPresent()) {
                return running.get();
            }
            UUID job = start.get();
            uploads.started(tx, upload, job, json.writeValueAsString(mapping));
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact(
                            "import",
                            target.kind(),
                            upload.id(),
                            upload.name(),
                            Map.of("file", upload.name(), "rows", upload.rows())));
            return job;
        });
    }

    /**
     * Imports the file from a line on; each chunk commits with what became of its rows.
     *
     * @param from the first line to look at, 1 for all
     * @param told hears the last line that is done, after its transaction
     */
    @SuppressWarnings("unchecked")
    public Counts carryOut(Actor actor, Upload upload, int from, LongConsumer told) throws IOException {
        ImportTarget target = target(actor, upload.target());
        Map<String, @Nullable String> mapping = json.readValue(Objects.requireNonNull(upload.mapping()), Map.class);
        ImportRun run = ImportRun.forGood(
                database, actor, target, (tx, entries, outcomes) -> uploads.note(tx, upload, entries, outcomes));
        read(actor, target, upload, mapping, from, (chunk, line) -> {
            run.carryOut(chunk);
            told.accept(line);
        });
        return counts(actor.company(), upload.id());
    }

    private void read(
            Actor actor,
            ImportTarget target,
            Upload upload,
            Map<String, @Nullable String> mapping,
            int from,
            ImportRows.Chunks consumer)
            throws IOException {
        Map<ImportColumn, Integer> places = ColumnMapping.check(target, upload.heads(), mapping);
        try (Sheet sheet = uploads.open(actor.company(), upload)) {
            new ImportRows(target, places, columns.choices(target)).read(sheet, from, consumer);
        }
    }

    /** What became of the rows so far. */
    public Counts counts(long company, UUID upload) {
        return uploads.counts(company, upload);
    }

    /** Hands over what became of each line, in order. */
    public void results(Tx tx, Upload upload, Consumer<Result> consumer) {
        uploads.results(tx, upload, consumer);
    }
}
