package io.onaccount.document;

import java.util.List;

/**
 * One field of a list, described once: how it is called, typed and computed, and what a user may do with it. Its label is the text {@code
 * field.<kind>.<name>}, or {@code field.<name>} where kinds share it.
 *
 * @param sql the expression, over the aliases of the list's from clause
 * @param shown whether it is a column unless the user chooses otherwise
 * @param sum whether the totals row adds it up
 * @param choices for CHOICE and STATUS the values; their labels are {@code choice.<kind>.<field>.<value>} or {@code state.<kind>.<value>}
 * @param right the right needed to see it at all (ACC-04), or empty
 * @param scoped whether the record it points at is named only to those in whose data scope it is; others see that there is one
 * @param order the expression it is sorted by where that is not the value itself (a name instead of an id), or empty
 */
public record Field(
        String name,
        Type type,
        String sql,
        boolean filterable,
        boolean sortable,
        boolean shown,
        boolean sum,
        List<String> choices,
        String right,
        String order,
        boolean scoped) {

    /** What a value is, which decides its operators, alignment and how it is written. */
    public enum Type {
        TEXT,
        NUMBER,
        MONEY,
        QUANTITY,
        DATE,
        INSTANT,
        STATUS,
        CHOICE,
        BOOLEAN,
        PARTY,
        USER,
        PRODUCT,
        DEPARTMENT,
        /** The id of another record that has a header; shown as a link. */
        REF;

        /** Whether the value is an id that is shown by the name of what it points at. */
        public boolean isReference() {
            return this == PARTY || this == USER || this == PRODUCT || this == DEPARTMENT || this == REF;
        }

        /** Whether the value is an exact decimal. */
        public boolean isNumber() {
            return this == NUMBER || this == MONEY || this == QUANTITY;
        }

        /** The operators a filter may use on it. */
        public List<String> operators() {
            return switch (this) {
                case TEXT -> List.of("=", "!=", "in", "contains", "starts", "empty", "notempty");
                case NUMBER, MONEY, QUANTITY ->
                    List.of("=", "!=", ">", ">=", "<", "<=", "between", "in", "empty", "notempty");
                case DATE, INSTANT -> List.of("=", "!=", ">", ">=", "<", "<=", "between", "empty", "notempty");
                case STATUS, CHOICE, PARTY, USER, PRODUCT, DEPARTMENT, REF ->
                    List.of("=", "!=", "in", "empty", "notempty");
                case BOOLEAN -> List.of("=", "!=", "empty", "notempty");
            };
        }
    }

    /** A filterable column that is shown. */
    public static Field of(String name, Type type, String sql) {
        return new Field(name, type, sql, true, false, true, false, List.of(), "", "", false);
    }

    public Field sorted() {
        return new Field(name, type, sql, filterable, true, shown, sum, choices, right, order, scoped);
    }

    /** Sorted by another expression than its value: a party by its name. */
    public Field sortedBy(String expression) {
        return new Field(name, type, sql, filterable, true, shown, sum, choices, right, expression, scoped);
    }

    public Field hidden() {
        return new Field(name, type, sql, filterable, sortable, false, sum, choices, right, order, scoped);
    }

    public Field unfiltered() {
        return new Field(name, type, sql, false, sortable, shown, sum, choices, right, order, scoped);
    }

    public Field summed() {
        return new Field(name, type, sql, filterable, sortable, shown, true, choices, right, order, scoped);
    }

    public Field choices(Class<? extends Enum<?>> values) {
        return choices(java.util.Arrays.stream(values.getEnumConstants())
                .map(Enum::name)
                .toList());
    }

    public Field choices(List<String> values) {
        return new Field(name, type, sql, filterable, sortable, shown, sum, values, right, order, scoped);
    }

    /** Named only to those who may see what it points at; others see that there is one. */
    public Field inScope() {
        return new Field(name, type, sql, filterable, sortable, shown, sum, choices, right, order, true);
    }

    /** Seen only by those with the right. */
    public Field onlyWith(String neededRight) {
        return new Field(name, type, sql, filterable, sortable, shown, sum, choices, neededRight, order, scoped);
    }
}
