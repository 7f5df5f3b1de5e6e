package io.onaccount.document.listing;

import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Where a page ended, and the rows that follow it. The last key is the row's id, so that ties have an order and no row is shown twice or
 * left out while pages are turned, whatever is inserted meanwhile.
 */
record Keyset(List<SortKey> keys, List<@Nullable Object> values) {

    /** The cursor: the order it belongs to and the last row's keys. */
    static String write(JsonMapper json, String order, List<@Nullable String> values) {
        ArrayNode parts = json.createArrayNode().add(order);
        values.forEach(parts::add);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.writeValueAsString(parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor; 400 when it is none, or one of another order. */
    static Keyset read(JsonMapper json, String order, List<SortKey> keys, String cursor) {
        Problem bad = Problem.invalid("after", "list-cursor");
        JsonNode parts;
        try {
            parts = json.readTree(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException | JacksonException e) {
            throw bad;
        }
        if (!parts.isArray()
                || parts.size() != keys.size() + 1
                || !parts.get(0).isString()
                || !parts.get(0).stringValue().equals(order)) {
            throw bad;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode part = parts.get(i + 1);
            if (part.isNull()) {
                values.add(null);
            } else if (part.isString()) {
                values.add(keys.get(i).parse(part.stringValue()).orElseThrow(() -> bad));
            } else {
                throw bad;
            }
        }
        return new Keyset(keys, values);
    }

    /**
     * The rows after this one as conditions to be tried one after the other, each one range of an index that has the keys. One row comparison
     * does where all keys descend and none is null here: rows with a null come first then, and a comparison with null leaves them out. An
     * {@code or} over the keys would be right too, but read the index from its beginning.
     */
    List<Sql> segments() {
        if (keys.stream().allMatch(SortKey::descending) && !values.contains(null)) {
            List<String> columns = keys.stream().map(SortKey::sql).toList();
            List<String> places = keys.stream().map(SortKey::place).toList();
            return List.of(
                    new Sql("(" + String.join(", ", columns) + ") < (" + String.join(", ", places) + ")", values));
        }
        List<Sql> segments = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0; i--) {
            List<Sql> tied = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                Object value = values.get(j);
                tied.add(
                        value == null
                                ? Sql.of(keys.get(j).sql() + " is null")
                                : Sql.of(keys.get(j).sql() + " = " + keys.get(j).place(), value));
            }
            for (Sql beyond : beyond(keys.get(i), values.get(i))) {
                List<Sql> all = new ArrayList<>(tied);
                all.add(beyond);
                segments.add(Sql.join(" and ", all));
            }
        }
        return segments;
    }

    private static List<Sql> beyond(SortKey key, @Nullable Object value) {
        if (key.descending()) {
            return List.of(
                    value == null
                            ? Sql.of(key.sql() + " is not null")
                            : Sql.of(key.sql() + " < " + key.place(), value));
        }
        return value == null
                ? List.of()
                : List.of(Sql.of(key.sql() + " > " + key.place(), value), Sql.of(key.sql() + " is null"));
    }
}
