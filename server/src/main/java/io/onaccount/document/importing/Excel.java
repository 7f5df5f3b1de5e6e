package io.onaccount.document.importing;

import java.io.IOException;
import java.nio.file.Path;
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
public final class Excel implements Sheet {
    private final ReadableWorkbook book;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;

    /** @throws UnreadableFile when the file is no workbook */
    public Excel(Path file) {
        try {
            // Cells' formats are read too: a date is a number that is formatted as one.
            book = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false));
            stream = book.getFirstSheet().openStream();
        } catch (RuntimeException | IOException e) {
            throw new UnreadableFile(0, "import-not-excel");
        }
        rows = stream.iterator();
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
            throw new UnreadableFile(0, "import-not-excel");
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
        stream.close();
        book.close();
    }
}
