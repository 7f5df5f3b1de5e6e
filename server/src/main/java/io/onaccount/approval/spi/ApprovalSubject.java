package io.onaccount.approval.spi;

import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A kind of thing that can need approval; a bean. Approval checks who may decide, so none of these checks rights or the data scope of the
 * actor: an approver may lack those of the subject.
 */
public interface ApprovalSubject {
    /** The kind, {@code sales-order}; its name is the text {@code kind.<kind>}. */
    String kind();

    /**
     * What conditions may ask and the card shows: names, types, choices, and the right needed to see one. Labels are the texts {@code
     * field.<kind>.<name>} or {@code field.<name>}; the SQL of these fields is not used.
     */
    List<Field> facts();

    /**
     * The subject as it stands.
     *
     * @param toDecide whether a decision follows: then it stays as it is (locked) until the transaction ends
     */
    Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide);

    /** Subjects of these days with their facts as they were then, as far as that is known; read for the set, for trying a flow out. */
    List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until);

    /**
     * Everybody has said yes: what was asked for is done now, in this transaction.
     *
     * @param asker on whose request it is done; the approver when the asker has left
     * @return what came of it, a code whose text is {@code approval.outcome.<kind>.<code>}
     */
    String approved(Tx tx, Actor asker, Actor approver, UUID id);

    /** It goes back to its author: returned to be mended, withdrawn by the asker, or no longer what was asked for. */
    void sentBack(Tx tx, Actor by, UUID id, String reason);

    /** Somebody said no; for most that is as if it were sent back. */
    default void rejected(Tx tx, Actor by, UUID id, String reason) {
        sentBack(tx, by, id, reason);
    }
}
