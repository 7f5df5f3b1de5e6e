package io.onaccount.invoicing;

import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;

/** The life of an invoice: what is issued is never changed; it is taken back by a red one, or void while the law lets it be. */
enum InvoiceState {
    /** 待开: has no number yet and counts for nothing. */
    DRAFT,
    /** 已开 */
    ISSUED,
    /** 已红冲: red invoices take back all of it. */
    REVERSED,
    /** 已作废 */
    VOID;

    static final String ISSUE = "issue";
    /** 红冲: a red invoice takes back all of it or a part. */
    static final String REDDEN = "redden";
    /** 作废 */
    static final String ANNUL = "annul";
    /** 交付: by courier, or received. */
    static final String HAND_OVER = "hand-over";

    static final StateTable<InvoiceState> TABLE = StateTable.of(InvoiceState.class)
            .state(DRAFT, Tone.GREY)
            .state(ISSUED, Tone.GREEN)
            .state(REVERSED, Tone.RED)
            .state(VOID, Tone.GREY)
            .move(ISSUE, DRAFT, ISSUED)
            .move(REDDEN, ISSUED, ISSUED, REVERSED)
            .move(ANNUL, ISSUED, VOID)
            .move(HAND_OVER, ISSUED, ISSUED);
}
