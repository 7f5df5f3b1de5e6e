package io.onaccount.invoicing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An application to invoice as it stands.
 *
 * @param reason why finance gave it back, or empty
 * @param exportedAt when it last went into a file for the tax platform
 */
public record InvoiceApplication(
        UUID id,
        String number,
        String state,
        int version,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        InvoiceKind kind,
        Buyer buyer,
        String remark,
        String reason,
        String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        @Nullable Instant exportedAt,
        List<InvoiceLine> lines) {}
