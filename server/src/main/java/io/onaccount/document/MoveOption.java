package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move as a page offers it.
 *
 * @param reason why it can't be made now, in the user's words; null when it can
 */
public record MoveOption(
        String name, boolean allowed, @Nullable String reason) {

    /** Every move of a kind's state table, with what stands against it: the state, or a right that is missing. */
    public static <S extends Enum<S>> List<MoveOption> of(
            Texts texts, Actor actor, String kind, StateTable<S> table, S state) {
        return table.moves().stream()
                .map(move -> {
                    String right = kind + "." + move;
                    if (!table.allows(state, move)) {
                        String stateText = texts.text(actor.locale(), "state." + kind + "." + state.name());
                        return new MoveOption(
                                move, false, texts.text(actor.locale(), "problem.wrong-state", move, stateText));
                    }
                    return actor.may(right)
                            ? new MoveOption(move, true, null)
                            : new MoveOption(move, false, texts.text(actor.locale(), "problem.forbidden", right));
                })
                .toList();
    }
}
