package io.onaccount.credit;

import io.onaccount.party.spi.CustomerWatcher;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Rules may be for a class of customers: what the gate's row was derived from no longer holds when a customer changes its class. */
@Component
final class ClassWatcher implements CustomerWatcher {
    ClassWatcher() {}

    @Override
    public void classified(Tx tx, UUID customer) {
        tx.add(
                Rank.CREDIT,
                "update credit.account a set gate_version = -1 where a.company_id = ? and a.id = ?",
                tx.company(),
                customer);
    }
}
