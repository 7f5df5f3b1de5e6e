package io.onaccount.party.spi;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.UUID;

/** A module that keeps something derived from a customer's facts: told in the transaction that changes them. */
public interface CustomerWatcher {
    /** The customer belongs to another class from now on; its record is locked. */
    void classified(Tx tx, UUID customer);

    /** These customers are new, or somebody else looks after them from now on. Their records are locked; what was written has yet to be flushed. */
    default void lookedAfter(Tx tx, Actor actor, Collection<UUID> customers) {}

    /** The customer is about to be removed; nothing refers to it but what was derived from it. */
    default void leaving(Tx tx, UUID customer) {}
}
