package io.onaccount.approval;

import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures at the moment of a decision, kept as JSON: the facts by name and the lines with their columns.
 *
 * @param facts values as JSON writes them: exact decimals as plain text
 * @param rows the cells of each line; an empty text where nothing is known
 */
public record Picture(Map<String, @Nullable Object> facts, List<Column> columns, List<List<Object>> rows) {

    /** @param right needed to see it, or empty */
    public record Column(String name, Field.Type type, String right) {}

    static Picture of(Snapshot snapshot) {
        Snapshot.Sheet sheet = snapshot.sheet();
        return sheet == null
                ? new Picture(snapshot.facts(), List.of(), List.of())
                : new Picture(
                        snapshot.facts(),
                        sheet.columns().stream()
                                .map(c -> new Column(c.name(), c.type(), c.right()))
                                .toList(),
                        sheet.rows().stream()
                                .map(row -> row.stream()
                                        .map(cell -> cell == null ? "" : cell)
                                        .toList())
                                .toList());
    }
}
