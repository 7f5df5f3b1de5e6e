package io.onaccount.document.printing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A record as an Excel sheet: its fields one under the other, then its lines as tables. Numbers and dates are real ones. */
final class PrintSheet {
    private PrintSheet() {}

    static byte[] write(
            String title,
            List<PrintFields.Item> items,
            Map<String, @Nullable Object> values,
            PrintValues.Style style,
            Function<String, String> label) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "OnAccount", "1.0")) {
            Worksheet sheet = book.newWorksheet(title.replaceAll("[\\\\/?*\\[\\]:]", " "));
            sheet.inlineString(0, 0, title);
            sheet.style(0, 0).bold().fontSize(14).set();
            int row = 2;
            for (PrintFields.Item item : items) {
                Object value = values.get(item.name());
                if (item.type() != PrintFields.Type.LINES && item.type() != PrintFields.Type.PICTURE && value != null) {
                    sheet.inlineString(row, 0, label.apply(item.name()));
                    sheet.style(row, 0).bold().set();
                    put(sheet, row++, 1, item.type(), value, style);
                }
            }
            for (PrintFields.Item item : items) {
                if (item.type() == PrintFields.Type.LINES) {
                    row = table(sheet, row + 1, item, PrintValues.rows(values.get(item.name())), style, label);
                }
            }
            for (int column = 0; column < 12; column++) {
                sheet.width(column, column < 2 ? 24 : 16);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static int table(
            Worksheet sheet,
            int from,
            PrintFields.Item list,
            List<Map<String, @Nullable Object>> lines,
            PrintValues.Style style,
            Function<String, String> label) {
        int row = from;
        for (int column = 0; column < list.lines().size(); column++) {
            sheet.inlineString(row, column, label.apply(list.lines().get(column).name()));
            sheet.style(row, column).bold().set();
        }
        for (Map<String, @Nullable Object> line : lines) {
            row++;
            for (int column = 0; column < list.lines().size(); column++) {
                PrintFields.Item item = list.lines().get(column);
                Object value = line.get(item.name());
                if (value != null) {
                    put(sheet, row, column, item.type(), value, style);
                }
            }
        }
        return row + 1;
    }

    private static void put(
            Worksheet sheet, int row, int column, PrintFields.Type type, Object value, PrintValues.Style style) {
        if (value instanceof BigDecimal number && type != PrintFields.Type.CAPITALS) {
            sheet.value(row, column, number);
            if (type == PrintFields.Type.MONEY) {
                sheet.style(row, column).format("#,##0.00").set();
            } else if (type == PrintFields.Type.PERCENT) {
                sheet.style(row, column).format("0.##%").set();
            }
        } else if (value instanceof Integer number) {
            sheet.value(row, column, number);
        } else if (value instanceof LocalDate date) {
            sheet.value(row, column, date);
            sheet.style(row, column).format("yyyy-mm-dd").set();
        } else {
            sheet.inlineString(row, column, PrintValues.written(type, value, style));
        }
    }
}
