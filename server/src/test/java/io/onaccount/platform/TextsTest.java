package io.onaccount.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every word in every language. */
class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?::[a-z-]+)?}");

    /** The calls that name a problem's code, and which of their arguments it is. */
    private static final Map<String, Integer> CALLS = Map.of(
            "Problem.conflict(",
            0,
            "Problem.of(",
            1,
            "Problem.invalid(",
            1,
            ".check(",
            2,
            ".add(",
            1,
            "new BadValue(",
            2);

    private static final Pattern CODE = Pattern.compile("\"([a-z][a-z0-9-]*)\"");

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
    void noKeyIsClaimedTwice() throws IOException {
        Map<String, String> owners = new TreeMap<>();
        Set<String> twice = new TreeSet<>();
        for (Resource bundle :
                new PathMatchingResourcePatternResolver().getResources("classpath*:texts/*/messages_en.properties")) {
            // Line by line: of a key that stands twice in one file only the last would be seen.
            for (String key : keys(bundle)) {
                String other = owners.put(key, bundle.getDescription());
                if (other != null) {
                    twice.add(key + " in " + bundle.getDescription() + " and " + other);
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    private static List<String> keys(Resource bundle) throws IOException {
        return bundle.getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && line.indexOf('=') > 0)
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
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
                String source = read(f).replaceAll("Problem\\s*\\.\\s*", "Problem.");
                CALLS.forEach((call, position) -> codes.addAll(codes(source, call, position)));
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

    /** The literals at one position of every call of a method; what is no code (a number, a key in capitals) is passed over. */
    private static Set<String> codes(String source, String call, int position) {
        Set<String> codes = new TreeSet<>();
        for (int at = source.indexOf(call); at >= 0; at = source.indexOf(call, at + 1)) {
            String argument = argument(source, at + call.length(), position);
            // "problems.add(" and "Collector.check(" only: other add() methods take no field before a code.
            if (call.equals(".add(") && !source.substring(0, at).matches("(?s).*\\b(problems|own|errors)\\s*")) {
                continue;
            }
            Matcher matcher = CODE.matcher(argument);
            while (matcher.find()) {
                codes.add(matcher.group(1));
            }
        }
        return codes;
    }

    private static String argument(String source, int from, int position) {
        int depth = 0;
        int index = 0;
        boolean quoted = false;
        StringBuilder argument = new StringBuilder();
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '"' && source.charAt(i - 1) != '\\') {
                quoted = !quoted;
            }
            if (!quoted && ((c == ')' && depth == 0) || c == ';')) {
                break;
            }
            if (!quoted && c == ',' && depth == 0) {
                index++;
                continue;
            }
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (index == position) {
                argument.append(c);
            }
        }
        return argument.toString();
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
