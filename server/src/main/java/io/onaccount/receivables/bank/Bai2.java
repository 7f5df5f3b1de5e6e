package io.onaccount.receivables.bank;

import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.Draft.Line;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** BAI2 (Cash Management Balance Reporting, version 2): amounts without a point in the currency's smallest unit, the sign in the type code. */
final class Bai2 {
    private static final Pattern FIRST = Pattern.compile("\\s*01,[^,]*,[^,]*,\\d{6},.*", Pattern.DOTALL);

    /** A record with its continuations. */
    private record Entry(String kind, List<String> rows, int place) {}

    private final List<Draft> statements = new ArrayList<>();
    /** What the trailers of the accounts, and of the groups, told so far; the trailer above them must be their sum. */
    private BigInteger accounts = BigInteger.ZERO;

    private BigInteger groups = BigInteger.ZERO;
    private String groupCurrency = "";
    private @Nullable LocalDate asOf;
    private @Nullable Draft draft;
    private BigDecimal control = BigDecimal.ZERO;
    private int records;

    private Bai2() {}

    static boolean fits(String text) {
        return FIRST.matcher(text).matches();
    }

    static List<BankStatement> read(String text) {
        Bai2 reading = new Bai2();
        Entry entry = null;
        String[] rows = text.replace("\r", "").split("\n", -1);
        for (int i = 0; i < rows.length; i++) {
            String row = rows[i].strip();
            if (row.isEmpty()) {
                continue;
            }
            String kind = row.length() >= 2 ? row.substring(0, 2) : "";
            String rest = row.length() > 3 ? row.substring(3) : "";
            if (kind.equals("88") && entry != null) {
                entry.rows().add(rest);
                continue;
            }
            reading.take(entry);
            entry = new Entry(kind, new ArrayList<>(List.of(rest)), i + 1);
        }
        reading.take(entry);
        reading.finish(null);
        return reading.statements.stream().map(Draft::finished).toList();
    }

    private void take(@Nullable Entry entry) {
        if (entry == null) {
            return;
        }
        records += entry.rows().size();
        switch (entry.kind()) {
            case "02" -> group(fields(entry));
            case "03" -> account(entry);
            case "16" -> detail(entry);
            case "49" -> {
                finish(entry);
                accounts = accounts.add(told(entry));
            }
            case "98" -> {
                finish(null);
                sum(entry, accounts);
                groups = groups.add(told(entry));
                accounts = BigInteger.ZERO;
            }
            case "99" -> {
                sum(entry, groups);
                groups = BigInteger.ZERO;
            }
            default -> {}
        }
    }

    /** The total of a trailer, in smallest units of whatever currencies it sums up. */
    private static BigInteger told(Entry trailer) {
        String total = at(fields(trailer), 0);
        return total.matches("[+-]?\\d{1,30}") ? new BigInteger(total.replace("+", "")) : BigInteger.ZERO;
    }

    /** Whether the trailer of a group or of the file is the sum of those below it. */
    private void sum(Entry trailer, BigInteger below) {
        BigInteger told = told(trailer);
        if (!statements.isEmpty() && !told.equals(below)) {
            statements.getLast().remark("control", trailer.place(), told, below);
        }
    }

    /** All fields; a slash ends a record. */
    private static List<String> fields(Entry entry) {
        StringBuilder all = new StringBuilder();
        boolean cut = false;
        for (String row : entry.rows()) {
            String plain = row.endsWith("/") ? row.substring(0, row.length() - 1) : row;
            // Without a slash, a comma at the end of a row is the one before the next row's field.
            all.append(all.isEmpty() || cut ? "" : ",").append(plain);
            cut = row.endsWith(",");
        }
        return List.of(all.toString().split(",", -1));
    }

    private static String at(List<String> fields, int index) {
        return index < fields.size() ? fields.get(index).strip() : "";
    }

    private void group(List<String> fields) {
        asOf = date(at(fields, 3), 0);
        groupCurrency = at(fields, 5);
    }

    private void account(Entry entry) {
        finish(null);
        List<String> fields = fields(entry);
        Draft next = new Draft(BankFormat.BAI2);
        next.account = at(fields, 0);
        String own = at(fields, 1);
        next.currency = own.isEmpty() ? groupCurrency.isEmpty() ? "USD" : groupCurrency : own;
        next.from = asOf;
        next.to = asOf;
        control = BigDecimal.ZERO;
        records = entry.rows().size();
        int i = 2;
        while (i < fields.size()) {
            String type = at(fields, i);
            String amount = at(fields, i + 1);
            if (!amount.isEmpty()) {
                BigDecimal value = amount(amount, next.currency, entry.place());
                control = control.add(value);
                if (type.equals("010")) {
                    next.opening = value;
                } else if (type.equals("015")) {
                    next.closing = value;
                }
            }
            i = afterFunds(fields, i + 3);
        }
        draft = next;
    }

    /** Where the fields go on behind the type of funds, which brings fields of its own. */
    private static int afterFunds(List<String> fields, int at) {
        return switch (at(fields, at)) {
            case "V" -> at + 3;
            case "S" -> at + 4;
            case "D" -> {
                String count = at(fields, at + 1);
                yield at + 2 + 2 * (count.matches("\\d{1,3}") ? Integer.parseInt(count) : 0);
            }
            default -> at + 1;
        };
    }

    private void detail(Entry entry) {
        Draft of = draft;
        if (of == null) {
            throw Problem.invalid("file", "bank-line-account", entry.place());
        }
        List<String> fields = fields(entry);
        String type = at(fields, 0);
        String amount = at(fields, 1);
        if (amount.isEmpty()) {
            of.remark("no-amount", entry.place());
            return;
        }
        BigDecimal value = amount(amount, of.currency, entry.place());
        control = control.add(value);
        int code = type.matches("\\d{3}") ? Integer.parseInt(type) : 0;
        boolean in = code >= 100 && code < 400;
        if (!in && (code < 400 || code >= 700)) {
            // Loans and what only informs: no movement of the account by the standard.
            of.remark("no-movement", entry.place(), type, value.toPlainString());
            return;
        }
        Line line = of.line(entry.place());
        line.raw = "16," + String.join("\n88,", entry.rows());
        line.code = type;
        line.amount = in ? value : value.negate();
        line.currency = of.currency;
        line.booked = asOf;
        if (at(fields, 2).equals("V")) {
            line.valued = date(at(fields, 3), entry.place());
        }
        int next = afterFunds(fields, 2);
        line.reference = at(fields, next);
        line.endToEnd = at(fields, next + 1);
        // The text may hold commas, and goes on in continuations.
        int text = Math.min(next + 2, fields.size());
        int firstRow = Math.max(text, entry.rows().getFirst().split(",", -1).length);
        String more = String.join(",", fields.subList(Math.min(firstRow, fields.size()), fields.size()));
        line.text = (String.join(",", fields.subList(text, Math.min(firstRow, fields.size()))) + " " + more)
                .replaceFirst("^[,\\s]+", "");
    }

    private void finish(@Nullable Entry trailer) {
        Draft done = draft;
        if (done == null) {
            return;
        }
        if (trailer != null) {
            List<String> fields = fields(trailer);
            String total = at(fields, 0);
            if (!total.isEmpty()) {
                BigDecimal told = amount(total, done.currency, trailer.place());
                if (told.compareTo(control) != 0) {
                    done.remark("control", trailer.place(), told.toPlainString(), control.toPlainString());
                }
            }
            String count = at(fields, 1);
            if (count.matches("\\d{1,9}") && Integer.parseInt(count) != records) {
                done.remark("records", trailer.place(), count, records);
            }
        }
        statements.add(done);
        draft = null;
    }

    private static BigDecimal amount(String text, String currency, int place) {
        if (!text.matches("[+-]?\\d{1,19}")) {
            return Amounts.plain(text).orElseThrow(() -> Problem.invalid("file", "bank-line-amount", place, text));
        }
        int digits = Currencies.known(currency) ? Money.digits(currency) : 2;
        BigDecimal value = new BigDecimal(text.replace("+", "")).movePointLeft(digits);
        if (value.precision() - value.scale() > 13) {
            throw Problem.invalid("file", "bank-line-amount", place, text);
        }
        return value;
    }

    private static @Nullable LocalDate date(String text, int place) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse("20" + text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw Problem.invalid("file", "bank-line-date", place, text);
        }
    }
}
