package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Rights;
import io.onaccount.organization.Roles;
import io.onaccount.organization.Roles.Role;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Requests;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Roles and the catalogue of rights they are made of. */
@RestController
class RoleController {
    private final Roles roles;
    private final Rights rights;
    private final Texts texts;
    private final Database database;

    RoleController(Roles roles, Rights rights, Texts texts, Database database) {
        this.roles = roles;
        this.rights = rights;
        this.texts = texts;
        this.database = database;
    }

    record RoleList(List<Role> rows) {}

    record NewRole(
            @MaxLength(50) String code, @MaxLength(100) String name, List<String> rights) {}

    record ChangedRole(@MaxLength(100) String name, List<String> rights) {}

    record RightView(String right, String kind, String label) {}

    record RightList(List<RightView> rows) {}

    @GetMapping("/api/v1/rights")
    @Needs("role.view")
    RightList rights(HttpServletRequest request) {
        Locale locale = Requests.locale(request);
        return new RightList(rights.all().stream()
                .map(right ->
                        new RightView(right, right.substring(0, right.lastIndexOf('.')), texts.right(locale, right)))
                .toList());
    }

    @GetMapping("/api/v1/roles")
    @Needs("role.view")
    RoleList list(Actor actor, HttpServletRequest request) {
        Locale locale = Requests.locale(request);
        return new RoleList(database.read(actor.company(), roles::list).stream()
                .map(role -> named(role, locale))
                .toList());
    }

    @GetMapping("/api/v1/roles/{role}")
    @Needs("role.view")
    ResponseEntity<Role> get(Actor actor, @PathVariable UUID role, HttpServletRequest request) {
        return answer(named(database.read(actor.company(), tx -> roles.find(tx, role)), Requests.locale(request)));
    }

    @PostMapping("/api/v1/roles")
    @Needs("role.create")
    @ResponseStatus(HttpStatus.CREATED)
    Role create(Actor actor, Once once, @RequestBody NewRole body) {
        return once.run(
                actor.company(), Role.class, tx -> roles.create(tx, actor, body.code(), body.name(), body.rights()));
    }

    @PutMapping("/api/v1/roles/{role}")
    @Needs("role.edit")
    ResponseEntity<Role> change(
            Actor actor, Once once, @PathVariable UUID role, Seen seen, @RequestBody ChangedRole body) {
        return answer(once.run(
                actor.company(),
                Role.class,
                tx -> roles.change(tx, actor, role, body.name(), body.rights(), seen.version())));
    }

    @DeleteMapping("/api/v1/roles/{role}")
    @Needs("role.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID role) {
        database.write(actor.company(), tx -> {
            roles.delete(tx, actor, role);
            return true;
        });
    }

    /** A ready-made role that nobody renamed is called what it is called in the reader's language. */
    private Role named(Role role, Locale locale) {
        String key = "role." + role.code();
        boolean own = Texts.LOCALES.stream().noneMatch(l -> texts.text(l, key).equals(role.name()));
        return !role.readyMade() || own
                ? role
                : new Role(role.id(), role.code(), texts.text(locale, key), role.rights(), true, role.version());
    }

    private static ResponseEntity<Role> answer(Role role) {
        return ResponseEntity.ok().eTag(Versions.etag(role.version())).body(role);
    }
}
