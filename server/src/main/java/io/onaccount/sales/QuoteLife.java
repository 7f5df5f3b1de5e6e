package io.onaccount.sales;

import static io.onaccount.sales.QuoteState.ACCEPTED;
import static io.onaccount.sales.QuoteState.DRAFT;
import static io.onaccount.sales.QuoteState.EXPIRED;
import static io.onaccount.sales.QuoteState.HELD;
import static io.onaccount.sales.QuoteState.LOST;
import static io.onaccount.sales.QuoteState.SENT;
import static io.onaccount.sales.QuoteState.SUBMITTED;
import static io.onaccount.sales.QuoteState.SUPERSEDED;

import io.onaccount.document.StateTable;

/** The life of a quote. None of its moves takes credit: the orders made of it do, when they are confirmed. */
final class QuoteLife {
    static final String SEND = "send";
    static final String RETURN = "return-to-draft";
    static final String ACCEPT = "accept";
    static final String LOSE = "lose";
    static final String EXPIRE = "expire";
    static final String REVISE = "revise";
    static final String ORDER = "order";

    static final StateTable<QuoteState> TABLE = StateTable.of(QuoteState.class)
            .state(DRAFT, StateTable.Tone.GREY)
            .state(SUBMITTED, StateTable.Tone.ORANGE)
            .state(HELD, StateTable.Tone.RED)
            .state(SENT, StateTable.Tone.BLUE)
            .state(ACCEPTED, StateTable.Tone.GREEN)
            .state(LOST, StateTable.Tone.RED)
            .state(EXPIRED, StateTable.Tone.GREY)
            .state(SUPERSEDED, StateTable.Tone.GREY)
            .move(SEND, DRAFT, SUBMITTED, HELD, SENT)
            .move(LOSE, DRAFT, LOST)
            .move(SEND, SUBMITTED, HELD, SENT)
            .move(RETURN, SUBMITTED, DRAFT)
            .move(SEND, HELD, HELD, SENT)
            .move(RETURN, HELD, DRAFT)
            .move(ACCEPT, SENT, ACCEPTED)
            .move(REVISE, SENT, SUPERSEDED)
            .move(LOSE, SENT, LOST)
            .move(EXPIRE, SENT, EXPIRED)
            .move(ORDER, ACCEPTED, ACCEPTED)
            .move(REVISE, ACCEPTED, SUPERSEDED)
            .move(LOSE, ACCEPTED, LOST)
            .move(REVISE, EXPIRED, SUPERSEDED)
            .move(LOSE, EXPIRED, LOST)
            .move(REVISE, LOST, SUPERSEDED);

    private QuoteLife() {}
}
