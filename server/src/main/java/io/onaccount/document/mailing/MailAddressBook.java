package io.onaccount.document.mailing;

import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Knows who may be written to at a customer; the module of customers offers it as a bean. */
public interface MailAddressBook {

    /**
     * Somebody there.
     *
     * @param address as it was entered; may be no address at all
     * @param role a key of what they do there: text {@code choice.contact.role.<role>}
     * @param statements whether they get what is told of accounts
     * @param first whether they are the one to turn to
     */
    record Entry(String name, String address, String role, boolean statements, boolean first) {}

    /**
     * Those of each of these customers who can be reached this way, the one to turn to first; customers without any are missing. By text message their
     * address is a phone number.
     */
    Map<UUID, List<Entry>> of(Tx tx, Collection<UUID> parties, MailChannel channel);

    /** Those who have a mail address. */
    default Map<UUID, List<Entry>> of(Tx tx, Collection<UUID> parties) {
        return of(tx, parties, MailChannel.MAIL);
    }
}
