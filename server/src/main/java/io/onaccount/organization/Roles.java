package io.onaccount.organization;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles: what a group of people may do, as patterns of rights. Each company has its own, beginning with the ready-made ones. */
@Component
public final class Roles {
    private final Rights rights;
    private final AuditTrail trail;
    private final Sessions sessions;

    Roles(Rights rights, AuditTrail trail, Sessions sessions) {
        this.rights = rights;
        this.trail = trail;
        this.sessions = sessions;
    }

    /**
     * A role.
     *
     * @param code stable name within the company
     * @param rights patterns, {@code sales-order.*}
     * @param readyMade whether it came with the company; then its name is a text, {@code role.<code>}
     */
    public record Role(UUID id, String code, String name, List<String> rights, boolean readyMade, int version) {}

    private static Role read(Row row) {
        return new Role(
                row.uuid("id"),
                row.text("code"),
                row.text("name"),
                row.list("rights", String.class),
                row.bool("ready_made"),
                row.integer("version"));
    }

    public List<Role> list(Tx tx) {
        return tx.list(
                "select id, code, name, rights, ready_made, version from organization.role where company_id = ? order by ready_made desc, code",
                Roles::read,
                tx.company());
    }

    public Role find(Tx tx, UUID id) {
        return tx.first(
                        "select id, code, name, rights, ready_made, version from organization.role where company_id = ? and id = ?",
                        Roles::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound("role", id));
    }

    public Role create(Tx tx, Actor actor, String code, String name, List<String> patterns) {
        Problem.Collector problems = new Problem.Collector();
        String wanted = Input.required(problems, "code", code, 50);
        problems.check(wanted.matches("[a-z][a-z0-9-]*"), "code", "not-a-code");
        problems.check(list(tx).stream().noneMatch(role -> role.code().equals(wanted)), "code", "duplicate");
        Role role = new Role(
                Ids.next(), wanted, Input.required(problems, "name", name, 100), checked(problems, patterns), false, 0);
        grantable(problems, actor, role.rights());
        problems.throwIfAny();
        tx.add(
                Rank.DOCUMENT,
                "insert into organization.role (company_id, id, code, name, rights) values (?, ?, ?, ?, ?)",
                tx.company(),
                role.id(),
                role.code(),
                role.name(),
                SqlArray.of("text", role.rights()));
        trail.record(
                tx, actor, new AuditTrail.Fact("create", "role", role.id(), code, Map.of("rights", role.rights())));
        return role;
    }

    public Role change(Tx tx, Actor actor, UUID id, String name, List<String> patterns, @Nullable Integer version) {
        Role old = find(tx, id);
        if (version != null && version != old.version()) {
            throw Problem.of(412, "stale-settings");
        }
        Problem.Collector problems = new Problem.Collector();
        Role role = new Role(
                id,
                old.code(),
                Input.required(problems, "name", name, 100),
                checked(problems, patterns),
                old.readyMade(),
                old.version() + 1);
        List<String> added = new ArrayList<>(role.rights());
        added.removeAll(old.rights());
        grantable(problems, actor, added);
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.of(412, "stale-settings"),
                "update organization.role set name = ?, rights = ?, version = version + 1 where company_id = ? and id = ? and version = ?",
                role.name(),
                SqlArray.of("text", role.rights()),
                tx.company(),
                id,
                old.version());
        Map<String, Object> changes = new java.util.LinkedHashMap<>();
        if (!old.name().equals(role.name())) {
            changes.put("name", List.of(old.name(), role.name()));
        }
        if (!old.rights().equals(role.rights())) {
            changes.put("rights", List.of(old.rights(), role.rights()));
        }
        trail.record(tx, actor, new AuditTrail.Fact("change", "role", id, role.code(), changes));
        tx.afterCommit(sessions::rightsChanged);
        return role;
    }

    /** Removes a role that nobody has. */
    public void delete(Tx tx, Actor actor, UUID id) {
        Role role = find(tx, id);
        if (tx.first(
                        "select 1 as one from organization.membership_role where company_id = ? and role_id = ? limit 1",
                        row -> row.integer("one"),
                        tx.company(),
                        id)
                .isPresent()) {
            throw Problem.conflict("role-in-use", role.name());
        }
        tx.add(Rank.DOCUMENT, "delete from organization.role where company_id = ? and id = ?", tx.company(), id);
        trail.record(
                tx, actor, new AuditTrail.Fact("delete", "role", id, role.code(), Map.of("rights", role.rights())));
    }

    /** Nobody hands out what they don't have themselves. */
    void grantable(Problem.Collector problems, Actor actor, List<String> patterns) {
        List<String> beyond = rights.granted(patterns).stream()
                .filter(right -> !actor.may(right))
                .sorted()
                .toList();
        if (!beyond.isEmpty()) {
            problems.add("rights", "beyond-own-rights", beyond.getFirst());
        }
    }

    private List<String> checked(Problem.Collector problems, List<String> patterns) {
        List<String> distinct = patterns.stream().distinct().toList();
        for (int i = 0; i < distinct.size(); i++) {
            problems.check(!rights.granted(List.of(distinct.get(i))).isEmpty(), "rights[" + i + "]", "unknown-right");
        }
        return distinct;
    }
}
