package io.onaccount.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word in every language. */
class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?::[a-z-]+)?}");

    /** Where a problem's code is the first, the second or the third argument; the codes are literals by house rule. */
    private static final Pattern CODE = Pattern.compile(
            "(?:Problem\\s*\\.\\s*conflict\\(\\s*|Problem\\s*\\.\\s*of\\(\\s*[\\w.]+,\\s*|Problem\\s*\\.\\s*invalid\\(\\s*[^,;]+?,\\s*|"
                    + "\\.check\\((?:[^;\"]|\"[^\"]*\"(?=\\s*\\+|\\s*\\)))*?,\\s*(?:\"[^\"]*\"|[\\w.() +]+)+,\\s*|new BadValue\\([^,;]+,[^,;]+,\\s*)\"([a-z][a-z0-9-]+)\"");

    private final Texts texts = Texts.load();

    @Test
    void everyKeyExistsInEveryLanguage() {
        Set<String> reference = texts.all(Texts.LOCALES.getFirst()).keySet();
        for (Locale locale : Texts.LOCALES) {
            Set<String> keys = texts.all(locale).keySet();
            assertThat(missing(reference, keys))
                    .as("keys in %s without a text in %s", Texts.LOCALES.getFirst(), locale)
                    .isEmpty();
            assertThat(missing(keys, reference))
                    .as("keys in %s without a text in %s", locale, Texts.LOCALES.getFirst())
                    .isEmpty();
        }
    }

    @Test
    void everyLanguageUsesTheSameArguments() {
        texts.all(Locale.ENGLISH)
                .forEach((key, english) -> assertThat(
                                places(texts.all(Locale.SIMPLIFIED_CHINESE).getOrDefault(key, "")))
                        .as("arguments of %s", key)
                        .isEqualTo(places(english)));
    }

    @Test
    void everyProblemCodeHasAText() {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(f -> {
                Matcher matcher = CODE.matcher(read(f));
                while (matcher.find()) {
                    codes.add(matcher.group(1));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(codes).as("the scan finds codes at all").contains("wrong-state", "required", "too-large");
        assertThat(codes.stream()
                        .filter(code ->
                                texts.find(Locale.ENGLISH, "problem." + code).isEmpty()))
                .as(
                        "codes used in the sources: add problem.<code> to server/src/main/resources/texts/<module>/messages_*.properties")
                .isEmpty();
    }

    @Test
    void argumentsAreFilledInAndNamedByTheirOwnTexts() {
        assertThat(texts.text(Locale.ENGLISH, "problem.text-too-long", 20))
                .isEqualTo("May have at most 20 characters.");
        assertThat(texts.text(Locale.ENGLISH, "problem.forbidden", "nothing.known"))
                .isEqualTo("This needs the right “nothing · known”, which you do not have.");
        assertThat(texts.text(Locale.CHINA, "problem.required")).isEqualTo("必填。");
        assertThat(texts.text(Locale.FRENCH, "problem.required")).isEqualTo("必填。");
        assertThat(texts.text(Locale.ENGLISH, "no.such.key")).isEqualTo("no.such.key");
    }

    private static Set<String> missing(Set<String> from, Set<String> in) {
        Set<String> missing = new TreeSet<>(from);
        missing.removeAll(in);
        return missing;
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
