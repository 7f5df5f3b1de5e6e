/**
 * Sales invoices (发票): what sales applies for and finance issues, from deliveries or orders. Start with {@link io.onaccount.invoicing.Invoices}.
 * Issuing one counts what it says as invoiced, never more than left or was ordered, and makes a receivable where orders are owed for by invoice.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "organization",
            "document",
            "document :: printing",
            "party",
            "catalog",
            "credit :: spi",
            "receivables",
            "sales",
            "sales::spi",
            "fulfilment",
            "fulfilment::spi"
        })
@NullMarked
package io.onaccount.invoicing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
