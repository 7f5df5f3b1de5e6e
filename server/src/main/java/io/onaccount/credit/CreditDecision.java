package io.onaccount.credit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the gate answers. */
public sealed interface CreditDecision {
    /** The document that asked. */
    UUID document();

    /**
     * The credit is taken.
     *
     * @param release the release that let it pass beyond the rules, or null
     * @param warnings what was remarked and let pass
     */
    record Granted(UUID document, @Nullable UUID release, List<Objection> warnings) implements CreditDecision {}

    /** Nothing is taken and the document waits on hold: every objection at once, and the ways out. */
    record Held(UUID document, List<Objection> objections, List<WayOut> ways) implements CreditDecision {}
}
