package io.onaccount.organization;

import io.onaccount.organization.spi.PeopleWatcher;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The company's departments, a tree. */
@Component
public final class Departments {
    private final AuditTrail trail;
    private final Sessions sessions;
    private final ObjectProvider<PeopleWatcher> watchers;

    Departments(AuditTrail trail, Sessions sessions, ObjectProvider<PeopleWatcher> watchers) {
        this.watchers = watchers;
        this.trail = trail;
        this.sessions = sessions;
    }

    /** A department; the parent is null at the top. */
    public record Department(UUID id, @Nullable UUID parent, String name) {}

    public List<Department> list(Tx tx) {
        return tx.list(
                "select id, parent_id, name from organization.department where company_id = ? order by name, id",
                row -> new Department(row.uuid("id"), row.uuidOrNull("parent_id"), row.text("name")),
                tx.company());
    }

    public Department find(Tx tx, UUID id) {
        return list(tx).stream()
                .filter(d -> d.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("department", id));
    }

    public Department create(Tx tx, Actor actor, String name, @Nullable UUID parent) {
        Problem.Collector problems = new Problem.Collector();
        List<Department> all = list(tx);
        Department made = new Department(Ids.next(), parent, Input.required(problems, "name", name, 100));
        problems.check(exists(all, parent), "parent", "unknown-record");
        problems.throwIfAny();
        tx.add(
                Rank.DOCUMENT,
                "insert into organization.department (company_id, id, parent_id, name) values (?, ?, ?, ?)",
                tx.company(),
                made.id(),
                parent,
                made.name());
        trail.record(tx, actor, new AuditTrail.Fact("create", "department", made.id(), made.name(), Map.of()));
        tx.afterCommit(sessions::rightsChanged);
        return made;
    }

    /** Renames or moves a department; it can't be moved under itself. */
    public Department change(Tx tx, Actor actor, UUID id, String name, @Nullable UUID parent) {
        // All rows are locked: two moves at once could otherwise close a ring.
        tx.list(
                "select id from organization.department where company_id = ? order by id for update",
                row -> row.uuid("id"),
                tx.company());
        List<Department> all = list(tx);
        Department old = find(tx, id);
        Problem.Collector problems = new Problem.Collector();
        Department changed = new Department(id, parent, Input.required(problems, "name", name, 100));
        problems.check(exists(all, parent), "parent", "unknown-record");
        problems.check(!isUnder(all, parent, id), "parent", "ring");
        problems.throwIfAny();
        tx.add(
                Rank.DOCUMENT,
                "update organization.department set name = ?, parent_id = ? where company_id = ? and id = ?",
                changed.name(),
                parent,
                tx.company(),
                id);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        "department",
                        id,
                        changed.name(),
                        Map.of(
                                "name", List.of(old.name(), changed.name()),
                                "parent", Arrays.asList(old.parent(), parent))));
        if (!Objects.equals(old.parent(), parent)) {
            watchers.orderedStream().forEach(watcher -> watcher.regrouped(tx, actor));
        }
        tx.afterCommit(sessions::rightsChanged);
        return changed;
    }

    /** Removes a department that has neither people nor departments under it. */
    public void delete(Tx tx, Actor actor, UUID id) {
        Department old = find(tx, id);
        boolean used = tx.one("""
                select exists (select 1 from organization.department d where d.company_id = ? and d.parent_id = ?)
                    or exists (select 1 from organization.membership m where m.company_id = ? and m.department_id = ?)
                    or exists (select 1 from organization.membership_department m where m.company_id = ? and m.department_id = ?) as used""", row -> row.bool("used"), tx.company(), id, tx.company(), id, tx.company(), id);
        if (used) {
            throw Problem.conflict("department-in-use", old.name());
        }
        watchers.orderedStream().forEach(watcher -> watcher.dissolving(tx, id));
        tx.add(Rank.DOCUMENT, "delete from organization.department where company_id = ? and id = ?", tx.company(), id);
        trail.record(tx, actor, new AuditTrail.Fact("delete", "department", id, old.name(), Map.of()));
    }

    private static boolean exists(List<Department> all, @Nullable UUID id) {
        return id == null || all.stream().anyMatch(d -> d.id().equals(id));
    }

    private static boolean isUnder(List<Department> all, @Nullable UUID id, UUID above) {
        UUID at = id;
        for (int i = 0; at != null && i <= all.size(); i++) {
            if (at.equals(above)) {
                return true;
            }
            UUID here = at;
            at = all.stream()
                    .filter(d -> d.id().equals(here))
                    .map(Department::parent)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return false;
    }
}
