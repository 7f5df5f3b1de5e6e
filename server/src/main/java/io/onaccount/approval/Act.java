package io.onaccount.approval;

/** What is done about a request; each is kept in its book. */
public enum Act {
    ASK,
    APPROVE,
    REJECT,
    RETURN,
    WITHDRAW,
    /** 加签: somebody further is asked. */
    ADD,
    /** The deadline has passed. */
    ESCALATE,
    /** The subject changed. */
    VOID,
    /** The subject was split: the yes stands for this part of it. */
    CARRY
}
