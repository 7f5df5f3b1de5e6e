package io.onaccount.credit;

import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Shared limits as the gate reads them. */
final class Pools {
    private static final String SELECT = "select " + Pool.COLUMNS
            + " from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id where p.company_id = ? and ";

    private Pools() {}

    /** Locks and reads them in the order of their ids. */
    static List<Pool> lock(Tx tx, Collection<UUID> ids) {
        return tx.list(
                SELECT + "p.id = any(?) order by p.id for no key update of p",
                Pool::read,
                tx.company(),
                SqlArray.of("uuid", ids));
    }

    /** Those the account draws on, without lock. */
    static List<Pool> of(Tx tx, Account account) {
        return account.pooled()
                ? tx.list(
                        SELECT
                                + "p.id in (select m.pool_id from credit.pool_member m where m.company_id = ? and m.account_id = ?) order by p.id",
                        Pool::read,
                        tx.company(),
                        tx.company(),
                        account.id())
                : List.of();
    }
}
