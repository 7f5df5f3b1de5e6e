package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A statement while it is being read. */
final class Draft {
    private static final int MOST_LINES = 200_000;

    final BankFormat format;
    String account = "";
    String bank = "";
    String currency = "";
    String reference = "";

    @Nullable
    LocalDate from;

    @Nullable
    LocalDate to;

    @Nullable
    BigDecimal opening;

    @Nullable
    BigDecimal closing;

    @Nullable
    BigDecimal available;

    final List<Line> pending = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();
    private final Set<Remark> remarks = new LinkedHashSet<>();

    Draft(BankFormat format) {
        this.format = format;
    }

    /** A line while it is being read. */
    static final class Line {
        final int place;

        @Nullable
        LocalDate booked;

        @Nullable
        LocalDate valued;

        BigDecimal amount = BigDecimal.ZERO;
        String currency = "";
        String name = "";
        String account = "";
        String bank = "";
        String reference = "";
        String text = "";
        String endToEnd = "";
        String code = "";

        @Nullable
        BigDecimal fee;

        @Nullable
        BigDecimal balance;

        String raw = "";

        Line(int place) {
            this.place = place;
        }

        Line copy() {
            Line line = new Line(place);
            line.booked = booked;
            line.valued = valued;
            line.amount = amount;
            line.currency = currency;
            line.name = name;
            line.account = account;
            line.bank = bank;
            line.reference = reference;
            line.text = text;
            line.endToEnd = endToEnd;
            line.code = code;
            line.fee = fee;
            line.balance = balance;
            line.raw = raw;
            return line;
        }

        BankLine finished(String statementCurrency) {
            LocalDate day = booked == null ? valued : booked;
            if (day == null) {
                throw Problem.invalid("file", "bank-line-date", place, "");
            }
            return new BankLine(
                    place,
                    day,
                    valued,
                    amount,
                    currency.isEmpty() ? statementCurrency : currency,
                    clean(name, 300),
                    clean(account, 100),
                    clean(bank, 200),
                    clean(reference, 100),
                    clean(text, 4000),
                    clean(endToEnd, 100),
                    clean(code, 100),
                    fee,
                    balance,
                    whole(raw));
        }
    }

    Line line(int place) {
        if (lines.size() >= MOST_LINES) {
            throw Problem.invalid("file", "bank-file-lines", MOST_LINES);
        }
        Line line = new Line(place);
        lines.add(line);
        return line;
    }

    void remark(String code, Object... arguments) {
        remarks.add(Remark.of(code, arguments));
    }

    Set<Remark> remarks() {
        return remarks;
    }

    boolean isEmpty() {
        return lines.isEmpty()
                && account.isEmpty()
                && reference.isEmpty()
                && opening == null
                && closing == null
                && available == null
                && remarks.isEmpty();
    }

    BankStatement finished() {
        currency = currency(currency);
        List<BankLine> done = finished(lines);
        List<BankLine> waiting = finished(pending);
        if (!balances()) {
            running(done);
        }
        tie(done);
        if (account.isEmpty()) {
            remark("no-account");
        }
        if (!waiting.isEmpty()) {
            remark("pending", waiting.size());
        }
        LocalDate first = done.stream()
                .map(BankLine::booked)
                .min(Comparator.naturalOrder())
                .orElse(from);
        LocalDate last = done.stream()
                .map(BankLine::booked)
                .max(Comparator.naturalOrder())
                .orElse(to);
        return new BankStatement(
                format,
                clean(account, 100),
                clean(bank, 200),
                currency,
                clean(reference, 100),
                from == null ? first : from,
                to == null ? last : to,
                opening,
                closing,
                done,
                waiting,
                List.copyOf(remarks));
    }

    private List<BankLine> finished(List<Line> drafts) {
        drafts.forEach(line -> line.currency = currency(line.currency));
        return drafts.stream().map(line -> line.finished(currency)).toList();
    }

    private String currency(String code) {
        if (code.isEmpty() || Currencies.known(code)) {
            return code;
        }
        remark("currency", clean(code, 20));
        return "";
    }

    private boolean balances() {
        return opening != null && closing != null;
    }

    /** Balances that stand at each line say how the file begins and ends, and whether a line is missing between two. */
    private void running(List<BankLine> done) {
        if (done.isEmpty() || done.stream().anyMatch(line -> line.balance() == null)) {
            return;
        }
        List<BankLine> upward = breaks(done) <= breaks(done.reversed()) ? done : done.reversed();
        BankLine first = upward.getFirst();
        opening = opening == null ? balance(first).subtract(first.amount()) : opening;
        closing = closing == null ? balance(upward.getLast()) : closing;
        for (int i = 1; i < upward.size(); i++) {
            BankLine line = upward.get(i);
            BigDecimal expected = balance(upward.get(i - 1)).add(line.amount());
            if (expected.compareTo(balance(line)) != 0) {
                remark("running", line.place(), balance(line).toPlainString(), expected.toPlainString());
            }
        }
    }

    private static int breaks(List<BankLine> lines) {
        int breaks = 0;
        for (int i = 1; i < lines.size(); i++) {
            BankLine line = lines.get(i);
            if (balance(lines.get(i - 1)).add(line.amount()).compareTo(balance(line)) != 0) {
                breaks++;
            }
        }
        return breaks;
    }

    private static BigDecimal balance(BankLine line) {
        return Objects.requireNonNull(line.balance());
    }

    private void tie(List<BankLine> done) {
        if (opening == null || closing == null) {
            return;
        }
        BigDecimal sum = done.stream().map(BankLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal expected = opening.add(sum);
        if (expected.compareTo(closing) != 0) {
            remark(
                    "no-tie",
                    opening.toPlainString(),
                    sum.toPlainString(),
                    expected.toPlainString(),
                    closing.toPlainString());
        }
    }

    /** One line without characters that can't be stored. */
    static String clean(String text, int longest) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean bad = (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) || c == 0xFEFF;
            if (Character.isWhitespace(c) || Character.isISOControl(c) || c == 0xA0 || c == 0x3000) {
                if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                    plain.append(' ');
                }
            } else if (!bad) {
                plain.appendCodePoint(c);
            }
        });
        String one = plain.toString().strip();
        return one.length() <= longest ? one : one.substring(0, longest);
    }

    private static String whole(String raw) {
        StringBuilder plain = new StringBuilder(raw.length());
        raw.codePoints()
                .filter(c -> (c >= ' ' || c == '\n' || c == '\t')
                        && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }
}
