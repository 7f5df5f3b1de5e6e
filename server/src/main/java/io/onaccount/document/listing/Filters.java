package io.onaccount.document.listing;

import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a filter a user put together into SQL whose every value is bound. Whatever does not fit is told with field and value. */
final class Filters {
    private static final int LONGEST = 20_000;
    private static final int DEEPEST = 5;
    private static final int MOST_CONDITIONS = 100;
    private static final int MOST_VALUES = 500;

    private final JsonMapper json;

    Filters(JsonMapper json) {
        this.json = json;
    }

    /** One filter being read: bounds the number of conditions over all its branches. */
    private static final class Reading {
        int conditions;
    }

    /**
     * @param fields those this user may filter by, by name
     * @param types the PostgreSQL types of the fields' expressions
     */
    Sql parse(Actor actor, @Nullable String filter, Map<String, Field> fields, Map<String, String> types) {
        if (filter == null || filter.isBlank()) {
            return Sql.TRUE;
        }
        if (filter.length() > LONGEST) {
            throw Problem.invalid("filter", "list-filter-long", LONGEST);
        }
        JsonNode tree;
        try {
            tree = json.readTree(filter);
        } catch (JacksonException e) {
            throw Problem.invalid("filter", "list-filter-json");
        }
        return read(actor, tree, fields, types, 1, new Reading());
    }

    private Sql read(
            Actor actor,
            JsonNode node,
            Map<String, Field> fields,
            Map<String, String> types,
            int depth,
            Reading reading) {
        if (depth > DEEPEST) {
            throw Problem.invalid("filter", "list-filter-deep", DEEPEST);
        }
        if (node.isArray()) {
            if (++reading.conditions > MOST_CONDITIONS) {
                throw Problem.invalid("filter", "list-filter-conditions", MOST_CONDITIONS);
            }
            return condition(actor, node, fields, types);
        }
        if (node.isObject() && node.size() == 1) {
            String word = node.has("and") ? "and" : "or";
            JsonNode parts = node.get(word);
            if (parts != null && parts.isArray()) {
                List<Sql> pieces = new ArrayList<>();
                for (JsonNode part : parts) {
                    pieces.add(read(actor, part, fields, types, depth + 1, reading));
                }
                return Sql.join(" " + word + " ", pieces);
            }
        }
        if (node.isObject() && node.isEmpty()) {
            return Sql.TRUE;
        }
        throw Problem.invalid("filter", "list-filter-shape");
    }

    private static Sql condition(Actor actor, JsonNode node, Map<String, Field> fields, Map<String, String> types) {
        if (node.size() < 2
                || node.size() > 3
                || !node.get(0).isString()
                || !node.get(1).isString()) {
            throw Problem.invalid("filter", "list-filter-shape");
        }
        String name = node.get(0).stringValue();
        Field field = fields.get(name);
        if (field == null) {
            throw Problem.invalid("filter", "list-field-unknown", name);
        }
        if (!field.filterable()) {
            throw FieldValues.bad(field, "list-field-unfiltered", name);
        }
        String operator = node.get(1).stringValue();
        if (!field.type().operators().contains(operator)) {
            throw FieldValues.bad(
                    field,
                    "list-operator",
                    operator,
                    String.join(" ", field.type().operators()));
        }
        if (operator.equals("empty") || operator.equals("notempty")) {
            return empty(field, operator.equals("empty"));
        }
        List<Object> values = values(actor, field, operator, node.size() == 3 ? node.get(2) : null);
        return compare(actor, field, operator, values, types.getOrDefault(name, "text"));
    }

    /** An expression that is more than a column stands in brackets, so that an operator takes all of it. */
    static String bracketed(String sql) {
        return sql.chars().allMatch(c -> c == '.' || c == '_' || Character.isLetterOrDigit(c)) ? sql : "(" + sql + ")";
    }

    private static Sql empty(Field field, boolean wanted) {
        String sql = bracketed(field.sql());
        if (field.type() == Field.Type.TEXT) {
            return Sql.of(wanted ? sql + " is null or " + sql + " = ''" : sql + " <> ''");
        }
        return Sql.of(sql + (wanted ? " is null" : " is not null"));
    }

    private static List<Object> values(Actor actor, Field field, String operator, @Nullable JsonNode given) {
        boolean several = operator.equals("in") || operator.equals("between");
        if (given == null
                || given.isNull()
                || given.isObject()
                || given.isArray() != several
                || (several && given.size() > MOST_VALUES)
                || (operator.equals("between") && given.size() != 2)) {
            throw FieldValues.bad(
                    field,
                    operator.equals("between") ? "list-two-values" : several ? "list-values" : "list-one-value",
                    operator,
                    MOST_VALUES);
        }
        List<Object> values = new ArrayList<>();
        for (JsonNode value : several ? given : List.of(given)) {
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw FieldValues.bad(field, "list-one-value", operator, MOST_VALUES);
            }
            values.add(FieldValues.parse(actor, field, value.asString()));
        }
        return values;
    }

    private static Sql compare(Actor actor, Field field, String operator, List<Object> values, String type) {
        String sql = bracketed(field.sql());
        if (field.type() == Field.Type.INSTANT) {
            return moment(sql, operator, values, actor.zone());
        }
        return switch (operator) {
            case "contains" ->
                Sql.of(sql + " ilike ?", "%" + escaped(values.getFirst().toString()) + "%");
            case "starts" -> Sql.startsWith(sql, values.getFirst().toString());
            case "in" -> in(sql, field, values);
            case "between" ->
                Sql.of(
                        sql + " >= " + place(field, type, values.get(0)) + " and " + sql + " <= "
                                + place(field, type, values.get(1)),
                        values.get(0),
                        values.get(1));
            case "!=" -> Sql.of(sql + " is distinct from " + place(field, type, values.getFirst()), values.getFirst());
            default -> Sql.of(sql + " " + operator + " " + place(field, type, values.getFirst()), values.getFirst());
        };
    }

    private static Sql in(String sql, Field field, List<Object> values) {
        String element = switch (field.type()) {
            case NUMBER, MONEY, QUANTITY -> "numeric";
            case PARTY, USER, PRODUCT, DEPARTMENT, REF -> "uuid";
            default -> "text";
        };
        return Sql.of(sql + " = any(?::" + element + "[])", SqlArray.of(element, values));
    }

    /** A whole number is compared as one where the column is, so that its index serves. */
    private static String place(Field field, String type, Object value) {
        if (value instanceof BigDecimal decimal) {
            boolean whole = type.equals("bigint") || type.equals("integer") || type.equals("smallint");
            boolean fits = decimal.stripTrailingZeros().scale() <= 0 && decimal.precision() - decimal.scale() <= 18;
            return whole && fits ? "?::bigint" : "?::numeric";
        }
        return switch (field.type()) {
            case DATE -> "?::date";
            case BOOLEAN -> "?::boolean";
            case PARTY, USER, PRODUCT, DEPARTMENT, REF -> "?::uuid";
            default -> "?::text";
        };
    }

    /** A value may be an instant or a business day, which lasts from its midnight to the next in the company's zone. */
    private static Sql moment(String sql, String operator, List<Object> values, ZoneId zone) {
        Instant begin = begin(values.getFirst(), zone);
        Instant end = end(values.getLast(), zone);
        boolean day = values.getFirst() instanceof LocalDate;
        return switch (operator) {
            case "=" -> day ? span(sql, begin, end) : Sql.of(sql + " = ?::timestamptz", begin);
            case "!=" ->
                day
                        ? Sql.of(
                                "coalesce(not (" + sql + " >= ?::timestamptz and " + sql + " < ?::timestamptz), true)",
                                begin,
                                end)
                        : Sql.of(sql + " is distinct from ?::timestamptz", begin);
            case ">" -> day ? Sql.of(sql + " >= ?::timestamptz", end) : Sql.of(sql + " > ?::timestamptz", begin);
            case ">=" -> Sql.of(sql + " >= ?::timestamptz", begin);
            case "<" -> Sql.of(sql + " < ?::timestamptz", begin);
            case "<=" -> day ? Sql.of(sql + " < ?::timestamptz", end) : Sql.of(sql + " <= ?::timestamptz", begin);
            default ->
                values.getLast() instanceof LocalDate
                        ? span(sql, begin, end)
                        : Sql.of(sql + " >= ?::timestamptz and " + sql + " <= ?::timestamptz", begin, end);
        };
    }

    private static Sql span(String sql, Instant begin, Instant end) {
        return Sql.of(sql + " >= ?::timestamptz and " + sql + " < ?::timestamptz", begin, end);
    }

    private static Instant begin(Object value, ZoneId zone) {
        return value instanceof LocalDate day ? day.atStartOfDay(zone).toInstant() : (Instant) value;
    }

    private static Instant end(Object value, ZoneId zone) {
        return value instanceof LocalDate day
                ? day.plusDays(1).atStartOfDay(zone).toInstant()
                : (Instant) value;
    }

    static Sql contains(String sql, String text) {
        return Sql.of(bracketed(sql) + " ilike ?", "%" + escaped(text) + "%");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
