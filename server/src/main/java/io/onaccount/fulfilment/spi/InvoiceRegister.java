package io.onaccount.fulfilment.spi;

import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Knows which invoices are registered. */
public interface InvoiceRegister {

    /** The number of an invoice of goods of this delivery, or of its orders before anything left; empty when there is none that counts. */
    Optional<String> of(Tx tx, UUID delivery);

    /** The day of the latest invoice, by order, of those of these orders that are invoiced before their goods left. */
    Map<UUID, LocalDate> ahead(Tx tx, Collection<UUID> orders);
}
