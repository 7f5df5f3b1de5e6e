package io.onaccount.document.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.StateTable;
import io.onaccount.platform.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list's page is built from, in the user's language and with their rights.
 *
 * @param can what this user may do with it: view, create, import, export, moves, …
 */
record ListDescription(
        String kind, String plural, String title, List<FieldDescription> fields, String defaultSort, List<String> can) {

    /**
     * @param type the field's type in lower case; a department is a {@code ref} without a page
     * @param shown whether it is a column unless the user chooses otherwise
     */
    record FieldDescription(
            String name,
            String label,
            String type,
            boolean filterable,
            boolean sortable,
            @JsonProperty("default") boolean shown,
            boolean sum,
            List<String> operators,
            @Nullable List<Option> options) {}

    /** @param tone for states */
    record Option(String value, String label, StateTable.@Nullable Tone tone) {}

    static ListDescription of(Kind kind, Iterable<Field> visible, Set<String> rights, Locale locale, Texts texts) {
        List<FieldDescription> fields = new ArrayList<>();
        for (Field field : visible) {
            fields.add(new FieldDescription(
                    field.name(),
                    label(kind, field, locale, texts),
                    type(field),
                    field.filterable(),
                    field.sortable(),
                    field.shown(),
                    field.sum(),
                    field.filterable() ? field.type().operators() : List.of(),
                    options(kind, field, locale, texts)));
        }
        List<String> can = kind.rights().stream()
                .filter(rights::contains)
                .map(right -> right.substring(kind.name().length() + 1))
                .toList();
        return new ListDescription(
                kind.name(),
                kind.plural(),
                texts.text(locale, "kind." + kind.name() + ".plural"),
                fields,
                kind.list().sort(),
                can);
    }

    static String label(Kind kind, Field field, Locale locale, Texts texts) {
        return texts.find(locale, "field." + kind.name() + "." + field.name())
                .orElseGet(() -> texts.text(locale, "field." + field.name()));
    }

    private static String type(Field field) {
        return field.type() == Field.Type.DEPARTMENT
                ? "ref"
                : field.type().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable List<Option> options(Kind kind, Field field, Locale locale, Texts texts) {
        if (field.choices().isEmpty()) {
            return null;
        }
        return field.choices().stream()
                .map(value -> new Option(
                        value,
                        optionLabel(kind, field, value, locale, texts),
                        field.type() == Field.Type.STATUS ? tone(kind, value) : null))
                .toList();
    }

    /** A state is {@code state.<kind>.<value>}, a choice {@code choice.<kind>.<field>.<value>} or {@code choice.<field>.<value>}. */
    static String optionLabel(Kind kind, Field field, String value, Locale locale, Texts texts) {
        if (field.type() == Field.Type.STATUS) {
            Optional<String> state = texts.find(locale, "state." + kind.name() + "." + value);
            if (state.isPresent()) {
                return state.get();
            }
        }
        return texts.find(locale, "choice." + kind.name() + "." + field.name() + "." + value)
                .orElseGet(() -> texts.text(locale, "choice." + field.name() + "." + value));
    }

    static StateTable.Tone tone(Kind kind, String state) {
        return kind.states()
                .filter(table -> table.states().stream().anyMatch(s -> s.name().equals(state)))
                .map(table -> toneOf(table, state))
                .orElse(StateTable.Tone.GREY);
    }

    private static <S extends Enum<S>> StateTable.Tone toneOf(StateTable<S> table, String state) {
        return table.tone(table.parse(state));
    }
}
