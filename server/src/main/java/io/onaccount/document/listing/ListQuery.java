package io.onaccount.document.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a list.
 *
 * @param filter conditions as JSON: {@code ["total",">=","1000"]}, {@code {"and":[…]}}, {@code {"or":[…]}}, nested; null for none
 * @param text free text, or null
 * @param sort field names, descending ones with a leading minus: {@code -date,number}; null for the list's own order
 * @param after where the page before ended, or null for the first page
 * @param limit rows of a page, 1 to {@value #MOST}
 * @param fields the columns wanted; empty for those shown by default
 */
public record ListQuery(
        @Nullable String filter,
        @Nullable String text,
        @Nullable String sort,
        @Nullable String after,
        int limit,
        List<String> fields) {

    /** The largest page. */
    public static final int MOST = 200;

    /** Everything, in the list's own order and columns. */
    public static final ListQuery ALL = new ListQuery(null, null, null, null, 50, List.of());

    public ListQuery filtered(String json) {
        return new ListQuery(json, text, sort, after, limit, fields);
    }

    public ListQuery sorted(String by) {
        return new ListQuery(filter, text, by, after, limit, fields);
    }

    public ListQuery searched(String free) {
        return new ListQuery(filter, free, sort, after, limit, fields);
    }

    public ListQuery after(@Nullable String cursor) {
        return new ListQuery(filter, text, sort, cursor, limit, fields);
    }

    public ListQuery limited(int rows) {
        return new ListQuery(filter, text, sort, after, rows, fields);
    }

    public ListQuery columns(String... names) {
        return new ListQuery(filter, text, sort, after, limit, List.of(names));
    }
}
