package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.Optional;

/**
 * What a module offers for import from files: its columns, and how rows become records. A bean; the engine brings template, mapping, check
 * run, progress, cancelling, restart and result file. See docs/how-to/import.md.
 */
public interface ImportTarget {

    /** As in the address and on the page: the kind's plural, {@code customers}. */
    String name();

    /** The kind whose texts name the columns and whose right {@code <kind>.import} is needed. */
    String kind();

    List<ImportColumn> columns();

    /**
     * The column whose equal values join rows that follow each other to one record (an order's number for its lines); they are handed over
     * together and succeed or fail together. Empty when each row stands for itself.
     */
    default Optional<String> groupedBy() {
        return Optional.empty();
    }

    /**
     * What makes a row the same as one imported before. Without one of its own, a row is the same when all its cells are and it is the n-th
     * such row of its file. Rows of a group share it.
     */
    default Optional<String> key(ImportRow row) {
        return Optional.empty();
    }

    /** How many rows come at once at most, unless one document has more. */
    default int chunk() {
        return 500;
    }

    /**
     * Imports the rows, set-based, in this transaction, and answers one outcome for each, in order. The check run calls it too and undoes the
     * transaction, so all effects must be in {@code tx}. A {@link io.onaccount.platform.Problem} or an error of the database undoes the whole
     * chunk, which is then tried in halves: so let only what can't be foreseen throw.
     */
    List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows);
}
