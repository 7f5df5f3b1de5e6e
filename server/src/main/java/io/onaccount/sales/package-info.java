/**
 * What we offered and promised: quotes, and sales orders from draft through the credit gate to what is left to deliver. Start with {@link
 * io.onaccount.sales.SalesOrders} and {@link io.onaccount.sales.Quotes}. It asks party who the customer is, catalog what things cost, stock what is there and credit whether it
 * may be promised.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "organization",
            "document",
            "document :: mailing",
            "document :: printing",
            "party",
            "catalog",
            "catalog::spi",
            "approval",
            "approval::spi",
            "stock",
            "credit",
            "credit::spi",
            "receivables"
        })
@NullMarked
package io.onaccount.sales;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
