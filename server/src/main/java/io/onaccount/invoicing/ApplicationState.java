package io.onaccount.invoicing;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** Where an application to invoice stands (开票申请). */
enum ApplicationState {
    /** 草稿: may be changed and deleted. */
    DRAFT,
    /** 待开票: waits for finance; nobody else can apply for the same goods. */
    SUBMITTED,
    /** 部分开票: some of it is on an issued invoice. */
    PARTLY,
    /** 已开票: all of it is. */
    ISSUED,
    /** 已退回: finance gave it back, with the reason; may be changed and submitted again. */
    RETURNED,
    /** 已取消: nothing further of it will be invoiced. */
    CANCELLED;

    static final String SUBMIT = "submit";
    static final String ISSUE = "issue";
    static final String RETURN = "return";
    static final String CANCEL = "cancel";

    static final StateTable<ApplicationState> TABLE = StateTable.of(ApplicationState.class)
            .state(DRAFT, Tone.GREY)
            .state(SUBMITTED, Tone.ORANGE)
            .state(PARTLY, Tone.BLUE)
            .state(ISSUED, Tone.GREEN)
            .state(RETURNED, Tone.RED)
            .state(CANCELLED, Tone.GREY)
            .move(SUBMIT, DRAFT, SUBMITTED)
            .move(CANCEL, DRAFT, CANCELLED)
            .move(SUBMIT, RETURNED, SUBMITTED)
            .move(CANCEL, RETURNED, CANCELLED)
            .move(ISSUE, SUBMITTED, PARTLY, ISSUED)
            .move(RETURN, SUBMITTED, RETURNED)
            .move(CANCEL, SUBMITTED, CANCELLED)
            .move(ISSUE, PARTLY, PARTLY, ISSUED)
            .move(CANCEL, PARTLY, CANCELLED);

    /** Whether it may still be written anew. */
    boolean isOpen() {
        return this == DRAFT || this == RETURNED;
    }
}
