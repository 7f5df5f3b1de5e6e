package io.onaccount.document.importing;

import io.onaccount.document.ImportOutcome;
import io.onaccount.document.importing.Imports.Counts;
import io.onaccount.document.importing.Imports.Result;
import io.onaccount.document.importing.Imports.Upload;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The kept files, in parts so that none is in memory whole, and what became of each of their rows. */
final class Uploads {
    private static final int PART = 256 * 1024;
    private static final int MOST_HEADS = 300;
    private static final int LONGEST_NAME = 200;

    private final Database database;
    private final JsonMapper json;
    private final Clock clock;

    Uploads(Database database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    Upload keep(Actor actor, String target, String fileName, Path file) throws IOException {
        FileFormat format = FileFormat.of(file);
        int rows = 0;
        List<String> heads;
        try (Sheet sheet = format.open(file)) {
            heads = sheet.heads();
            if (heads.isEmpty()) {
                throw Problem.invalid("file", "import-empty");
            }
            if (heads.size() > MOST_HEADS || !heads.stream().allMatch(Uploads::isName)) {
                throw Problem.invalid("file", "import-no-heading");
            }
            while (sheet.next() != null) {
                rows++;
            }
        }
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
                .strip();
        Upload upload = new Upload(
                Ids.next(),
                target,
                isName(name) && !name.isEmpty() ? name : "file",
                format.name(),
                format.charsetName(),
                rows,
                heads,
                null,
                null,
                actor.user());
        database.write(actor.company(), tx -> {
            insert(tx, upload, file);
            return upload;
        });
        return upload;
    }

    private static boolean isName(String text) {
        return Input.isOneLine(text) && text.length() <= LONGEST_NAME;
    }

    private void insert(Tx tx, Upload upload, Path file) {
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
                SqlArray.of("text", upload.heads()),
                upload.uploader(),
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
            throw new UncheckedIOException(e);
        }
    }

    Optional<Upload> find(long company, UUID id) {
        return database.read(company, tx -> one(tx, "u.id = ?", id));
    }

    Optional<Upload> ofJob(long company, UUID job) {
        return database.read(company, tx -> one(tx, "u.job_id = ?", job));
    }

    @Nullable
    Upload startedBy(long company, UUID id, UUID job) {
        return database.write(company, tx -> {
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
                Uploads::read,
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

    /** The job that was started for the file, which is locked. */
    Optional<UUID> lockedJob(Tx tx, Upload upload) {
        return tx.one(
                "select job_id from document.upload where company_id = ? and id = ? for update",
                row -> Optional.ofNullable(row.uuidOrNull("job_id")),
                tx.company(),
                upload.id());
    }

    void started(Tx tx, Upload upload, UUID job, String mapping) {
        tx.execute(
                "update document.upload set job_id = ?, mapping = ? where company_id = ? and id = ?",
                job,
                mapping,
                tx.company(),
                upload.id());
    }

    /**
     * Gives up the contents of files sent before an instant, and whole the files that nobody imported; what became of each row of an
     * imported file stays.
     */
    void forget(long company, Instant before) {
        database.write(company, tx -> {
            tx.execute(
                    "delete from document.upload u where u.company_id = ? and u.uploaded_at < ? and u.job_id is null",
                    company,
                    before);
            tx.execute("""
                    delete from document.upload_part p using document.upload u
                    where p.company_id = ? and u.company_id = ? and u.id = p.upload_id and u.uploaded_at < ?""", company, company, before);
            return null;
        });
    }

    Sheet open(long company, Upload upload) throws IOException {
        return FileFormat.noted(upload.format(), upload.charset()).open(new Parts(company, upload.id()));
    }

    /** A kept file's content with one part in memory at a time, each read in a transaction of its own. */
    private final class Parts extends InputStream {
        private final long company;
        private final UUID upload;
        private byte[] part = new byte[0];
        private int at;
        private int next;

        Parts(long company, UUID upload) {
            this.company = company;
            this.upload = upload;
        }

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
                            upload,
                            next));
            next++;
            part = found.orElse(new byte[0]);
            at = 0;
            return part.length > 0;
        }
    }

    /** Notes what became of rows, and what makes those imported known for good. */
    void note(Tx tx, Upload upload, List<ImportRows.Entry> entries, List<ImportOutcome> outcomes) {
        record Line(
                int line,
                String outcome,
                @Nullable UUID id,
                @Nullable String number,
                @Nullable String errors) {}
        List<Line> lines = new ArrayList<>();
        Map<String, ImportOutcome.Imported> keys = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            int line = entries.get(i).row().line();
            lines.add(
                    switch (outcomes.get(i)) {
                        case ImportOutcome.Imported made -> {
                            keys.putIfAbsent(entries.get(i).key(), made);
                            String remarks = made.remarks().isEmpty() ? null : json.writeValueAsString(made.remarks());
                            yield new Line(line, "IMPORTED", made.record(), made.number(), remarks);
                        }
                        case ImportOutcome.Repeated before ->
                            new Line(line, "REPEATED", before.record(), before.number(), null);
                        case ImportOutcome.Refused refused ->
                            new Line(line, "REFUSED", null, null, json.writeValueAsString(refused.errors()));
                    });
        }
        List<Map.Entry<String, ImportOutcome.Imported>> made = List.copyOf(keys.entrySet());
        tx.add(
                Rank.DOCUMENT,
                """
                insert into document.import_key (company_id, target, key, record_id, number)
                select ?, ?, k.key, k.record, k.number from unnest(?::text[], ?::uuid[], ?::text[]) as k (key, record, number)""",
                tx.company(),
                upload.target(),
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

    Counts counts(long company, UUID upload) {
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

    void results(Tx tx, Upload upload, Consumer<Result> consumer) {
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

    private List<Problem.FieldError> errors(@Nullable String text) {
        return text == null ? List.of() : List.of(json.readValue(text, Problem.FieldError[].class));
    }
}
