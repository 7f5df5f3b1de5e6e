package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A table as a file, Excel or CSV, written row by row, so that memory does not grow with it. Cells are text, BigDecimal, LocalDate,
 * LocalDateTime or null; numbers and dates are real ones.
 */
public abstract sealed class TableFile {
    /** Below Excel's 1,048,576 rows; what is beyond goes to the next sheet. */
    private static final int ROWS_OF_A_SHEET = 1_000_000;

    private static final int FLUSH_EVERY = 500;

    private TableFile() {}

    /**
     * A column.
     *
     * @param wide for texts and names
     * @param money shown with the digits of the company's currency
     */
    public record Column(String label, boolean wide, boolean money) {}

    public abstract void row(List<@Nullable Object> cells) throws IOException;

    public abstract void end() throws IOException;

    /** Throws 400 for a format that isn't xlsx or csv. */
    public static void check(String format) {
        if (!format.equals("xlsx") && !format.equals("csv")) {
            throw Problem.invalid("format", "list-format", format);
        }
    }

    /**
     * Begins the file as the answer to a request.
     *
     * @param name of the file, without day and ending
     * @param title of the sheet
     */
    public static TableFile answer(
            HttpServletResponse response, Actor actor, String format, String name, String title, List<Column> columns)
            throws IOException {
        boolean excel = format.equals("xlsx");
        response.setContentType(
                excel ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv;charset=UTF-8");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"" + name + "-" + actor.today().format(DateTimeFormatter.BASIC_ISO_DATE)
                        + (excel ? ".xlsx\"" : ".csv\""));
        response.setHeader("Cache-Control", "no-store");
        return excel
                ? new Excel(actor, title, columns, response.getOutputStream())
                : new Csv(columns, response.getOutputStream());
    }

    private static final class Excel extends TableFile {
        private final int digits;
        private final List<Column> columns;
        private final Workbook book;
        private final String title;
        private final String money;
        private Worksheet sheet;
        private int line;
        private int sheets;

        Excel(Actor actor, String title, List<Column> columns, OutputStream out) {
            this.columns = columns;
            this.book = new Workbook(out, "OnAccount", "1.0");
            this.title = title;
            this.digits = Money.digits(actor.currency());
            this.money = "#,##0" + (digits == 0 ? "" : "." + "0".repeat(digits));
            this.sheet = begin();
        }

        private Worksheet begin() {
            sheets++;
            Worksheet fresh =
                    book.newWorksheet(title.replaceAll("[\\\\/?*\\[\\]:]", " ") + (sheets == 1 ? "" : " " + sheets));
            fresh.freezePane(0, 1);
            for (int i = 0; i < columns.size(); i++) {
                fresh.inlineString(0, i, columns.get(i).label());
                fresh.style(0, i).bold().set();
                fresh.width(i, columns.get(i).wide() ? 28 : 16);
            }
            line = 1;
            return fresh;
        }

        @Override
        public void row(List<@Nullable Object> cells) throws IOException {
            if (line > ROWS_OF_A_SHEET) {
                sheet.finish();
                sheet = begin();
            }
            for (int i = 0; i < cells.size(); i++) {
                switch (cells.get(i)) {
                    case null -> {}
                    case BigDecimal number -> {
                        sheet.value(line, i, number);
                        if (columns.get(i).money()) {
                            sheet.style(line, i)
                                    .format(money + (number.scale() > digits ? "####" : ""))
                                    .set();
                        }
                    }
                    case LocalDate date -> {
                        sheet.value(line, i, date);
                        sheet.style(line, i).format("yyyy-mm-dd").set();
                    }
                    case LocalDateTime time -> {
                        sheet.value(line, i, time);
                        sheet.style(line, i).format("yyyy-mm-dd hh:mm:ss").set();
                    }
                    case Object text -> sheet.inlineString(line, i, text.toString());
                }
            }
            if (++line % FLUSH_EVERY == 0) {
                sheet.flush();
            }
        }

        @Override
        public void end() throws IOException {
            sheet.finish();
            book.finish();
        }
    }

    private static final class Csv extends TableFile {
        private final Writer out;

        Csv(List<Column> columns, OutputStream stream) throws IOException {
            this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15);
            out.write('\ufeff'); // without it Excel takes UTF-8 for the local code page
            for (int i = 0; i < columns.size(); i++) {
                out.write(i == 0 ? "" : ",");
                out.write(quoted(columns.get(i).label()));
            }
            out.write("\r\n");
        }

        @Override
        public void row(List<@Nullable Object> cells) throws IOException {
            for (int i = 0; i < cells.size(); i++) {
                out.write(i == 0 ? "" : ",");
                switch (cells.get(i)) {
                    case null -> {}
                    case BigDecimal number -> out.write(number.toPlainString());
                    case LocalDateTime time ->
                        out.write(time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
                    case LocalDate date -> out.write(date.toString());
                    case Object text -> out.write(quoted(text.toString()));
                }
            }
            out.write("\r\n");
        }

        @Override
        public void end() throws IOException {
            out.flush();
        }
    }

    /** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
    public static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
