package io.onaccount.credit.spi;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** A module that knows what will lower a customer's exposure some day, besides open items that fall due (CRD-15, CRD-23). */
public interface ComingSource {
    /** Why exposure is expected to fall. */
    enum Kind {
        /** An open item falls due. */
        DUE,
        /** The customer promised to pay by then: it comes before what falls due later. */
        PROMISE,
        /** A bill of exchange matures. */
        BILL,
        /** Something ordered leaves as planned, and is paid by its term. */
        DELIVERY
    }

    /**
     * Something expected.
     *
     * @param on the day it is due by what was agreed; how late the customer usually pays is added by whoever asks
     */
    record Coming(LocalDate on, BigDecimal amount, Kind kind) {}

    /** What is expected of a customer, in no order. */
    List<Coming> coming(Tx tx, UUID party, LocalDate today);
}
