package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which customer belongs to which (集团, CUS-07): a tree of few levels. Two moves at once could each be sound and together close a ring, or leave a
 * customer below one that is just being removed; so whoever gives a customer another parent, or removes one, does it alone in the company.
 */
final class Parents {
    /** 'TREE' as a number, the first half of the lock's key; the company is the second. */
    private static final int LOCK = 0x54524545;

    /** More levels than any group of companies has, few enough to walk at every look. */
    static final int MOST_LEVELS = 10;

    private Parents() {}

    /**
     * A customer as the parent of others.
     *
     * @param top the uppermost above it, itself where nothing is
     * @param level 1 for the uppermost
     */
    record Above(UUID id, String code, UUID top, int level) {}

    /** A customer at its place below another, that one included as level 1. */
    record Below(UUID id, int level) {}

    /** Waits for whoever else changes the tree, and keeps everybody from it until the transaction ends. */
    static void lock(Tx tx) {
        tx.list("select pg_advisory_xact_lock(?, ?) is null as locked", row -> row.bool("locked"), LOCK, (int)
                tx.company());
    }

    /** Those of these customers that are within the actor's scope, as parents. */
    static Map<UUID, Above> read(Tx tx, Actor actor, Collection<UUID> ids) {
        Map<UUID, Above> found = new HashMap<>();
        if (!ids.isEmpty()) {
            Sql sql = Sql.of(
                            """
                            with recursive up as (
                              select p.id as start, p.parent_id, 1 as level from party.party p where p.company_id = ? and p.id = any(?)
                              union all
                              select u.start, p.parent_id, u.level + 1 from up u join party.party p on p.company_id = ? and p.id = u.parent_id)
                            select h.id, h.number, coalesce(p.top_id, p.id) as top,
                              (select max(u.level) from up u where u.start = h.id) as level
                            from document.header h join party.party p on p.company_id = h.company_id and p.id = h.id
                            where h.company_id = ? and h.id = any(?) and""",
                            tx.company(),
                            SqlArray.of("uuid", ids),
                            tx.company(),
                            tx.company(),
                            SqlArray.of("uuid", ids))
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))));
            tx.list(sql, row -> new Above(row.uuid("id"), row.text("number"), row.uuid("top"), row.integer("level")))
                    .forEach(above -> found.put(above.id(), above));
        }
        return found;
    }

    /** The customer and all below it. */
    static List<Below> below(Tx tx, UUID id) {
        return tx.list("""
                with recursive below as (
                  select p.id, 1 as level from party.party p where p.company_id = ? and p.id = ?
                  union all
                  select p.id, b.level + 1 from below b join party.party p on p.company_id = ? and p.parent_id = b.id)
                select b.id, b.level from below b order by b.level, b.id""", row -> new Below(row.uuid("id"), row.integer("level")), tx.company(), id, tx.company());
    }

    /** Whether these may stand below the parent: none of them is it, and the tree doesn't become too deep. */
    static void check(Problem.Collector problems, @Nullable Above parent, List<Below> below) {
        if (parent != null
                && problems.check(
                        below.stream().noneMatch(one -> one.id().equals(parent.id())), "parent", "customer-ring")) {
            int levels = below.stream().mapToInt(Below::level).max().orElse(1);
            problems.check(parent.level() + levels <= MOST_LEVELS, "parent", "customer-levels", MOST_LEVELS);
        }
    }

    /** The first of {@code below} gets this parent, or none; the others below it another customer at the top. */
    static void move(Tx tx, @Nullable Above parent, List<Below> below) {
        UUID moved = below.getFirst().id();
        UUID top = parent == null ? null : parent.top();
        tx.add(
                Rank.DETAIL,
                "update party.party set parent_id = ?, top_id = ? where company_id = ? and id = ?",
                parent == null ? null : parent.id(),
                top,
                tx.company(),
                moved);
        tx.add(
                Rank.DETAIL,
                "update party.party set top_id = ? where company_id = ? and id = any(?)",
                top == null ? moved : top,
                tx.company(),
                SqlArray.of("uuid", below.stream().skip(1).map(Below::id).toList()));
    }

    /** Whether other customers belong to it. */
    static boolean isParent(Tx tx, UUID id) {
        return tx.first(
                        "select 1 as one from party.party p where p.company_id = ? and p.parent_id = ? limit 1",
                        row -> row.integer("one"),
                        tx.company(),
                        id)
                .isPresent();
    }
}
