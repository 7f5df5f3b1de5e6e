package io.onaccount.receivables;

import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.receivables.Vouchers.Aux;
import io.onaccount.receivables.Vouchers.Entry;
import io.onaccount.receivables.Vouchers.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Component;

/** Writes vouchers as the general ledgers import them: Kingdee's workbook, Yonyou's text, plain CSV. The layouts are data, {@code voucher-layouts.properties}. */
@Component
public final class VoucherFile {
    private final Texts texts;
    private final Properties layouts = new Properties();

    VoucherFile(Texts texts) {
        this.texts = texts;
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(
                        VoucherFile.class.getResourceAsStream("/receivables/voucher-layouts.properties")),
                StandardCharsets.UTF_8)) {
            layouts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    public record File(String name, String type, byte[] content) {}

    private record Column(String heading, String value) {}

    /** @param layout kingdee, yonyou or csv */
    public File write(Written written, String layout, Locale locale) {
        List<Column> columns = columns(layout);
        List<List<Object>> rows = new ArrayList<>();
        int entryOfVoucher = 0;
        int voucher = 0;
        for (Entry entry : written.entries()) {
            entryOfVoucher = entry.voucher() == voucher ? entryOfVoucher + 1 : 0;
            voucher = entry.voucher();
            List<Object> row = new ArrayList<>();
            for (Column column : columns) {
                row.add(value(column.value(), written, entry, entryOfVoucher, locale));
            }
            rows.add(row);
        }
        String name = "vouchers-" + written.export().to() + "-" + layout;
        return layout.equals("kingdee")
                ? new File(
                        name + ".xlsx",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        workbook(columns, rows))
                : new File(
                        name + (layout.equals("yonyou") ? ".txt" : ".csv"),
                        "text/csv;charset=UTF-8",
                        text(layouts.getProperty(layout + ".first"), columns, rows));
    }

    private List<Column> columns(String layout) {
        String said = layout.contains(".") ? null : layouts.getProperty(layout);
        if (said == null) {
            throw Problem.invalid("format", "voucher-layout", layout);
        }
        List<Column> columns = new ArrayList<>();
        for (String column : said.split("\\|")) {
            int equals = column.indexOf('=');
            columns.add(new Column(
                    column.substring(0, equals).strip(),
                    column.substring(equals + 1).strip()));
        }
        return columns;
    }

    private Object value(String what, Written written, Entry entry, int entryOfVoucher, Locale locale) {
        Vouchers.Target target = written.target(entry);
        String customer = entry.customer() == null ? "" : entry.customer();
        String customerName = entry.customerName() == null ? "" : entry.customerName();
        String cash = entry.cashCode() == null ? "" : entry.cashCode();
        return switch (what) {
            case "date" -> entry.on();
            case "year" -> BigDecimal.valueOf(entry.on().getYear());
            case "period" -> BigDecimal.valueOf(entry.on().getMonthValue());
            case "word" -> written.export().word();
            case "number" -> BigDecimal.valueOf(entry.voucher());
            case "serial" -> BigDecimal.valueOf(entry.voucher());
            case "entry" -> BigDecimal.valueOf(entryOfVoucher);
            case "code" -> target.code();
            case "name" -> target.name();
            case "currency" -> written.currency();
            case "currencyName" -> texts.text(locale, "voucher.currency." + written.currency());
            case "amount" -> entry.amount().abs();
            case "debit" -> entry.amount().max(BigDecimal.ZERO);
            case "credit" -> entry.amount().negate().max(BigDecimal.ZERO);
            case "preparer" -> written.preparer();
            case "summary" ->
                (texts.text(locale, "choice.journal.cause." + entry.cause()) + " " + entry.document() + " "
                                + customerName)
                        .replaceAll("\\s+", " ")
                        .strip();
            case "document" -> entry.document();
            case "cause" -> entry.cause();
            case "customer" -> target.aux() == Aux.CUSTOMER ? customer : "";
            case "customerName" -> target.aux() == Aux.CUSTOMER ? customerName : "";
            case "cash" -> cash;
            case "kingdeeItem" ->
                switch (target.aux()) {
                    case CUSTOMER -> item(locale, "voucher.item.customer", customer, customerName);
                    case CASH_ACCOUNT -> item(locale, "voucher.item.cash", cash, cash);
                    case NONE -> "";
                };
            case "rateType" -> texts.text(locale, "voucher.rate-type");
            case "zero" -> BigDecimal.ZERO;
            case "one" -> BigDecimal.ONE;
            case "star" -> "*";
            default -> "";
        };
    }

    private String item(Locale locale, String kind, String code, String name) {
        return code.isEmpty() ? "" : texts.text(locale, kind) + "---" + code + "---" + name;
    }

    private static byte[] workbook(List<Column> columns, List<List<Object>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "OnAccount", "1.0")) {
            Worksheet sheet = book.newWorksheet("Page1");
            for (int column = 0; column < columns.size(); column++) {
                sheet.inlineString(0, column, columns.get(column).heading());
            }
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < columns.size(); column++) {
                    switch (rows.get(row).get(column)) {
                        case BigDecimal number -> sheet.value(row + 1, column, number);
                        case LocalDate date -> {
                            sheet.value(row + 1, column, date);
                            sheet.style(row + 1, column).format("yyyy-mm-dd").set();
                        }
                        case Object text -> sheet.inlineString(row + 1, column, text.toString());
                    }
                }
                if (row % 500 == 0) {
                    sheet.flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] text(
            @org.jspecify.annotations.Nullable String first, List<Column> columns, List<List<Object>> rows) {
        StringBuilder text = new StringBuilder("\ufeff");
        if (first != null) {
            text.append(first).append("\r\n");
        }
        text.append(String.join(",", columns.stream().map(Column::heading).toList()))
                .append("\r\n");
        for (List<Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(cell(row.get(i)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
    private static String cell(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        String text = value.toString();
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
