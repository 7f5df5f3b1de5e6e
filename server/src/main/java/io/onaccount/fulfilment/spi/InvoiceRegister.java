package io.onaccount.fulfilment.spi;

import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Knows which invoices are registered. */
public interface InvoiceRegister {

    /** The number of an invoice of goods of this delivery, or of its orders before anything left; empty when there is none that counts. */
    Optional<String> of(Tx tx, UUID delivery);

    /**
     * The invoices that made goods of these orders owed before they left.
     *
     * @param undated only those whose due dates nothing has moved yet
     */
    List<UUID> invoicesAhead(Tx tx, Collection<UUID> orders, boolean undated);

    /** The day of the latest invoice, by order, of those of these orders that are invoiced before their goods left. */
    Map<UUID, LocalDate> ahead(Tx tx, Collection<UUID> orders);
}
