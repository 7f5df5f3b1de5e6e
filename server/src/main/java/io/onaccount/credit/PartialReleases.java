package io.onaccount.credit;

import io.onaccount.credit.CreditHolds.Hold;
import io.onaccount.credit.CreditHolds.Outcome;
import io.onaccount.credit.spi.HeldDocuments.Part;
import io.onaccount.credit.spi.HeldDocuments.Rest;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets part of a held document pass (部分放行, CRD-21): the document is split, and what is kept of it asks the gate again. */
@Component
public final class PartialReleases {
    private final CreditHolds holds;
    private final CreditControl control;
    private final Headers headers;

    PartialReleases(CreditHolds holds, CreditControl control, Headers headers) {
        this.holds = holds;
        this.control = control;
        this.headers = headers;
    }

    /**
     * What came of it.
     *
     * @param rest the new document
     */
    public record Released(Outcome outcome, UUID rest, String restNumber) {}

    /**
     * Keeps these parts of a held document and puts the rest into a new one. What is kept passes without anybody's leave if it fits by now;
     * otherwise it is released as ever, within the actor's authority: the ceiling is what the part asks.
     *
     * @param waits whether the rest waits on hold, for the same reasons; otherwise it is a draft of the document's author
     * @throws Problem 409 when the hold is over or what is kept can't be released, 403 when the asker would answer or the authority doesn't reach
     */
    public Released release(Tx tx, Actor actor, UUID id, List<Part> kept, boolean waits, String reason) {
        Hold hold = holds.find(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        CreditHolds.checkOpenAndNotOwn(actor, hold);
        headers.lock(tx, actor, hold.documentKind(), hold.document(), null);
        Rest rest = holds.documents(hold).split(tx, actor, hold.document(), kept, waits);
        holds.asksLess(tx, hold, hold.amount().subtract(rest.asks().amount().amount()));
        tx.flush(); // what is kept is judged as it stands now
        Outcome outcome = rest.mayPass() ? passOrRelease(tx, actor, hold, reason) : Outcome.NEEDS_APPROVAL;
        tx.flush();
        if (waits) {
            control.keepWaiting(tx, actor, rest.asks(), hold.document());
        }
        return new Released(outcome, rest.asks().document(), rest.number());
    }

    private Outcome passOrRelease(Tx tx, Actor actor, Hold hold, String reason) {
        if (holds.documents(hold).confirmAgain(tx, actor, hold.document())) {
            return Outcome.PASSED;
        }
        tx.flush(); // the hold says now what the part asks and what stands in its way
        return holds.release(tx, actor, hold.id(), reason, null, null);
    }
}
