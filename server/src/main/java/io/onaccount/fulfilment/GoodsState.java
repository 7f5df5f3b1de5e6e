package io.onaccount.fulfilment;

import io.onaccount.document.StateTable;

/** The life of deliveries and returns: what has been posted is never changed; a delivery is undone by a return. */
enum GoodsState {
    /** 草稿: may be changed and deleted; moves nothing yet. */
    DRAFT,
    /** 已过账: the goods have moved. */
    POSTED;

    static final String POST = "post";

    static final StateTable<GoodsState> TABLE = StateTable.of(GoodsState.class)
            .state(DRAFT, StateTable.Tone.GREY)
            .state(POSTED, StateTable.Tone.GREEN)
            .move(POST, DRAFT, POSTED);
}
