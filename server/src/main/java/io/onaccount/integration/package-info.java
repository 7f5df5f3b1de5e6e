/**
 * What crosses our border. So far: data sets of other systems that become customers, products and documents ({@link
 * io.onaccount.integration.OnlineRetail}). It stands on top and only calls down.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "organization",
            "document",
            "party",
            "catalog",
            "stock",
            "credit",
            "sales",
            "fulfilment"
        })
@NullMarked
package io.onaccount.integration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
