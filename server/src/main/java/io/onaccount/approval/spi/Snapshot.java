package io.onaccount.approval.spi;

import io.onaccount.document.Field;
import io.onaccount.document.Header;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subject at one moment.
 *
 * @param facts by name, typed as {@link ApprovalSubject#facts} says: BigDecimal, LocalDate, Boolean, UUID, text, or a list of codes
 * @param bound what an approval is for, name → plain text: whatever of it changes makes an approval void
 * @param sheet its lines for the card; null when there are none
 */
public record Snapshot(
        UUID id,
        String number,
        String title,
        @Nullable UUID party,
        @Nullable UUID owner,
        @Nullable UUID department,
        LocalDate date,
        @Nullable String currency,
        @Nullable BigDecimal total,
        Map<String, @Nullable Object> facts,
        Map<String, String> bound,
        @Nullable Sheet sheet) {

    /** Of a document: what stands in its header, and what its kind says besides. */
    public static Snapshot of(
            Header header,
            @Nullable BigDecimal total,
            Map<String, @Nullable Object> facts,
            Map<String, String> bound,
            @Nullable Sheet sheet) {
        return new Snapshot(
                header.id(),
                header.number(),
                header.title(),
                header.party(),
                header.owner(),
                header.department(),
                header.date(),
                header.currency(),
                total,
                facts,
                bound,
                sheet);
    }

    /** Lines; labels of the columns are the texts {@code field.<kind>.<name>} or {@code field.<name>}. */
    public record Sheet(List<Field> columns, List<List<@Nullable Object>> rows) {}
}
