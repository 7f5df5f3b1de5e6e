package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Departments;
import io.onaccount.organization.Departments.Department;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Scope;
import io.onaccount.organization.Sessions;
import io.onaccount.organization.SignedIn;
import io.onaccount.organization.Users;
import io.onaccount.organization.Users.Entry;
import io.onaccount.organization.Users.User;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people of the company and its departments. */
@RestController
class PeopleController {
    private final Users users;
    private final Departments departments;
    private final Sessions sessions;
    private final Database database;

    PeopleController(Users users, Departments departments, Sessions sessions, Database database) {
        this.users = users;
        this.departments = departments;
        this.sessions = sessions;
        this.database = database;
    }

    record UserList(List<User> rows, @Nullable String next) {}

    record Colleague(
            UUID id, String name, String login, @Nullable UUID department) {}

    record ColleagueList(List<Colleague> rows) {}

    record NewUser(
            @MaxLength(100) String login,
            @MaxLength(200) String password,
            @MaxLength(100) String name,
            @Nullable @MaxLength(200) String email,
            @Nullable UUID superior,
            @Nullable UUID department,
            @Nullable List<UUID> departments,
            Scope.Level scope,
            List<UUID> roles) {

        Entry entry() {
            return new Entry(name, email, superior, department, orNone(departments), scope, roles, true);
        }
    }

    record ChangedUser(
            @MaxLength(100) String name,
            @Nullable @MaxLength(200) String email,
            @Nullable UUID superior,
            @Nullable UUID department,
            @Nullable List<UUID> departments,
            Scope.Level scope,
            List<UUID> roles,
            boolean active) {

        Entry entry() {
            return new Entry(name, email, superior, department, orNone(departments), scope, roles, active);
        }
    }

    private static List<UUID> orNone(@Nullable List<UUID> departments) {
        return departments == null ? List.of() : departments;
    }

    record FreshPassword(@MaxLength(200) String password) {}

    record Done(boolean done) {}

    record DepartmentList(List<Department> rows) {}

    record DepartmentEntry(
            @MaxLength(100) String name, @Nullable UUID parent) {}

    /** For pickers: whoever works here, by name. */
    @GetMapping("/api/v1/colleagues")
    @SignedIn("whom one works with is no secret")
    ColleagueList colleagues(Actor actor, @RequestParam(defaultValue = "") String q) {
        return colleagues(database.read(actor.company(), tx -> users.list(tx, q, "", 200)));
    }

    private static ColleagueList colleagues(List<User> people) {
        return new ColleagueList(people.stream()
                .filter(User::active)
                .map(user -> new Colleague(user.id(), user.name(), user.login(), user.department()))
                .toList());
    }

    @GetMapping("/api/v1/users")
    @Needs("user.view")
    UserList list(
            Actor actor,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "50") int limit) {
        int size = Math.clamp(limit, 1, 200);
        List<User> rows = database.read(actor.company(), tx -> users.list(tx, q, after, size + 1));
        return rows.size() > size
                ? new UserList(rows.subList(0, size), rows.get(size - 1).login())
                : new UserList(rows, null);
    }

    @GetMapping("/api/v1/users/{user}")
    @Needs("user.view")
    ResponseEntity<User> get(Actor actor, @PathVariable UUID user) {
        return answer(database.read(actor.company(), tx -> users.find(tx, user)));
    }

    @PostMapping("/api/v1/users")
    @Needs("user.create")
    @ResponseStatus(HttpStatus.CREATED)
    User create(Actor actor, Once once, @RequestBody NewUser body) {
        return once.run(
                actor.company(),
                User.class,
                tx -> users.create(tx, actor, body.login(), body.password(), body.entry()));
    }

    @PutMapping("/api/v1/users/{user}")
    @Needs("user.edit")
    ResponseEntity<User> change(
            Actor actor, Once once, @PathVariable UUID user, Seen seen, @RequestBody ChangedUser body) {
        return answer(once.run(
                actor.company(), User.class, tx -> users.change(tx, actor, user, body.entry(), seen.version())));
    }

    @PutMapping("/api/v1/users/{user}/password")
    @Needs("user.edit")
    Done resetPassword(Actor actor, Once once, @PathVariable UUID user, @RequestBody FreshPassword body) {
        return once.run(actor.company(), Done.class, tx -> {
            users.resetPassword(tx, actor, user, body.password());
            return new Done(true);
        });
    }

    @GetMapping("/api/v1/users/{user}/sessions")
    @Needs("user.edit")
    SessionController.SessionList sessions(Actor actor, @PathVariable UUID user) {
        database.read(actor.company(), tx -> users.find(tx, user));
        return SessionController.view(sessions.of(user), null);
    }

    @DeleteMapping("/api/v1/users/{user}/sessions")
    @Needs("user.edit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSessions(Actor actor, @PathVariable UUID user) {
        User found = database.write(actor.company(), tx -> users.endSessions(tx, actor, user));
        sessions.endAll(found.id(), null);
    }

    @GetMapping("/api/v1/departments")
    @SignedIn("how the company is organised is no secret")
    DepartmentList departments(Actor actor) {
        return new DepartmentList(database.read(actor.company(), departments::list));
    }

    @GetMapping("/api/v1/departments/{department}/members")
    @SignedIn("whom one works with is no secret")
    ColleagueList members(Actor actor, @PathVariable UUID department) {
        return colleagues(database.read(actor.company(), tx -> {
            departments.find(tx, department);
            return users.in(tx, department);
        }));
    }

    @PostMapping("/api/v1/departments")
    @Needs("department.create")
    @ResponseStatus(HttpStatus.CREATED)
    Department createDepartment(Actor actor, Once once, @RequestBody DepartmentEntry body) {
        return once.run(
                actor.company(), Department.class, tx -> departments.create(tx, actor, body.name(), body.parent()));
    }

    @PutMapping("/api/v1/departments/{department}")
    @Needs("department.edit")
    Department changeDepartment(
            Actor actor, Once once, @PathVariable UUID department, @RequestBody DepartmentEntry body) {
        return once.run(
                actor.company(),
                Department.class,
                tx -> departments.change(tx, actor, department, body.name(), body.parent()));
    }

    @DeleteMapping("/api/v1/departments/{department}")
    @Needs("department.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteDepartment(Actor actor, @PathVariable UUID department) {
        database.write(actor.company(), tx -> {
            departments.delete(tx, actor, department);
            return true;
        });
    }

    private static ResponseEntity<User> answer(User user) {
        return ResponseEntity.ok().eTag(Versions.etag(user.version())).body(user);
    }
}
