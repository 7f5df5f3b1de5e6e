package io.onaccount.fulfilment;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets the credit controllers' worklist post a held delivery; one that is sent back stays the draft it is. */
@Component
final class HeldDeliveries implements HeldDocuments {
    private final Deliveries deliveries;

    HeldDeliveries(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public String kind() {
        return Deliveries.KIND;
    }

    @Override
    public boolean confirmAgain(Tx tx, Actor actor, UUID document) {
        return deliveries.postAgain(tx, actor, document);
    }

    @Override
    public void reject(Tx tx, Actor actor, UUID document, String reason) {
        // The hold has ended with its reason; the draft can be changed or deleted by its author.
    }
}
