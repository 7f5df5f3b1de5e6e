/**
 * A company with two years of history to look at (FND-03), made through the doors of all modules with the dates handed in. Start with {@link
 * io.onaccount.demo.DemoCompany}. Nothing depends on it.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "organization",
            "document",
            "document :: mailing",
            "approval",
            "party",
            "catalog",
            "stock",
            "credit",
            "credit::scoring",
            "credit :: warning",
            "receivables",
            "receivables::bank",
            "receivables::payment",
            "sales",
            "fulfilment",
            "invoicing"
        })
@NullMarked
package io.onaccount.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
