package io.onaccount.document;

import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by any part of their names, in any script, through an index that row level security lets serve: kept are the characters from
 * each place of a name on, and what contains a word has a place that begins with it. A kind keeps them by calling {@link #insert} and {@link
 * #replace}, and is searched by an expression with {@code ~} in its list.
 */
public final class NameParts {
    /** How much of the name is kept from each place on; a longer word is found by its beginning and then compared. */
    private static final int LENGTH = 8;

    private NameParts() {}

    /** A record and the texts it is found by. */
    public record Named(UUID id, Collection<@Nullable String> texts) {
        Set<String> parts() {
            Set<String> parts = new LinkedHashSet<>();
            for (String text : texts) {
                String name = text == null ? "" : normal(text);
                for (int i = 0; i < name.length(); i++) {
                    if (!Character.isWhitespace(name.charAt(i)) && !Character.isLowSurrogate(name.charAt(i))) {
                        parts.add(beginning(name.substring(i)));
                    }
                }
            }
            return parts;
        }
    }

    public static void insert(Tx tx, String kind, List<Named> records) {
        List<String> parts = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (Named named : records) {
            for (String part : named.parts()) {
                parts.add(part);
                ids.add(named.id());
            }
        }
        tx.add(Rank.DETAIL, """
                insert into document.name_part (company_id, kind, part, record_id)
                select ?, ?, n.part, n.id from unnest(?::text[], ?::uuid[]) as n (part, id) on conflict do nothing""", tx.company(), kind, SqlArray.of("text", parts), SqlArray.of("uuid", ids));
    }

    /** A record has got other texts; null for none any more. */
    public static void replace(Tx tx, String kind, Named old, @Nullable Named changed) {
        Set<String> gone = old.parts();
        if (changed != null) {
            Set<String> kept = changed.parts();
            if (kept.equals(gone)) {
                return;
            }
            gone.removeAll(kept);
            insert(tx, kind, List.of(changed));
        }
        tx.add(
                Rank.DETAIL,
                "delete from document.name_part where company_id = ? and kind = ? and part = any(?) and record_id = ?",
                tx.company(),
                kind,
                SqlArray.of("text", gone),
                old.id());
    }

    /** The records of a kind with the beginning of a word in their texts, as {@code id}, some of them twice. */
    public static Sql holding(long company, String kind, String word) {
        String beginning = beginning(normal(word));
        return Sql.of(
                        "select n.record_id as id from document.name_part n where n.company_id = ? and n.kind = ? and",
                        company,
                        kind)
                .then("n.part >= ? and n.part < ?", beginning, beginning + Sql.LAST); // the column collates as "C"
    }

    /** Whether {@link #holding} looks for all of the word: what it finds then contains it. */
    public static boolean isWhole(String word) {
        return normal(word).length() <= LENGTH;
    }

    /** The condition that a text contains a word; false for null. */
    public static Sql contains(String expression, String word) {
        return Sql.of("position(? in lower(normalize(" + expression + ", nfkc))) > 0", normal(word));
    }

    /** The typed words, each of which must be somewhere in the texts. */
    public static List<String> words(String typed) {
        return Arrays.stream(normal(typed).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Full width and case don't matter. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    private static String beginning(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH);
    }
}
