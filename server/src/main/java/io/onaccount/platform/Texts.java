package io.onaccount.platform;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * All words the server says, in every language: each module brings {@code texts/<module>/messages_zh_CN.properties} and {@code
 * messages_en.properties} (UTF-8). In a text {@code {0}} is the first argument as it is, and {@code {0:kind}} the text {@code
 * kind.<argument>} where there is one. An apostrophe is an apostrophe.
 */
public final class Texts {
    /** The languages everything is written in; the first is the default. */
    public static final List<Locale> LOCALES = List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?::([a-z-]+))?}");

    private final Map<Locale, Map<String, String>> texts;

    private Texts(Map<Locale, Map<String, String>> texts) {
        this.texts = texts;
    }

    /** Loads the texts of all modules; a test sees to it that no two claim the same key. */
    public static Texts load() {
        Map<Locale, Map<String, String>> texts = new LinkedHashMap<>();
        for (Locale locale : LOCALES) {
            Map<String, String> all = new TreeMap<>();
            String suffix = locale.getCountry().isEmpty() ? "" : "_" + locale.getCountry();
            String pattern = "classpath*:texts/*/messages_" + locale.getLanguage() + suffix + ".properties";
            try {
                for (Resource resource : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                    Properties properties = new Properties();
                    try (Reader reader = new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8)) {
                        properties.load(reader);
                    }
                    for (String key : properties.stringPropertyNames()) {
                        all.putIfAbsent(key, properties.getProperty(key));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            texts.put(locale, Collections.unmodifiableMap(all));
        }
        return new Texts(texts);
    }

    /** The language we have that comes nearest to the one asked for. */
    public static Locale nearest(@Nullable Locale wanted) {
        for (Locale locale : LOCALES) {
            if (wanted != null && locale.getLanguage().equals(wanted.getLanguage())) {
                return locale;
            }
        }
        return LOCALES.getFirst();
    }

    /** Every text of a language by key, in the order of the keys. */
    public Map<String, String> all(Locale locale) {
        return texts.getOrDefault(nearest(locale), Map.of());
    }

    /** The text with its arguments, or the key itself when nobody wrote the text. */
    public String text(Locale locale, String key, @Nullable Object... arguments) {
        return find(locale, key, arguments).orElse(key);
    }

    /** The text with its arguments, if somebody wrote it. */
    public Optional<String> find(Locale locale, String key, @Nullable Object... arguments) {
        String text = all(locale).get(key);
        return text == null ? Optional.empty() : Optional.of(fill(locale, text, arguments));
    }

    /** What a right is called: its own text {@code right.<kind>.<action>}, or kind and action side by side. */
    public String right(Locale locale, String right) {
        return find(locale, "right." + right).orElseGet(() -> {
            int dot = right.lastIndexOf('.');
            if (dot < 0) {
                return right;
            }
            String kind = right.substring(0, dot);
            String action = right.substring(dot + 1);
            return find(locale, "kind." + kind).orElse(kind) + " · "
                    + find(locale, "action." + action).orElse(action);
        });
    }

    private String fill(Locale locale, String text, @Nullable Object[] arguments) {
        if (arguments.length == 0 || text.indexOf('{') < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            int index = Integer.parseInt(matcher.group(1));
            String value = index < arguments.length ? plain(arguments[index]) : "";
            String prefix = matcher.group(2);
            if (prefix != null) {
                value = prefix.equals("right")
                        ? right(locale, value)
                        : all(locale).getOrDefault(prefix + "." + value, value);
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String plain(@Nullable Object argument) {
        return switch (argument) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            default -> argument.toString();
        };
    }
}
