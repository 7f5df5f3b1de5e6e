package io.onaccount.document.web;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportTarget;
import io.onaccount.document.TableFile;
import io.onaccount.document.importing.Imports;
import io.onaccount.document.importing.Imports.Upload;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.Jobs;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Import of files: template, upload with proposed columns, check run, start, result. */
@RestController
class ImportEndpoints {
    private static final String BY_TARGET = "the target's own import right is checked by the door";

    private final Imports imports;
    private final Jobs jobs;
    private final Database database;
    private final Texts texts;

    ImportEndpoints(Imports imports, Jobs jobs, Database database, Texts texts) {
        this.imports = imports;
        this.jobs = jobs;
        this.database = database;
        this.texts = texts;
    }

    record Column(String name, String label, ImportColumn.Type type, boolean required) {}

    /** @param mapping column → the heading that it probably is, or null */
    record UploadView(
            UUID id,
            String name,
            int rows,
            List<String> columns,
            List<Column> fields,
            Map<String, @Nullable String> mapping) {}

    /** @param mapping column → heading; a column of yes and no may have {@code =yes} for all rows */
    record Mapping(Map<String, @Nullable String> mapping) {}

    record RowError(
            int row, @Nullable String column, @Nullable String value, String message) {}

    /** @param remarks what will be said of good rows, such as that an order will wait on hold */
    record CheckView(int rows, int good, int repeated, List<RowError> errors, boolean more, List<RowError> remarks) {}

    record Started(UUID jobId) {}

    @GetMapping("/api/v1/imports/{target}/template")
    @SignedIn(BY_TARGET)
    void template(Actor actor, @PathVariable String target, HttpServletResponse response) throws IOException {
        ImportTarget into = imports.target(actor, target);
        Locale locale = actor.locale();
        response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + into.name() + ".xlsx\"");
        try (Workbook book = new Workbook(response.getOutputStream(), "OnAccount", "1.0")) {
            Worksheet sheet = book.newWorksheet(title(locale, into));
            Worksheet help = book.newWorksheet(texts.text(locale, "import.help"));
            sheet.freezePane(0, 1);
            String[] heads = {"import.help.column", "import.help.required", "import.help.example", "import.help.choices"
            };
            for (int i = 0; i < heads.length; i++) {
                help.inlineString(0, i, texts.text(locale, heads[i]));
                help.style(0, i).bold().set();
                help.width(i, 24);
            }
            for (int i = 0; i < into.columns().size(); i++) {
                ImportColumn column = into.columns().get(i);
                String label = imports.label(locale, into, column);
                sheet.inlineString(0, i, column.required() ? label + " *" : label);
                sheet.style(0, i).bold().set();
                sheet.width(i, 18);
                help.inlineString(i + 1, 0, label);
                help.inlineString(i + 1, 1, column.required() ? texts.text(locale, "list.yes") : "");
                help.inlineString(i + 1, 2, column.example());
                help.inlineString(
                        i + 1,
                        3,
                        column.choices().stream()
                                .map(choice -> texts.find(
                                                locale, "choice." + into.kind() + "." + column.name() + "." + choice)
                                        .or(() -> texts.find(locale, "choice." + column.name() + "." + choice))
                                        .orElse(choice))
                                .collect(Collectors.joining(" / ")));
            }
        }
    }

    private String title(Locale locale, ImportTarget target) {
        return texts.text(locale, "kind." + target.kind() + ".plural").replaceAll("[\\\\/?*\\[\\]:]", " ");
    }

    @PostMapping(path = "/api/v1/imports/{target}", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @SignedIn(BY_TARGET)
    @ResponseStatus(HttpStatus.CREATED)
    UploadView upload(Actor actor, @PathVariable String target, @RequestParam("file") MultipartFile file)
            throws IOException {
        ImportTarget into = imports.target(actor, target);
        Path spooled = Files.createTempFile("onaccount-upload-", ".tmp");
        try {
            file.transferTo(spooled);
            Upload upload = imports.keep(
                    actor,
                    target,
                    Optional.ofNullable(file.getOriginalFilename()).orElse(""),
                    spooled);
            return new UploadView(
                    upload.id(),
                    upload.name(),
                    upload.rows(),
                    upload.heads(),
                    into.columns().stream()
                            .map(column -> new Column(
                                    column.name(),
                                    imports.label(actor.locale(), into, column),
                                    column.type(),
                                    column.required()))
                            .toList(),
                    imports.proposal(into, upload.heads()));
        } finally {
            Files.deleteIfExists(spooled);
        }
    }

    @PostMapping("/api/v1/imports/{id}/check")
    @SignedIn(BY_TARGET)
    CheckView check(Actor actor, @PathVariable UUID id, @RequestBody Mapping body) throws IOException {
        Upload upload = imports.find(actor, id);
        ImportTarget target = imports.target(actor, upload.target());
        Imports.Check check = imports.check(actor, upload, body.mapping());
        return new CheckView(
                check.rows(),
                check.good(),
                check.repeated(),
                rows(actor.locale(), target, check.errors()),
                check.more(),
                rows(actor.locale(), target, check.remarks()));
    }

    private List<RowError> rows(Locale locale, ImportTarget target, List<Imports.RowError> noted) {
        return noted.stream()
                .map(error -> new RowError(
                        error.line(),
                        columnLabel(locale, target, error.column()),
                        error.value(),
                        imports.message(locale, error.error())))
                .toList();
    }

    @PostMapping("/api/v1/imports/{id}/start")
    @SignedIn(BY_TARGET)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(Actor actor, @PathVariable UUID id, @RequestBody Mapping body) {
        Upload upload = imports.find(actor, id);
        return new Started(imports.start(
                actor,
                upload,
                body.mapping(),
                () -> jobs.start(
                        actor.company(), actor.user(), "import", new Json("{\"upload\":\"" + upload.id() + "\"}"))));
    }

    @GetMapping("/api/v1/jobs/{job}/result")
    @SignedIn(BY_TARGET)
    void result(Actor actor, @PathVariable UUID job, HttpServletResponse response) throws IOException {
        Upload upload = imports.ofJob(actor.company(), job).orElseThrow(() -> Problem.notFound("job", job));
        ImportTarget target = imports.target(actor, upload.target());
        Locale locale = actor.locale();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + upload.target() + "-result.csv\"");
        response.setHeader("Cache-Control", "no-store");
        Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        out.write('\ufeff');
        out.write(String.join(
                        ",",
                        texts.text(locale, "import.result.row"),
                        texts.text(locale, "import.result.outcome"),
                        texts.text(locale, "field.number"),
                        texts.text(locale, "import.result.why"))
                + "\r\n");
        try {
            database.read(actor.company(), tx -> {
                imports.results(tx, upload, result -> {
                    String why = result.errors().stream()
                            .map(error -> {
                                String column = columnLabel(locale, target, error.field());
                                return (column == null ? "" : column + ": ") + imports.message(locale, error);
                            })
                            .collect(Collectors.joining("; "));
                    try {
                        out.write(result.line() + ","
                                + TableFile.quoted(texts.text(locale, "import." + result.outcome()))
                                + "," + TableFile.quoted(result.number() == null ? "" : result.number()) + ","
                                + TableFile.quoted(why) + "\r\n");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the caller hung up
        }
        out.flush();
    }

    private @Nullable String columnLabel(Locale locale, ImportTarget target, @Nullable String name) {
        return name == null || name.isEmpty()
                ? null
                : target.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .map(column -> imports.label(locale, target, column))
                        .orElse(name);
    }
}
