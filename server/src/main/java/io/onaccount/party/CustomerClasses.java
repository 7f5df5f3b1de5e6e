package io.onaccount.party;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The classes a company sorts its customers by (客户分类). One that is no longer used is switched off; customers keep it. */
@Component
public final class CustomerClasses {
    static final String KIND = "customer-class";

    private final AuditTrail trail;

    CustomerClasses(AuditTrail trail) {
        this.trail = trail;
    }

    private static final String SELECT =
            "select c.id, c.code, c.name, c.active, c.version from party.customer_class c where c.company_id = ?";

    private static CustomerClass read(Row row) {
        return new CustomerClass(
                row.uuid("id"), row.text("code"), row.text("name"), row.bool("active"), row.integer("version"));
    }

    /** All of them, in the order of their codes. */
    public List<CustomerClass> all(Tx tx) {
        return tx.list(SELECT + " order by c.code", CustomerClasses::read, tx.company());
    }

    /** One class; 404 for one that isn't. */
    public CustomerClass require(Tx tx, UUID id) {
        return tx.first(SELECT + " and c.id = ?", CustomerClasses::read, tx.company(), id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** The class of each of these customers; one without is missing. */
    public Map<UUID, UUID> of(Tx tx, Collection<UUID> customers) {
        Map<UUID, UUID> found = new HashMap<>();
        tx.list(
                        "select p.id, p.class_id from party.party p where p.company_id = ? and p.id = any(?) and p.class_id is not null",
                        row -> Map.entry(row.uuid("id"), row.uuid("class_id")),
                        tx.company(),
                        SqlArray.of("uuid", customers))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** Adds a class; 400 for a code already in use. */
    public CustomerClass create(Tx tx, Actor actor, CustomerClass.Entry entry) {
        CustomerClass made = checked(Ids.next(), entry, 1);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.invalid("code", "taken", made.code()),
                "insert into party.customer_class (company_id, id, code, name, active) values (?, ?, ?, ?, ?) on conflict do nothing",
                tx.company(),
                made.id(),
                made.code(),
                made.name(),
                made.active());
        trail.record(
                tx, actor, new AuditTrail.Fact("create", KIND, made.id(), made.code(), Map.of("name", made.name())));
        return made;
    }

    /** Changes a class; 412 when somebody else changed it first. */
    public CustomerClass change(Tx tx, Actor actor, UUID id, CustomerClass.Entry entry, @Nullable Integer version) {
        CustomerClass old = require(tx, id);
        if (version != null && version != old.version()) {
            throw Problem.stale("", "");
        }
        CustomerClass changed = checked(id, entry, old.version() + 1);
        boolean taken = all(tx).stream()
                .anyMatch(other ->
                        other.code().equals(changed.code()) && !other.id().equals(id));
        if (taken) {
            throw Problem.invalid("code", "taken", changed.code());
        }
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                "update party.customer_class set code = ?, name = ?, active = ?, version = version + 1 where company_id = ? and id = ? and version = ?",
                changed.code(),
                changed.name(),
                changed.active(),
                tx.company(),
                id,
                old.version());
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "code", old.code(), changed.code());
        Headers.difference(changes, "name", old.name(), changed.name());
        Headers.difference(changes, "active", old.active(), changed.active());
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, changed.code(), changes));
        return changed;
    }

    private static CustomerClass checked(UUID id, CustomerClass.Entry entry, int version) {
        Problem.Collector problems = new Problem.Collector();
        String code = Input.required(problems, "code", entry.code(), 40);
        String name = Input.required(problems, "name", entry.name(), 100);
        problems.throwIfAny();
        return new CustomerClass(id, code, name, !Boolean.FALSE.equals(entry.active()), version);
    }
}
