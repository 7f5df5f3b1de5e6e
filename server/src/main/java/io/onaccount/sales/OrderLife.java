package io.onaccount.sales;

import static io.onaccount.sales.OrderState.CANCELLED;
import static io.onaccount.sales.OrderState.CLOSED;
import static io.onaccount.sales.OrderState.CONFIRMED;
import static io.onaccount.sales.OrderState.DELIVERED;
import static io.onaccount.sales.OrderState.DRAFT;
import static io.onaccount.sales.OrderState.HELD;
import static io.onaccount.sales.OrderState.SUBMITTED;

import io.onaccount.document.StateTable;

/** The life of a sales order. Confirming and changing are the only ways into exposure, and both pass the credit gate. */
final class OrderLife {
    static final String SUBMIT = "submit";
    static final String RETURN = "return-to-draft";
    static final String CONFIRM = "confirm";
    static final String CANCEL = "cancel";
    static final String SPLIT = "split";
    static final String CHANGE = "change";
    static final String CLOSE = "close";
    static final String DELIVER = "deliver";

    static final StateTable<OrderState> TABLE = StateTable.of(OrderState.class)
            .state(DRAFT, StateTable.Tone.GREY)
            .state(SUBMITTED, StateTable.Tone.ORANGE)
            .state(HELD, StateTable.Tone.RED)
            .state(CONFIRMED, StateTable.Tone.BLUE)
            .state(DELIVERED, StateTable.Tone.GREEN)
            .state(CLOSED, StateTable.Tone.GREY)
            .state(CANCELLED, StateTable.Tone.GREY)
            .move(SUBMIT, DRAFT, SUBMITTED)
            .move(CONFIRM, DRAFT, CONFIRMED, HELD)
            .move(SPLIT, DRAFT, DRAFT)
            .move(CANCEL, DRAFT, CANCELLED)
            .move(CONFIRM, SUBMITTED, CONFIRMED, HELD)
            .move(RETURN, SUBMITTED, DRAFT)
            .move(CANCEL, SUBMITTED, CANCELLED)
            .move(CONFIRM, HELD, CONFIRMED, HELD)
            .move(RETURN, HELD, DRAFT)
            .move(SPLIT, HELD, HELD)
            .move(CANCEL, HELD, CANCELLED)
            .move(DELIVER, CONFIRMED, CONFIRMED, DELIVERED)
            .move(CHANGE, CONFIRMED, CONFIRMED, DELIVERED)
            .move(CLOSE, CONFIRMED, CLOSED)
            .move(CANCEL, CONFIRMED, CANCELLED)
            .move(CLOSE, DELIVERED, CLOSED);

    private OrderLife() {}
}
