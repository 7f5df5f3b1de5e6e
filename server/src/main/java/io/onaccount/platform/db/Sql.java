package io.onaccount.platform.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL with the values of its placeholders. Text comes from code only; whatever a user typed is a value.
 */
public record Sql(String text, List<@Nullable Object> values) {

    public static final Sql TRUE = of("true");

    /** Above every character, so that a prefix is the range from itself to itself and this. */
    public static final String LAST = "\uDBFF\uDFFF";

    public static Sql of(String text, @Nullable Object... values) {
        return new Sql(text, Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values))));
    }

    /**
     * Begins with the text. Written as a range of the pattern operators, which row level security lets an index serve; LIKE, not being
     * leakproof, would be tried on every row of the company.
     */
    public static Sql begins(String expression, String text) {
        return of("(" + expression + ") ~>=~ ? and (" + expression + ") ~<~ ?", text, text + LAST);
    }

    /** Begins with the text as typed, or in upper or lower case. */
    public static Sql startsWith(String expression, String text) {
        return join(" or ", beginnings(expression, text));
    }

    /** The spellings of {@link #startsWith}, each by itself; none of them is of a value that is empty, as partial indexes say of their rows. */
    public static List<Sql> beginnings(String expression, String text) {
        return Stream.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))
                .distinct()
                .map(spelling -> begins(expression, spelling).then("and (" + expression + ") <> ''"))
                .toList();
    }

    /** This piece, a blank, then the other. */
    public Sql then(Sql other) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.addAll(other.values);
        return new Sql(text + " " + other.text, Collections.unmodifiableList(all));
    }

    public Sql then(String more, @Nullable Object... moreValues) {
        return then(of(more, moreValues));
    }

    /** Both must hold. */
    public Sql and(Sql other) {
        return join(" and ", List.of(this, other));
    }

    /** Each piece in brackets with the word between; {@code true} for none. */
    public static Sql join(String word, Collection<Sql> pieces) {
        if (pieces.isEmpty()) {
            return TRUE;
        }
        StringBuilder text = new StringBuilder();
        List<@Nullable Object> all = new ArrayList<>();
        for (Sql piece : pieces) {
            text.append(text.isEmpty() ? "(" : word + "(").append(piece.text).append(')');
            all.addAll(piece.values);
        }
        return new Sql(text.toString(), Collections.unmodifiableList(all));
    }
}
