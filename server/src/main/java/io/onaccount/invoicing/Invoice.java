package io.onaccount.invoicing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sales invoice as it stands; while it is a draft its amounts are what issuing it would give, and those of a red one are negative.
 *
 * @param number our own
 * @param code of the form, only of paper ones
 * @param officialNumber as the tax authority gave it; empty while it is a draft
 * @param issuedOn its day, null while it is a draft
 * @param redOf the blue invoice that this one takes back, or null
 * @param reds red ones of this, drafts too
 * @param reason why it is red or void
 */
public record Invoice(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        InvoiceKind kind,
        String code,
        String officialNumber,
        @Nullable LocalDate issuedOn,
        @Nullable UUID application,
        @Nullable String applicationNumber,
        @Nullable UUID redOf,
        @Nullable String redOfNumber,
        Buyer buyer,
        String remark,
        String reason,
        String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        String carrier,
        String tracking,
        @Nullable LocalDate sentOn,
        String receivedBy,
        @Nullable LocalDate receivedOn,
        List<Red> reds,
        List<InvoiceLine> lines) {

    /** A red invoice of this one. */
    public record Red(UUID id, String number, String officialNumber, String state, BigDecimal total) {}

    /** The number that people know it by: the official one, or our own while there is none. */
    public String called() {
        return officialNumber.isEmpty() ? number : officialNumber;
    }
}
