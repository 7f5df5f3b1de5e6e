package io.onaccount.sales;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets the credit controllers' worklist confirm a held order again or send it back. */
@Component
final class HeldOrders implements HeldDocuments {
    private final SalesOrders orders;
    private final OrderSplits splits;

    HeldOrders(SalesOrders orders, OrderSplits splits) {
        this.orders = orders;
        this.splits = splits;
    }

    @Override
    public String kind() {
        return SalesOrders.KIND;
    }

    @Override
    public boolean confirmAgain(Tx tx, Actor actor, UUID document) {
        return orders.confirmAgain(tx, actor, document);
    }

    @Override
    public Rest split(Tx tx, Actor actor, UUID document, List<Part> kept, boolean waits) {
        return splits.splitHeld(
                tx,
                actor,
                document,
                kept.stream()
                        .map(part -> new OrderAnswer.Part(part.position(), part.quantity()))
                        .toList(),
                waits);
    }

    @Override
    public void reject(Tx tx, Actor actor, UUID document, String reason) {
        orders.reject(tx, actor, document, reason);
    }
}
