package io.onaccount.catalog;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tree of product categories. */
@Component
public final class Categories {
    private static final String KIND = "category";

    private final AuditTrail trail;

    Categories(AuditTrail trail) {
        this.trail = trail;
    }

    /** One category; the root ones have no parent. */
    public record Category(UUID id, @Nullable UUID parent, String name, int place) {}

    /** A category as it is entered. */
    public record Entry(
            String name, @Nullable UUID parent, @Nullable Integer place) {}

    /** All categories, siblings in their order. */
    public List<Category> all(Tx tx) {
        return tx.list(
                "select id, parent_id, name, place from catalog.category where company_id = ? order by place, name",
                row -> new Category(
                        row.uuid("id"), row.uuidOrNull("parent_id"), row.text("name"), row.integer("place")),
                tx.company());
    }

    public Category create(Tx tx, Actor actor, Entry entry) {
        Category category = checked(tx, Ids.next(), entry, Map.of());
        tx.add(
                Rank.DOCUMENT,
                "insert into catalog.category (company_id, id, parent_id, name, place) values (?, ?, ?, ?, ?)",
                tx.company(),
                category.id(),
                category.parent(),
                category.name(),
                category.place());
        note(tx, actor, "create", category, Map.of());
        return category;
    }

    public Category change(Tx tx, Actor actor, UUID id, Entry entry) {
        Map<UUID, Category> known = byId(tx);
        Category old = known.get(id);
        if (old == null) {
            throw Problem.notFound(KIND, id);
        }
        Category category = checked(tx, id, entry, known);
        tx.add(
                Rank.DOCUMENT,
                "update catalog.category set parent_id = ?, name = ?, place = ?, version = version + 1 where company_id = ? and id = ?",
                category.parent(),
                category.name(),
                category.place(),
                tx.company(),
                id);
        note(
                tx,
                actor,
                "change",
                category,
                old.name().equals(category.name()) ? Map.of() : Map.of("name", List.of(old.name(), category.name())));
        return category;
    }

    /** Removes an empty category nothing else refers to; 409 {@code category-in-use} otherwise, told by the database's foreign keys too. */
    public void delete(Tx tx, Actor actor, UUID id) {
        Category old = byId(tx).get(id);
        if (old == null) {
            throw Problem.notFound(KIND, id);
        }
        boolean used = tx.one("""
                select exists (select 1 from catalog.product where company_id = ? and category_id = ?)
                    or exists (select 1 from catalog.category where company_id = ? and parent_id = ?) as used""", row -> row.bool("used"), tx.company(), id, tx.company(), id);
        if (used) {
            throw Problem.conflict("category-in-use", old.name());
        }
        tx.add(Rank.DOCUMENT, "delete from catalog.category where company_id = ? and id = ?", tx.company(), id);
        Headers.refusingUsed(tx, "category-in-use", old.name());
        note(tx, actor, "delete", old, Map.of());
    }

    private Category checked(Tx tx, UUID id, Entry entry, Map<UUID, Category> given) {
        Map<UUID, Category> known = given.isEmpty() ? byId(tx) : given;
        Problem.Collector problems = new Problem.Collector();
        String name = Input.required(problems, "name", entry.name(), 100);
        UUID parent = entry.parent();
        problems.check(parent == null || known.containsKey(parent), "parent", "unknown-category");
        boolean loop = false;
        Category above = parent == null ? null : known.get(parent);
        while (above != null && !loop) {
            loop = above.id().equals(id);
            above = above.parent() == null ? null : known.get(above.parent());
        }
        problems.check(!loop, "parent", "category-loop");
        boolean taken = known.values().stream()
                .anyMatch(other ->
                        !other.id().equals(id) && other.name().equals(name) && Objects.equals(other.parent(), parent));
        problems.check(!taken, "name", "taken", name);
        int place = entry.place() == null ? 0 : entry.place();
        problems.check(place >= 0 && place <= 100_000, "place", "out-of-range", 0, 100_000);
        problems.throwIfAny();
        return new Category(id, parent, name, place);
    }

    private Map<UUID, Category> byId(Tx tx) {
        Map<UUID, Category> known = new HashMap<>();
        all(tx).forEach(category -> known.put(category.id(), category));
        return known;
    }

    private void note(Tx tx, Actor actor, String action, Category category, Map<String, ?> changes) {
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(action, KIND, category.id(), category.name(), new LinkedHashMap<>(changes)));
    }
}
