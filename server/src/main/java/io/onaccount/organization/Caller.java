package io.onaccount.organization;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a token.
 *
 * @param session the session, or null when a program calls with an API token
 * @param login what they sign in with
 */
public record Caller(@Nullable UUID session, String login, Actor actor) {

    /** The same on this business day. */
    public Actor on(LocalDate today) {
        return actor.today().equals(today) ? actor : actor.on(today);
    }
}
