package io.onaccount.party;

import io.onaccount.document.mailing.MailAddressBook;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Customers' contacts as those who may be written to. */
@Component
class ContactAddresses implements MailAddressBook {
    @Override
    public Map<UUID, List<Entry>> of(Tx tx, Collection<UUID> parties) {
        Map<UUID, List<Entry>> all = new HashMap<>();
        tx.list(
                """
                select c.party_id, c.name, c.email, c.role, c.receives_statements, c.is_primary from party.contact c
                where c.company_id = ? and c.party_id = any(?) and coalesce(c.email, '') <> ''
                order by c.is_primary desc, c.place, c.id""",
                row -> all.computeIfAbsent(row.uuid("party_id"), party -> new ArrayList<>())
                        .add(new Entry(
                                row.text("name"),
                                row.text("email"),
                                row.text("role"),
                                row.bool("receives_statements"),
                                row.bool("is_primary"))),
                tx.company(),
                SqlArray.of("uuid", parties));
        return all;
    }
}
