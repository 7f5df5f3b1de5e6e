package io.onaccount.sales;

import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets the credit controllers' worklist send a held quote or send it back. */
@Component
final class HeldQuotes implements HeldDocuments {
    private final Quotes quotes;

    HeldQuotes(Quotes quotes) {
        this.quotes = quotes;
    }

    @Override
    public String kind() {
        return Quotes.KIND;
    }

    @Override
    public boolean confirmAgain(Tx tx, Actor actor, UUID document) {
        return quotes.sendAgain(tx, actor, document);
    }

    @Override
    public void reject(Tx tx, Actor actor, UUID document, String reason) {
        quotes.reject(tx, actor, document, reason);
    }
}
