package io.onaccount.sales;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets the credit controllers' worklist apply a held change order or send it back; its order goes on meanwhile. */
@Component
final class HeldChanges implements HeldDocuments {
    private final OrderChanges changes;

    HeldChanges(OrderChanges changes) {
        this.changes = changes;
    }

    @Override
    public String kind() {
        return OrderChanges.KIND;
    }

    @Override
    public boolean confirmAgain(Tx tx, Actor actor, UUID document) {
        return changes.applyAgain(tx, actor, document);
    }

    @Override
    public void reject(Tx tx, Actor actor, UUID document, String reason) {
        changes.refused(tx, actor, document, reason);
    }
}
