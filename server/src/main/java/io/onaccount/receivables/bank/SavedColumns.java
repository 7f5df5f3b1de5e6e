package io.onaccount.receivables.bank;

import java.util.List;
import java.util.Map;

/** What users said the columns of files with certain headings are. */
@FunctionalInterface
public interface SavedColumns {
    SavedColumns NONE = headings -> Map.of();

    /** Column → heading; empty when nothing was said of such a file. */
    Map<Column, String> forHeadings(List<String> headings);
}
