/**
 * May we trust them with this much: limits, exposure, the gate, holds and releases, and the proof that the figures are right. Start with {@link
 * io.onaccount.credit.CreditControl}: the only way to take credit. What is asked for an account goes through {@link io.onaccount.credit.CreditApplications}.
 * It uses approval, catalog, party, document, organization and platform.
 */
@ApplicationModule(
        allowedDependencies = {
            "approval",
            "approval::spi",
            "catalog",
            "party",
            "party::spi",
            "document",
            "document::mailing",
            "document::printing",
            "organization",
            "organization::spi",
            "platform"
        })
@NullMarked
package io.onaccount.credit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
