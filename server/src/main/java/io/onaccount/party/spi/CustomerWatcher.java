package io.onaccount.party.spi;

import io.onaccount.platform.db.Tx;
import java.util.UUID;

/** A module that keeps something derived from a customer's facts: told in the transaction that changes them. */
public interface CustomerWatcher {
    /** The customer belongs to another class from now on; its record is locked. */
    void classified(Tx tx, UUID customer);
}
