package io.onaccount.receivables.bank;

import io.onaccount.document.importing.Cells;
import io.onaccount.document.importing.Sheet;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.Draft.Line;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows under headings, as banks and payment providers export them: titles above, sums below, amounts in one column with a direction or in two.
 * Which column is which is found by the headings, or is what the user said once for such a file.
 */
final class Table {
    private static final int MOST_TITLES = 60;
    private static final Pattern DAY =
            Pattern.compile("(\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?|\\d{8})(.*)", Pattern.DOTALL);
    private static final Pattern TIME =
            Pattern.compile("(\\s+|(?<=\\d{8}))(\\d{1,2}:?\\d{2}(:?\\d{2}(\\.\\d+)?)?)?\\s*");
    private static final Pattern DAY_MONTH_YEAR =
            Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})[/.-](\\d{4})(\\s+\\d{1,2}:\\d{2}.*)?");
    private static final Pattern MONTH_DAY = Pattern.compile("(\\d{1,2})[/-](\\d{1,2})");
    private static final Pattern STATEMENT_MONTH = Pattern.compile("(\\d{4})年(\\d{1,2})月");
    private static final Pattern ACCOUNT = Pattern.compile(
            "(?:账号|卡号|帐号|账户|账户号码|微信昵称|Account(?: ?No\\.?| Number)?)(?:\\[[^]]*])?\\s*[:：]*\\s*\\[?([0-9A-Za-z*@._-]{4,60}|(?<=\\[)[^\\]]{1,60})]?");
    private static final Pattern TOLD_COUNT = Pattern.compile("共\\s*(\\d{1,9})\\s*笔");
    private static final Pattern TOLD_IN =
            Pattern.compile("(?:收入|已收入)[:：]\\s*(?:共?(\\d{1,9})\\s*笔)?[,，\\s]*(?:共)?[¥￥]?([\\d,]+\\.?\\d*)\\s*元");
    private static final Pattern TOLD_OUT =
            Pattern.compile("(?:支出|已支出)[:：]\\s*(?:共?(\\d{1,9})\\s*笔)?[,，\\s]*(?:共)?[¥￥]?-?([\\d,]+\\.?\\d*)\\s*元");
    private static final Pattern FEE_IN_TEXT = Pattern.compile("服务费[¥￥]?([\\d.]+)");
    private static final Pattern NOT_DONE = Pattern.compile("关闭|失败|等待|未支付|撤销|CLOSED|REVOKED|NOTPAY|PAYERROR|FAILED");
    private static final Pattern INTO_WALLET = Pattern.compile("充值|退款|转出-到零钱|转入到余额|转出到余额|收益发放|退回");

    private final Draft draft;
    private final Map<Column, List<Integer>> columns = new EnumMap<>(Column.class);
    private final List<String> headings;
    private final List<String> titles;
    private final List<String> below = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final boolean negated;
    private final Set<Line> neutral = new HashSet<>();
    /** Whether the row last read counts as income or spending by the file's own words. */
    private boolean moves = true;

    private boolean dayFirst = true;
    private final Set<String> ownAccounts = new LinkedHashSet<>();

    private record Row(int number, List<String> cells) {
        String at(int index) {
            return index < cells.size() ? cells.get(index) : "";
        }

        String all() {
            return String.join(",", cells);
        }
    }

    private Table(Draft draft, List<String> headings, List<String> titles, Map<Column, List<Integer>> columns) {
        this.draft = draft;
        this.headings = headings;
        this.titles = titles;
        this.columns.putAll(columns);
        // A credit card's statement shows what one owes: spending is positive there.
        this.negated = headings.contains("人民币金额") && headings.contains("卡号末四位");
    }

    /**
     * A table that was understood, or the headings that were not.
     *
     * @param statement null when no row has headings that say a day and an amount
     * @param columns which heading was taken for what
     */
    record Result(@Nullable BankStatement statement, List<String> headings, Map<Column, String> columns) {}

    static Result read(byte[] content, SavedColumns saved) {
        try (Sheet sheet = Sheet.of(content)) {
            List<Row> above = new ArrayList<>();
            Row widest = null;
            for (Row row = next(sheet); row != null && above.size() < MOST_TITLES; row = next(sheet)) {
                List<String> names = row.cells().stream().map(String::strip).toList();
                Map<Column, List<Integer>> found = columns(names, saved.forHeadings(names));
                if (isEnough(found)) {
                    return table(sheet, above, names, found);
                }
                widest = widest == null || names.size() > widest.cells().size() ? new Row(row.number(), names) : widest;
                above.add(row);
            }
            return new Result(null, widest == null ? List.of() : widest.cells(), Map.of());
        } catch (IOException e) {
            throw Problem.invalid("file", "bank-file-unknown");
        }
    }

    private static @Nullable Row next(Sheet sheet) throws IOException {
        Sheet.Line line = sheet.next();
        if (line == null) {
            return null;
        }
        return new Row(
                line.number(),
                line.cells().stream()
                        .map(cell -> cell == null
                                ? ""
                                : plain(
                                        cell instanceof LocalDateTime
                                                ? Cells.text(cell).replace('T', ' ')
                                                : Cells.text(cell)))
                        .toList());
    }

    /** Some write a mark before every cell so that Excel leaves digits alone. */
    private static String plain(String cell) {
        String text = cell.strip();
        text = text.startsWith("`") || text.startsWith("\t") ? text.substring(1).strip() : text;
        return text.startsWith("=\"") && text.endsWith("\"") && text.length() > 2
                ? text.substring(2, text.length() - 1).strip()
                : text;
    }

    private static boolean isEnough(Map<Column, List<Integer>> found) {
        return found.containsKey(Column.DATE)
                && (found.containsKey(Column.AMOUNT) || found.containsKey(Column.IN) || found.containsKey(Column.OUT));
    }

    /** What was said of these headings before, else what they say themselves. */
    static Map<Column, List<Integer>> columns(List<String> names, Map<Column, String> said) {
        Map<Column, List<Integer>> found = new EnumMap<>(Column.class);
        Set<Integer> taken = new LinkedHashSet<>();
        said.forEach((column, heading) -> {
            int index = names.indexOf(heading);
            if (index >= 0) {
                found.put(column, new ArrayList<>(List.of(index)));
                taken.add(index);
            }
        });
        for (Column column : Column.values()) {
            if (found.containsKey(column) && !column.isMany()) {
                continue;
            }
            int best = -1;
            for (int i = 0; i < names.size(); i++) {
                int rank = column.rank(names.get(i));
                if (rank < 0 || (taken.contains(i) && column != Column.DIRECTION)) {
                    continue;
                }
                if (column.isMany()) {
                    List<Integer> all = found.computeIfAbsent(column, c -> new ArrayList<>());
                    if (!all.contains(i)) {
                        all.add(i);
                    }
                } else if (best < 0 || rank < column.rank(names.get(best))) {
                    best = i;
                }
            }
            if (best >= 0) {
                found.put(column, new ArrayList<>(List.of(best)));
                // 交易类型 says the direction with some banks and the kind with others: the cells tell.
                if (column != Column.DIRECTION) {
                    taken.add(best);
                }
            }
        }
        return found;
    }

    private static Result table(Sheet sheet, List<Row> above, List<String> names, Map<Column, List<Integer>> found)
            throws IOException {
        Map<Column, String> used = new LinkedHashMap<>();
        found.forEach((column, at) -> used.put(column, names.get(at.getFirst())));
        List<String> titles = above.stream().map(Row::all).toList();
        String whole = String.join("\n", titles) + String.join(",", names);
        BankFormat format = whole.contains("微信") || (names.contains("支付方式") && names.contains("当前状态"))
                ? BankFormat.WECHAT
                : whole.contains("支付宝") || names.contains("商家订单号") || names.contains("资金状态")
                        ? BankFormat.ALIPAY
                        : BankFormat.TABLE;
        Table table = new Table(new Draft(format), names, titles, found);
        table.titles();
        List<Row> rows = new ArrayList<>();
        for (Row row = next(sheet); row != null; row = next(sheet)) {
            rows.add(row);
        }
        table.orderOfDays(rows);
        rows.forEach(table::row);
        return new Result(table.finished(), names, used);
    }

    private void titles() {
        String all = String.join("\n", titles);
        // A title in two cells ("账号", "6222…") stands with a comma between.
        Matcher account = ACCOUNT.matcher(all.replaceAll("(?<=[号户\\]：:]),(?=[0-9*])", ":"));
        if (account.find()) {
            draft.account = account.group(1);
        }
        draft.bank = switch (draft.format) {
            case WECHAT -> "微信支付";
            case ALIPAY -> "支付宝";
            default -> "";
        };
    }

    /** Whether 03/04/2025 is of April or March: as the other days of the file say; of April where they don't. */
    private void orderOfDays(List<Row> rows) {
        for (Row row : rows) {
            Matcher day = DAY_MONTH_YEAR.matcher(cell(row, Column.DATE));
            if (day.matches() && day.group(2).equals("/")) {
                if (Integer.parseInt(day.group(3)) > 12) {
                    dayFirst = false;
                    return;
                }
                if (Integer.parseInt(day.group(1)) > 12) {
                    return;
                }
            }
        }
    }

    private Optional<Integer> index(Column column) {
        return Optional.ofNullable(columns.get(column)).map(List::getFirst);
    }

    private String cell(Row row, Column column) {
        return index(column).map(row::at).orElse("");
    }

    private void row(Row row) {
        String day = cell(row, Column.DATE);
        boolean dated = !day.isEmpty() && Character.isDigit(day.charAt(0));
        if (!dated) {
            // A row without its booking day but with the trade's may be a card's payment; anything else is a title or
            // sum.
            below.add(row.all());
            sums(row);
            return;
        }
        if (NOT_DONE.matcher(cell(row, Column.STATUS)).find()) {
            draft.remark("not-done", row.number(), cell(row, Column.STATUS));
            return;
        }
        moves = true;
        BigDecimal amount = amount(row);
        if (amount == null) {
            draft.remark("no-amount", row.number());
            return;
        }
        Line line = draft.line(row.number());
        line.booked = date(day, row.number());
        String valued = cell(row, Column.VALUE_DATE);
        line.valued = valued.isEmpty() || !Character.isDigit(valued.charAt(0)) ? null : date(valued, row.number());
        line.amount = negated ? amount.negate() : amount;
        line.currency = currency(row);
        line.balance = balance(row);
        line.reference = told(cell(row, Column.REFERENCE));
        line.endToEnd = told(cell(row, Column.END_TO_END));
        line.code = told(cell(row, Column.CODE));
        line.raw = row.all();
        line.text = text(row);
        fee(row, line);
        other(row, line);
        String own = told(cell(row, Column.OWN_ACCOUNT));
        if (!own.isEmpty()) {
            ownAccounts.add(own);
        }
        lines.add(line);
        if (!moves) {
            neutral.add(line);
        }
    }

    private static String told(String cell) {
        return cell.equals("/") || cell.matches("-*") ? "" : cell;
    }

    private String text(Row row) {
        Set<String> words = new LinkedHashSet<>();
        for (int index : columns.getOrDefault(Column.TEXT, List.of())) {
            String word = told(row.at(index).replaceFirst("^-{4,}\\s*", ""));
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return String.join(" / ", words);
    }

    private void fee(Row row, Line line) {
        Matcher inText = FEE_IN_TEXT.matcher(line.text);
        String cell = cell(row, Column.FEE);
        BigDecimal fee = cell.isEmpty()
                ? inText.find() ? Amounts.plain(inText.group(1)).orElse(null) : null
                : Amounts.written(cell).orElse(null);
        line.fee = fee == null || fee.signum() == 0 ? null : fee.abs();
    }

    private void other(Row row, Line line) {
        boolean in = line.amount.signum() > 0;
        line.name = told(cell(row, Column.NAME));
        line.account = told(cell(row, Column.ACCOUNT));
        line.bank = told(cell(row, Column.BANK));
        if (line.name.isEmpty()) {
            line.name = told(cell(row, in ? Column.PAYER_NAME : Column.PAYEE_NAME));
        }
        if (line.account.isEmpty()) {
            line.account = told(cell(row, in ? Column.PAYER_ACCOUNT : Column.PAYEE_ACCOUNT));
        }
        if (line.bank.isEmpty()) {
            line.bank = told(cell(row, in ? Column.PAYER_BANK : Column.PAYEE_BANK));
        }
        String mine = told(cell(row, in ? Column.PAYEE_ACCOUNT : Column.PAYER_ACCOUNT));
        if (!mine.isEmpty()) {
            ownAccounts.add(mine);
        }
    }

    /** Signed; null where the row moves nothing. */
    private @Nullable BigDecimal amount(Row row) {
        BigDecimal refund = number(row, Column.REFUND);
        if (refund != null && refund.signum() != 0 && row.all().contains("REFUND")) {
            return refund.abs().negate();
        }
        if (index(Column.IN).isPresent() || index(Column.OUT).isPresent()) {
            BigDecimal in = number(row, Column.IN);
            BigDecimal out = number(row, Column.OUT);
            if (out != null && index(Column.OUT).map(headings::get).orElse("").contains("-")) {
                out = out.abs(); // the heading says that the column is written with a minus
            }
            BigDecimal sum = (in == null ? BigDecimal.ZERO : in).subtract(out == null ? BigDecimal.ZERO : out);
            if ((in != null && in.signum() != 0) || (out != null && out.signum() != 0)) {
                return sum;
            }
            if (index(Column.AMOUNT).isEmpty()) {
                return null;
            }
        }
        BigDecimal amount = number(row, Column.AMOUNT);
        if (amount == null) {
            String cell = cell(row, Column.AMOUNT);
            if (told(cell).isEmpty()) {
                return null;
            }
            throw Problem.invalid("file", "bank-line-amount", row.number(), cell);
        }
        Integer direction = Column.DIRECTIONS.get(Column.normal(cell(row, Column.DIRECTION)));
        if (direction == null) {
            direction = direction(row);
        }
        if (direction == null) {
            return amount.signum() == 0 ? null : amount;
        }
        if (direction == 0) {
            moves = false;
            String what = cell(row, Column.CODE) + " " + text(row) + " " + cell(row, Column.STATUS);
            return INTO_WALLET.matcher(what).find() ? amount : amount.negate();
        }
        return direction > 0 ? amount : amount.negate();
    }

    /** Where only accounts tell: what was paid to the account asked for came in. */
    private @Nullable Integer direction(Row row) {
        String payer = told(cell(row, Column.PAYER_ACCOUNT));
        String payee = told(cell(row, Column.PAYEE_ACCOUNT));
        if (draft.account.isEmpty() || payer.equals(payee)) {
            return null;
        }
        BigDecimal amount = number(row, Column.AMOUNT);
        if (amount != null && amount.signum() < 0) {
            return null; // signed already
        }
        return payee.equals(draft.account)
                ? Integer.valueOf(1)
                : payer.equals(draft.account) ? Integer.valueOf(-1) : null;
    }

    private @Nullable BigDecimal number(Row row, Column column) {
        String cell = cell(row, column).replaceFirst("\\([A-Z]{2}\\)$", "").strip();
        if (told(cell).isEmpty()) {
            return null;
        }
        return Amounts.written(cell).orElseThrow(() -> Problem.invalid("file", "bank-line-amount", row.number(), cell));
    }

    /** A balance that was made unreadable (a masked export) is none. */
    private @Nullable BigDecimal balance(Row row) {
        String cell = cell(row, Column.BALANCE);
        if (told(cell).isEmpty()) {
            return null;
        }
        Optional<BigDecimal> number = Amounts.written(cell);
        if (number.isEmpty()) {
            draft.remark("balance-unreadable", cell);
        }
        return number.orElse(null);
    }

    private String currency(Row row) {
        String code = Currencies.code(told(cell(row, Column.CURRENCY)));
        return code.isEmpty() && draft.format != BankFormat.TABLE ? "CNY" : code;
    }

    private LocalDate date(String cell, int row) {
        Matcher day = DAY.matcher(cell);
        Matcher short_ = MONTH_DAY.matcher(cell);
        if (day.matches()
                && (day.group(2).isBlank() || TIME.matcher(day.group(2)).matches() || isTime(day.group(2)))) {
            return Cells.date(day.group(1)).orElseThrow(() -> Problem.invalid("file", "bank-line-date", row, cell));
        }
        Matcher written = DAY_MONTH_YEAR.matcher(cell);
        if (written.matches()) {
            int first = Integer.parseInt(written.group(1));
            int second = Integer.parseInt(written.group(3));
            boolean byDay = dayFirst || !written.group(2).equals("/");
            try {
                return LocalDate.of(Integer.parseInt(written.group(4)), byDay ? second : first, byDay ? first : second);
            } catch (DateTimeException e) {
                throw Problem.invalid("file", "bank-line-date", row, cell);
            }
        }
        if (short_.matches()) {
            Matcher month = STATEMENT_MONTH.matcher(String.join("\n", titles));
            if (month.find()) {
                try {
                    int of = Integer.parseInt(short_.group(1));
                    int year = Integer.parseInt(month.group(1)) - (of > Integer.parseInt(month.group(2)) ? 1 : 0);
                    return LocalDate.of(year, of, Integer.parseInt(short_.group(2)));
                } catch (DateTimeException e) {
                    throw Problem.invalid("file", "bank-line-date", row, cell);
                }
            }
        }
        throw Problem.invalid("file", "bank-line-date", row, cell);
    }

    private static boolean isTime(String rest) {
        return rest.matches("\\d{6}") || rest.matches("\\s*\\d{1,2}[:.]\\d{2}.*");
    }

    /** A row of sums below is what the rows above must come to. */
    private void sums(Row row) {
        if (!row.all().contains("合计") && !row.all().contains("总计")) {
            return;
        }
        for (Column column : List.of(Column.IN, Column.OUT)) {
            Optional<BigDecimal> told = index(column)
                    .map(row::at)
                    .filter(cell -> !told(cell).isEmpty())
                    .flatMap(Amounts::written);
            told.ifPresent(sum -> agree(column == Column.IN, sum.abs()));
        }
    }

    private void agree(boolean in, BigDecimal told) {
        BigDecimal found = lines.stream()
                .filter(line -> !neutral.contains(line))
                .map(line -> line.amount)
                .filter(amount -> amount.signum() == (in ? 1 : -1))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .abs();
        if (found.compareTo(told) != 0) {
            draft.remark(in ? "sum-in" : "sum-out", told.toPlainString(), found.toPlainString());
        }
    }

    private BankStatement finished() {
        if (draft.account.isEmpty() && ownAccounts.size() == 1) {
            draft.account = ownAccounts.iterator().next();
        } else if (ownAccounts.size() > 1 && draft.account.isEmpty()) {
            draft.remark("several-accounts", ownAccounts.size());
        }
        Set<String> currencies = new LinkedHashSet<>();
        lines.forEach(line -> currencies.add(line.currency));
        if (currencies.size() == 1) {
            draft.currency = currencies.iterator().next();
        } else if (currencies.size() > 1) {
            draft.remark("several-currencies", String.join(", ", currencies));
        }
        told();
        return draft.finished();
    }

    /** What the file says of itself: so many, so much in, so much out. */
    private void told() {
        String words = String.join("\n", titles) + "\n" + String.join("\n", below);
        Matcher count = TOLD_COUNT.matcher(words);
        if (count.find()) {
            int found = lines.size() + (int) skipped();
            if (Integer.parseInt(count.group(1)) != found) {
                draft.remark("count", count.group(1), found);
            }
        }
        Matcher in = TOLD_IN.matcher(words);
        if (in.find()) {
            Cells.number(Objects.requireNonNull(in.group(2))).ifPresent(sum -> agree(true, sum));
        }
        Matcher out = TOLD_OUT.matcher(words);
        if (out.find()) {
            Cells.number(Objects.requireNonNull(out.group(2))).ifPresent(sum -> agree(false, sum));
        }
    }

    private long skipped() {
        return draft.remarks().stream()
                .filter(remark ->
                        remark.code().equals("not-done") || remark.code().equals("no-amount"))
                .count();
    }
}
