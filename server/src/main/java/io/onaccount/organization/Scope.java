package io.onaccount.organization;

import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which records a user may see (数据范围, ACC-03): their own, their department's, that and the ones below, or all; besides, whatever was
 * shared with them.
 *
 * @param departments for DEPARTMENT the user's own, for BELOW those and all under them; else empty
 */
public record Scope(Level level, UUID user, Set<UUID> departments) {

    /** How far a user sees. */
    public enum Level {
        OWN,
        DEPARTMENT,
        BELOW,
        ALL
    }

    public static Scope all(UUID user) {
        return new Scope(Level.ALL, user, Set.of());
    }

    /**
     * The condition that a record is within this scope.
     *
     * @param alias the SQL alias of a row with company_id, id, owner_id and department_id: a header
     */
    public Sql holds(String alias) {
        if (level == Level.ALL) {
            return Sql.TRUE;
        }
        Sql own = Sql.of(alias + ".owner_id = ?", user);
        Sql shared = Sql.of(
                "exists (select 1 from organization.share s where s.company_id = " + alias
                        + ".company_id and s.record_id = " + alias + ".id and s.user_id = ?)",
                user);
        if (level == Level.OWN) {
            return Sql.join(" or ", List.of(own, shared));
        }
        Sql department = Sql.of(alias + ".department_id = any(?)", SqlArray.of("uuid", departments));
        return Sql.join(" or ", List.of(own, department, shared));
    }

    /**
     * As {@link #holds(String)}, for lists: what was shared is looked up once and not for every row, so that a short list of one's own among a
     * million rows is found by index.
     */
    public Sql holds(String alias, long company) {
        if (level == Level.ALL) {
            return Sql.TRUE;
        }
        Sql own = Sql.of(alias + ".owner_id = ?", user);
        Sql shared = Sql.of(
                alias
                        + ".id = any(array(select s.record_id from organization.share s where s.company_id = ? and s.user_id = ?))",
                company,
                user);
        if (level == Level.OWN) {
            return Sql.join(" or ", List.of(own, shared));
        }
        Sql department = Sql.of(alias + ".department_id = any(?)", SqlArray.of("uuid", departments));
        return Sql.join(" or ", List.of(own, department, shared));
    }
}
