package io.onaccount.fulfilment;

import io.onaccount.document.Header;
import io.onaccount.document.StateTable;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The life of deliveries and returns: what has been posted is never changed; a delivery is undone by a return. */
enum GoodsState {
    /** 草稿: may be changed and deleted; moves nothing yet. */
    DRAFT,
    /** 已过账: the goods have moved. */
    POSTED;

    static final String POST = "post";
    /** 签收: the customer has signed for what left. */
    static final String SIGN = "sign";
    /** 开票: what left was invoiced. */
    static final String INVOICE = "invoice";

    static final StateTable<GoodsState> TABLE = table();

    static final StateTable<GoodsState> DELIVERIES =
            table().move(SIGN, POSTED, POSTED).move(INVOICE, POSTED, POSTED);

    private static StateTable<GoodsState> table() {
        return StateTable.of(GoodsState.class)
                .state(DRAFT, StateTable.Tone.GREY)
                .state(POSTED, StateTable.Tone.GREEN)
                .move(POST, DRAFT, POSTED);
    }

    /** 409 unless it is still a draft, which may be changed and deleted. */
    static void requireDraft(Header header, String what) {
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    static Map<String, String> moves(Actor actor, StateTable<GoodsState> table, String kind, String state) {
        Map<String, String> moves = new LinkedHashMap<>();
        table.moves(valueOf(state)).forEach(move -> moves.put(move, actor.may(kind + "." + move) ? "" : "forbidden"));
        return moves;
    }

    /** The first facts of a document's history. */
    Map<String, ?> birth() {
        return this == POSTED ? Map.of("state", List.of(DRAFT.name(), POSTED.name())) : Map.of();
    }
}
