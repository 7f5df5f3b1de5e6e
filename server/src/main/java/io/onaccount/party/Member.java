package io.onaccount.party;

import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user who works in the company and so may own customers. */
record Member(UUID user, @Nullable UUID department) {

    static Optional<Member> find(Tx tx, UUID user) {
        return known(tx, List.of(user)).stream().findFirst();
    }

    /** Those of the users who work in the company. */
    static List<Member> known(Tx tx, Collection<UUID> users) {
        return users.isEmpty()
                ? List.of()
                : tx.list(
                        """
                        select user_id, department_id from organization.membership
                        where company_id = ? and user_id = any(?) and active""",
                        row -> new Member(row.uuid("user_id"), row.uuidOrNull("department_id")),
                        tx.company(),
                        SqlArray.of("uuid", users));
    }

    /** Their names, for the history. */
    static @Nullable String names(Tx tx, Collection<UUID> users) {
        return users.isEmpty()
                ? null
                : String.join(
                        ", ",
                        tx.list(
                                "select name from organization.app_user where id = any(?) order by name",
                                row -> row.text("name"),
                                SqlArray.of("uuid", users)));
    }
}
