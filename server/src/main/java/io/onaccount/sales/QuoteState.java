package io.onaccount.sales;

/** Where a quote stands (QUO-01). How far it is ordered is shown as progress beside it. */
enum QuoteState {
    /** 草稿: may be changed and deleted. */
    DRAFT,
    /** 待审批: waits for those who must say yes before it goes to the customer. */
    SUBMITTED,
    /** 信用冻结: a policy holds it back until it is released. */
    HELD,
    /** 已报出: the customer has it and may accept it. */
    SENT,
    /** 已接受: may be ordered, wholly or partly. */
    ACCEPTED,
    /** 丢单: declined or given up, with the reason. */
    LOST,
    /** 已过期: its validity ended without an answer. */
    EXPIRED,
    /** 已被新版本取代: a newer version stands in its place. */
    SUPERSEDED
}
