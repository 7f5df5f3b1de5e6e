package io.onaccount.organization.spi;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;

/** A module that keeps something derived from who works where: told in the transaction that changes it. */
public interface PeopleWatcher {
    /** Somebody's main department is another one, or a department lies elsewhere in the tree; what was written has yet to be flushed. */
    void regrouped(Tx tx, Actor actor);

    /** The department is about to be removed; throws a {@link io.onaccount.platform.Problem} when something still needs it. */
    void dissolving(Tx tx, UUID department);
}
