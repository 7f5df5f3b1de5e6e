package io.onaccount.organization.spi;

import io.onaccount.platform.db.Tx;

/** What a module puts into a company that has just been founded, before anybody works in it. */
public interface FirstRecords {

    /** Adds the records to the transaction that founds the company. */
    void add(Tx tx);
}
