package io.onaccount.document;

import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A list, described as data: list endpoint, filters, sorting, totals, saved views and export follow from it.
 *
 * <p>Any expression may name {@link #TODAY}, the business day of whoever asks; the database's own day is nobody's.
 *
 * @param from the from clause; every table in it is joined on company_id. Left joins on keys cost nothing while no requested field needs them
 * @param alias the alias that carries company_id and id, the row's identity
 * @param scopeAlias the alias with id, owner_id and department_id that the data scope is held against, or empty for lists that belong to
 *     the whole company
 * @param where a fixed condition ({@code h.kind = 'sales-order'}), or {@code true}
 * @param search what the free text is looked for in. {@code ^h.number}: values that begin with it, as typed or in upper or lower case; served by
 *     an index with text_pattern_ops. {@code ~h.title}: records that contain it in the texts of which {@link NameParts} are kept; the expression is
 *     all of these. {@code p.name}: values that contain it, read row by row, so only for small tables.
 *     {@code @customer}: rows whose field of that name points at a party or product which the same text finds
 * @param sort the default order, {@code -date}
 */
public record ListDefinition(
        String from,
        String alias,
        String scopeAlias,
        String where,
        List<Field> fields,
        List<String> search,
        String sort) {

    /** The caller's business day, for the expressions of a list: a bound value, beside the rows. */
    public static final String TODAY = "caller.day";

    /** The from clause for somebody on this day. */
    public Sql from(LocalDate today) {
        return mentionsToday()
                ? Sql.of("from " + from + " cross join (select ?::date as day) caller", today)
                : Sql.of("from " + from);
    }

    private boolean mentionsToday() {
        return where.contains(TODAY)
                || fields.stream()
                        .anyMatch(field ->
                                field.sql().contains(TODAY) || field.order().contains(TODAY));
    }

    public Optional<Field> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }
}
