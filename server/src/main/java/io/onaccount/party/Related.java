package io.onaccount.party;

import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Customers that seem to belong together (关联客户, CRD-26): by credit code, legal representative, phone, bank account, address or name. */
@Component
public final class Related {
    private static final int MOST = 200;

    Related() {}

    /** What two customers have in common. */
    public enum Reason {
        CREDIT_CODE,
        LEGAL_PERSON,
        PHONE,
        ACCOUNT,
        ADDRESS,
        /** The same name, however it is written. */
        NAME,
        /** The same name but for place and legal form: too little to hold anybody to. */
        SIMILAR
    }

    /** The customers related to this one with the reasons, within nobody's scope; at most 200. */
    public Map<UUID, Set<Reason>> of(Tx tx, UUID party) {
        Map<UUID, Set<Reason>> found = new LinkedHashMap<>();
        tx.list(
                "select r.other_id, r.reason from party.related r where r.company_id = ? and r.party_id = ? order by r.other_id, r.reason limit ?",
                row -> found.computeIfAbsent(row.uuid("other_id"), id -> new TreeSet<>())
                        .add(row.choice("reason", Reason.class)),
                tx.company(),
                party,
                MOST * Reason.values().length);
        return found;
    }

    /** All customers that have something in common beyond a similar name, in sets of those that share one thing; a thing shared by very many tells nothing. */
    public List<List<UUID>> all(Tx tx) {
        return tx.list("""
                select array_agg(distinct k.party_id) as parties from party.related_key k where k.company_id = ?
                group by k.reason, k.key having count(distinct k.party_id) between 2 and ?""", row -> row.list("parties", UUID.class), tx.company(), MOST);
    }

    /** For each of these customers those related by more than a similar name. */
    public Map<UUID, Set<UUID>> closeTo(Tx tx, Collection<UUID> parties) {
        Map<UUID, Set<UUID>> found = new LinkedHashMap<>();
        tx.list(
                """
                select r.party_id, r.other_id from unnest(?::uuid[]) as w (id)
                cross join lateral (select distinct x.party_id, x.other_id from party.related x
                  where x.company_id = ? and x.party_id = w.id and x.reason <> ? limit ?) r""",
                row -> found.computeIfAbsent(row.uuid("party_id"), id -> new TreeSet<>())
                        .add(row.uuid("other_id")),
                SqlArray.of("uuid", parties),
                tx.company(),
                Reason.SIMILAR,
                MOST);
        return found;
    }
}
