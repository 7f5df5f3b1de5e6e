package io.onaccount.document.mailing;

import io.onaccount.document.mailing.SmsGateways.Format;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A message to be handed to a gateway: its fields, written into address, headers and body so that none can break out of its place. */
record SmsRequest(String phone, String text, String secret, String id) {
    /** What the settings may name: the number with its country, without it for Chinese ones, the words, the secret, and a name of the message. */
    static final List<String> FIELDS = List.of("phone", "national", "text", "secret", "id");

    private static final Pattern FIELD = Pattern.compile("\\{\\{(\\w*)}}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    /** What we say ourselves. */
    private static final Set<String> OURS =
            Set.of("host", "content-length", "content-type", "connection", "expect", "upgrade", "transfer-encoding");

    /** A field there isn't; empty when all are known. */
    static Optional<String> unknown(String template) {
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            if (!FIELDS.contains(matcher.group(1))) {
                return Optional.of(matcher.group());
            }
        }
        return Optional.empty();
    }

    /** Lines of {@code Name: value}; empty when one can't be read or is ours to say. */
    static Optional<Map<String, String>> headers(String lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.lines().filter(one -> !one.isBlank()).toList()) {
            int colon = line.indexOf(':');
            String name = colon < 1 ? "" : line.substring(0, colon).strip();
            if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            headers.put(name, line.substring(colon + 1).strip());
        }
        return Optional.of(headers);
    }

    String address(String template) {
        return fill(template, SmsRequest::encoded);
    }

    String header(String template) {
        return fill(template, value -> MailAddress.oneLine(value, 2000));
    }

    String body(String template, Format format) {
        return fill(template, format == Format.JSON ? SmsRequest::quoted : SmsRequest::encoded);
    }

    private String fill(String template, UnaryOperator<String> as) {
        return FIELD.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(as.apply(
                        switch (found.group(1)) {
                            case "phone" -> phone;
                            case "national" -> phone.startsWith("+86") ? phone.substring(3) : phone;
                            case "text" -> text;
                            case "secret" -> secret;
                            case "id" -> id;
                            default -> "";
                        })));
    }

    /** How a value may stand in a request or come back in an answer, the longest first so that none leaves a part of another. */
    static List<String> forms(String value) {
        String quoted = quoted(value);
        return Stream.of(
                        value,
                        encoded(value),
                        URLEncoder.encode(value, StandardCharsets.UTF_8),
                        value.replace(' ', '+'),
                        quoted,
                        quoted.replace("/", "\\/"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What stands between the quotes of a string in JSON. */
    private static String quoted(String value) {
        StringBuilder out = new StringBuilder();
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x2028 || c == 0x2029 || Character.isSurrogate((char) c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }
}
