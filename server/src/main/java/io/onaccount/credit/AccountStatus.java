package io.onaccount.credit;

/** How far a customer is trusted in general. */
public enum AccountStatus {
    NORMAL,
    /** 关注: as normal, but looked at. */
    WATCH,
    /** 现结: only what is covered by money received. */
    CASH_ONLY,
    /** 停止赊销: nothing. */
    STOPPED
}
