package io.onaccount.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of record, described once: from it come its list, search, history, comments, attachments, rights and the tests that try every
 * endpoint with the wrong company, scope and right. A module contributes its kinds as beans.
 *
 * @param name singular, {@code sales-order}; rights are {@code sales-order.view}, history and texts use it too
 * @param plural the path, {@code sales-orders}
 * @param states the life of it; empty for records without one
 * @param numberPattern the default number pattern; the company may set its own. Empty when numbers are entered
 * @param headed whether its records have a row in document.header (and so history, comments, attachments, relatives, data scope)
 * @param actions rights beyond view, create, edit, delete, export and the moves of the state table
 */
public record Kind(
        String name,
        String plural,
        Optional<StateTable<?>> states,
        Optional<String> numberPattern,
        boolean headed,
        ListDefinition list,
        List<String> actions) {

    /** A document with a life of its own. */
    public static Kind document(
            String name,
            String plural,
            StateTable<?> states,
            String numberPattern,
            ListDefinition list,
            String... actions) {
        return new Kind(name, plural, Optional.of(states), Optional.of(numberPattern), true, list, List.of(actions));
    }

    /** Master data: a header, its number entered or proposed by pattern, states such as active and stopped. */
    public static Kind master(
            String name,
            String plural,
            StateTable<?> states,
            @Nullable String numberPattern,
            ListDefinition list,
            String... actions) {
        return new Kind(
                name, plural, Optional.of(states), Optional.ofNullable(numberPattern), true, list, List.of(actions));
    }

    /** Rows that can be listed but are no record of their own: open items, journal lines, stock on hand. */
    public static Kind rows(String name, String plural, ListDefinition list, String... actions) {
        return new Kind(name, plural, Optional.empty(), Optional.empty(), false, list, List.of(actions));
    }

    /** Every right that exists for this kind. */
    public Set<String> rights() {
        Set<String> rights = new LinkedHashSet<>();
        rights.add(right("view"));
        rights.add(right("export"));
        if (headed) {
            rights.add(right("create"));
            rights.add(right("edit"));
            rights.add(right("delete"));
        }
        states.ifPresent(table -> new ArrayList<>(table.moves()).forEach(move -> rights.add(right(move))));
        actions.forEach(action -> rights.add(right(action)));
        return rights;
    }

    public String right(String action) {
        return name + "." + action;
    }
}
