package io.onaccount.sales.spi;

import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

/** Knows from when terms count for an order that has begun: other terms agreed later count from the same days. */
public interface CountedFrom {
    /** Of those of its documents: the day the first goods left, the last day the customer signed for some, the day of the last invoice. */
    Map<Start, LocalDate> days(Tx tx, UUID order);
}
