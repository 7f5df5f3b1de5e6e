package io.onaccount.organization;

import io.onaccount.organization.Scope.Level;
import io.onaccount.organization.spi.PeopleWatcher;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The people who work in a company: who they are, where they stand, what roles they have and how far they see. */
@Component
public final class Users {
    private static final String SELECT = """
            select u.id, u.login, u.name, u.email, u.address_vouched, u.locale, u.disabled, m.superior_id, m.department_id, m.scope, m.active, m.version,
                (select coalesce(array_agg(mr.role_id order by mr.role_id), '{}') from organization.membership_role mr
                 where mr.company_id = m.company_id and mr.user_id = m.user_id) as roles,
                (select coalesce(array_agg(md.department_id order by md.department_id), '{}') from organization.membership_department md
                 where md.company_id = m.company_id and md.user_id = m.user_id) as departments
            from organization.membership m join organization.app_user u on u.id = m.user_id
            where m.company_id = ?""";

    private final Roles roles;
    private final Passwords passwords;
    private final AuditTrail trail;
    private final Sessions sessions;
    private final JsonMapper json;
    private final ObjectProvider<PeopleWatcher> watchers;

    Users(
            Roles roles,
            Passwords passwords,
            AuditTrail trail,
            Sessions sessions,
            JsonMapper json,
            ObjectProvider<PeopleWatcher> watchers) {
        this.watchers = watchers;
        this.json = json;
        this.roles = roles;
        this.passwords = passwords;
        this.trail = trail;
        this.sessions = sessions;
    }

    /**
     * Somebody in this company.
     *
     * @param addressVouched whether who entered the address may set this person's password; a link for a new one goes there only then
     * @param department the main one: what they create belongs to it
     * @param departments further ones, whose records they see with scope DEPARTMENT or BELOW
     * @param active whether they may enter this company
     */
    public record User(
            UUID id,
            String login,
            String name,
            @Nullable String email,
            boolean addressVouched,
            String locale,
            @Nullable UUID superior,
            @Nullable UUID department,
            List<UUID> departments,
            Level scope,
            List<UUID> roles,
            boolean active,
            int version) {}

    /** What an administrator enters about somebody. */
    public record Entry(
            String name,
            @Nullable String email,
            @Nullable UUID superior,
            @Nullable UUID department,
            List<UUID> departments,
            Level scope,
            List<UUID> roles,
            boolean active) {}

    private static User read(Row row) {
        return new User(
                row.uuid("id"),
                row.text("login"),
                row.text("name"),
                row.textOrNull("email"),
                row.bool("address_vouched"),
                row.text("locale"),
                row.uuidOrNull("superior_id"),
                row.uuidOrNull("department_id"),
                row.list("departments", UUID.class),
                row.choice("scope", Level.class),
                row.list("roles", UUID.class),
                row.bool("active") && !row.bool("disabled"),
                row.integer("version"));
    }

    /**
     * The people of the company by login.
     *
     * @param search part of login or name; empty for all
     * @param after the last login of the page before; empty for the first page
     */
    public List<User> list(Tx tx, String search, String after, int limit) {
        String like = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return tx.list(
                Sql.of(SELECT, tx.company())
                        .then(
                                "and (u.login ilike ? or u.name ilike ?) and u.login > ? order by u.login limit ?",
                                like,
                                like,
                                after,
                                limit),
                Users::read);
    }

    /** Who works in a department now, by name: those whose main one it is, and those who belong to it besides. */
    public List<User> in(Tx tx, UUID department) {
        return tx.list(Sql.of(SELECT, tx.company()).then("""
                                and m.active and not u.disabled and (m.department_id = ? or exists (
                                    select 1 from organization.membership_department md
                                    where md.company_id = m.company_id and md.user_id = m.user_id and md.department_id = ?))
                                order by u.name, u.login""", department, department), Users::read);
    }

    /** Names by id, of this company's people; who has left is still named. */
    public Map<UUID, String> named(Tx tx, Collection<UUID> ids) {
        Map<UUID, String> names = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            tx.list(
                    "select u.id, u.name from organization.membership m join organization.app_user u on u.id = m.user_id where m.company_id = ? and m.user_id = any(?)",
                    row -> names.put(row.uuid("id"), row.text("name")),
                    tx.company(),
                    SqlArray.of("uuid", ids));
        }
        return names;
    }

    public User find(Tx tx, UUID id) {
        return tx.first(Sql.of(SELECT, tx.company()).then("and m.user_id = ?", id), Users::read)
                .orElseThrow(() -> Problem.notFound("user", id));
    }

    /** Adds somebody new with a first password. */
    public User create(Tx tx, Actor actor, String login, String password, Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        String wanted = Input.required(problems, "login", login, 100).toLowerCase(Locale.ROOT);
        problems.check(wanted.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*"), "login", "not-a-login");
        problems.check(
                tx.first(
                                "select 1 as one from organization.app_user where login = ?",
                                row -> row.integer("one"),
                                wanted)
                        .isEmpty(),
                "login",
                "login-taken");
        Passwords.check(problems, "password", password, wanted);
        Entry checked = checked(tx, actor, problems, null, entry, List.of());
        problems.throwIfAny();
        UUID id = Ids.next();
        insert(tx, id, wanted, passwords.hash(password), actor.locale().toLanguageTag(), checked);
        trail.record(tx, actor, new AuditTrail.Fact("create", "user", id, wanted, facts(checked)));
        return new User(
                id,
                wanted,
                checked.name(),
                checked.email(),
                true,
                actor.locale().toLanguageTag(),
                checked.superior(),
                checked.department(),
                checked.departments(),
                checked.scope(),
                checked.roles(),
                checked.active(),
                0);
    }

    /** The rows of a new person; the caller has checked everything. */
    static void insert(Tx tx, UUID id, String login, @Nullable String hash, String locale, Entry entry) {
        tx.add(
                Rank.KEY,
                "insert into organization.app_user (id, login, name, email, password_hash, password_changed_at, locale) values (?, ?, ?, ?, ?, now(), ?)",
                id,
                login,
                entry.name(),
                entry.email(),
                hash,
                locale);
        join(tx, id, entry);
    }

    /** The rows that make a person a member of the transaction's company. */
    static void join(Tx tx, UUID id, Entry entry) {
        tx.add(
                Rank.DOCUMENT,
                "insert into organization.membership (company_id, user_id, superior_id, department_id, scope, active) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                entry.superior(),
                entry.department(),
                entry.scope(),
                entry.active());
        tx.add(Rank.DETAIL, "insert into organization.user_company (user_id, company) values (?, ?)", id, tx.company());
        groups(tx, id, entry);
    }

    private static void groups(Tx tx, UUID id, Entry entry) {
        tx.add(
                Rank.DETAIL,
                "insert into organization.membership_role (company_id, user_id, role_id) select ?, ?, r from unnest(?::uuid[]) r",
                tx.company(),
                id,
                SqlArray.of("uuid", entry.roles()));
        tx.add(
                Rank.DETAIL,
                "insert into organization.membership_department (company_id, user_id, department_id) select ?, ?, d from unnest(?::uuid[]) d",
                tx.company(),
                id,
                SqlArray.of("uuid", entry.departments()));
    }

    public User change(Tx tx, Actor actor, UUID id, Entry entry, @Nullable Integer version) {
        User old = find(tx, id);
        if (version != null && version != old.version()) {
            throw Problem.of(412, "stale-settings");
        }
        Problem.Collector problems = new Problem.Collector();
        Entry checked = checked(tx, actor, problems, id, entry, old.roles());
        problems.check(checked.active() || !id.equals(actor.user()), "active", "not-oneself");
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.of(412, "stale-settings"),
                """
                update organization.membership set superior_id = ?, department_id = ?, scope = ?, active = ?, version = version + 1
                where company_id = ? and user_id = ? and version = ?""",
                checked.superior(),
                checked.department(),
                checked.scope(),
                checked.active(),
                tx.company(),
                id,
                old.version());
        boolean vouched =
                (old.addressVouched() && Objects.equals(old.email(), checked.email())) || mayBe(tx, actor, old);
        tx.add(
                Rank.DOCUMENT,
                "update organization.app_user set name = ?, email = ?, address_vouched = ? where id = ?",
                checked.name(),
                checked.email(),
                vouched,
                id);
        tx.add(
                Rank.DOCUMENT,
                "delete from organization.membership_role where company_id = ? and user_id = ?",
                tx.company(),
                id);
        tx.add(
                Rank.DOCUMENT,
                "delete from organization.membership_department where company_id = ? and user_id = ?",
                tx.company(),
                id);
        groups(tx, id, checked);
        trail.record(tx, actor, new AuditTrail.Fact("change", "user", id, old.login(), changes(old, checked)));
        if (!Objects.equals(old.department(), checked.department())) {
            watchers.orderedStream().forEach(watcher -> watcher.regrouped(tx, actor));
        }
        tx.afterCommit(sessions::rightsChanged);
        return new User(
                id,
                old.login(),
                checked.name(),
                checked.email(),
                vouched,
                old.locale(),
                checked.superior(),
                checked.department(),
                checked.departments(),
                checked.scope(),
                checked.roles(),
                checked.active(),
                old.version() + 1);
    }

    /** Gives somebody a new password and ends their sessions everywhere. */
    public void resetPassword(Tx tx, Actor actor, UUID id, String password) {
        User user = find(tx, id);
        Problem.Collector problems = new Problem.Collector();
        checkMayBe(tx, actor, user, problems);
        Passwords.check(problems, "password", password, user.login());
        problems.throwIfAny();
        password(tx, id, passwords.hash(password));
        trail.record(tx, actor, new AuditTrail.Fact("password-reset", "user", id, user.login(), Map.of()));
        tx.afterCommit(() -> sessions.endAll(id, null));
    }

    /**
     * Who sets a password can sign in as that person, and so can who reads their mail: only over people who may do no more, here and elsewhere. 409
     * for one who belongs to a company the actor doesn't.
     */
    private void checkMayBe(Tx tx, Actor actor, User user, Problem.Collector problems) {
        List<Long> own = sessions.companiesOf(tx, actor.user());
        if (!own.containsAll(sessions.companiesOf(tx, user.id()))) {
            throw Problem.conflict("belongs-elsewhere", user.name());
        }
        roles.grantable(
                problems,
                actor,
                user.roles().stream()
                        .flatMap(role -> roles.find(tx, role).rights().stream())
                        .toList());
    }

    private boolean mayBe(Tx tx, Actor actor, User user) {
        Problem.Collector problems = new Problem.Collector();
        try {
            checkMayBe(tx, actor, user, problems);
        } catch (Problem elsewhere) {
            return false;
        }
        return problems.errors().isEmpty();
    }

    /** Changes one's own password, which must be named; ends one's other sessions. */
    public void changePassword(Tx tx, Actor actor, String old, String changed, @Nullable UUID session) {
        User user = find(tx, actor.user());
        String hash = tx.one(
                "select password_hash from organization.app_user where id = ?",
                row -> row.textOrNull("password_hash") == null ? "" : row.text("password_hash"),
                actor.user());
        Problem.Collector problems = new Problem.Collector();
        if (problems.check(!hash.isEmpty() && passwords.matches(old, hash), "old", "wrong-password")) {
            Passwords.check(problems, "password", changed, user.login());
        }
        problems.throwIfAny();
        password(tx, actor.user(), passwords.hash(changed));
        trail.record(tx, actor, new AuditTrail.Fact("password-change", "user", actor.user(), user.login(), Map.of()));
        tx.afterCommit(() -> sessions.endAll(actor.user(), session));
    }

    static void password(Tx tx, UUID id, String hash) {
        tx.add(
                Rank.DOCUMENT,
                "update organization.app_user set password_hash = ?, password_changed_at = now() where id = ?",
                hash,
                id);
    }

    /** Notes that somebody's sessions are ended by the actor; the caller ends them when this is written. */
    public User endSessions(Tx tx, Actor actor, UUID id) {
        User user = find(tx, id);
        trail.record(tx, actor, new AuditTrail.Fact("sessions-ended", "user", id, user.login(), Map.of()));
        return user;
    }

    /** Keeps the language and what the pages remember for somebody. */
    public void prefer(Tx tx, Actor actor, @Nullable Locale locale, @Nullable Json preferences) {
        tx.add(
                Rank.DOCUMENT,
                "update organization.app_user set locale = coalesce(?, locale), preferences = coalesce(?::jsonb, preferences) where id = ?",
                locale == null ? null : Texts.nearest(locale).toLanguageTag(),
                preferences,
                actor.user());
        tx.afterCommit(sessions::rightsChanged);
    }

    /** What the pages remember for somebody, as they left it. */
    public JsonNode preferences(Tx tx, Actor actor) {
        String stored = tx.one(
                "select preferences from organization.app_user where id = ?",
                row -> row.text("preferences"),
                actor.user());
        return json.readTree(stored);
    }

    private Entry checked(
            Tx tx, Actor actor, Problem.Collector problems, @Nullable UUID self, Entry entry, List<UUID> before) {
        String name = Input.required(problems, "name", entry.name(), 100);
        String email = Input.text(problems, "email", entry.email(), 200);
        problems.check(email == null || email.matches("[^@\\s]+@[^@\\s]+"), "email", "not-an-email");
        problems.check(
                entry.superior() == null
                        || (!entry.superior().equals(self)
                                && known(tx, "organization.membership", "user_id", List.of(entry.superior()))),
                "superior",
                "unknown-record");
        problems.check(
                entry.department() == null || known(tx, "organization.department", "id", List.of(entry.department())),
                "department",
                "unknown-record");
        List<UUID> departments = entry.departments().stream().distinct().toList();
        problems.check(known(tx, "organization.department", "id", departments), "departments", "unknown-record");
        List<UUID> wanted = entry.roles().stream().distinct().toList();
        if (problems.check(known(tx, "organization.role", "id", wanted), "roles", "unknown-record")) {
            List<String> added = wanted.stream()
                    .filter(role -> !before.contains(role))
                    .flatMap(role -> roles.find(tx, role).rights().stream())
                    .toList();
            Problem.Collector own = new Problem.Collector();
            roles.grantable(own, actor, added);
            own.errors()
                    .forEach(error -> problems.add(
                            "roles", error.code(), error.arguments().toArray()));
        }
        return new Entry(
                name, email, entry.superior(), entry.department(), departments, entry.scope(), wanted, entry.active());
    }

    private static boolean known(Tx tx, String table, String column, List<UUID> ids) {
        return ids.isEmpty()
                || tx.one(
                                "select count(*) as n from " + table + " where company_id = ? and " + column
                                        + " = any(?)",
                                row -> row.number("n"),
                                tx.company(),
                                SqlArray.of("uuid", ids))
                        == ids.size();
    }

    private static Map<String, Object> facts(Entry entry) {
        return Map.of("name", entry.name(), "scope", entry.scope(), "roles", entry.roles());
    }

    private static Map<String, Object> changes(User old, Entry changed) {
        Map<String, Object> changes = new LinkedHashMap<>();
        difference(changes, "name", old.name(), changed.name());
        difference(changes, "email", old.email(), changed.email());
        difference(changes, "superior", old.superior(), changed.superior());
        difference(changes, "department", old.department(), changed.department());
        difference(changes, "departments", old.departments(), changed.departments());
        difference(changes, "scope", old.scope(), changed.scope());
        difference(changes, "roles", old.roles(), changed.roles());
        difference(changes, "active", old.active(), changed.active());
        return changes;
    }

    private static void difference(
            Map<String, Object> changes, String field, @Nullable Object old, @Nullable Object now) {
        if (!Objects.equals(old, now)) {
            changes.put(field, Arrays.asList(old, now));
        }
    }
}
