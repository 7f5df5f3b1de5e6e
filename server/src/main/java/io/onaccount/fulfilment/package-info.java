/**
 * What is to leave, what left and came back: shipping notices, deliveries and returns. Start with {@link io.onaccount.fulfilment.Deliveries}.
 * Posting one moves stock, turns the credit of an order into a receivable and raises what the customer owes, in one transaction.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "organization",
            "document",
            "document :: printing",
            "party",
            "catalog",
            "stock",
            "credit",
            "credit::spi",
            "receivables",
            "sales",
            "sales::spi"
        })
@NullMarked
package io.onaccount.fulfilment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
