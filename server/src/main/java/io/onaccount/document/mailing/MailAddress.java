package io.onaccount.document.mailing;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail is for.
 *
 * @param address one plain address, checked
 * @param name as the receiver is called; one line, may be empty
 */
public record MailAddress(String address, String name) {
    private static final Pattern PLAIN = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    public MailAddress {
        if (!PLAIN.matcher(address).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        name = oneLine(name, 100);
    }

    /** The address a text names; empty for whatever else, lists and anything with a line break included. */
    public static Optional<MailAddress> of(@Nullable String address, @Nullable String name) {
        String plain = address == null ? "" : address.strip();
        int at = plain.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || plain.length() > LONGEST) {
            return Optional.empty();
        }
        String domain;
        try {
            domain = IDN.toASCII(plain.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String whole = plain.substring(0, at + 1) + domain;
        return PLAIN.matcher(whole).matches() && whole.length() <= LONGEST
                ? Optional.of(new MailAddress(whole, name == null ? "" : name))
                : Optional.empty();
    }

    /** How addresses are told apart: upper and lower case are the same. */
    String key() {
        return address.toLowerCase(Locale.ROOT);
    }

    /** A text without what could begin another line of a head: control and direction characters become spaces. */
    static String oneLine(String text, int longest) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || c == 0x2028
                                || c == 0x2029
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE
                        ? ' '
                        : c)
                .forEach(out::appendCodePoint);
        String clean = out.toString().replaceAll(" {2,}", " ").strip();
        return clean.length() > longest
                ? clean.substring(
                                0,
                                clean.offsetByCodePoints(
                                        0, Math.min(longest, clean.codePointCount(0, clean.length())) - 1))
                        + "…"
                : clean;
    }
}
