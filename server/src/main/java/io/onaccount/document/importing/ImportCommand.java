package io.onaccount.document.importing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.serving.Command;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code ./run --import FILE}: imports a file into the first company, as its first user who may. What it is, its headings tell. Every line that
 * was not imported is written, with its reason, to FILE's name and {@code .result.csv} in the working folder. Stopped and begun again it goes
 * on where it was.
 */
@Component
class ImportCommand implements Command {
    private static final int SAY_EVERY = 20_000;

    private final Imports imports;
    private final Organization organization;
    private final Database database;
    private final Texts texts;

    ImportCommand(Imports imports, Organization organization, Database database, Texts texts) {
        this.imports = imports;
        this.organization = organization;
        this.database = database;
        this.texts = texts;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public void run(String argument, Consumer<String> say) throws IOException {
        Path file = Path.of(argument);
        String target = imports.fitting(file).orElseThrow(() -> Problem.invalid("file", "import-unknown"));
        Actor actor = importer(target);
        Imports.Upload upload = imports.keep(actor, target, file.getFileName().toString(), file);
        Map<String, @Nullable String> mapping = imports.proposal(imports.target(actor, target), upload.heads());
        imports.start(actor, upload, mapping, Ids::next);
        long began = System.nanoTime();
        long[] said = {0};
        Imports.Counts counts = imports.carryOut(actor, imports.find(actor, upload.id()), 1, line -> {
            if (line - said[0] >= SAY_EVERY) {
                said[0] = line;
                say.accept(line + " / " + upload.rows());
            }
        });
        Path result = Path.of(upload.name() + ".result.csv").toAbsolutePath();
        Map<String, Integer> reasons = write(actor, upload, result);
        say.accept(texts.text(
                actor.locale(),
                "import.done",
                counts.imported(),
                counts.repeated(),
                counts.refused(),
                (System.nanoTime() - began) / 1_000_000_000));
        reasons.forEach((reason, count) -> say.accept("  " + count + "  " + reason));
        say.accept(result.toString());
    }

    /** Writes each line's outcome; answers how often each reason was given. */
    private Map<String, Integer> write(Actor actor, Imports.Upload upload, Path file) throws IOException {
        Map<String, Integer> reasons = new TreeMap<>();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            database.read(actor.company(), tx -> {
                imports.results(tx, upload, result -> {
                    String why = result.errors().stream()
                            .map(error -> imports.message(actor.locale(), error))
                            .collect(Collectors.joining("; "));
                    if (!why.isEmpty()) {
                        reasons.merge(why, 1, Integer::sum);
                    }
                    try {
                        out.write(result.line() + "," + result.outcome() + ","
                                + (result.number() == null ? "" : result.number()) + ",\""
                                + why.replace("\"", "\"\"") + "\"\n");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return null;
            });
        }
        return reasons;
    }

    private Actor importer(String target) {
        Optional<Long> company = database.read(
                0,
                tx -> tx.first(
                        "select min(id) as id from organization.company having count(*) > 0", row -> row.number("id")));
        long id = company.orElseThrow(() -> Problem.of(409, "import-no-company"));
        return database
                .read(
                        id,
                        tx -> tx.list(
                                "select user_id from organization.membership where company_id = ? and active order by user_id",
                                row -> row.uuid("user_id"),
                                id))
                .stream()
                .map((UUID user) -> organization.actor(id, user))
                .filter(actor -> imports.mayImport(actor, target))
                .findFirst()
                .orElseThrow(() -> Problem.of(409, "import-nobody"));
    }
}
