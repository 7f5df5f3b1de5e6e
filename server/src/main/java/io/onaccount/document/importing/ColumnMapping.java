package io.onaccount.document.importing;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportTarget;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a target's columns and choices are called in files, in every language we have, and which heading of a file each column is. */
final class ColumnMapping {
    /** In a mapping instead of a heading: yes in every row. */
    static final String ALL_YES = "=yes";

    /** The place of a column that stands nowhere in the file and is yes in every row. */
    static final int NOWHERE = -1;

    private final Texts texts;

    ColumnMapping(Texts texts) {
        this.texts = texts;
    }

    String label(Locale locale, ImportTarget target, ImportColumn column) {
        return texts.find(locale, "field." + target.kind() + "." + column.name())
                .orElseGet(() -> texts.text(locale, "field." + column.name()));
    }

    Map<String, @Nullable String> proposal(ImportTarget target, List<String> heads) {
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        for (ImportColumn column : target.columns()) {
            List<String> names = new ArrayList<>(column.aliases());
            names.add(column.name());
            Texts.LOCALES.forEach(locale -> names.add(label(locale, target, column)));
            Set<String> wanted = names.stream().map(ColumnMapping::plain).collect(Collectors.toSet());
            mapping.put(
                    column.name(),
                    heads.stream()
                            .filter(head -> !head.isEmpty() && wanted.contains(plain(head)))
                            .findFirst()
                            .orElse(null));
        }
        return mapping;
    }

    /**
     * Where each column stands in the file; 400 names a column or heading that isn't there, and mandatory columns without one. Columns of yes
     * and no may have {@code =yes} instead of a heading.
     */
    static Map<ImportColumn, Integer> check(
            ImportTarget target, List<String> heads, Map<String, @Nullable String> mapping) {
        Problem.Collector problems = new Problem.Collector();
        Map<ImportColumn, Integer> places = new LinkedHashMap<>();
        Map<String, ImportColumn> columns =
                target.columns().stream().collect(Collectors.toMap(ImportColumn::name, column -> column));
        mapping.forEach((name, head) -> {
            ImportColumn column = columns.get(name);
            if (column == null) {
                problems.add("mapping", "import-no-column", name);
            } else if (head != null) {
                int place = heads.indexOf(head);
                if (place < 0 && head.equals(ALL_YES) && column.type() == ImportColumn.Type.BOOLEAN) {
                    places.put(column, NOWHERE);
                } else if (problems.check(place >= 0, "mapping." + name, "import-no-head", head)) {
                    places.put(column, place);
                }
            }
        });
        for (ImportColumn column : target.columns()) {
            problems.check(
                    !column.required() || mapping.get(column.name()) != null, "mapping." + column.name(), "required");
        }
        problems.throwIfAny();
        return places;
    }

    /** By column, what its choices may be called → the choice. */
    Map<String, Map<String, String>> choices(ImportTarget target) {
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

    /** A name as it is compared: case, width, blanks and punctuation don't matter. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s*_:（）()·-]", "");
    }
}
