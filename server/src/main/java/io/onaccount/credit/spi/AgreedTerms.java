package io.onaccount.credit.spi;

import io.onaccount.credit.DiscountOffer;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** Who knows what was agreed for an order: a release of it is held against this when its goods leave (CRD-22). */
public interface AgreedTerms {
    /**
     * What an order stands at.
     *
     * @param total with tax
     * @param termDays how many days after a day what is due from then falls due
     * @param discount the cash discount it is offered
     */
    record Agreed(BigDecimal total, ToIntFunction<LocalDate> termDays, DiscountOffer discount) {}

    /** Those of these documents that are orders. */
    Map<UUID, Agreed> agreed(Tx tx, Collection<UUID> orders);
}
