package io.onaccount.document.web;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.RecordRef;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes exactly what is filtered as a file (LST-01), row by row, so that memory does not grow with it. Numbers and dates are real ones. Who
 * exported what with which filter is in the audit trail before the first byte leaves.
 */
@Component
class ListExport {
    /** Below Excel's 1,048,576 rows; what is beyond goes to the next sheet. */
    private static final int ROWS_OF_A_SHEET = 1_000_000;

    private static final int FLUSH_EVERY = 500;

    private final Lists lists;
    private final Database database;
    private final AuditTrail trail;
    private final Texts texts;

    ListExport(Lists lists, Database database, AuditTrail trail, Texts texts) {
        this.lists = lists;
        this.database = database;
        this.trail = trail;
        this.texts = texts;
    }

    private interface Sheet {
        void row(Map<String, @Nullable Object> values) throws IOException;

        void end() throws IOException;
    }

    void write(Actor actor, Kind kind, ListQuery query, String format, HttpServletResponse response)
            throws IOException {
        actor.require(kind.right("view"));
        actor.require(kind.right("export"));
        boolean excel = format.equals("xlsx");
        if (!excel && !format.equals("csv")) {
            throw Problem.invalid("format", "list-format", format);
        }
        List<Field> columns = lists.columns(actor, kind, query);
        record(actor, kind, query, format, columns);
        try {
            database.report(actor.company(), tx -> {
                // Made with the first row: a filter that is not right is still answered as a problem.
                Sheet[] sheet = new Sheet[1];
                lists.each(tx, actor, kind, query, row -> {
                    try {
                        sheet[0] = sheet[0] == null ? open(actor, kind, columns, excel, response) : sheet[0];
                        sheet[0].row(row);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                try {
                    (sheet[0] == null ? open(actor, kind, columns, excel, response) : sheet[0]).end();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the caller hung up
        }
    }

    private void record(Actor actor, Kind kind, ListQuery query, String format, List<Field> columns) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", format);
        facts.put("fields", columns.stream().map(Field::name).toList());
        if (query.filter() != null) {
            facts.put("filter", query.filter().length() > 2000 ? query.filter().substring(0, 2000) : query.filter());
        }
        if (query.text() != null) {
            facts.put("text", query.text());
        }
        database.write(actor.company(), tx -> {
            lists.check(tx, actor, kind, query);
            trail.record(tx, actor, new AuditTrail.Fact("export", kind.name(), null, null, facts));
            return null;
        });
    }

    private Sheet open(Actor actor, Kind kind, List<Field> columns, boolean excel, HttpServletResponse response)
            throws IOException {
        response.setContentType(
                excel ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv;charset=UTF-8");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"" + kind.plural() + "-" + actor.today().format(DateTimeFormatter.BASIC_ISO_DATE)
                        + (excel ? ".xlsx\"" : ".csv\""));
        response.setHeader("Cache-Control", "no-store");
        List<String> labels = columns.stream()
                .map(field -> ListDescription.label(kind, field, actor.locale(), texts))
                .toList();
        return excel
                ? new Excel(actor, kind, columns, labels, response.getOutputStream())
                : new Csv(actor, kind, columns, labels, response.getOutputStream());
    }

    /** A value as a cell: text, BigDecimal, LocalDate, LocalDateTime in the company's zone, or null. */
    private @Nullable Object cell(Actor actor, Kind kind, Field field, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case RecordRef ref -> {
                String title = ref.title() == null ? "" : ref.title();
                yield ref.number() == null || ref.number().isEmpty() ? title : (ref.number() + " " + title).strip();
            }
            case Long number -> BigDecimal.valueOf(number);
            case Instant instant -> LocalDateTime.ofInstant(instant, actor.zone());
            case Boolean truth -> texts.text(actor.locale(), truth ? "list.yes" : "list.no");
            case String text ->
                field.choices().isEmpty()
                        ? text
                        : ListDescription.optionLabel(kind, field, text, actor.locale(), texts);
            default -> value;
        };
    }

    private final class Excel implements Sheet {
        private final Actor actor;
        private final Kind kind;
        private final List<Field> columns;
        private final List<String> labels;
        private final Workbook book;
        private final String title;
        private final String money;
        private Worksheet sheet;
        private int line;
        private int sheets;

        Excel(Actor actor, Kind kind, List<Field> columns, List<String> labels, OutputStream out) {
            this.actor = actor;
            this.kind = kind;
            this.columns = columns;
            this.labels = labels;
            this.book = new Workbook(out, "OnAccount", "1.0");
            this.title = texts.text(actor.locale(), "kind." + kind.name() + ".plural");
            int decimals = Money.digits(actor.currency());
            this.money = "#,##0" + (decimals == 0 ? "" : "." + "0".repeat(decimals));
            this.sheet = begin();
        }

        private Worksheet begin() {
            sheets++;
            Worksheet fresh =
                    book.newWorksheet(title.replaceAll("[\\\\/?*\\[\\]:]", " ") + (sheets == 1 ? "" : " " + sheets));
            fresh.freezePane(0, 1);
            for (int i = 0; i < labels.size(); i++) {
                fresh.inlineString(0, i, labels.get(i));
                fresh.style(0, i).bold().set();
                fresh.width(
                        i,
                        columns.get(i).type() == Field.Type.TEXT
                                        || columns.get(i).type().isReference()
                                ? 28
                                : 16);
            }
            line = 1;
            return fresh;
        }

        @Override
        public void row(Map<String, @Nullable Object> values) throws IOException {
            if (line > ROWS_OF_A_SHEET) {
                sheet.finish();
                sheet = begin();
            }
            for (int i = 0; i < columns.size(); i++) {
                Field field = columns.get(i);
                switch (cell(actor, kind, field, values.get(field.name()))) {
                    case null -> {}
                    case BigDecimal number -> {
                        sheet.value(line, i, number);
                        if (field.type() == Field.Type.MONEY) {
                            sheet.style(line, i)
                                    .format(money + (number.scale() > Money.digits(actor.currency()) ? "####" : ""))
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

    private final class Csv implements Sheet {
        private final Actor actor;
        private final Kind kind;
        private final List<Field> columns;
        private final Writer out;

        Csv(Actor actor, Kind kind, List<Field> columns, List<String> labels, OutputStream stream) throws IOException {
            this.actor = actor;
            this.kind = kind;
            this.columns = columns;
            this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15);
            out.write('\ufeff'); // without it Excel takes UTF-8 for the local code page
            for (int i = 0; i < labels.size(); i++) {
                out.write(i == 0 ? "" : ",");
                out.write(quoted(labels.get(i)));
            }
            out.write("\r\n");
        }

        @Override
        public void row(Map<String, @Nullable Object> values) throws IOException {
            for (int i = 0; i < columns.size(); i++) {
                out.write(i == 0 ? "" : ",");
                Field field = columns.get(i);
                switch (cell(actor, kind, field, values.get(field.name()))) {
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
    static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
