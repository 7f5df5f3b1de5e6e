package io.onaccount.approval;

import io.onaccount.platform.web.MaxLength;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A flow as it is edited, published and kept: the first rule whose condition holds says which chain a subject goes through; when none holds,
 * no approval is needed.
 *
 * @param ownerMayDecide whether whoever looks after the subject may decide on it; the asker never may
 */
public record FlowDefinition(boolean ownerMayDecide, List<Rule> rules) {

    /**
     * One rule.
     *
     * @param condition a filter over the facts of the kind, as lists take it; null always holds
     * @param stages one after the other; none: what fulfils the condition needs no approval
     */
    public record Rule(
            @MaxLength(100) String name,
            @Nullable @MaxLength(4000) String condition,
            List<Stage> stages) {}

    /** Steps that run side by side. */
    public record Stage(List<Step> steps) {}

    /**
     * One step.
     *
     * @param deadline null: it waits as long as it takes
     * @param escalation who decides instead when the deadline has passed; null: the superiors of those who were asked
     */
    public record Step(
            @MaxLength(100) String name,
            Mode mode,
            List<Approver> approvers,
            @Nullable Deadline deadline,
            @Nullable Approver escalation) {}

    /** Whether one approver is enough (或签) or each is needed (会签); of a role one member is each time enough. */
    public enum Mode {
        ANY,
        ALL
    }

    /** @param id the user or role; null for the superior */
    public record Approver(Who who, @Nullable UUID id) {}

    /** Whom an approver names. */
    public enum Who {
        USER,
        ROLE,
        /** The superior of the subject's owner (of the asker when it has none), or the next above who may decide. */
        SUPERIOR
    }

    /** So many hours by the clock, or so many of the company's working days. */
    public record Deadline(int amount, Unit unit) {}

    /** What a deadline counts. */
    public enum Unit {
        HOURS,
        DAYS
    }
}
