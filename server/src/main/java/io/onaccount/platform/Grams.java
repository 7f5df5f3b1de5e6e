package io.onaccount.platform;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of characters for finding a word anywhere in a text by an index on an array column: {@code grams @> ?}. Chinese words are too short
 * for indexes on three letters.
 */
public final class Grams {
    private Grams() {}

    /** Everything the texts can be found by; single characters only of scripts that write words so. */
    public static Set<String> of(Collection<@Nullable String> texts) {
        Set<String> grams = new LinkedHashSet<>();
        for (String text : texts) {
            if (text != null) {
                add(grams, normal(text), true);
            }
        }
        return grams;
    }

    /** What a text that contains the typed words must have; empty when they are too short to say. */
    public static Set<String> wanted(String typed) {
        Set<String> grams = new LinkedHashSet<>();
        for (String word : words(typed)) {
            add(grams, word, word.length() == 1);
        }
        return grams;
    }

    /** The typed words, each of which must be somewhere in the text. */
    public static List<String> words(String typed) {
        return List.of(normal(typed).split("\\s+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Full width and case don't matter. */
    public static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    private static void add(Set<String> grams, String text, boolean singles) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                continue;
            }
            if (singles && Character.isIdeographic(c)) {
                grams.add(String.valueOf(c));
            }
            if (i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1))) {
                grams.add(text.substring(i, i + 2));
            }
        }
    }
}
