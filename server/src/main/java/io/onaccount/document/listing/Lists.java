package io.onaccount.document.listing;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every list of every kind (LST-01): filtered, searched, sorted, paged, summed and read out whole, always within the actor's company, data
 * scope and field rights. A field one may not see is not there: neither shown nor filtered nor sorted by.
 */
@Component
public final class Lists {
    private static final int MOST_SORT_KEYS = 5;
    private static final int LONGEST_TEXT = 100;

    private final TextSearch search;
    private final JsonMapper json;
    private final Filters filters;
    private final Map<String, Map<String, String>> types = new ConcurrentHashMap<>();

    Lists(Kinds kinds, JsonMapper json) {
        this.search = new TextSearch(kinds);
        this.json = json;
        this.filters = new Filters(json);
    }

    /** The fields this user may see, by name, in the order of the definition. */
    public Map<String, Field> fields(Actor actor, Kind kind) {
        Map<String, Field> visible = new LinkedHashMap<>();
        for (Field field : kind.list().fields()) {
            if (field.right().isEmpty() || actor.may(field.right())) {
                visible.put(field.name(), field);
            }
        }
        return visible;
    }

    /** The columns a query asks for: those named, or those shown by default. 400 names one that isn't there. */
    public List<Field> columns(Actor actor, Kind kind, ListQuery query) {
        Map<String, Field> visible = fields(actor, kind);
        if (query.fields().isEmpty()) {
            return visible.values().stream().filter(Field::shown).toList();
        }
        return query.fields().stream()
                .distinct()
                .filter(name -> !name.equals("id")) // is always there
                .map(name -> {
                    Field field = visible.get(name);
                    if (field == null) {
                        throw Problem.invalid("fields", "list-field-unknown", name);
                    }
                    return field;
                })
                .toList();
    }

    /** One page. */
    public ListPage page(Tx tx, Actor actor, Kind kind, ListQuery query) {
        if (query.limit() < 1 || query.limit() > ListQuery.MOST) {
            throw Problem.invalid("limit", "list-limit", query.limit(), ListQuery.MOST);
        }
        Reading reading = reading(tx, actor, kind, query);
        List<@Nullable String> last = new ArrayList<>();
        int[] count = {0};
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        if (reading.isEmpty()) {
            return new ListPage(rows, null);
        }
        tx.list(reading.page(query.limit() + 1), row -> {
                    if (++count[0] == query.limit()) {
                        for (int i = 0; i < reading.keys.size(); i++) {
                            last.add(reading.keys.get(i).read(row, "k_" + i));
                        }
                    }
                    return reading.read(row);
                })
                .forEach(rows::add);
        if (rows.size() <= query.limit()) {
            return new ListPage(rows, null);
        }
        return new ListPage(rows.subList(0, query.limit()), Keyset.write(json, reading.order, last));
    }

    /** What a text finds in all headed kinds that the actor may view (LST-02); data scope is for whoever reads the records. */
    public Set<UUID> anywhere(Tx tx, Actor actor, Collection<Kind> kinds, String text) {
        ListQuery query = new ListQuery(null, text, null, null, 1, List.of());
        List<Kind> searched = kinds.stream()
                .filter(kind -> kind.headed() && actor.may(kind.right("view")))
                .toList();
        return text(query)
                .map(sound -> search.anywhere(tx, actor.today(), searched, sound))
                .orElse(Set.of());
    }

    /** Throws 400 or 403 when the query is not right, before anything is done on its behalf. */
    public void check(Tx tx, Actor actor, Kind kind, ListQuery query) {
        if (reading(tx, actor, kind, query).keys.isEmpty()) {
            throw new IllegalStateException("a list always has an order");
        }
    }

    /** Hands every row that the query leaves to the consumer, in order, keeping none: for exports. The page size does not matter. */
    public void each(Tx tx, Actor actor, Kind kind, ListQuery query, Consumer<Map<String, @Nullable Object>> consumer) {
        Reading reading = reading(tx, actor, kind, query);
        tx.each(reading.all(), row -> consumer.accept(reading.read(row)));
    }

    /** Count and sums of what the filter leaves. */
    public ListTotals totals(Tx tx, Actor actor, Kind kind, ListQuery query) {
        Reading reading = reading(tx, actor, kind, query);
        List<Field> summed =
                fields(actor, kind).values().stream().filter(Field::sum).toList();
        StringBuilder select = new StringBuilder("select count(*) as n");
        for (int i = 0; i < summed.size(); i++) {
            select.append(", coalesce(sum(")
                    .append(summed.get(i).sql())
                    .append("), 0) as s_")
                    .append(i);
        }
        return tx.first(Sql.of(select.toString()).then(reading.rows), row -> {
                    Map<String, BigDecimal> sums = new LinkedHashMap<>();
                    for (int i = 0; i < summed.size(); i++) {
                        BigDecimal sum = row.decimal("s_" + i);
                        Object shown = summed.get(i).type() == Field.Type.MONEY
                                ? FieldValues.money(sum, actor.currency())
                                : FieldValues.money(sum, "JPY");
                        sums.put(summed.get(i).name(), (BigDecimal) java.util.Objects.requireNonNull(shown));
                    }
                    return new ListTotals(row.number("n"), sums);
                })
                .orElseThrow();
    }

    /**
     * A query understood: checked, and with its parts turned into SQL.
     *
     * @param isEmpty known to leave nothing, without reading the rows
     */
    private record Reading(
            Kind kind,
            List<Field> columns,
            List<SortKey> keys,
            String order,
            Sql rows,
            List<Sql> segments,
            Actor actor,
            boolean isEmpty) {

        /** The first so many rows after the cursor. */
        Sql page(int limit) {
            Sql all = segments.isEmpty() ? ordered(Sql.TRUE, limit) : null;
            for (Sql segment : segments) {
                // Each part holds what comes before the next, and is read only while rows are missing.
                Sql part = ordered(segment, limit);
                all = all == null
                        ? (segments.size() == 1 ? part : wrapped(part))
                        : all.then("union all").then(wrapped(part));
            }
            Sql union = java.util.Objects.requireNonNull(all);
            return named(segments.size() > 1 ? union.then("limit " + limit) : union);
        }

        private static Sql wrapped(Sql part) {
            return Sql.of("(").then(part).then(")");
        }

        Sql all() {
            return named(ordered(Sql.TRUE, 0));
        }

        private Sql ordered(Sql segment, int limit) {
            StringBuilder select = new StringBuilder("select " + kind.list().alias() + ".id as row_id");
            for (Field column : columns) {
                select.append(", ")
                        .append(column.sql())
                        .append(" as \"f_")
                        .append(column.name())
                        .append('"');
            }
            for (int i = 0; i < keys.size(); i++) {
                select.append(", ").append(keys.get(i).sql()).append(" as k_").append(i);
            }
            String by = keys.stream().map(SortKey::order).collect(Collectors.joining(", "));
            return Sql.of(select.toString())
                    .then(rows)
                    .then("and (")
                    .then(segment)
                    .then(") order by " + by + (limit == 0 ? "" : " limit " + limit));
        }

        /** Adds the names of what the rows point at, looked up for the rows of the page only. */
        private Sql named(Sql page) {
            StringBuilder select = new StringBuilder("select p.*");
            List<@Nullable Object> values = new ArrayList<>();
            for (Field column : columns) {
                String place = "p.\"f_" + column.name() + "\"";
                if (column.type() == Field.Type.USER) {
                    select.append(", (select u.name from organization.app_user u where u.id = " + place + ")");
                } else if (column.type() == Field.Type.DEPARTMENT) {
                    select.append(", (select d.name from organization.department d where d.company_id = ? and d.id = "
                            + place + ")");
                    values.add(actor.company());
                } else if (column.type().isReference()) {
                    select.append(", (select r.kind || chr(31) || r.number || chr(31) || r.title from document.header r"
                            + " where r.company_id = ? and r.id = " + place);
                    values.add(actor.company());
                    if (column.scoped()) {
                        Sql seen = actor.scope().holds("r", actor.company());
                        select.append(" and (").append(seen.text()).append(')');
                        values.addAll(seen.values());
                    }
                    select.append(')');
                } else {
                    continue;
                }
                select.append(" as \"f_").append(column.name()).append("_name\"");
            }
            if (select.length() == "select p.*".length()) {
                return page;
            }
            return new Sql(select.toString(), values).then("from (").then(page).then(") p");
        }

        Map<String, @Nullable Object> read(io.onaccount.platform.db.Row row) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("id", row.uuid("row_id"));
            for (Field column : columns) {
                values.put(column.name(), FieldValues.read(row, column, "f_" + column.name(), actor.currency()));
            }
            return values;
        }
    }

    private Reading reading(Tx tx, Actor actor, Kind kind, ListQuery query) {
        actor.require(kind.right("view"));
        Map<String, Field> visible = fields(actor, kind);
        List<Field> columns = columns(actor, kind, query);
        Map<String, String> expressionTypes = types(tx, kind);
        Sql filter = filters.parse(actor, query.filter(), visible, expressionTypes);
        String order =
                query.sort() == null || query.sort().isBlank() ? kind.list().sort() : query.sort();
        List<SortKey> keys = keys(kind, visible, expressionTypes, order);
        List<Sql> segments = query.after() == null || query.after().isBlank()
                ? List.of()
                : Keyset.read(json, order, keys, query.after()).segments();
        List<Sql> conditions = new ArrayList<>();
        conditions.add(within(actor, kind));
        conditions.add(filter);
        Optional<Sql> found = text(query).map(text -> search.condition(tx, actor.today(), kind, text));
        found.ifPresent(conditions::add);
        Sql rows = kind.list().from(actor.today()).then("where").then(Sql.join(" and ", conditions));
        return new Reading(
                kind,
                columns,
                keys,
                order,
                rows,
                segments,
                actor,
                found.filter(TextSearch.NOTHING::equals).isPresent());
    }

    private static Optional<String> text(ListQuery query) {
        if (query.text() == null || query.text().isBlank()) {
            return Optional.empty();
        }
        String text = query.text().strip();
        if (text.length() > LONGEST_TEXT) {
            throw Problem.invalid("q", "list-text-long", LONGEST_TEXT);
        }
        if (!Input.isOneLine(text)) {
            throw Problem.invalid("q", "bad-character");
        }
        return Optional.of(text);
    }

    /** The company's rows of this kind that the actor may see. */
    private static Sql within(Actor actor, Kind kind) {
        ListDefinition list = kind.list();
        Sql company = Sql.of(list.alias() + ".company_id = ? and (" + list.where() + ")", actor.company());
        return list.scopeAlias().isEmpty()
                ? company
                : company.and(actor.scope().holds(list.scopeAlias(), actor.company()));
    }

    private static List<SortKey> keys(Kind kind, Map<String, Field> visible, Map<String, String> types, String order) {
        List<SortKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean descending = false;
        for (String part : order.split(",")) {
            String word = part.strip();
            descending = word.startsWith("-");
            String name = descending ? word.substring(1) : word;
            Field field = visible.get(name);
            if (field == null) {
                throw Problem.invalid("sort", "list-field-unknown", name);
            }
            if (!field.sortable()) {
                throw Problem.invalid("sort", "list-field-unsorted", name);
            }
            if (!seen.add(name)) {
                throw Problem.invalid("sort", "list-sort-twice", name);
            }
            if (seen.size() > MOST_SORT_KEYS) {
                throw Problem.invalid("sort", "list-sort-long", MOST_SORT_KEYS);
            }
            String sql = Filters.bracketed(field.order().isEmpty() ? field.sql() : field.order());
            keys.add(new SortKey(sql, types.getOrDefault("order by " + name, "text"), descending));
        }
        keys.add(new SortKey(kind.list().alias() + ".id", "uuid", descending));
        return keys;
    }

    /** The PostgreSQL types of a list's expressions, asked once: a comparison with a value of another type would use no index. */
    private Map<String, String> types(Tx tx, Kind kind) {
        Map<String, String> known = types.get(kind.name());
        if (known != null) {
            return known;
        }
        ListDefinition list = kind.list();
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Field field : list.fields()) {
            expressions.put(field.name(), field.sql());
            expressions.put("order by " + field.name(), field.order().isEmpty() ? field.sql() : field.order());
        }
        List<String> inner = new ArrayList<>();
        List<String> outer = new ArrayList<>();
        List<String> names = new ArrayList<>(expressions.keySet());
        for (int i = 0; i < names.size(); i++) {
            inner.add(expressions.get(names.get(i)) + " as e_" + i);
            outer.add("pg_typeof(l.e_" + i + ")::text as t_" + i);
        }
        // Nothing is read: any day will do.
        Sql asked = Sql.of("select " + String.join(", ", outer) + " from (select 1 as one) o left join (select "
                        + String.join(", ", inner))
                .then(list.from(LocalDate.EPOCH))
                .then("where " + list.alias() + ".company_id = ? limit 0) l on true", tx.company());
        Map<String, String> found = tx.first(asked, row -> {
                    Map<String, String> result = new LinkedHashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        String type = row.text("t_" + i);
                        result.put(names.get(i), type.equals("character") ? "bpchar" : type);
                    }
                    return result;
                })
                .orElseThrow();
        types.put(kind.name(), found);
        return found;
    }
}
