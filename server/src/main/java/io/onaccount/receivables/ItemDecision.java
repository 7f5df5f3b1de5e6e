package io.onaccount.receivables;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document about open items of a customer that takes effect when whoever must has approved it, or, where no approval flow asks, when a second
 * person applies it: the inner room of payment plans and write-offs. The first state waits, the second has taken effect, the third is over.
 */
final class ItemDecision<S extends Enum<S>> {
    static final String APPLY = "apply";
    static final String CANCEL = "cancel";

    private final Headers headers;
    private final Numbering numbering;
    private final Approvals approvals;
    private final Shape<S> shape;
    private final Effect effect;

    /**
     * What kind of document it is.
     *
     * @param own the problem when whoever entered it applies it
     * @param states three at least: waits, has taken effect, is over
     */
    record Shape<S extends Enum<S>>(String kind, String numbers, String own, StateTable<S> table, List<S> states) {
        Shape {
            states = List.copyOf(states);
        }

        S of(Header header) {
            return states.stream()
                    .filter(state -> state.name().equals(header.state()))
                    .findFirst()
                    .orElseThrow();
        }

        S applied() {
            return states.get(1);
        }

        S cancelled() {
            return states.get(2);
        }
    }

    /** What it does; the header is locked. */
    interface Effect {
        void take(Tx tx, Actor actor, Header header);
    }

    ItemDecision(Headers headers, Numbering numbering, Approvals approvals, Shape<S> shape, Effect effect) {
        this.headers = headers;
        this.numbering = numbering;
        this.approvals = approvals;
        this.shape = shape;
        this.effect = effect;
    }

    /** Its header, written and with its reason in the history. */
    Header born(Tx tx, Actor actor, Party party, BigDecimal total, String reason) {
        Header header = Header.born(
                Ids.next(),
                shape.kind(),
                numbering
                        .take(tx.company(), shape.kind(), shape.numbers(), actor.today(), 1)
                        .getFirst(),
                party.name(),
                shape.states().getFirst(),
                party.id(),
                party.owner(),
                party.department(),
                actor.today(),
                actor.currency(),
                total,
                actor.user(),
                headers.now());
        headers.insert(tx, actor, header, Map.of("reason", reason));
        return header;
    }

    /** All of it is written: it is related to what the items came from, and whoever must is asked; where nobody is, it takes effect. */
    void ask(Tx tx, Actor actor, Header header, Collection<OpenItem> items) {
        items.stream()
                .map(OpenItem::document)
                .distinct()
                .forEach(document -> headers.relate(tx, document, header.id()));
        tx.flush();
        if (approvals.govern(tx, shape.kind())
                && !(approvals.request(tx, actor, shape.kind(), header.id()) instanceof ApprovalAnswer.Pending)) {
            approved(tx, actor, header.id());
        }
    }

    Header find(Tx tx, Actor actor, UUID id) {
        return headers.find(tx, actor, shape.kind(), id);
    }

    Header lock(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return headers.lock(tx, actor, shape.kind(), id, version);
    }

    /** A second person's word, where no flow asks; 409 for one's own, and {@code plan-needs-approval} while an approval is missing. */
    void apply(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = lock(tx, actor, id, version);
        shape.table().check(shape.of(header), APPLY, shape.applied());
        if (approvals.govern(tx, shape.kind())) {
            if (!approvals.isApproved(tx, actor, shape.kind(), id)) {
                throw Problem.conflict("plan-needs-approval", header.number());
            }
        } else if (actor.user().equals(header.createdBy())) {
            throw Problem.conflict(shape.own(), header.number());
        }
        carryOut(tx, actor, header);
    }

    /** Everybody who must has said yes. */
    void approved(Tx tx, Actor actor, UUID id) {
        carryOut(tx, actor, lock(tx, actor.companyWide(), id, null));
    }

    private void carryOut(Tx tx, Actor actor, Header header) {
        effect.take(tx, actor, header);
        headers.move(tx, actor, header, APPLY, shape.applied(), Map.of());
    }

    /** Takes back one that has not taken effect. */
    void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Header header = lock(tx, actor, id, version);
        shape.table().check(shape.of(header), CANCEL, shape.cancelled());
        approvals.withdraw(tx, actor, shape.kind(), id, reason);
        headers.move(tx, actor, header, CANCEL, shape.cancelled(), Map.of("reason", reason));
    }

    /** It was not approved. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        headers.move(
                tx,
                actor,
                lock(tx, actor.companyWide(), id, null),
                CANCEL,
                shape.cancelled(),
                Map.of("reason", reason));
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    List<MoveOption> moves(Texts texts, Actor actor, Header header) {
        return MoveOption.of(texts, actor, shape.kind(), shape.table(), shape.of(header));
    }
}
