/**
 * What they owe and paid: open items, receipts, allocation, ageing and the ledger under it. Start with {@link
 * io.onaccount.receivables.OpenItems} and {@link io.onaccount.receivables.Receipts}. It uses approval, credit, party, document, organization and platform.
 */
@ApplicationModule(
        allowedDependencies = {
            "approval",
            "approval::spi",
            "credit",
            "credit::scoring",
            "credit::spi",
            "party",
            "document",
            "document::importing",
            "document::mailing",
            "document::printing",
            "organization",
            "platform"
        })
@NullMarked
package io.onaccount.receivables;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
