package io.onaccount.document.mailing;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail is for.
 *
 * @param address one plain address, or a phone number with its country ({@code +8613800138000}), checked
 * @param name as the receiver is called; one line, may be empty
 */
public record MailAddress(String address, String name) {
    private static final Pattern PLAIN = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    /** E.164; of China mobile phones only, as others can't be texted. */
    private static final Pattern PHONE = Pattern.compile("\\+(861[3-9]\\d{9}|(?!86)[1-9]\\d{6,14})");

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    public MailAddress {
        if (!PLAIN.matcher(address).matches() && !PHONE.matcher(address).matches()) {
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

    /**
     * The mobile phone a text names: with its country, or as Chinese ones are written without it; blanks, dots, dashes and brackets don't count. Empty
     * for whatever else.
     */
    public static Optional<MailAddress> phone(@Nullable String number, @Nullable String name) {
        String plain =
                number == null || number.length() > 40 ? "" : number.strip().replaceAll("[\\s.()（）-]", "");
        String whole = plain.startsWith("00")
                ? "+" + plain.substring(2)
                : plain.matches("1[3-9]\\d{9}") ? "+86" + plain : plain.matches("861[3-9]\\d{9}") ? "+" + plain : plain;
        return PHONE.matcher(whole).matches()
                ? Optional.of(new MailAddress(whole, name == null ? "" : name))
                : Optional.empty();
    }

    /** The address by which somebody is reached this way. */
    public static Optional<MailAddress> of(MailChannel channel, @Nullable String address, @Nullable String name) {
        return channel == MailChannel.SMS ? phone(address, name) : of(address, name);
    }

    /** How it is reached. */
    public MailChannel channel() {
        return address.startsWith("+") && address.indexOf('@') < 0 ? MailChannel.SMS : MailChannel.MAIL;
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
