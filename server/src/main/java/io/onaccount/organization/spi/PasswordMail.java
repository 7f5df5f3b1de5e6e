package io.onaccount.organization.spi;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings people the links by which they set a new password; a bean of the module that sends mail. */
public interface PasswordMail {

    /**
     * The mail server of the transaction's company.
     *
     * @param setBy who set it last and could therefore read what goes through it; null when that isn't known
     */
    record Road(@Nullable UUID setBy) {}

    /** Empty when the company's mails don't leave, or leave without links. */
    Optional<Road> road(Tx tx);

    /**
     * Stores the mail, which leaves at once when the transaction is committed; it asks for the token when it does.
     *
     * @param to who gets it, which is also in whose name it is written
     * @param link the id of the link in it
     * @param life how long the link is good for
     */
    void write(Tx tx, Actor to, String login, String address, UUID link, Duration life);
}
