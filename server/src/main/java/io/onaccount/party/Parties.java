package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks up business partners for other modules. */
@Component
public final class Parties {
    private static final Sql SELECT = Sql.of("""
            select h.id, h.number, h.title, h.state, h.owner_id, h.department_id, p.short_name, %s
            from document.header h
            join party.party p on p.company_id = h.company_id and p.id = h.id
            %s
            where h.company_id = ? and h.kind = 'customer'""".formatted(PaymentTerms.COLUMN, PaymentTerms.OF_CUSTOMER));

    Parties() {}

    /** The customer, if within the actor's scope; otherwise 404. */
    public Party require(Tx tx, Actor actor, UUID id) {
        return require(tx, actor, List.of(id)).values().iterator().next();
    }

    /** All these customers; 404 for the first that is unknown or outside the actor's scope. */
    public Map<UUID, Party> require(Tx tx, Actor actor, Collection<UUID> ids) {
        Map<UUID, Party> found = byId(tx.list(
                select(tx)
                        .then("and h.id = any(?) and", SqlArray.of("uuid", ids))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                Parties::read));
        for (UUID id : ids) {
            if (!found.containsKey(id)) {
                throw Problem.notFound(CustomerKind.NAME, id);
            }
        }
        return found;
    }

    /** Those of these customers that are within the actor's scope, by id. */
    public static Map<UUID, Party> visible(Tx tx, Actor actor, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : byId(tx.list(
                        select(tx)
                                .then("and h.id = any(?) and", SqlArray.of("uuid", ids))
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                        Parties::read));
    }

    /** These customers whoever asks, to name them on documents the actor may see; unknown ids are missing from the answer. */
    public Map<UUID, Party> named(Tx tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return byId(tx.list(select(tx).then("and h.id = any(?)", SqlArray.of("uuid", ids)), Parties::read));
    }

    /** The customers within the actor's scope with this unified social credit code (统一社会信用代码), two at most: one usually. */
    public List<Party> byCreditCode(Tx tx, Actor actor, String creditCode) {
        return tx.list(
                select(tx)
                        .then(
                                "and h.id in (select k.party_id from party.match_key k where k.company_id = ? and k.kind = 'CREDIT_CODE' and k.key = ?) and",
                                tx.company(),
                                CreditCode.normal(creditCode))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by h.number limit 2"),
                Parties::read);
    }

    /** The customers with these codes within the actor's scope, by code; unknown codes are missing from the answer. */
    public Map<String, Party> byCode(Tx tx, Actor actor, Collection<String> codes) {
        Map<String, Party> found = new LinkedHashMap<>();
        tx.list(
                        select(tx)
                                .then("and h.number = any(?) and", SqlArray.of("text", codes))
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                        Parties::read)
                .forEach(party -> found.put(party.code(), party));
        return found;
    }

    /**
     * The customers within the actor's scope that have one of these words as their code or, where no code fits, as their name, by that word: several
     * when a name is not one customer's alone. Unknown words are missing from the answer.
     */
    public Map<String, List<Party>> called(Tx tx, Actor actor, Collection<String> words) {
        Map<String, List<Party>> found = new LinkedHashMap<>();
        byCode(tx, actor, words).forEach((code, party) -> found.put(code, List.of(party)));
        List<String> names = words.stream()
                .distinct()
                .filter(word -> !found.containsKey(word))
                .toList();
        if (!names.isEmpty()) {
            tx.list(
                            select(tx)
                                    .then("and h.title = any(?) and", SqlArray.of("text", names))
                                    .then(Sql.join(
                                            " and ", List.of(actor.scope().holds("h")))),
                            Parties::read)
                    .forEach(party -> found.computeIfAbsent(party.name(), name -> new ArrayList<>())
                            .add(party));
        }
        return found;
    }

    /** The addresses of a customer in the order they are proposed. */
    public List<Address> addresses(Tx tx, UUID party) {
        return tx.list("""
                select id, purpose, receiver, phone, province, city, district, street from party.address
                where company_id = ? and party_id = ? order by place""", Parties::address, tx.company(), party);
    }

    static Address address(Row row) {
        return new Address(
                row.uuid("id"),
                row.choice("purpose", Address.Purpose.class),
                row.textOrNull("receiver"),
                row.textOrNull("phone"),
                row.textOrNull("province"),
                row.textOrNull("city"),
                row.textOrNull("district"),
                row.text("street"));
    }

    private static Sql select(Tx tx) {
        return Sql.of(SELECT.text(), tx.company());
    }

    private static Map<UUID, Party> byId(List<Party> parties) {
        Map<UUID, Party> map = new LinkedHashMap<>();
        parties.forEach(party -> map.put(party.id(), party));
        return map;
    }

    private static Party read(Row row) {
        return new Party(
                row.uuid("id"),
                row.text("number"),
                row.text("title"),
                row.textOrNull("short_name"),
                row.choice("state", CustomerState.class),
                row.uuidOrNull("owner_id"),
                row.uuidOrNull("department_id"),
                PaymentTerms.of(row));
    }
}
