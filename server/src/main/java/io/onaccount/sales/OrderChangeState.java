package io.onaccount.sales;

import io.onaccount.document.StateTable;

/** Where a change order stands (变更单, ORD-02). Until it is applied the order is what it was. */
enum OrderChangeState {
    /** 草稿: may be edited. */
    DRAFT,
    /** 待审批: waits to be approved and applied. */
    SUBMITTED,
    /** 信用冻结: credit was refused for it; its order goes on as it is. */
    HELD,
    /** 已生效: the order is what the change says. */
    APPLIED,
    /** 已驳回: somebody whose approval it needed said no. */
    REJECTED,
    /** 已撤回: taken back. */
    WITHDRAWN;

    static final String SUBMIT = "submit";
    static final String APPLY = "apply";
    static final String RETURN = "return-to-draft";
    static final String REJECT = "reject";
    static final String WITHDRAW = "withdraw";

    /** Applying is the only way into the order, and it passes the credit gate. */
    static final StateTable<OrderChangeState> LIFE = StateTable.of(OrderChangeState.class)
            .state(DRAFT, StateTable.Tone.GREY)
            .state(SUBMITTED, StateTable.Tone.ORANGE)
            .state(HELD, StateTable.Tone.RED)
            .state(APPLIED, StateTable.Tone.GREEN)
            .state(REJECTED, StateTable.Tone.GREY)
            .state(WITHDRAWN, StateTable.Tone.GREY)
            .move(SUBMIT, DRAFT, SUBMITTED)
            .move(APPLY, DRAFT, APPLIED, HELD)
            .move(WITHDRAW, DRAFT, WITHDRAWN)
            .move(APPLY, SUBMITTED, APPLIED, HELD)
            .move(RETURN, SUBMITTED, DRAFT)
            .move(REJECT, SUBMITTED, REJECTED)
            .move(WITHDRAW, SUBMITTED, WITHDRAWN)
            .move(APPLY, HELD, APPLIED, HELD)
            .move(RETURN, HELD, DRAFT)
            .move(REJECT, HELD, REJECTED)
            .move(WITHDRAW, HELD, WITHDRAWN);

    /** Whether the order waits for what becomes of it. */
    boolean isOpen() {
        return this == DRAFT || this == SUBMITTED || this == HELD;
    }
}
