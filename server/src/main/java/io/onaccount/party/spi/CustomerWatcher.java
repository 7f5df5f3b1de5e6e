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

    /**
     * The customer belongs to another one than before (集团), or to none.
     *
     * @param withBelow the customer and all below it, who came along
     */
    default void grouped(Tx tx, Actor actor, UUID customer, Collection<UUID> withBelow) {}

    /** The customer was stopped or blacklisted and may trade again. */
    default void reopened(Tx tx, UUID customer) {}

    /** The customer is about to be removed; nothing refers to it but what was derived from it. */
    default void leaving(Tx tx, UUID customer) {}
}
