package io.onaccount.document.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file's lines of cells, one after the other. A cell is a String, or from Excel a BigDecimal, LocalDateTime or Boolean. */
public interface Sheet extends Closeable {

    /** A CSV in any usual encoding, or a workbook; titles may stand above its headings. */
    static Sheet of(byte[] content) throws IOException {
        return FileFormat.titled(content);
    }

    /** The next line that is not blank, or null at the end. */
    @Nullable
    Line next() throws IOException;

    /** The first line's cells as text; empty when there is no line. */
    default List<String> heads() throws IOException {
        Line first = next();
        return first == null
                ? List.of()
                : first.cells().stream()
                        .map(cell -> cell == null ? "" : Cells.text(cell))
                        .toList();
    }

    /** @param number the line as people count: the first is 1, blank ones count */
    record Line(int number, List<@Nullable Object> cells) {}
}
