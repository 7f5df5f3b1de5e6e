package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How a kind's records are mailed where that is more than their print with a few words; a bean of the module whose kind it is. */
public interface MailSource {

    /** The kind of its records. */
    String kind();

    /** The occasion whose template the words are made by. */
    String event();

    /** What fills the template; 404 or 409 when the record can't be seen or mailed. */
    Map<String, ?> values(Tx tx, Actor actor, UUID id, Locale language);

    /** Makes the row of the link that stands in a mail; empty for those without. */
    default Optional<Mails.Link> link(Tx tx, Actor actor, UUID id) {
        return Optional.empty();
    }

    /** Whether those are chosen who get statements, and not the one to turn to. */
    default boolean isAccount() {
        return false;
    }

    /** Hears that a mail about the record was taken by the mail server; in the name of whoever sent it. */
    default void sent(Tx tx, Actor actor, UUID id, String address) {}
}
