package io.onaccount.catalog;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** Whether a product is sold. */
enum ProductState {
    ACTIVE,
    STOPPED;

    static final StateTable<ProductState> TABLE = StateTable.of(ProductState.class)
            .state(ACTIVE, Tone.GREEN)
            .state(STOPPED, Tone.GREY)
            .move("stop", ACTIVE, STOPPED)
            .move("reactivate", STOPPED, ACTIVE);
}
