package io.onaccount.fulfilment;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets the credit controllers' worklist issue a held shipping notice or send it back. */
@Component
final class HeldNotices implements HeldDocuments {
    private final ShippingNotices notices;

    HeldNotices(ShippingNotices notices) {
        this.notices = notices;
    }

    @Override
    public String kind() {
        return ShippingNotices.KIND;
    }

    @Override
    public boolean confirmAgain(Tx tx, Actor actor, UUID document) {
        return notices.issueAgain(tx, actor, document);
    }

    @Override
    public void reject(Tx tx, Actor actor, UUID document, String reason) {
        notices.sentBack(tx, actor, document, reason);
    }
}
