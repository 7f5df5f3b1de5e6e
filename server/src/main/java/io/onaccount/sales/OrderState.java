package io.onaccount.sales;

/** Where a sales order stands (ORD-02). What is delivered and paid is shown as progress beside it. */
enum OrderState {
    /** 草稿: may be changed and deleted. */
    DRAFT,
    /** 待审批: waits to be confirmed. */
    SUBMITTED,
    /** 信用冻结: credit was refused; takes none until it is released or confirmed again. */
    HELD,
    /** 已确认: credit is taken; waits to be delivered, wholly or partly. */
    CONFIRMED,
    /** 已发货: everything ordered has left. */
    DELIVERED,
    /** 已关闭: nothing further will be delivered. */
    CLOSED,
    /** 已取消: nothing was delivered and nothing will be. */
    CANCELLED
}
