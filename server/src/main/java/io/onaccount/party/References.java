package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What a set of entries refers to, read at once: codes that are taken, payment terms, classes, owners, parents. */
record References(
        Set<String> takenCodes,
        Set<UUID> terms,
        Set<UUID> classes,
        Map<UUID, Member> owners,
        Map<UUID, Parents.Above> parents) {

    static References read(Tx tx, Actor actor, List<CustomerEntry> entries) {
        List<String> codes = entries.stream()
                .map(CustomerEntry::code)
                .filter(Objects::nonNull)
                .map(String::strip)
                .toList();
        Set<UUID> terms =
                present(entries.stream().map(CustomerEntry::paymentTerm).toList());
        Set<UUID> owners = present(entries.stream().map(CustomerEntry::owner).toList());
        Map<UUID, Member> members = new HashMap<>();
        Member.known(tx, owners).forEach(member -> members.put(member.user(), member));
        Set<UUID> knownTerms = terms.isEmpty()
                ? Set.of()
                : new HashSet<>(tx.list(
                        "select id from party.payment_term where company_id = ? and id = any(?)",
                        row -> row.uuid("id"),
                        tx.company(),
                        SqlArray.of("uuid", terms)));
        Set<UUID> classes =
                present(entries.stream().map(CustomerEntry::customerClass).toList());
        Set<UUID> knownClasses = classes.isEmpty()
                ? Set.of()
                : new HashSet<>(tx.list(
                        "select id from party.customer_class where company_id = ? and id = any(?)",
                        row -> row.uuid("id"),
                        tx.company(),
                        SqlArray.of("uuid", classes)));
        Map<UUID, Parents.Above> parents = Parents.read(
                tx, actor, present(entries.stream().map(CustomerEntry::parent).toList()));
        return new References(takenCodes(tx, codes), knownTerms, knownClasses, members, parents);
    }

    static Set<String> takenCodes(Tx tx, Collection<String> codes) {
        return codes.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(tx.list(
                        "select number from document.header where company_id = ? and kind = 'customer' and number = any(?)",
                        row -> row.text("number"),
                        tx.company(),
                        SqlArray.of("text", codes)));
    }

    private static Set<UUID> present(Collection<UUID> ids) {
        Set<UUID> present = new HashSet<>(ids);
        present.remove(null);
        return present;
    }
}
