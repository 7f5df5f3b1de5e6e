package io.onaccount.credit;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** Where a credit application stands, and which move leads where. */
public enum ApplicationState {
    /** 草稿: may be changed and deleted. */
    DRAFT,
    /** 待审批: waits for somebody's yes. */
    SUBMITTED,
    /** 已批准: what it asks for stands in the account. */
    APPROVED,
    /** 已否决: may be taken back to draft and asked again. */
    REJECTED,
    /** 已取消. */
    CANCELLED;

    static final String SUBMIT = "submit";
    static final String APPROVE = "approve";
    static final String REJECT = "reject";
    static final String RETURN = "return-to-draft";
    static final String CANCEL = "cancel";

    static final StateTable<ApplicationState> LIFE = StateTable.of(ApplicationState.class)
            .state(DRAFT, Tone.GREY)
            .state(SUBMITTED, Tone.ORANGE)
            .state(APPROVED, Tone.GREEN)
            .state(REJECTED, Tone.RED)
            .state(CANCELLED, Tone.GREY)
            .move(SUBMIT, DRAFT, SUBMITTED, APPROVED)
            .move(CANCEL, DRAFT, CANCELLED)
            .move(APPROVE, SUBMITTED, APPROVED)
            .move(REJECT, SUBMITTED, REJECTED)
            .move(RETURN, SUBMITTED, DRAFT)
            .move(CANCEL, SUBMITTED, CANCELLED)
            .move(RETURN, REJECTED, DRAFT);
}
