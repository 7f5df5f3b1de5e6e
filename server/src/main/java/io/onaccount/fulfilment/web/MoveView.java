package io.onaccount.fulfilment.web;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** @param reason why it can't be made now, in the user's words */
record MoveView(String name, boolean allowed, @Nullable String reason) {

    static List<MoveView> of(Texts texts, Actor actor, Map<String, String> moves) {
        return moves.entrySet().stream()
                .map(m -> new MoveView(
                        m.getKey(),
                        m.getValue().isEmpty(),
                        m.getValue().isEmpty() ? null : texts.text(actor.locale(), "sales.not-now." + m.getValue())))
                .toList();
    }
}
