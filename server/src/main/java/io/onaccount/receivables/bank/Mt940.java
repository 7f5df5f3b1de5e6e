package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.Draft.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SWIFT MT940 and MT942, as banks really write them: with or without the blocks around, several messages in a file, fields broken over lines,
 * days that no month has.
 */
final class Mt940 {
    private static final Pattern TAG = Pattern.compile(":(\\d{2}[A-Z]?|NS):(.*)", Pattern.DOTALL);
    private static final Pattern END = Pattern.compile("-(\\}.*|X*)\\s*");
    private static final Pattern BALANCE =
            Pattern.compile("\\s*([CD])(\\d{6})([A-Z]{3})([\\d.]*,?\\d*).*", Pattern.DOTALL);
    private static final Pattern MOVEMENT = Pattern.compile(
            "\\s*(\\d{6})\\s?(\\d{4})?\\s?(RC|RD|EC|ED|C|D)([A-Z])?\\s?(\\d[\\d.]*(?:,\\d*)?|,\\d+)\\s?([A-Z][A-Z0-9]{3})?(.*)");

    private final List<BankStatement> statements = new ArrayList<>();
    private Draft draft = new Draft(BankFormat.MT940);
    private boolean began;
    private @Nullable Line line;

    private Mt940() {}

    /** Whether the text has fields of such a message. */
    static boolean fits(String text) {
        return Pattern.compile("(?m)^:(20|25|28C?|60[FM]|61|62[FM]|64|86):")
                        .matcher(text)
                        .find()
                || text.startsWith("{1:F01");
    }

    static List<BankStatement> read(String text) {
        Mt940 reading = new Mt940();
        String[] rows = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        String tag = "";
        StringBuilder value = new StringBuilder();
        int place = 0;
        for (int i = 0; i < rows.length; i++) {
            String row = rows[i];
            // A tag that was itself broken: ":" at the end of one line, "86:…" on the next.
            if (row.strip().equals(":") && i + 1 < rows.length && rows[i + 1].matches("\\d{2}[A-Z]?:.*")) {
                continue;
            }
            if (i > 0 && rows[i - 1].strip().equals(":") && row.matches("\\d{2}[A-Z]?:.*")) {
                row = ":" + row;
            }
            int block = row.indexOf("{4:");
            row = block >= 0 ? row.substring(block + 3) : row;
            Matcher begin = TAG.matcher(row);
            boolean end = END.matcher(row).matches();
            if (begin.matches() || end || block >= 0) {
                reading.field(tag, value.toString(), place);
                tag = "";
                value.setLength(0);
            }
            if (begin.matches()) {
                tag = begin.group(1);
                value.append(begin.group(2));
                place = i + 1;
            } else if (end || block >= 0) {
                reading.finish();
            } else if (!tag.isEmpty()) {
                value.append('\n').append(row);
            }
        }
        reading.field(tag, value.toString(), place);
        reading.finish();
        return reading.statements;
    }

    private void finish() {
        if (!draft.isEmpty()) {
            statements.add(draft.finished());
        }
        draft = new Draft(BankFormat.MT940);
        began = false;
        line = null;
    }

    private void field(String tag, String value, int place) {
        switch (tag) {
            case "20" -> {
                if (began) {
                    finish();
                }
                began = true;
                draft.reference = value.strip();
            }
            case "25", "25P" -> account(value.strip());
            case "28", "28C" ->
                draft.reference = value.strip() + (draft.reference.isEmpty() ? "" : " " + draft.reference);
            case "13D", "34F", "90C", "90D" -> intraday(tag, value);
            case "60F", "60M" -> {
                Matcher balance = balance(value, place);
                draft.opening = signed(balance);
                draft.from = day(balance.group(2), place);
                draft.currency = balance.group(3);
            }
            case "62F", "62M" -> {
                Matcher balance = balance(value, place);
                draft.closing = signed(balance);
                draft.to = day(balance.group(2), place);
                draft.currency = balance.group(3);
                line = null; // what follows explains the statement, no line of it
            }
            case "64" -> draft.available = signed(balance(value, place));
            case "61" -> movement(value, place);
            case "86" -> {
                Line of = line;
                if (of != null) {
                    of.raw = of.raw + "\n:86:" + value;
                    Mt940Text.into(of, value);
                    line = null;
                }
            }
            default -> {}
        }
    }

    private void intraday(String tag, String value) {
        if (draft.lines.isEmpty() && draft.format == BankFormat.MT940) {
            Draft day = new Draft(BankFormat.MT942);
            day.account = draft.account;
            day.reference = draft.reference;
            day.currency = draft.currency;
            draft = day;
        }
        if (tag.equals("34F") && value.length() >= 3 && draft.currency.isEmpty()) {
            draft.currency = value.substring(0, 3);
        }
    }

    /** Bank code and number, or an IBAN; some put the currency behind. */
    private void account(String value) {
        Matcher currency = Pattern.compile("(.*\\d)/?([A-Z]{3})").matcher(value);
        if (currency.matches() && Currencies.known(currency.group(2))) {
            draft.currency = draft.currency.isEmpty() ? currency.group(2) : draft.currency;
            draft.account = currency.group(1);
        } else {
            draft.account = value;
        }
    }

    private static Matcher balance(String value, int place) {
        Matcher balance = BALANCE.matcher(value);
        if (!balance.matches()) {
            throw Problem.invalid("file", "bank-line-balance", place, Draft.clean(value, 60));
        }
        return balance;
    }

    private static BigDecimal signed(Matcher balance) {
        BigDecimal amount = amount(balance.group(4), 0);
        return balance.group(1).equals("D") ? amount.negate() : amount;
    }

    private static BigDecimal amount(String text, int place) {
        // With a comma for the decimals, points can only group.
        String plain = text.contains(",") ? text.replace(".", "") : text;
        return Amounts.plain(plain).orElseThrow(() -> Problem.invalid("file", "bank-line-amount", place, text));
    }

    private void movement(String value, int place) {
        String[] rows = value.split("\n", -1);
        Matcher found = MOVEMENT.matcher(rows[0]);
        int used = 1;
        if (!found.matches() && rows.length > 1) {
            found = MOVEMENT.matcher(rows[0] + rows[1]);
            used = 2;
        }
        if (!found.matches()) {
            throw Problem.invalid("file", "bank-line-movement", place, Draft.clean(value, 80));
        }
        Line now = draft.line(place);
        now.raw = ":61:" + value;
        LocalDate valued = day(found.group(1), place);
        now.valued = valued;
        now.booked = found.group(2) == null ? valued : near(valued, found.group(2), place);
        String mark = found.group(3);
        // A reversal of a credit takes money away; of a debit, it brings it back.
        boolean out = mark.equals("D") || mark.equals("RC") || mark.equals("ED");
        BigDecimal amount = amount(found.group(5), place);
        now.amount = out ? amount.negate() : amount;
        now.code = found.group(6) == null ? "" : found.group(6);
        String[] references = found.group(7).split("//", 2);
        String customers = references[0].strip();
        now.endToEnd = customers.equals("NONREF") ? "" : customers;
        String banks = references.length > 1 ? references[1].strip() : "";
        now.reference = banks.equals("NONREF") ? "" : banks;
        StringBuilder more = new StringBuilder();
        for (int i = used; i < rows.length; i++) {
            more.append(more.isEmpty() ? "" : " ").append(rows[i].strip());
        }
        now.text = more.toString();
        line = now;
    }

    /** A day as yyMMdd. Banks that count thirty days a month write days that are none; they mean the month's last. */
    private LocalDate day(String text, int place) {
        int year = 2000 + Integer.parseInt(text.substring(0, 2));
        return day(
                year > 2079 ? year - 100 : year,
                Integer.parseInt(text.substring(2, 4)),
                Integer.parseInt(text.substring(4, 6)),
                text,
                place);
    }

    private LocalDate day(int year, int month, int day, String text, int place) {
        try {
            int last = YearMonth.of(year, month).lengthOfMonth();
            if (day > last && day <= 31) {
                draft.remark("day", place, text, LocalDate.of(year, month, last));
            }
            return LocalDate.of(year, month, day > 31 ? day : Math.min(day, last));
        } catch (DateTimeException e) {
            throw Problem.invalid("file", "bank-line-date", place, text);
        }
    }

    /** The booking day as MMdd, in the year in which it is nearest to the value date. */
    private LocalDate near(LocalDate valued, String text, int place) {
        int month = Integer.parseInt(text.substring(0, 2));
        int year = valued.getYear()
                + (month - valued.getMonthValue() > 6 ? -1 : valued.getMonthValue() - month > 6 ? 1 : 0);
        return day(year, month, Integer.parseInt(text.substring(2, 4)), text, place);
    }
}
