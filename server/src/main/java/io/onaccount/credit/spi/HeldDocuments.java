package io.onaccount.credit.spi;

import io.onaccount.credit.CreditRequest;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** A kind of document that can wait on hold. Credit has checked the rights of the actor, who may lack those of the document. */
public interface HeldDocuments {
    /** The kind, {@code sales-order}. */
    String kind();

    /** Tries again to confirm the document, through the gate as ever; answers whether it passed. */
    boolean confirmAgain(Tx tx, Actor actor, UUID document);

    /**
     * Keeps so much of the document and puts the rest into a new one (CRD-21, CRD-23); it has not asked the gate again yet. Only what a kind can
     * split it splits: 409 {@code credit-hold-not-split} otherwise.
     *
     * @param waits whether the rest is to wait on hold; otherwise it is a draft
     */
    default Rest split(Tx tx, Actor actor, UUID document, List<Part> kept, boolean waits) {
        throw Problem.conflict("credit-hold-not-split");
    }

    /** So much of a line is kept. */
    record Part(int position, BigDecimal quantity) {}

    /**
     * The rest of a document that was split.
     *
     * @param asks what it will ask the gate for
     * @param mayPass false: somebody has to approve the part that was kept before it can be confirmed
     */
    record Rest(CreditRequest asks, String number, boolean mayPass) {}

    /** Takes the document back to where its author can mend or cancel it. */
    void reject(Tx tx, Actor actor, UUID document, String reason);
}
