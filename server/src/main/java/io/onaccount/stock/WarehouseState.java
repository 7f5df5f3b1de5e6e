package io.onaccount.stock;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** Whether goods move through a warehouse. */
enum WarehouseState {
    ACTIVE,
    STOPPED;

    static final StateTable<WarehouseState> TABLE = StateTable.of(WarehouseState.class)
            .state(ACTIVE, Tone.GREEN)
            .state(STOPPED, Tone.GREY)
            .move("stop", ACTIVE, STOPPED)
            .move("reactivate", STOPPED, ACTIVE);
}
