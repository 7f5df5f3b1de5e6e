package io.onaccount.document.listing;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.ListDefinition;
import io.onaccount.document.NameParts;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Free text in lists. What is rare is looked up first, each way by its own index, and the list then reads just those rows; what is common is
 * tested while the list is read in its order, where a page is soon full.
 */
final class TextSearch {
    /** Finds no row. */
    static final Sql NOTHING = Sql.of("false");

    /** Up to so many hits a search is answered from its own indexes; with more, walking the list in its order finds a page sooner. */
    private static final int FEW = 1000;

    /** The kinds that a party may be of. */
    private static final List<String> PARTIES = List.of("customer", "supplier");

    private final Kinds kinds;

    TextSearch(Kinds kinds) {
        this.kinds = kinds;
    }

    /**
     * One way in which a text finds rows of a list.
     *
     * @param lookups queries for the {@code id} of rows that it may find, each by an index; empty when it would find too many
     * @param test the condition that it finds a row
     */
    private record Way(List<Sql> lookups, Sql test) {}

    /** What a text found among parties or products, for all lists of one transaction that point at them. */
    private static final class Targets {
        final Map<List<String>, Optional<List<UUID>>> found = new HashMap<>();
    }

    /** The condition that the text finds a row of the list. */
    Sql condition(Tx tx, LocalDate today, Kind kind, String text) {
        List<Way> ways = ways(tx, today, kind, text, true);
        Optional<List<UUID>> few = few(tx, ways);
        if (few.isEmpty()) {
            // In a shape of which the planner assumes that it often holds, or it would read and sort all rows first.
            return Sql.of("case when").then(tests(ways)).then("then true else false end");
        }
        if (few.get().isEmpty()) {
            return NOTHING;
        }
        return Sql.of(kind.list().alias() + ".id = any(?::uuid[])", SqlArray.of("uuid", few.get()));
    }

    private static Sql tests(List<Way> ways) {
        return Sql.join(" or ", ways.stream().map(Way::test).toList());
    }

    /** The rows that one of the ways finds, unless they are many. Scope and filter come later, on these rows. */
    private static Optional<List<UUID>> few(Tx tx, List<Way> ways) {
        if (ways.stream().anyMatch(way -> way.lookups.isEmpty())) {
            return Optional.empty();
        }
        List<Sql> lookups = ways.stream().flatMap(way -> way.lookups.stream()).toList();
        if (lookups.isEmpty()) {
            return Optional.of(List.of());
        }
        Sql union = Sql.of("");
        for (Sql lookup : lookups) {
            union = union.then(union.text().isEmpty() ? "(" : "union all (")
                    .then(lookup)
                    .then(")");
        }
        Set<UUID> ids = new HashSet<>();
        int found = tx.list(lookups.size() == 1 ? union : union.then("limit " + (2 * FEW + 1)), row -> {
                    ids.add(row.uuid("id"));
                    return 1;
                })
                .size();
        return found > 2 * FEW || ids.size() > FEW ? Optional.empty() : Optional.of(new ArrayList<>(ids));
    }

    private List<Way> ways(Tx tx, LocalDate today, Kind kind, String text, boolean throughReferences) {
        return kind.list().search().stream()
                .filter(search -> throughReferences || !search.startsWith("@"))
                .flatMap(search -> way(tx, today, kind, search, text).stream())
                .toList();
    }

    private Optional<Way> way(Tx tx, LocalDate today, Kind kind, String search, String text) {
        String expression = search.substring(1);
        return switch (search.charAt(0)) {
            case '^' -> {
                List<Sql> beginnings = Sql.beginnings(expression, text);
                yield Optional.of(new Way(
                        beginnings.stream().map(b -> rows(tx, today, kind, b)).toList(), Sql.join(" or ", beginnings)));
            }
            case '~' -> {
                Sql holding = NameParts.holding(tx.company(), kind.name(), text).then("limit " + (2 * FEW + 1));
                Sql contains = NameParts.contains(expression, text);
                Sql candidates = Sql.of(kind.list().alias() + ".id = any(array(")
                        .then(holding)
                        .then("))");
                yield Optional.of(new Way(
                        List.of(NameParts.isWhole(text) ? holding : rows(tx, today, kind, candidates.and(contains))),
                        contains));
            }
            case '@' -> pointed(tx, today, kind, expression, text);
            default -> {
                Sql contains = Filters.contains(search, text);
                yield Optional.of(new Way(List.of(rows(tx, today, kind, contains)), contains));
            }
        };
    }

    /**
     * Records of several kinds that a text finds, up to {@link #FEW} for each way of finding. What all kinds have in their headers is looked up
     * for all of them at once, so that more kinds hardly cost more.
     */
    Set<UUID> anywhere(Tx tx, LocalDate today, List<Kind> searched, String text) {
        List<Kind> numbered = new ArrayList<>();
        List<Kind> ofParties = new ArrayList<>();
        List<Sql> lookups = new ArrayList<>();
        for (Kind kind : searched) {
            boolean own = kind.list().alias().equals("h");
            for (String search : kind.list().search()) {
                if (own && search.equals("^h.number")) {
                    numbered.add(kind);
                } else if (own && search.startsWith("@") && isParty(kind, search)) {
                    ofParties.add(kind);
                } else {
                    way(tx, today, kind, search, text).ifPresent(way -> lookups.addAll(way.lookups));
                }
            }
        }
        Sql.beginnings("h.number", text)
                .forEach(beginning -> lookups.add(headers(tx, numbered, beginning)
                        .then("order by h.number using ~>~ limit " + FEW))); // by the index, the latest first
        for (String target : PARTIES) {
            if (!ofParties.isEmpty()) {
                target(tx, today, target, text)
                        .filter(found -> !found.isEmpty())
                        .ifPresent(found -> lookups.add(headers(
                                        tx,
                                        ofParties,
                                        Sql.of("h.party_id = any(?::uuid[])", SqlArray.of("uuid", found)))
                                .then("limit " + FEW)));
            }
        }
        Set<UUID> ids = new HashSet<>();
        if (!lookups.isEmpty()) {
            Sql union = Sql.join(" union all ", lookups); // each in its brackets
            tx.list(union, row -> ids.add(row.uuid("id")));
        }
        return ids;
    }

    private static boolean isParty(Kind kind, String search) {
        return kind.list()
                .field(search.substring(1))
                .filter(field -> field.sql().equals("h.party_id") && field.type() != Field.Type.PRODUCT)
                .isPresent();
    }

    private static Sql headers(Tx tx, List<Kind> kinds, Sql condition) {
        return Sql.of(
                        "select h.id from document.header h where h.company_id = ? and h.kind = any(?) and (",
                        tx.company(),
                        SqlArray.of("text", kinds.stream().map(Kind::name).toList()))
                .then(condition)
                .then(")");
    }

    /** The ids of a list's rows with a condition. */
    private static Sql rows(Tx tx, LocalDate today, Kind kind, Sql condition) {
        ListDefinition list = kind.list();
        return Sql.of("select " + list.alias() + ".id as id")
                .then(list.from(today))
                .then("where " + list.alias() + ".company_id = ? and (" + list.where() + ") and (", tx.company())
                .then(condition)
                .then(") limit " + (FEW + 1));
    }

    /** Rows whose field points at a customer, supplier or product that the text finds. */
    private Optional<Way> pointed(Tx tx, LocalDate today, Kind kind, String name, String text) {
        Field field = kind.list()
                .field(name)
                .orElseThrow(() -> new IllegalStateException(kind.name() + " searches by unknown field " + name));
        List<String> targets = field.type() == Field.Type.PRODUCT ? List.of("product") : PARTIES;
        List<Sql> lookups = new ArrayList<>();
        List<Sql> tests = new ArrayList<>();
        boolean many = false;
        for (String target : targets) {
            Kind pointedAt = kinds.named(target).orElse(null);
            if (pointedAt == null) {
                continue;
            }
            Optional<List<UUID>> few = target(tx, today, target, text);
            if (few.isEmpty()) {
                many = true;
                tests.add(pointing(tx, today, field, pointedAt, tests(ways(tx, today, pointedAt, text, false))));
            } else if (!few.get().isEmpty()) {
                Sql among =
                        Sql.of(Filters.bracketed(field.sql()) + " = any(?::uuid[])", SqlArray.of("uuid", few.get()));
                lookups.add(rows(tx, today, kind, among));
                tests.add(among);
            }
        }
        return tests.isEmpty()
                ? Optional.empty()
                : Optional.of(new Way(many ? List.of() : lookups, Sql.join(" or ", tests)));
    }

    /** The records of a kind that the text finds by themselves, looked up once in a transaction; empty for too many. */
    private Optional<List<UUID>> target(Tx tx, LocalDate today, String kind, String text) {
        return tx.shared(Targets.class, Targets::new)
                .found
                .computeIfAbsent(
                        List.of(kind, text),
                        key -> kinds.named(kind)
                                .map(target -> few(tx, ways(tx, today, target, text, false)))
                                .orElse(Optional.of(List.of())));
    }

    /** Tested row by row, on the one record that the row points at: when many are found, reading them all first would take longer. */
    private static Sql pointing(Tx tx, LocalDate today, Field field, Kind target, Sql test) {
        ListDefinition list = target.list();
        return Sql.of("coalesce((select (")
                .then(test)
                .then(")")
                .then(list.from(today))
                .then(
                        "cross join (select " + field.sql() + " as wanted) w where " + list.alias()
                                + ".company_id = ? and " + list.alias() + ".id = w.wanted and (" + list.where()
                                + ")), false)",
                        tx.company());
    }
}
