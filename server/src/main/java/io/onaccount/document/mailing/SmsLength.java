package io.onaccount.document.mailing;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long a text message is, as it is charged: 160 characters of the alphabet of GSM 03.38, or 70 of any other, in one part; a longer one is split
 * into parts of 153 or 67.
 *
 * @param characters as they count
 */
public record SmsLength(int characters, int segments) {
    private static final Set<Integer> PLAIN =
            points("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
    private static final Set<Integer> TWICE = points("\f^{}\\[~]|€");

    private static Set<Integer> points(String characters) {
        return characters.codePoints().boxed().collect(Collectors.toSet());
    }

    static SmsLength of(String text) {
        boolean plain = text.codePoints().allMatch(c -> PLAIN.contains(c) || TWICE.contains(c));
        int characters =
                plain ? text.codePoints().map(c -> TWICE.contains(c) ? 2 : 1).sum() : text.length();
        int one = plain ? 160 : 70;
        int each = plain ? 153 : 67;
        return new SmsLength(characters, characters <= one ? 1 : (characters + each - 1) / each);
    }
}
