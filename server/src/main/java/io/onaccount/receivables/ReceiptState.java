package io.onaccount.receivables;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** The life of a receipt. */
public enum ReceiptState {
    DRAFT,
    /** A second person saw the money. */
    CONFIRMED,
    /** The money did not come after all, or went back. */
    REVERSED;

    static final StateTable<ReceiptState> TABLE = StateTable.of(ReceiptState.class)
            .state(DRAFT, Tone.GREY)
            .state(CONFIRMED, Tone.GREEN)
            .state(REVERSED, Tone.RED)
            .move("confirm", DRAFT, CONFIRMED)
            .move("reverse", CONFIRMED, REVERSED);
}
