package io.onaccount.fulfilment;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** The life of a shipping notice. What stands on it is taken from its orders until it has left or the notice has ended. */
enum NoticeState {
    /** 草稿: may be changed and deleted; the warehouse doesn't see it yet. */
    DRAFT,
    /** 信用冻结: credit or a missing prepayment keeps it from the warehouse. */
    HELD,
    /** 已下达: the warehouse may ship it. */
    ISSUED,
    /** 部分出库: some of it has left. */
    PARTLY_DONE,
    /** 已完成: all of it has left. */
    DONE,
    /** 已关闭: some has left, the rest will not go by this notice. */
    CLOSED,
    /** 已取消: nothing has left and nothing will by this notice. */
    CANCELLED;

    static final String ISSUE = "issue";
    static final String RETURN = "return-to-draft";
    static final String DELIVER = "deliver";
    static final String CLOSE = "close";
    static final String CANCEL = "cancel";

    static final StateTable<NoticeState> TABLE = StateTable.of(NoticeState.class)
            .state(DRAFT, Tone.GREY)
            .state(HELD, Tone.RED)
            .state(ISSUED, Tone.BLUE)
            .state(PARTLY_DONE, Tone.ORANGE)
            .state(DONE, Tone.GREEN)
            .state(CLOSED, Tone.GREY)
            .state(CANCELLED, Tone.GREY)
            .move(ISSUE, DRAFT, ISSUED, HELD)
            .move(ISSUE, HELD, ISSUED, HELD)
            .move(RETURN, HELD, DRAFT)
            .move(CANCEL, HELD, CANCELLED)
            .move(DELIVER, ISSUED, PARTLY_DONE, DONE)
            .move(CANCEL, ISSUED, CANCELLED)
            .move(DELIVER, PARTLY_DONE, PARTLY_DONE, DONE)
            .move(CLOSE, PARTLY_DONE, CLOSED);

    /** Whether the warehouse may ship by it. */
    boolean isWithTheWarehouse() {
        return this == ISSUED || this == PARTLY_DONE;
    }
}
