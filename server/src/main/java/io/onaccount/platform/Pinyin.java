package io.onaccount.platform;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a name is read, so that it is found by typing pinyin: 上海恒昌 is {@code shanghaihengchang} and {@code shhc}. Names of places and
 * trades with several readings (长沙, 重庆, 车行) are read as names. It proposes; people correct it where a company reads itself otherwise.
 *
 * @param full every syllable, without tones and blanks; ü is v
 * @param initials one letter a character; Latin letters and digits stay
 */
public record Pinyin(String full, String initials) {
    private static final Pattern NOT_TYPED = Pattern.compile("[^a-z0-9]");

    /** A firm of traders ends in 行 (háng), whatever it trades in. */
    private static final Pattern FIRM = Pattern.compile("(?<![银进发流执])行(?=有限|公司|\\(|（|$)");

    private static final int LONGEST = 4;

    /** The reading of a text. */
    public static Pinyin of(String text) {
        List<String> syllables = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        BitSet firms = new BitSet();
        FIRM.matcher(text).results().forEach(match -> firms.set(match.start()));
        for (int i = 0; i < text.length(); ) {
            String known = firms.get(i) ? "" : Overrides.longestAt(text, i);
            if (known.isEmpty() && !firms.get(i) && Character.isIdeographic(text.charAt(i))) {
                run.append(text.charAt(i));
                i++;
                continue;
            }
            read(run, syllables);
            if (known.isEmpty()) {
                syllables.add(firms.get(i) ? "hang" : typed(text.substring(i, i + 1)));
                i++;
            } else {
                syllables.addAll(
                        List.of(Overrides.READINGS.getOrDefault(known, "").split(" ")));
                i += known.length();
            }
        }
        read(run, syllables);
        StringBuilder full = new StringBuilder();
        StringBuilder initials = new StringBuilder();
        for (String syllable : syllables) {
            full.append(syllable);
            initials.append(syllable, 0, Math.min(1, syllable.length()));
        }
        return new Pinyin(full.toString(), initials.toString());
    }

    /** What remains of a text when only what is typed for pinyin is kept. */
    public static String typed(String text) {
        String letters = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        return NOT_TYPED.matcher(letters).replaceAll("");
    }

    private static void read(StringBuilder run, List<String> syllables) {
        if (run.isEmpty()) {
            return;
        }
        for (String syllable :
                PinyinHelper.toPinyin(run.toString(), PinyinStyleEnum.NORMAL).split(" ")) {
            String plain = typed(syllable.replace('ü', 'v'));
            if (!plain.isEmpty()) {
                syllables.add(plain);
            }
        }
        run.setLength(0);
    }

    /** Loaded with the first name that is read, as is the dictionary. */
    private static final class Overrides {
        static final Map<String, String> READINGS = load();

        static String longestAt(String text, int from) {
            for (int length = Math.min(LONGEST, text.length() - from); length > 0; length--) {
                String part = text.substring(from, from + length);
                if (READINGS.containsKey(part)) {
                    return part;
                }
            }
            return "";
        }

        private static Map<String, String> load() {
            Map<String, String> readings = new HashMap<>();
            try (InputStream in = Objects.requireNonNull(Pinyin.class.getResourceAsStream("/pinyin/names.txt"))) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("=") && !line.startsWith("#"))
                        .forEach(line -> readings.put(
                                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return readings;
        }
    }
}
