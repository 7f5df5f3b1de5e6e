package io.onaccount.receivables.bank;

import io.onaccount.receivables.bank.Draft.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Field 86: free text, or one of the structures banks have agreed on in their countries. */
final class Mt940Text {
    /** Germany, Poland and others: a code, then ?20 to ?29 for the purpose, ?31 the account, ?32 the name. */
    private static final Pattern SUBFIELDS = Pattern.compile("^\\s*(\\d{3})?([?@^~<])(?=\\d\\d)");

    private static final Pattern SEPA =
            Pattern.compile("(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\\+");
    /** The Netherlands and SWIFT's own: /EREF/…/NAME/…. */
    private static final Pattern WORDS = Pattern.compile(
            "/(TRTP|IBAN|BIC|NAME|REMI|EREF|CSID|MARF|CNTP|PREF|RTRN|ORDP|BENM|ADDR|PURP|ULTD|ULTB|ISDT|CREF|ID|SVCL|RREF|TRCD|PY|UDTR|UCRD|BUSP|CHGS|OCMT|EXCH)/");

    private static final Pattern IBAN_FIRST =
            Pattern.compile("^\\s*([A-Z]{2}\\d{2}[A-Z0-9]{10,30})[ \\t]+([^\\n]*)(?:\\n.*)?", Pattern.DOTALL);
    private static final Pattern NAMED =
            Pattern.compile("REK(?:ENING)?: ?([A-Z0-9]+) ?/ ?NAAM: ?(.+?)\\s*$", Pattern.DOTALL);

    private Mt940Text() {}

    static void into(Line line, String value) {
        Matcher subfields = SUBFIELDS.matcher(value);
        if (subfields.find()) {
            String code = subfields.group(1);
            String body = value.replace("\n", "").strip();
            subfields(line, code == null ? body : body.substring(3), code == null ? "" : code, subfields.group(2));
        } else if (WORDS.matcher(value.replace("\n", "")).lookingAt()) {
            words(line, value.replace("\n", ""));
        } else {
            Matcher named = NAMED.matcher(value);
            Matcher iban = IBAN_FIRST.matcher(value);
            if (named.find()) {
                line.account = named.group(1);
                line.name = named.group(2);
            } else if (iban.matches()) {
                line.account = iban.group(1);
                line.name = iban.group(2);
            }
            more(line, value.replace('\n', ' '));
        }
    }

    /** A collective field of several lines that can't be told apart keeps everything as text. */
    private static void more(Line line, String text) {
        String plain = Draft.clean(text, 4000);
        line.text = line.text.isEmpty() ? plain : plain.isEmpty() ? line.text : line.text + " / " + plain;
    }

    private static void subfields(Line line, String value, String code, String mark) {
        Map<Integer, String> fields = new LinkedHashMap<>();
        for (String part : value.split(Pattern.quote(mark) + "(?=\\d\\d)")) {
            if (part.length() >= 2) {
                int number = Integer.parseInt(part.substring(0, 2));
                fields.merge(number, part.substring(2), String::concat);
            }
        }
        StringBuilder purpose = new StringBuilder();
        fields.forEach((number, text) -> {
            if ((number >= 20 && number <= 29) || (number >= 60 && number <= 63)) {
                // Ends of fields are cut where they are full: words run on, unless the field was shorter than it may
                // be.
                purpose.append(text);
            }
        });
        line.code = line.code.isEmpty() || code.isEmpty() ? line.code + code : line.code + "/" + code;
        line.bank = fields.getOrDefault(30, "");
        line.account = fields.getOrDefault(31, "").strip();
        line.name = (fields.getOrDefault(32, "") + fields.getOrDefault(33, "")).strip();
        sepa(line, purpose.toString());
        String kind = fields.getOrDefault(0, "");
        if (!kind.isBlank()) {
            more(line, kind);
        }
    }

    private static void sepa(Line line, String purpose) {
        Matcher tag = SEPA.matcher(purpose);
        int from = 0;
        String current = "";
        Map<String, String> parts = new LinkedHashMap<>();
        while (tag.find()) {
            parts.merge(current, purpose.substring(from, tag.start()), String::concat);
            current = tag.group(1);
            from = tag.end();
        }
        parts.merge(current, purpose.substring(from), String::concat);
        String endToEnd = parts.getOrDefault("EREF", "").strip();
        if (!endToEnd.isEmpty() && !endToEnd.equals("NOTPROVIDED")) {
            line.endToEnd = endToEnd;
        }
        if (line.account.isEmpty()) {
            line.account = parts.getOrDefault("IBAN", "").strip();
        }
        parts.forEach((key, text) -> {
            if (key.isEmpty() || key.equals("SVWZ") || key.equals("ABWA") || key.equals("ABWE")) {
                more(line, text);
            }
        });
    }

    private static void words(Line line, String value) {
        Matcher word = WORDS.matcher(value);
        Map<String, String> parts = new LinkedHashMap<>();
        String current = "";
        int from = 0;
        while (word.find()) {
            parts.merge(current, value.substring(from, word.start()), (a, b) -> a + " " + b);
            current = word.group(1);
            from = word.end();
        }
        parts.merge(current, value.substring(from), (a, b) -> a + " " + b);
        parts.replaceAll((key, text) -> text.strip().replaceFirst("^/+", "").replaceFirst("/+$", ""));
        List<String> other = List.of(parts.getOrDefault("CNTP", "").split("/"));
        line.account = first(parts.get("IBAN"), other.get(0));
        line.bank = first(parts.get("BIC"), other.size() > 1 ? other.get(1) : "");
        line.name = first(parts.get("NAME"), other.size() > 2 ? other.get(2) : "");
        String endToEnd = parts.getOrDefault("EREF", "");
        if (!endToEnd.isEmpty() && !endToEnd.equals("NOTPROVIDED")) {
            line.endToEnd = endToEnd;
        }
        Set<String> told = Set.of("IBAN", "BIC", "NAME", "CNTP", "EREF", "ORDP", "BENM");
        parts.forEach((key, text) -> {
            if (!told.contains(key)) {
                more(line, key.equals("REMI") ? text.replaceFirst("^(USTD|STRD/CUR)//?", "") : text);
            }
        });
    }

    private static String first(@org.jspecify.annotations.Nullable String one, String other) {
        return one == null || one.isEmpty() ? other.strip() : one.strip();
    }
}
