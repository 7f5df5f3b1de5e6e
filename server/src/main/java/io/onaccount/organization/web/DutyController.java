package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Duties;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Roles;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Duties that should be in two hands, and the roles and people that hold both. */
@RestController
class DutyController {
    private final Duties duties;
    private final Roles roles;
    private final Database database;
    private final Texts texts;

    DutyController(Duties duties, Roles roles, Database database, Texts texts) {
        this.duties = duties;
        this.roles = roles;
        this.database = database;
        this.texts = texts;
    }

    /** @param rights the two that should not be held together */
    record ConflictView(String name, String label, List<String> rights) {}

    record RoleConflicts(UUID role, List<String> conflicts) {}

    record UserConflicts(UUID user, String name, List<String> conflicts) {}

    record DutyView(List<ConflictView> conflicts, List<RoleConflicts> roles, List<UserConflicts> users) {}

    @GetMapping("/api/v1/duty-conflicts")
    @Needs("role.view")
    DutyView conflicts(Actor actor) {
        return database.read(
                actor.company(),
                tx -> new DutyView(
                        duties.all().stream()
                                .map(c -> new ConflictView(
                                        c.name(),
                                        texts.text(actor.locale(), "duty." + c.name()),
                                        List.of(c.begins(), c.finishes())))
                                .toList(),
                        roles.list(tx).stream()
                                .map(role -> new RoleConflicts(role.id(), duties.within(role.rights())))
                                .filter(found -> !found.conflicts().isEmpty())
                                .toList(),
                        duties.holders(tx).stream()
                                .map(h -> new UserConflicts(h.user(), h.name(), h.conflicts()))
                                .toList()));
    }
}
