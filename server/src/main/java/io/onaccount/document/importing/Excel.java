package io.onaccount.document.importing;

import io.onaccount.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** The first sheet of an Excel workbook. */
final class Excel implements Sheet {
    private final ReadableWorkbook book;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private @Nullable Path spooled;

    /** 400 when the file is no workbook. */
    Excel(Path file) {
        try {
            // Cells' formats are read too: a date is a number that is formatted as one.
            book = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false));
            stream = book.getFirstSheet().openStream();
        } catch (RuntimeException | IOException e) {
            throw notExcel();
        }
        rows = stream.iterator();
    }

    /** A workbook is read here and there, so it passes through a file, which goes when the sheet is closed. */
    static Excel spooled(InputStream content) throws IOException {
        Path file = Files.createTempFile("onaccount-import-", ".xlsx");
        try (content) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            Excel excel = new Excel(file);
            excel.spooled = file;
            return excel;
        } catch (RuntimeException | IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Problem notExcel() {
        return Problem.invalid("file", "import-not-excel");
    }

    @Override
    public @Nullable Line next() throws IOException {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                List<@Nullable Object> cells = new ArrayList<>();
                boolean blank = true;
                for (Cell cell : row) {
                    Object value = cell == null ? null : value(cell);
                    blank &= value == null || value.toString().isEmpty();
                    cells.add(value);
                }
                if (!blank) {
                    return new Line(row.getRowNum(), cells);
                }
            }
            return null;
        } catch (RuntimeException e) {
            throw notExcel();
        }
    }

    private static @Nullable Object value(Cell cell) {
        if (cell.getType() == CellType.NUMBER) {
            String format = cell.getDataFormatString();
            return format != null && isDate(format) ? cell.asDate() : cell.asNumber();
        }
        return switch (cell.getType()) {
            case BOOLEAN -> cell.asBoolean();
            case FORMULA -> cell.getRawValue();
            case EMPTY, ERROR -> null;
            default -> cell.getText().strip();
        };
    }

    private static boolean isDate(String format) {
        String plain = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.", "").toLowerCase(java.util.Locale.ROOT);
        return plain.contains("yy") || (plain.contains("d") && plain.contains("m"));
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
            book.close();
        } finally {
            if (spooled != null) {
                Files.deleteIfExists(spooled);
            }
        }
    }
}
