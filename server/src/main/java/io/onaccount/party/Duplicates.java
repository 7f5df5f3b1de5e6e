package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.party.Duplicate.Reason;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds customers that have been entered before (排重, CUS-05), quick enough to ask with every key stroke. */
@Component
public final class Duplicates {
    private static final int MOST = 10;
    private static final int LEAST_PREFIX = 2;

    Duplicates() {}

    /** Customers that may be the one being typed, the likeliest first; at most ten. */
    public List<Duplicate> find(
            Tx tx, Actor actor, @Nullable String name, @Nullable String creditCode, @Nullable String phone) {
        List<@Nullable String> phones = new ArrayList<>();
        phones.add(phone);
        Set<MatchKey> keys = MatchKey.of(name == null ? "" : name, null, creditCode, phones);
        Map<UUID, Set<Reason>> reasons = new LinkedHashMap<>();
        matches(tx, keys)
                .forEach((key, parties) -> parties.forEach(party ->
                        reasons.computeIfAbsent(party, p -> new TreeSet<>()).add(key.reason())));
        String prefix = name == null ? "" : NameKey.exact(name);
        if (prefix.length() >= LEAST_PREFIX) {
            tx.list(
                            Sql.of(
                                            "select k.party_id from party.match_key k where k.company_id = ? and k.kind = 'NAME' and",
                                            tx.company())
                                    .then(Sql.begins("k.key", prefix))
                                    .then("order by k.key using ~<~ limit ?", MOST),
                            row -> row.uuid("party_id"))
                    .forEach(party -> {
                        Set<Reason> found = reasons.computeIfAbsent(party, p -> new TreeSet<>());
                        if (found.isEmpty()) {
                            found.add(Reason.SIMILAR);
                        }
                    });
        }
        return described(tx, actor, reasons);
    }

    /** For each key of many entries, the customers that have it: what an import asks once for a whole chunk. */
    Map<MatchKey, Set<UUID>> matches(Tx tx, Collection<MatchKey> keys) {
        Map<MatchKey, Set<UUID>> found = new HashMap<>();
        if (!keys.isEmpty()) {
            tx.list(
                            """
                            select k.kind, k.key, k.party_id
                            from unnest(?::text[], ?::text[]) as w (kind, key)
                            join party.match_key k on k.kind = w.kind and k.key = w.key
                            where k.company_id = ?""",
                            row -> Map.entry(
                                    new MatchKey(row.choice("kind", Reason.class), row.text("key")),
                                    row.uuid("party_id")),
                            SqlArray.of("text", keys, MatchKey::reason),
                            SqlArray.of("text", keys, MatchKey::key),
                            tx.company())
                    .forEach(entry -> found.computeIfAbsent(entry.getKey(), key -> new HashSet<>())
                            .add(entry.getValue()));
        }
        return found;
    }

    private static List<Duplicate> described(Tx tx, Actor actor, Map<UUID, Set<Reason>> reasons) {
        if (reasons.isEmpty()) {
            return List.of();
        }
        Sql inScope = Sql.join(" and ", List.of(actor.scope().holds("h")));
        List<Duplicate> duplicates = new ArrayList<>();
        tx.list(
                Sql.of("select h.id, h.number, h.title, u.name as owner_name, (")
                        .then(inScope)
                        .then("""
                                ) as in_scope from document.header h left join organization.app_user u on u.id = h.owner_id
                                where h.company_id = ? and h.id = any(?)""", tx.company(), SqlArray.of("uuid", reasons.keySet())),
                row -> {
                    UUID id = row.uuid("id");
                    boolean visible = row.bool("in_scope");
                    Duplicate duplicate = new Duplicate(
                            visible ? id : null,
                            visible ? row.text("number") : null,
                            row.text("title"),
                            row.textOrNull("owner_name"),
                            List.copyOf(reasons.getOrDefault(id, Set.of())));
                    // What merely looks alike would let one read through other people's customers.
                    if (visible || duplicate.isLikely()) {
                        duplicates.add(duplicate);
                    }
                    return id;
                });
        duplicates.sort((a, b) -> {
            int likely = Boolean.compare(b.isLikely(), a.isLikely());
            return likely != 0 ? likely : a.name().compareTo(b.name());
        });
        return duplicates.size() > MOST ? duplicates.subList(0, MOST) : duplicates;
    }
}
