package io.onaccount.document.printing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a kind print. A module offers one as a bean for each kind that goes outward, and a default template {@code
 * print/<kind>.html} beside its texts; print, preview, template page and Excel export come by themselves. Labels are the texts {@code
 * print.<kind>.<field>}, {@code print.<field>} or the list's own {@code field.<name>}.
 */
public final class PrintSource<D> {
    private final String kind;
    private final Loader<D> loader;
    private final Function<D, String> currency;
    private final PrintFields<D> fields;
    private final boolean ofRecord;

    /** Reads a record for print, in the language it is printed in; 404 outside the actor's scope. */
    public interface Loader<D> {
        D load(Tx tx, Actor actor, UUID id, Locale language);
    }

    private PrintSource(
            String kind, Loader<D> loader, Function<D, String> currency, PrintFields<D> fields, boolean ofRecord) {
        this.ofRecord = ofRecord;
        this.kind = kind;
        this.loader = loader;
        this.currency = currency;
        this.fields = fields;
    }

    /** @param currency what the record's amounts are in */
    public static <D> PrintSource<D> of(
            String kind, Loader<D> loader, Function<D, String> currency, PrintFields<D> fields) {
        return new PrintSource<>(kind, loader, currency, fields, true);
    }

    /**
     * A sheet about a record that is not the record itself, such as a customer's list of coming discounts.
     *
     * @param name its template's and labels' name, beside those of kinds
     */
    public static <D> PrintSource<D> about(
            String name, Loader<D> loader, Function<D, String> currency, PrintFields<D> fields) {
        return new PrintSource<>(name, loader, currency, fields, false);
    }

    boolean isOfRecord() {
        return ofRecord;
    }

    public String kind() {
        return kind;
    }

    /** The fields of the record itself; every print has the company's and its own beside them. */
    public List<PrintFields.Item> items() {
        return fields.items();
    }

    record Values(String currency, Map<String, @Nullable Object> values) {}

    Values values(Tx tx, Actor actor, UUID id, Locale language) {
        D record = loader.load(tx, actor, id, language);
        return new Values(currency.apply(record), fields.values(record));
    }
}
