package io.onaccount.credit.spi;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.UUID;

/** A kind of document that can wait on hold. Credit has checked the rights of the actor, who may lack those of the document. */
public interface HeldDocuments {
    /** The kind, {@code sales-order}. */
    String kind();

    /** Tries again to confirm the document, through the gate as ever; answers whether it passed. */
    boolean confirmAgain(Tx tx, Actor actor, UUID document);

    /** Takes the document back to where its author can mend or cancel it. */
    void reject(Tx tx, Actor actor, UUID document, String reason);
}
