package io.onaccount.document.importing;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.document.importing.Imports.RowError;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of a file: its cells as what their columns are, its rows in chunks that cut no document in two. */
final class ImportRows {
    private static final int MOST_OF_A_GROUP = 5000;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_SHOWN = 200;

    private final ImportTarget target;
    private final Map<ImportColumn, Integer> places;
    private final Map<String, Map<String, String>> choices;

    /** How often what makes a row the same as another was met so far. */
    private final Map<String, Integer> seen = new HashMap<>();

    ImportRows(ImportTarget target, Map<ImportColumn, Integer> places, Map<String, Map<String, String>> choices) {
        this.target = target;
        this.places = places;
        this.choices = choices;
    }

    /** A row read, what its cells were, what is wrong with them, and what makes it the same as another. */
    record Entry(ImportRow row, Map<String, String> raw, List<Problem.FieldError> errors, String key, String group) {

        RowError told(Problem.FieldError error) {
            return new RowError(
                    row.line(), error.field().isEmpty() ? null : error.field(), raw.get(error.field()), error);
        }
    }

    /** Takes the rows that are to be imported together, and the last line that is done with them. */
    interface Chunks {
        void accept(List<Entry> chunk, int lastLine);
    }

    /** @param from the last line that is left out, 1 for the heading alone */
    void read(Sheet sheet, int from, Chunks consumer) throws IOException {
        sheet.next(); // the heading
        List<Entry> chunk = new ArrayList<>();
        String group = "";
        String groupKey = "";
        for (Sheet.Line line = sheet.next(); line != null; line = sheet.next()) {
            Entry entry = entry(line);
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
    }

    private Entry entry(Sheet.Line line) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> raw = new LinkedHashMap<>();
        List<Problem.FieldError> errors = new ArrayList<>();
        places.forEach((column, place) -> {
            Object cell = place == ColumnMapping.NOWHERE
                    ? "yes"
                    : place < line.cells().size() ? line.cells().get(place) : null;
            String text = cell == null ? "" : Cells.text(cell);
            if (text.isEmpty() || cell == null) {
                if (column.required()) {
                    errors.add(new Problem.FieldError(column.name(), "required", List.of()));
                }
                return;
            }
            raw.put(column.name(), text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text);
            value(column, cell, text)
                    .ifPresentOrElse(
                            value -> values.put(column.name(), value),
                            () -> errors.add(
                                    new Problem.FieldError(column.name(), complaint(column.type()), List.of())));
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

    private Optional<?> value(ImportColumn column, Object cell, String text) {
        return switch (column.type()) {
            case TEXT ->
                Input.isOneLine(text.replace('\n', ' ').replace('\r', ' ')) && text.length() <= LONGEST_TEXT
                        ? Optional.of(text)
                        : Optional.empty();
            case NUMBER -> Cells.number(cell);
            case DATE -> Cells.date(cell);
            case BOOLEAN -> Cells.truth(cell);
            case CHOICE ->
                Optional.ofNullable(
                        choices.getOrDefault(column.name(), Map.of()).get(ColumnMapping.plain(text)));
        };
    }

    private static String complaint(ImportColumn.Type type) {
        return switch (type) {
            case TEXT -> "bad-character";
            case NUMBER -> "not-a-number";
            case DATE -> "not-a-date";
            case BOOLEAN -> "import-yes-or-no";
            case CHOICE -> "not-a-choice";
        };
    }

    /** Half of a SHA-256 is plenty to tell rows apart, and the count of equal ones is all that is kept of a row. */
    private static String hash(Map<String, String> raw) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            raw.forEach((name, value) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(value.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
