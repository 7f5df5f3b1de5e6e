/**
 * Who they are: customers with contacts, addresses, owner and payment term, found again when somebody enters them twice. Start with {@link
 * io.onaccount.party.Customers}; other modules ask {@link io.onaccount.party.Parties} and {@link io.onaccount.party.PaymentTerms}.
 */
@ApplicationModule(
        allowedDependencies = {
            "document",
            "document :: mailing",
            "document :: printing",
            "organization",
            "organization :: spi",
            "platform"
        })
@NullMarked
package io.onaccount.party;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
