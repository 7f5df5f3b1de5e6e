package io.onaccount.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.Texts;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a file is refused or warned about is said in words. */
class InvoiceFileTextsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/onaccount/invoicing");
    private static final Map<String, String> CALLS = Map.of(
            "Unreadable\\.of\\(\\s*\"([a-z-]+)\"", "problem.invoice-file-",
            "new Refused\\(\\s*\"([a-z-]+)\"", "problem.invoice-file-",
            "Obstacle\\.of\\(\\s*\"([a-z-]+)\"", "problem.invoice-file-",
            "\\.warn\\(\\s*\"([a-z-]+)\"", "invoice-file.warning.",
            " warn\\(\\s*\"([a-z-]+)\"", "invoice-file.warning.",
            "draft\\.(?:number|day)\\(\\s*\"([a-zA-Z-]+)\"", "invoice-file.field.",
            "absent\\(\"([a-z-]+)\"", "invoice-file.field.");

    @Test
    void everyCodeHasAText() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                CALLS.forEach((call, prefix) -> {
                    Matcher found = Pattern.compile(call).matcher(source);
                    while (found.find()) {
                        keys.add(prefix + found.group(1));
                    }
                });
            }
        }
        Texts texts = TestApplication.shared().bean(Texts.class);
        assertThat(keys).hasSizeGreaterThan(50);
        for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            assertThat(keys.stream().filter(key -> texts.find(locale, key).isEmpty()))
                    .isEmpty();
        }
    }
}
