package io.onaccount.document.listing;

import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A filter held against the facts of one subject instead of the rows of a list: the same JSON, the same operators, the same refusals. A fact
 * that is a set of codes equals a value when it contains it. What is not known fulfils only {@code empty} and {@code !=}.
 */
public sealed interface Condition {
    int LONGEST = 4000;
    int DEEPEST = 5;
    int MOST_CONDITIONS = 100;
    int MOST_VALUES = 500;

    /** Whether the facts, by name, fulfil it. */
    boolean holds(Map<String, ? extends @Nullable Object> facts);

    /** All parts must hold; none: it always holds. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Map<String, ? extends @Nullable Object> facts) {
            return parts.stream().allMatch(part -> part.holds(facts));
        }
    }

    /** One part must hold; none: it always holds, as an empty filter does. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Map<String, ? extends @Nullable Object> facts) {
            return parts.isEmpty() || parts.stream().anyMatch(part -> part.holds(facts));
        }
    }

    /** One fact compared. */
    record Compared(String fact, String operator, List<Object> values) implements Condition {
        @Override
        public boolean holds(Map<String, ? extends @Nullable Object> facts) {
            Object is = facts.get(fact);
            boolean empty = is == null || is.equals("") || (is instanceof Collection<?> all && all.isEmpty());
            return switch (operator) {
                case "empty" -> empty;
                case "notempty" -> !empty;
                case "=", "in" -> is != null && values.stream().anyMatch(value -> same(is, value));
                case "!=" -> is == null || !same(is, values.getFirst());
                case "contains" ->
                    is != null
                            && is.toString()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .contains(values.getFirst().toString().toLowerCase(java.util.Locale.ROOT));
                case "starts" ->
                    is != null
                            && is.toString()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .startsWith(values.getFirst().toString().toLowerCase(java.util.Locale.ROOT));
                case ">" -> is != null && order(is, values.getFirst()) > 0;
                case ">=" -> is != null && order(is, values.getFirst()) >= 0;
                case "<" -> is != null && order(is, values.getFirst()) < 0;
                case "<=" -> is != null && order(is, values.getFirst()) <= 0;
                case "between" -> is != null && order(is, values.get(0)) >= 0 && order(is, values.get(1)) <= 0;
                default -> throw new IllegalStateException("operator " + operator);
            };
        }

        private static boolean same(Object is, Object value) {
            if (is instanceof Collection<?> codes) {
                return codes.stream().anyMatch(code -> Objects.toString(code).equals(value.toString()));
            }
            return (is instanceof BigDecimal || is instanceof LocalDate) ? order(is, value) == 0 : is.equals(value);
        }

        private static int order(Object is, Object value) {
            if (is instanceof BigDecimal number && value instanceof BigDecimal other) {
                return number.compareTo(other);
            }
            if (is instanceof LocalDate day && value instanceof LocalDate other) {
                return day.compareTo(other);
            }
            throw new IllegalStateException("a fact of " + is.getClass() + " against " + value.getClass());
        }
    }

    /**
     * Reads a filter, with {@code me} and {@code today} as the actor's.
     *
     * @param filter as lists take it; null or blank always holds
     * @param facts what may be asked: their names, types and choices
     */
    static Condition parse(JsonMapper json, Actor actor, @Nullable String filter, List<Field> facts) {
        if (filter == null || filter.isBlank()) {
            return new All(List.of());
        }
        if (filter.length() > LONGEST) {
            throw Problem.invalid("filter", "list-filter-long", LONGEST);
        }
        try {
            return read(actor, json.readTree(filter), facts, 1, new int[1]);
        } catch (JacksonException e) {
            throw Problem.invalid("filter", "list-filter-json");
        }
    }

    private static Condition read(Actor actor, JsonNode node, List<Field> facts, int depth, int[] count) {
        if (depth > DEEPEST) {
            throw Problem.invalid("filter", "list-filter-deep", DEEPEST);
        }
        if (node.isArray()) {
            if (++count[0] > MOST_CONDITIONS) {
                throw Problem.invalid("filter", "list-filter-conditions", MOST_CONDITIONS);
            }
            return compared(actor, node, facts);
        }
        String word = node.has("and") ? "and" : "or";
        if (node.isObject() && node.isEmpty()) {
            return new All(List.of());
        }
        if (!node.isObject() || node.size() != 1 || !node.path(word).isArray()) {
            throw Problem.invalid("filter", "list-filter-shape");
        }
        List<Condition> parts = new ArrayList<>();
        for (JsonNode part : node.path(word)) {
            parts.add(read(actor, part, facts, depth + 1, count));
        }
        return word.equals("and") ? new All(parts) : new Any(parts);
    }

    private static Compared compared(Actor actor, JsonNode node, List<Field> facts) {
        if (node.size() < 2
                || node.size() > 3
                || !node.get(0).isString()
                || !node.get(1).isString()) {
            throw Problem.invalid("filter", "list-filter-shape");
        }
        String name = node.get(0).stringValue();
        String operator = node.get(1).stringValue();
        Field fact = facts.stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("filter", "list-field-unknown", name));
        if (!fact.type().operators().contains(operator)) {
            throw FieldValues.bad(
                    fact,
                    "list-operator",
                    operator,
                    String.join(" ", fact.type().operators()));
        }
        if (operator.equals("empty") || operator.equals("notempty")) {
            return new Compared(name, operator, List.of());
        }
        boolean several = operator.equals("in") || operator.equals("between");
        JsonNode given = node.path(2);
        if (given.isArray() != several
                || (several && (given.size() > MOST_VALUES || (operator.equals("between") && given.size() != 2)))) {
            String code = operator.equals("between") ? "list-two-values" : several ? "list-values" : "list-one-value";
            throw FieldValues.bad(fact, code, operator, MOST_VALUES);
        }
        List<Object> values = new ArrayList<>();
        for (JsonNode value : several ? given : List.of(given)) {
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw FieldValues.bad(fact, "list-one-value", operator, MOST_VALUES);
            }
            values.add(FieldValues.parse(actor, fact, value.asString()));
        }
        return new Compared(name, operator, values);
    }
}
