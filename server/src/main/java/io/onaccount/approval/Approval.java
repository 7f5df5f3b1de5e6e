package io.onaccount.approval;

import io.onaccount.approval.FlowDefinition.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request for approval with its steps and its book, as it is read; pictures are JSON (see {@link Picture}). */
public record Approval(Request request, List<StepRow> steps, List<Decision> decisions) {

    /**
     * The request itself.
     *
     * @param askedOn the business day
     */
    public record Request(
            UUID id,
            String kind,
            UUID subject,
            String number,
            String title,
            @Nullable UUID party,
            @Nullable UUID owner,
            @Nullable UUID department,
            @Nullable String currency,
            @Nullable BigDecimal total,
            UUID flow,
            int flowVersion,
            String rule,
            boolean ownerMayDecide,
            String fingerprint,
            RequestState state,
            UUID askedBy,
            Instant askedAt,
            LocalDate askedOn,
            @Nullable Instant endedAt) {}

    /** Where a step stands. */
    public enum StepState {
        WAITING,
        OPEN,
        APPROVED,
        /** The request ended before it was needed. */
        CLOSED
    }

    /** A step of one request. */
    public record StepRow(
            UUID id,
            UUID request,
            int stage,
            int position,
            Step definition,
            StepState state,
            @Nullable Instant openedAt,
            @Nullable Instant dueAt,
            @Nullable Instant escalatedAt,
            List<Entry> entries) {}

    /** How somebody came to be asked. */
    public enum Source {
        FLOW,
        ADDED,
        ESCALATED
    }

    /** Where it stands with one of those asked. */
    public enum EntryState {
        OPEN,
        APPROVED,
        /** Not needed any more. */
        CLOSED
    }

    /** Somebody, or whoever has a role, who is asked by a step. */
    public record Entry(
            UUID id,
            UUID step,
            @Nullable UUID user,
            @Nullable UUID role,
            Source source,
            EntryState state,
            @Nullable UUID decidedBy) {}

    /** One thing done about the request. */
    public record Decision(
            UUID id,
            UUID request,
            @Nullable UUID step,
            Act act,
            @Nullable UUID by,
            @Nullable UUID onBehalfOf,
            @Nullable UUID named,
            String reason,
            boolean byLink,
            Instant at,
            String picture) {}
}
