package io.onaccount.approval;

/** Where a request for approval stands. */
public enum RequestState {
    /** 审批中. */
    PENDING,
    /** 已通过. */
    APPROVED,
    /** 已驳回: no. */
    REJECTED,
    /** 已退回: to be mended and asked again. */
    RETURNED,
    /** 已撤回: by whoever asked. */
    WITHDRAWN,
    /** 已失效: the subject is no longer what was asked about. */
    VOID
}
