package io.onaccount.approval;

import io.onaccount.platform.db.Tx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who works in the company, under whom and in which roles, read once for a decision. */
final class Staff {
    private record Member(@Nullable UUID superior, boolean active, Set<UUID> roles) {}

    private final Map<UUID, Member> members;

    private Staff(Map<UUID, Member> members) {
        this.members = members;
    }

    static Staff read(Tx tx) {
        Map<UUID, Member> members = new HashMap<>();
        tx.list(
                """
                select m.user_id, m.superior_id, m.active and not u.disabled as active,
                    (select coalesce(array_agg(r.role_id), '{}') from organization.membership_role r
                     where r.company_id = m.company_id and r.user_id = m.user_id) as roles
                from organization.membership m join organization.app_user u on u.id = m.user_id where m.company_id = ?""",
                row -> members.put(
                        row.uuid("user_id"),
                        new Member(
                                row.uuidOrNull("superior_id"),
                                row.bool("active"),
                                Set.copyOf(row.list("roles", UUID.class)))),
                tx.company());
        return new Staff(members);
    }

    boolean isActive(UUID user) {
        Member member = members.get(user);
        return member != null && member.active;
    }

    /** Those of the role who can act. */
    Stream<UUID> having(UUID role) {
        return members.entrySet().stream()
                .filter(m -> m.getValue().active && m.getValue().roles.contains(role))
                .map(Map.Entry::getKey);
    }

    /** The nearest superior who can act and is none of those. */
    Optional<UUID> superiorOf(UUID user, Set<UUID> except) {
        Set<UUID> seen = new HashSet<>(List.of(user));
        Member at = members.get(user);
        while (at != null && at.superior != null && seen.add(at.superior)) {
            UUID above = at.superior;
            if (isActive(above) && !except.contains(above)) {
                return Optional.of(above);
            }
            at = members.get(above);
        }
        return Optional.empty();
    }
}
