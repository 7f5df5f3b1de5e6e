package io.onaccount.document;

import java.util.List;

/**
 * One column of an import. Its label is {@code field.<kind>.<name>} or {@code field.<name>}.
 *
 * @param example what the template shows
 * @param choices for CHOICE the values; in files either a value or its label in any language
 * @param aliases further headings under which files have it, any case
 */
public record ImportColumn(
        String name, Type type, boolean required, String example, List<String> choices, List<String> aliases) {

    /** What a cell must be. */
    public enum Type {
        TEXT,
        NUMBER,
        DATE,
        BOOLEAN,
        CHOICE
    }

    public static ImportColumn of(String name, Type type, String example) {
        return new ImportColumn(name, type, false, example, List.of(), List.of());
    }

    public ImportColumn mandatory() {
        return new ImportColumn(name, type, true, example, choices, aliases);
    }

    public ImportColumn choices(List<String> values) {
        return new ImportColumn(name, type, required, example, values, aliases);
    }

    public ImportColumn alias(String... headings) {
        return new ImportColumn(name, type, required, example, choices, List.of(headings));
    }
}
