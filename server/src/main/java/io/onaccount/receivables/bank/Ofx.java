package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.Draft.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OFX and QFX in both of its dresses: SGML, where values have no end tag, and XML. Read tag by tag, so that entities beyond the five of XML mean
 * nothing here.
 */
final class Ofx {
    private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z0-9._]+)\\s*(/?)>([^<]*)");
    private static final Pattern NUMERIC = Pattern.compile("&#(x?)([0-9A-Fa-f]{1,6});");
    /** Each is a statement of its own. */
    private static final Set<String> STATEMENTS = Set.of("STMTRS", "CCSTMTRS", "INVSTMTRS");

    private Ofx() {}

    static boolean fits(String text) {
        String begin = text.substring(0, Math.min(4000, text.length())).toUpperCase(Locale.ROOT);
        return begin.contains("<OFX>") || begin.strip().startsWith("OFXHEADER");
    }

    static List<BankStatement> read(String text) {
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw Problem.invalid("file", "bank-file-doctype");
        }
        List<BankStatement> statements = new ArrayList<>();
        Draft draft = null;
        Line line = null;
        String bank = "";
        List<String> inside = new ArrayList<>();
        int place = 1;
        int counted = 0;
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            place += (int) text.substring(counted, tag.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            counted = tag.start();
            String name = tag.group(2).toUpperCase(Locale.ROOT);
            String value = plain(tag.group(4));
            if (!tag.group(1).isEmpty()) {
                int at = inside.lastIndexOf(name);
                if (at >= 0) {
                    inside.subList(at, inside.size()).clear();
                }
                if (STATEMENTS.contains(name) && draft != null) {
                    draft.bank = draft.bank.isEmpty() ? bank : draft.bank;
                    statements.add(finished(draft));
                    draft = null;
                } else if (name.equals("STMTTRN") && line != null) {
                    line.raw = line.raw.strip();
                    line = null;
                }
                continue;
            }
            if (value.isEmpty() && tag.group(3).isEmpty()) {
                inside.add(name);
                if (STATEMENTS.contains(name)) {
                    draft = new Draft(BankFormat.OFX);
                } else if (name.equals("STMTTRN") && draft != null) {
                    line = draft.line(place);
                }
                continue;
            }
            if (line != null) {
                line.raw += "<" + name + ">" + value;
                line(line, name, value, place);
            } else if (draft != null) {
                statement(draft, name, value, inside, place);
            } else if (name.equals("ORG")) {
                bank = value;
            }
        }
        if (draft != null) {
            draft.remark("cut-off");
            statements.add(finished(draft));
        }
        return statements;
    }

    private static BankStatement finished(Draft draft) {
        // Without an opening balance there is nothing to tie; the next file's check of gaps uses the closing one.
        return draft.finished();
    }

    private static void statement(Draft draft, String name, String value, List<String> inside, int place) {
        switch (name) {
            case "CURDEF" -> draft.currency = value;
            case "ACCTID" -> draft.account = draft.account.isEmpty() ? value : draft.account;
            case "BANKID" -> draft.bank = draft.bank.isEmpty() ? value : draft.bank;
            case "DTSTART" -> draft.from = date(value, place);
            case "DTEND" -> draft.to = date(value, place);
            case "BALAMT" -> {
                if (inside.contains("LEDGERBAL")) {
                    draft.closing = amount(value, place);
                }
            }
            default -> {}
        }
    }

    private static void line(Line line, String name, String value, int place) {
        switch (name) {
            case "TRNTYPE" -> line.code = value;
            case "DTPOSTED" -> line.booked = date(value, place);
            case "DTAVAIL" -> line.valued = date(value, place);
            case "TRNAMT" -> line.amount = amount(value, place);
            case "FITID" -> line.reference = value;
            case "REFNUM" -> line.endToEnd = value;
            case "CHECKNUM" -> line.endToEnd = line.endToEnd.isEmpty() ? value : line.endToEnd;
            case "NAME" -> line.name = line.name.isEmpty() ? value : line.name + " " + value;
            case "ACCTID" -> line.account = value;
            case "BANKID" -> line.bank = value;
            case "MEMO", "EXTDNAME" -> {
                Set<String> words = new TreeSet<>(List.of(line.text, value));
                line.text = line.text.isEmpty() || words.size() == 1 ? value : line.text + " / " + value;
            }
            default -> {}
        }
    }

    private static BigDecimal amount(String value, int place) {
        String plain = value.replace(" ", "");
        int comma = plain.lastIndexOf(',');
        int point = plain.lastIndexOf('.');
        if (comma >= 0 && point >= 0) {
            plain = plain.replace(comma < point ? "," : ".", "");
        }
        return Amounts.plain(plain).orElseThrow(() -> Problem.invalid("file", "bank-line-amount", place, value));
    }

    /** The day as the bank wrote it, in the zone it wrote it for. */
    private static @Nullable LocalDate date(String value, int place) {
        String digits = value.replace("-", "");
        if (digits.isEmpty() || digits.startsWith("00000000")) {
            return null;
        }
        try {
            return LocalDate.parse(digits.substring(0, Math.min(8, digits.length())), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw Problem.invalid("file", "bank-line-date", place, value);
        }
    }

    private static String plain(String value) {
        Matcher numeric = NUMERIC.matcher(value);
        String text = numeric.replaceAll(found -> {
            int c = Integer.parseInt(found.group(2), found.group(1).isEmpty() ? 10 : 16);
            return Character.isValidCodePoint(c) && c >= ' ' ? Matcher.quoteReplacement(Character.toString(c)) : "";
        });
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .strip();
    }
}
