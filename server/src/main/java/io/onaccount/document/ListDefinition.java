package io.onaccount.document;

import java.util.List;
import java.util.Optional;

/**
 * A list, described as data: list endpoint, filters, sorting, totals, saved views and export follow from it.
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

    public Optional<Field> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }
}
