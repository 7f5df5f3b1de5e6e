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

    /** What leads on from a state, with the right that is missing where one is; moves the state doesn't know aren't there. */
    public static <S extends Enum<S>> List<MoveOption> of(
            Texts texts, Actor actor, String kind, StateTable<S> table, S state) {
        return table.moves().stream()
                .filter(move -> table.allows(state, move))
                .map(move -> {
                    String right = kind + "." + move;
                    return actor.may(right)
                            ? new MoveOption(move, true, null)
                            : new MoveOption(move, false, texts.text(actor.locale(), "problem.forbidden", right));
                })
                .toList();
    }
}
