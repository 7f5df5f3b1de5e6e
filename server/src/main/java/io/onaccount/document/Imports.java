package io.onaccount.document;

import io.onaccount.document.importing.Cells;
import io.onaccount.document.importing.Csv;
import io.onaccount.document.importing.Excel;
import io.onaccount.document.importing.Sheet;
import io.onaccount.document.importing.UnreadableFile;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
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
    private static final int PART = 256 * 1024;
    private static final int MOST_OF_A_GROUP = 5000;
    private static final int MOST_ERRORS = 1000;
    private static final int MOST_HEADS = 300;
    private static final int LONGEST_TEXT = 10_000;

    private final Map<String, ImportTarget> targets;
    private final Database database;
    private final Texts texts;
    private final JsonMapper json;
    private final AuditTrail trail;
    private final Clock clock;

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
        this.clock = clock;
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
     */
    public record Check(int rows, int good, int repeated, List<RowError> errors, boolean more) {}

    /** What became of the rows of an import. */
    public record Counts(long imported, long repeated, long refused) {}

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
        return texts.find(locale, "field." + target.kind() + "." + column.name())
                .orElseGet(() -> texts.text(locale, "field." + column.name()));
    }

    /** The target whose columns a file's headings fit best; empty when a mandatory one is missing for each. */
    public Optional<String> fitting(Path file) throws IOException {
        boolean excel = isExcel(file);
        List<String> heads;
        try (Sheet sheet = excel ? new Excel(file) : new Csv(unpacked(Files.newInputStream(file)), charset(file))) {
            Sheet.Line first = sheet.next();
            heads = first == null
                    ? List.of()
                    : first.cells().stream()
                            .map(cell -> cell == null ? "" : Cells.text(cell))
                            .toList();
        } catch (UnreadableFile e) {
            throw Problem.invalid("file", e.code(), e.line());
        }
        return targets.values().stream()
                .filter(target -> {
                    Map<String, @Nullable String> mapping = proposal(target, heads);
                    return target.columns().stream()
                            .allMatch(column -> !column.required() || mapping.get(column.name()) != null);
                })
                .max(Comparator.comparingLong(target -> proposal(target, heads).values().stream()
                        .filter(Objects::nonNull)
                        .count()))
                .map(ImportTarget::name);
    }

    private static boolean isExcel(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] begin = input.readNBytes(4);
            return begin.length == 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4;
        }
    }

    private static Charset charset(Path file) throws IOException {
        try (InputStream input = unpacked(Files.newInputStream(file))) {
            return Csv.charset(input);
        }
    }

    /** Keeps a file and reads it once, so that what can't be read is told now. */
    public Upload keep(Actor actor, String targetName, String fileName, Path file) throws IOException {
        ImportTarget target = target(actor, targetName);
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
                .strip();
        String clean = FieldValues.isSound(name) && !name.isEmpty() && name.length() <= 200 ? name : "file";
        boolean excel = isExcel(file);
        String charset = excel ? "" : charset(file).name();
        int rows = 0;
        List<String> heads;
        try (Sheet sheet =
                excel ? new Excel(file) : new Csv(unpacked(Files.newInputStream(file)), Charset.forName(charset))) {
            Sheet.Line first = sheet.next();
            if (first == null) {
                throw Problem.invalid("file", "import-empty");
            }
            heads = first.cells().stream()
                    .map(cell -> cell == null ? "" : Cells.text(cell))
                    .toList();
            if (heads.size() > MOST_HEADS
                    || !heads.stream().allMatch(head -> FieldValues.isSound(head) && head.length() <= 200)) {
                throw Problem.invalid("file", "import-no-heading");
            }
            while (sheet.next() != null) {
                rows++;
            }
        } catch (UnreadableFile e) {
            throw Problem.invalid("file", e.code(), e.line());
        }
        Upload upload = new Upload(
                Ids.next(),
                target.name(),
                clean,
                excel ? "XLSX" : "CSV",
                charset,
                rows,
                heads,
                null,
                null,
                actor.user());
        database.write(actor.company(), tx -> {
            tx.execute(
                    """
                    insert into document.upload (company_id, id, target, name, format, charset, size, line_count, heads, uploaded_by, uploaded_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    tx.company(),
                    upload.id(),
                    upload.target(),
                    upload.name(),
                    upload.format(),
                    upload.charset(),
                    file.toFile().length(),
                    upload.rows(),
                    SqlArray.of("text", heads),
                    actor.user(),
                    clock.instant());
            try (InputStream input = Files.newInputStream(file)) {
                int part = 0;
                for (byte[] content = input.readNBytes(PART); content.length > 0; content = input.readNBytes(PART)) {
                    tx.execute(
                            "insert into document.upload_part (company_id, upload_id, part, content) values (?, ?, ?, ?)",
                            tx.company(),
                            upload.id(),
                            part++,
                            content);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return null;
        });
        return upload;
    }

    /** A file that the actor sent and may import; somebody else's is as unknown as none. */
    public Upload find(Actor actor, UUID id) {
        Upload upload = database.read(actor.company(), tx -> one(tx, "u.id = ?", id))
                .filter(sent -> sent.uploader().equals(actor.user()))
                .orElseThrow(() -> Problem.notFound("upload", id));
        target(actor, upload.target());
        return upload;
    }

    /** The file a job imports. */
    public Optional<Upload> ofJob(long company, UUID job) {
        return database.read(company, tx -> one(tx, "u.job_id = ?", job));
    }

    /** The file, if this is the job that was started for it; waits for a start that is still being written. */
    @Nullable
    Upload startedBy(Actor actor, UUID id, UUID job) {
        return database.write(actor.company(), tx -> {
            tx.list(
                    "select id from document.upload where company_id = ? and id = ? for share",
                    row -> row.uuid("id"),
                    tx.company(),
                    id);
            return one(tx, "u.id = ?", id)
                    .filter(upload -> job.equals(upload.job()))
                    .orElse(null);
        });
    }

    private static Optional<Upload> one(Tx tx, String condition, UUID id) {
        return tx.first(
                "select u.* from document.upload u where u.company_id = ? and " + condition,
                Imports::read,
                tx.company(),
                id);
    }

    private static Upload read(Row row) {
        return new Upload(
                row.uuid("id"),
                row.text("target"),
                row.text("name"),
                row.text("format"),
                row.text("charset"),
                row.integer("line_count"),
                row.list("heads", String.class),
                row.textOrNull("mapping"),
                row.uuidOrNull("job_id"),
                row.uuid("uploaded_by"));
    }

    /** Which heading each column probably is: by its label in any language, its name or an alias. */
    public Map<String, @Nullable String> proposal(ImportTarget target, List<String> heads) {
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        for (ImportColumn column : target.columns()) {
            List<String> names = new ArrayList<>(column.aliases());
            names.add(column.name());
            Texts.LOCALES.forEach(locale -> names.add(label(locale, target, column)));
            Set<String> wanted = names.stream().map(Imports::plain).collect(Collectors.toSet());
            mapping.put(
                    column.name(),
                    heads.stream()
                            .filter(head -> !head.isEmpty() && wanted.contains(plain(head)))
                            .findFirst()
                            .orElse(null));
        }
        return mapping;
    }

    private static String plain(String heading) {
        return Normalizer.normalize(heading, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s*_:（）()·-]", "");
    }

    /** The mapping as it will be used; 400 names a column or heading that isn't there, and mandatory columns without one. */
    public Map<String, Integer> mapped(ImportTarget target, Upload upload, Map<String, @Nullable String> mapping) {
        Problem.Collector problems = new Problem.Collector();
        Map<String, Integer> indexes = new LinkedHashMap<>();
        Map<String, ImportColumn> columns =
                target.columns().stream().collect(Collectors.toMap(ImportColumn::name, column -> column));
        mapping.forEach((column, head) -> {
            if (!problems.check(columns.containsKey(column), "mapping", "import-no-column", column) || head == null) {
                return;
            }
            int index = upload.heads().indexOf(head);
            if (problems.check(index >= 0, "mapping." + column, "import-no-head", head)) {
                indexes.put(column, index);
            }
        });
        for (ImportColumn column : target.columns()) {
            problems.check(
                    !column.required() || mapping.get(column.name()) != null, "mapping." + column.name(), "required");
        }
        problems.throwIfAny();
        return indexes;
    }

    /** Tries the whole import and undoes it, chunk by chunk: what is told is what would happen. */
    public Check check(Actor actor, Upload upload, Map<String, @Nullable String> mapping) throws IOException {
        ImportTarget target = target(actor, upload.target());
        Map<String, Integer> indexes = mapped(target, upload, mapping);
        List<RowError> errors = new ArrayList<>();
        int[] counts = new int[3];
        Map<Integer, Map<String, String>> shown = new HashMap<>();
        read(actor.company(), target, upload, indexes, 1, (chunk, line) -> {
            shown.clear();
            chunk.forEach(entry -> shown.put(entry.row().line(), entry.raw()));
            for (Done done : carryOut(actor, target, upload, chunk, false)) {
                counts[0]++;
                switch (done.outcome()) {
                    case ImportOutcome.Imported imported -> counts[1]++;
                    case ImportOutcome.Repeated repeated -> counts[2]++;
                    case ImportOutcome.Refused refused -> {
                        for (Problem.FieldError error : refused.errors()) {
                            if (errors.size() <= MOST_ERRORS) {
                                Map<String, String> raw = shown.getOrDefault(done.line(), Map.of());
                                errors.add(new RowError(
                                        done.line(),
                                        error.field().isEmpty() ? null : error.field(),
                                        raw.get(error.field()),
                                        error));
                            }
                        }
                    }
                }
            }
        });
        boolean more = errors.size() > MOST_ERRORS;
        return new Check(counts[0], counts[1], counts[2], more ? errors.subList(0, MOST_ERRORS) : errors, more);
    }

    /**
     * Marks the file as started with this mapping; a second call answers the job of the first.
     *
     * @param start starts the job and answers its id
     */
    public UUID start(
            Actor actor,
            Upload upload,
            Map<String, @Nullable String> mapping,
            java.util.function.Supplier<UUID> start) {
        ImportTarget target = target(actor, upload.target());
        mapped(target, upload, mapping);
        return database.write(actor.company(), tx -> {
            Optional<UUID> running = tx.one(
                    "select job_id from document.upload where company_id = ? and id = ? for update",
                    row -> Optional.ofNullable(row.uuidOrNull("job_id")),
                    tx.company(),
                    upload.id());
            if (running.isPresent()) {
                return running.get();
            }
            UUID job = start.get();
            tx.execute(
                    "update document.upload set job_id = ?, mapping = ? where company_id = ? and id = ?",
                    job,
                    json.writeValueAsString(mapping),
                    tx.company(),
                    upload.id());
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
        Map<String, Integer> indexes = mapped(target, upload, mapping);
        read(actor.company(), target, upload, indexes, from, (chunk, line) -> {
            carryOut(actor, target, upload, chunk, true);
            told.accept(line);
        });
        return counts(actor.company(), upload.id());
    }

    /** What became of the rows so far. */
    public Counts counts(long company, UUID upload) {
        return database.read(
                company,
                tx -> tx.one(
                        """
                        select count(*) filter (where outcome = 'IMPORTED') as imported, count(*) filter (where outcome = 'REPEATED') as repeated,
                          count(*) filter (where outcome = 'REFUSED') as refused
                        from document.upload_row where company_id = ? and upload_id = ?""",
                        row -> new Counts(row.number("imported"), row.number("repeated"), row.number("refused")),
                        company,
                        upload));
    }

    /** Hands over what became of each line, in order: line, outcome, number, errors. */
    public void results(Tx tx, Upload upload, Consumer<Result> consumer) {
        tx.each(
                Sql.of(
                        "select line, outcome, number, errors from document.upload_row where company_id = ? and upload_id = ? order by line",
                        tx.company(),
                        upload.id()),
                row -> consumer.accept(new Result(
                        row.integer("line"),
                        row.text("outcome"),
                        row.textOrNull("number"),
                        errors(row.textOrNull("errors")))));
    }

    /** One line of the result file. */
    public record Result(int line, String outcome, @Nullable String number, List<Problem.FieldError> errors) {}

    private List<Problem.FieldError> errors(@Nullable String text) {
        return text == null ? List.of() : List.of(json.readValue(text, Problem.FieldError[].class));
    }

    /** Files and their results older than this many days are forgotten; what was imported stays known. */
    public int forgetOlderThan(long company, int days) {
        return database.write(
                company,
                tx -> tx.execute(
                        "delete from document.upload where company_id = ? and uploaded_at < ?",
                        company,
                        clock.instant().minus(java.time.Duration.ofDays(days))));
    }

    /** A row read, what its cells were, what is wrong with them, and what makes it the same as another. */
    private record Entry(
            ImportRow row, Map<String, String> raw, List<Problem.FieldError> errors, String key, String group) {}

    private record Done(int line, ImportOutcome outcome) {}

    private interface ChunkConsumer {
        void accept(List<Entry> chunk, int lastLine);
    }

    private void read(
            long company,
            ImportTarget target,
            Upload upload,
            Map<String, Integer> indexes,
            int from,
            ChunkConsumer consumer)
            throws IOException {
        Map<String, ImportColumn> columns = target.columns().stream()
                .filter(column -> indexes.containsKey(column.name()))
                .collect(Collectors.toMap(ImportColumn::name, column -> column));
        Map<String, Map<String, String>> choices = choices(target);
        Map<String, Integer> seen = new HashMap<>();
        Path spooled = upload.format().equals("XLSX") ? spool(company, upload) : null;
        try (Sheet sheet = spooled == null
                ? new Csv(unpacked(stream(company, upload)), Charset.forName(upload.charset()))
                : new Excel(spooled)) {
            sheet.next(); // the heading
            List<Entry> chunk = new ArrayList<>();
            String group = "";
            String groupKey = "";
            for (Sheet.Line line = sheet.next(); line != null; line = sheet.next()) {
                Entry entry = entry(target, columns, choices, indexes, line, seen);
                boolean begins = target.groupedBy().isEmpty() || !entry.group().equals(group);
                if ((begins && chunk.size() >= target.chunk()) || chunk.size() >= MOST_OF_A_GROUP) {
                    consumer.accept(chunk, line.number() - 1);
                    chunk = new ArrayList<>();
                }
                if (begins) {
                    groupKey = entry.key();
                    if (target.groupedBy().isPresent()) {
                        // A document that goes on further down, after another, is handed over as one of its own.
                        int part = seen.merge("~" + groupKey, 1, Integer::sum);
                        groupKey = part == 1 ? groupKey : groupKey + "~" + part;
                    }
                }
                group = entry.group();
                if (line.number() > from) {
                    chunk.add(new Entry(entry.row(), entry.raw(), entry.errors(), groupKey, group));
                }
            }
            if (!chunk.isEmpty()) {
                consumer.accept(chunk, chunk.getLast().row().line());
            }
        } catch (UnreadableFile e) {
            throw Problem.invalid("file", e.code(), e.line());
        } finally {
            if (spooled != null) {
                Files.deleteIfExists(spooled);
            }
        }
    }

    private Map<String, Map<String, String>> choices(ImportTarget target) {
        Map<String, Map<String, String>> choices = new HashMap<>();
        for (ImportColumn column : target.columns()) {
            Map<String, String> values = new HashMap<>();
            for (String choice : column.choices()) {
                values.put(plain(choice), choice);
                for (Locale locale : Texts.LOCALES) {
                    texts.find(locale, "choice." + target.kind() + "." + column.name() + "." + choice)
                            .or(() -> texts.find(locale, "choice." + column.name() + "." + choice))
                            .or(() -> texts.find(locale, "state." + target.kind() + "." + choice))
                            .ifPresent(label -> values.put(plain(label), choice));
                }
            }
            choices.put(column.name(), values);
        }
        return choices;
    }

    private Entry entry(
            ImportTarget target,
            Map<String, ImportColumn> columns,
            Map<String, Map<String, String>> choices,
            Map<String, Integer> indexes,
            Sheet.Line line,
            Map<String, Integer> seen) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> raw = new LinkedHashMap<>();
        List<Problem.FieldError> errors = new ArrayList<>();
        indexes.forEach((name, index) -> {
            ImportColumn column = Objects.requireNonNull(columns.get(name));
            Object cell = index < line.cells().size() ? line.cells().get(index) : null;
            String text = cell == null ? "" : Cells.text(cell);
            if (text.isEmpty() || cell == null) {
                if (column.required()) {
                    errors.add(new Problem.FieldError(name, "required", List.of()));
                }
                return;
            }
            raw.put(name, text.length() > 200 ? text.substring(0, 200) : text);
            Optional<?> value = switch (column.type()) {
                case TEXT ->
                    FieldValues.isSound(text.replace('\n', ' ').replace('\r', ' ')) && text.length() <= LONGEST_TEXT
                            ? Optional.of(text)
                            : Optional.empty();
                case NUMBER -> Cells.number(cell);
                case DATE -> Cells.date(cell);
                case BOOLEAN -> Cells.truth(cell);
                case CHOICE ->
                    Optional.ofNullable(choices.getOrDefault(name, Map.of()).get(plain(text)));
            };
            if (value.isPresent()) {
                values.put(name, value.get());
            } else {
                errors.add(new Problem.FieldError(
                        name,
                        switch (column.type()) {
                            case TEXT -> "bad-character";
                            case NUMBER -> "not-a-number";
                            case DATE -> "not-a-date";
                            case BOOLEAN -> "import-yes-or-no";
                            case CHOICE -> "not-a-choice";
                        },
                        List.of()));
            }
        });
        ImportRow row = new ImportRow(line.number(), values);
        String group = target.groupedBy()
                .map(column -> raw.getOrDefault(column, ""))
                .filter(value -> !value.isEmpty())
                .orElseGet(() -> "\u0000" + line.number());
        String key = errors.isEmpty() ? target.key(row).orElse(null) : null;
        if (key == null) {
            String hash = hash(raw);
            key = "#" + hash + "#" + seen.merge(hash, 1, Integer::sum);
        }
        return new Entry(row, raw, errors, key, group);
    }

    /** Half of a SHA-256 is plenty to tell rows apart, and the count of equal ones is all that is kept of a row. */
    private static String hash(Map<String, String> raw) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            raw.forEach((name, value) -> {
                digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static final class Undone extends RuntimeException {
        private final transient List<Done> outcomes;

        Undone(List<Done> outcomes) {
            super("a check run changes nothing", null, false, false);
            this.outcomes = outcomes;
        }
    }

    /** One transaction for the chunk; when it fails as a whole, one for each half, down to the group that is at fault. */
    private List<Done> carryOut(Actor actor, ImportTarget target, Upload upload, List<Entry> chunk, boolean forGood) {
        if (chunk.isEmpty()) {
            return List.of();
        }
        try {
            return database.write(actor.company(), tx -> {
                List<Done> outcomes = attempt(tx, actor, target, chunk);
                if (!forGood) {
                    tx.flush();
                    throw new Undone(outcomes);
                }
                write(tx, target, upload, chunk, outcomes);
                return outcomes;
            });
        } catch (Undone e) {
            return e.outcomes;
        } catch (Problem | DatabaseException e) {
            int half = half(chunk);
            if (half == 0) {
                ImportOutcome.Refused refused = refusal(e);
                List<Done> outcomes = chunk.stream()
                        .map(entry -> new Done(entry.row().line(), refused))
                        .toList();
                if (forGood) {
                    database.write(actor.company(), tx -> {
                        write(tx, target, upload, chunk, outcomes);
                        return null;
                    });
                }
                return outcomes;
            }
            List<Done> outcomes = new ArrayList<>();
            outcomes.addAll(carryOut(actor, target, upload, chunk.subList(0, half), forGood));
            outcomes.addAll(carryOut(actor, target, upload, chunk.subList(half, chunk.size()), forGood));
            return outcomes;
        }
    }

    /** Where to cut a chunk without cutting a group; 0 when it is one group. */
    private static int half(List<Entry> chunk) {
        int middle = chunk.size() / 2;
        for (int distance = 0; distance < chunk.size(); distance++) {
            for (int at : new int[] {middle - distance, middle + distance}) {
                if (at > 0
                        && at < chunk.size()
                        && !chunk.get(at).group().equals(chunk.get(at - 1).group())) {
                    return at;
                }
            }
        }
        return 0;
    }

    private static ImportOutcome.Refused refusal(RuntimeException e) {
        if (e instanceof Problem problem) {
            return problem.errors().isEmpty()
                    ? new ImportOutcome.Refused(
                            List.of(new Problem.FieldError("", problem.code(), problem.arguments())))
                    : new ImportOutcome.Refused(problem.errors());
        }
        String state = ((DatabaseException) e).state();
        if (!state.startsWith("23") && !state.startsWith("22")) {
            throw e; // not the row's fault
        }
        return ImportOutcome.refused("", state.equals("23505") ? "duplicate" : "value-refused");
    }

    private List<Done> attempt(Tx tx, Actor actor, ImportTarget target, List<Entry> chunk) {
        Map<String, ImportOutcome.Repeated> known = known(tx, target, chunk);
        Set<String> broken = chunk.stream()
                .filter(e -> !e.errors().isEmpty())
                .map(Entry::group)
                .collect(Collectors.toSet());
        Map<Integer, ImportOutcome> outcomes = new HashMap<>();
        List<ImportRow> fresh = new ArrayList<>();
        Map<String, String> groupOfKey = new HashMap<>();
        for (Entry entry : chunk) {
            ImportOutcome.Repeated before = known.get(entry.key());
            // The same key twice in a file: the second adds nothing either, unless it is of the same group.
            String first = groupOfKey.putIfAbsent(entry.key(), entry.group());
            if (before != null) {
                outcomes.put(entry.row().line(), before);
            } else if (!entry.errors().isEmpty()) {
                outcomes.put(entry.row().line(), new ImportOutcome.Refused(entry.errors()));
            } else if (broken.contains(entry.group())) {
                outcomes.put(entry.row().line(), ImportOutcome.refused("", "import-group"));
            } else if (first != null && !first.equals(entry.group())) {
                outcomes.put(entry.row().line(), new ImportOutcome.Repeated(null, null));
            } else {
                fresh.add(entry.row());
            }
        }
        if (!fresh.isEmpty()) {
            List<ImportOutcome> answers = target.importRows(tx, actor, fresh);
            if (answers.size() != fresh.size()) {
                throw new IllegalStateException(
                        target.name() + " answered " + answers.size() + " outcomes for " + fresh.size() + " rows");
            }
            for (int i = 0; i < fresh.size(); i++) {
                outcomes.put(fresh.get(i).line(), answers.get(i));
            }
        }
        return chunk.stream()
                .map(entry -> new Done(
                        entry.row().line(),
                        Objects.requireNonNull(outcomes.get(entry.row().line()))))
                .toList();
    }

    private static Map<String, ImportOutcome.Repeated> known(Tx tx, ImportTarget target, Collection<Entry> chunk) {
        Map<String, ImportOutcome.Repeated> known = new HashMap<>();
        tx.list(
                        "select key, record_id, number from document.import_key where company_id = ? and target = ? and key = any(?)",
                        row -> Map.entry(
                                row.text("key"),
                                new ImportOutcome.Repeated(row.uuidOrNull("record_id"), row.textOrNull("number"))),
                        tx.company(),
                        target.name(),
                        SqlArray.of("text", chunk.stream().map(Entry::key).collect(Collectors.toSet())))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }

    private void write(Tx tx, ImportTarget target, Upload upload, List<Entry> chunk, List<Done> outcomes) {
        record Line(
                int line,
                String outcome,
                @Nullable UUID id,
                @Nullable String number,
                @Nullable String errors) {}
        List<Line> lines = new ArrayList<>();
        Map<String, ImportOutcome.Imported> keys = new LinkedHashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            int line = chunk.get(i).row().line();
            switch (outcomes.get(i).outcome()) {
                case ImportOutcome.Imported made -> {
                    lines.add(new Line(line, "IMPORTED", made.record(), made.number(), null));
                    keys.putIfAbsent(chunk.get(i).key(), made);
                }
                case ImportOutcome.Repeated before ->
                    lines.add(new Line(line, "REPEATED", before.record(), before.number(), null));
                case ImportOutcome.Refused refused ->
                    lines.add(new Line(line, "REFUSED", null, null, json.writeValueAsString(refused.errors())));
            }
        }
        List<Map.Entry<String, ImportOutcome.Imported>> made = List.copyOf(keys.entrySet());
        tx.add(
                Rank.DOCUMENT,
                """
                insert into document.import_key (company_id, target, key, record_id, number)
                select ?, ?, k.key, k.record, k.number from unnest(?::text[], ?::uuid[], ?::text[]) as k (key, record, number)""",
                tx.company(),
                target.name(),
                SqlArray.of("text", made, Map.Entry::getKey),
                SqlArray.of("uuid", made, e -> e.getValue().record()),
                SqlArray.of("text", made, e -> e.getValue().number()));
        tx.add(
                Rank.DETAIL,
                """
                insert into document.upload_row (company_id, upload_id, line, outcome, record_id, number, errors)
                select ?, ?, l.line, l.outcome, l.record, l.number, l.errors
                from unnest(?::integer[], ?::text[], ?::uuid[], ?::text[], ?::text[]) as l (line, outcome, record, number, errors)
                on conflict do nothing""",
                tx.company(),
                upload.id(),
                SqlArray.of("integer", lines, Line::line),
                SqlArray.of("text", lines, Line::outcome),
                SqlArray.of("uuid", lines, Line::id),
                SqlArray.of("text", lines, Line::number),
                SqlArray.of("text", lines, Line::errors));
    }

    /** The kept file as a stream that has one part in memory at a time, each read in a transaction of its own. */
    private InputStream stream(long company, Upload upload) {
        return new BufferedInputStream(
                new InputStream() {
                    private byte[] part = new byte[0];
                    private int at;
                    private int next;

                    @Override
                    public int read() {
                        return fill() ? part[at++] & 0xff : -1;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        if (length == 0) {
                            return 0;
                        }
                        if (!fill()) {
                            return -1;
                        }
                        int count = Math.min(length, part.length - at);
                        System.arraycopy(part, at, target, offset, count);
                        at += count;
                        return count;
                    }

                    private boolean fill() {
                        if (at < part.length) {
                            return true;
                        }
                        Optional<byte[]> found = database.read(
                                company,
                                tx -> tx.first(
                                        "select content from document.upload_part where company_id = ? and upload_id = ? and part = ?",
                                        row -> row.bytes("content"),
                                        company,
                                        upload.id(),
                                        next));
                        next++;
                        part = found.orElse(new byte[0]);
                        at = 0;
                        return part.length > 0;
                    }
                },
                1 << 16);
    }

    /** A file packed by gzip is read as what is in it. */
    private static InputStream unpacked(InputStream file) throws IOException {
        BufferedInputStream input = new BufferedInputStream(file, 1 << 16);
        input.mark(2);
        int mark = input.read() | input.read() << 8;
        input.reset();
        return mark == 0x8B1F ? new GZIPInputStream(input, 1 << 16) : input;
    }

    private Path spool(long company, Upload upload) throws IOException {
        Path file = Files.createTempFile("onaccount-import-", ".xlsx");
        try (InputStream input = stream(company, upload)) {
            Files.copy(input, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
