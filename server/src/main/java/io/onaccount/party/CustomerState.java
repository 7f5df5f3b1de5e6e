package io.onaccount.party;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** The life of a customer (CUS-03). */
public enum CustomerState {
    /** 潜在: nothing sold yet. */
    PROSPECT,
    /** 成交. */
    ACTIVE,
    /** 停用: no new business. */
    STOPPED,
    /** 黑名单: no new business, and everybody is told so. */
    BLACKLISTED;

    static final StateTable<CustomerState> TABLE = StateTable.of(CustomerState.class)
            .state(PROSPECT, Tone.BLUE)
            .state(ACTIVE, Tone.GREEN)
            .state(STOPPED, Tone.GREY)
            .state(BLACKLISTED, Tone.RED)
            .move("activate", PROSPECT, ACTIVE)
            .move("stop", PROSPECT, STOPPED)
            .move("blacklist", PROSPECT, BLACKLISTED)
            .move("stop", ACTIVE, STOPPED)
            .move("blacklist", ACTIVE, BLACKLISTED)
            .move("reactivate", STOPPED, ACTIVE)
            .move("blacklist", STOPPED, BLACKLISTED)
            .move("reactivate", BLACKLISTED, ACTIVE);

    /** Whether new orders may be taken. */
    public boolean buys() {
        return this == PROSPECT || this == ACTIVE;
    }
}
