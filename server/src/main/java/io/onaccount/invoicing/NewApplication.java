package io.onaccount.invoicing;

import io.onaccount.party.TaxTitle;
import io.onaccount.platform.web.MaxLength;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An application to invoice as it is entered.
 *
 * @param title whom the invoice is to name; what is left out is the customer's own
 * @param email where the invoice is to go; the customer's when left out
 * @param remark to be printed on the invoice
 */
public record NewApplication(
        UUID customer,
        InvoiceKind kind,
        @Nullable TaxTitle title,
        @Nullable @MaxLength(200) String email,
        @Nullable @MaxLength(200) String remark,
        List<NewInvoiceLine> lines) {}
