package io.onaccount.sales.spi;

import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.UUID;

/** Knows which shipping notices an order stands on. */
public interface OpenNotices {

    /** The numbers of the notices by which something of this order is still to leave, drafts too; the order is locked. */
    List<String> of(Tx tx, UUID order);
}
