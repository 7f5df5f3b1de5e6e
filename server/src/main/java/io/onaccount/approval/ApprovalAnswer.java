package io.onaccount.approval;

import java.util.UUID;

/** What came of asking for approval. */
public sealed interface ApprovalAnswer {
    /** No rule of the flow in force asks for it: go on. */
    record NotNeeded() implements ApprovalAnswer {}

    /** It waits for somebody; what follows is done when they have said yes. */
    record Pending(UUID request) implements ApprovalAnswer {}

    /** Exactly this was approved before: go on. */
    record AlreadyApproved(UUID request) implements ApprovalAnswer {}
}
