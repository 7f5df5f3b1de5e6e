package io.onaccount.receivables;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** The life of a statement. */
public enum StatementState {
    MADE,
    SENT,
    AGREED,
    DIFFERENT,
    CANCELLED;

    static final StateTable<StatementState> TABLE = StateTable.of(StatementState.class)
            .state(MADE, Tone.GREY)
            .state(SENT, Tone.BLUE)
            .state(AGREED, Tone.GREEN)
            .state(DIFFERENT, Tone.ORANGE)
            .state(CANCELLED, Tone.GREY)
            .move("send", MADE, SENT)
            .move("agree", MADE, AGREED)
            .move("differ", MADE, DIFFERENT)
            .move("cancel", MADE, CANCELLED)
            .move("send", SENT, SENT)
            .move("agree", SENT, AGREED)
            .move("differ", SENT, DIFFERENT)
            .move("cancel", SENT, CANCELLED)
            .move("agree", DIFFERENT, AGREED)
            .move("cancel", DIFFERENT, CANCELLED);
}
