package io.onaccount.document.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file's lines of cells, one after the other. A cell is a String, or from Excel a BigDecimal, LocalDateTime or Boolean. */
public interface Sheet extends Closeable {

    /** The next line that is not blank, or null at the end. */
    @Nullable
    Line next() throws IOException;

    /** @param number the line as people count: the first is 1, blank ones count */
    record Line(int number, List<@Nullable Object> cells) {}
}
