package io.onaccount.invoicing;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says more or less than an order's prices.
 *
 * @param delivery whose goods; null: of goods that had not left
 * @param basis when the customer owes: by invoice it is in the receivable of the invoice, otherwise in an item of its own
 * @param amount tax included; negative: less
 * @param byRule whether it was within the company's tolerance
 * @param reason why, else
 */
public record InvoiceDifference(
        UUID order,
        String orderNumber,
        @Nullable UUID delivery,
        @Nullable String deliveryNumber,
        ReceivableBasis basis,
        BigDecimal amount,
        BigDecimal tax,
        boolean byRule,
        String reason,
        UUID by,
        Instant at) {}
