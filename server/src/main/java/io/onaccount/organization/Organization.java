package io.onaccount.organization;

import io.onaccount.organization.Scope.Level;
import io.onaccount.organization.spi.FirstRecords;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Founds companies: with ready-made roles, departments and people. Used by the setup page, by the demo and by tests. */
@Component
public final class Organization {
    private final Database database;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Companies companies;
    private final Texts texts;
    private final AuditTrail trail;
    private final BusinessClock clock;
    private final JsonMapper json;
    private final ObjectProvider<FirstRecords> firstRecords;
    private final ReadyRoles readyRoles = ReadyRoles.load();

    Organization(
            Database database,
            Passwords passwords,
            Sessions sessions,
            Companies companies,
            Texts texts,
            AuditTrail trail,
            BusinessClock clock,
            JsonMapper json,
            ObjectProvider<FirstRecords> firstRecords) {
        this.database = database;
        this.passwords = passwords;
        this.sessions = sessions;
        this.companies = companies;
        this.texts = texts;
        this.trail = trail;
        this.clock = clock;
        this.json = json;
        this.firstRecords = firstRecords;
    }

    /**
     * A company to be founded.
     *
     * @param locale the language its people begin with and its ready-made roles are named in
     */
    public record NewCompany(
            String name,
            @Nullable String nameEn,
            String baseCurrency,
            ZoneId zone,
            Locale locale,
            CompanySettings settings) {

        /** In yuan and Shanghai's time, with standard settings. */
        public static NewCompany named(String name) {
            return new NewCompany(
                    name, null, "CNY", ZoneId.of("Asia/Shanghai"), Locale.SIMPLIFIED_CHINESE, CompanySettings.DEFAULTS);
        }

        public NewCompany with(CompanySettings changed) {
            return new NewCompany(name, nameEn, baseCurrency, zone, locale, changed);
        }
    }

    /** A department of it; the parent is named by its name and comes before. */
    public record NewDepartment(String name, @Nullable String parent) {}

    /**
     * Somebody in it.
     *
     * @param login unique in the installation
     * @param password null for somebody who can't sign in yet
     * @param roles codes of ready-made roles, {@code sales-rep}
     * @param department by its name
     * @param superior by their login; must come before
     */
    public record NewMember(
            String login,
            String name,
            @Nullable String password,
            List<String> roles,
            @Nullable String department,
            Level scope,
            @Nullable String superior) {

        public static NewMember of(String login, String name, String password, Level scope, String... roles) {
            return new NewMember(login, name, password, List.of(roles), null, scope, null);
        }
    }

    /** What was founded: ids by login, department name and role code. */
    public record Founded(
            long company, Map<String, UUID> users, Map<String, UUID> departments, Map<String, UUID> roles) {}

    /** Whether there is no company yet, so that the first page to show is setup. */
    public boolean isEmpty() {
        return database.read(
                0,
                tx -> tx.first("select 1 as one from organization.company limit 1", row -> row.integer("one"))
                        .isEmpty());
    }

    /** Makes the first company and its administrator; 409 when there is one. */
    public Founded setUp(NewCompany company, NewMember administrator) {
        check(company, administrator);
        return found(company, List.of(), List.of(administrator), true);
    }

    /** Makes a company with everything in it, in one transaction. */
    public Founded found(NewCompany company, List<NewDepartment> departments, List<NewMember> members) {
        return found(company, departments, members, false);
    }

    private void check(NewCompany company, NewMember administrator) {
        Problem.Collector problems = new Problem.Collector();
        check(problems, company);
        Input.required(problems, "administrator.name", administrator.name(), 100);
        String login = Input.required(problems, "administrator.login", administrator.login(), 100);
        problems.check(
                login.isEmpty() || login.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*"),
                "administrator.login",
                "not-a-login");
        Passwords.check(
                problems,
                "administrator.password",
                administrator.password() == null ? "" : administrator.password(),
                login);
        problems.throwIfAny();
    }

    private static void check(Problem.Collector problems, NewCompany company) {
        Input.required(problems, "company.name", company.name(), 200);
        Input.text(problems, "company.nameEn", company.nameEn(), 200);
        problems.check(isCurrency(company.baseCurrency()), "company.baseCurrency", "not-a-currency");
    }

    /** Whether this is a currency with minor units that money can be counted in. */
    public static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The zone of this name, if there is one. */
    public static @Nullable ZoneId zone(String name) {
        try {
            return name.contains("/") ? ZoneId.of(name) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Makes a further company in which the founder is administrator. */
    public long foundBy(Actor founder, NewCompany company) {
        Problem.Collector problems = new Problem.Collector();
        check(problems, company);
        problems.throwIfAny();
        long id = newId();
        return database.write(id, tx -> {
            begin(tx, company);
            firstRecords.orderedStream().forEach(records -> records.add(tx));
            Map<String, UUID> roles = roles(tx, company.locale());
            Users.join(
                    tx,
                    founder.user(),
                    new Users.Entry(
                            founder.name(),
                            null,
                            null,
                            null,
                            List.of(),
                            Level.ALL,
                            List.of(role(roles, ReadyRoles.ADMINISTRATOR)),
                            true));
            trail.record(tx, founder, new AuditTrail.Fact("create", "company", null, company.name(), Map.of()));
            return id;
        });
    }

    private Founded found(
            NewCompany company, List<NewDepartment> departments, List<NewMember> members, boolean onlyFirst) {
        Map<String, String> hashes = new HashMap<>();
        members.forEach(member -> {
            if (member.password() != null) {
                hashes.put(member.login(), passwords.hash(member.password()));
            }
        });
        long id = onlyFirst ? 1 : newId();
        return database.write(id, tx -> {
            if (onlyFirst && !isEmpty(tx)) {
                throw Problem.conflict("already-set-up");
            }
            begin(tx, company);
            firstRecords.orderedStream().forEach(records -> records.add(tx));
            Map<String, UUID> roles = roles(tx, company.locale());
            Map<String, UUID> tree = new LinkedHashMap<>();
            for (NewDepartment department : departments) {
                UUID made = Ids.next();
                tx.add(
                        Rank.DOCUMENT,
                        "insert into organization.department (company_id, id, parent_id, name) values (?, ?, ?, ?)",
                        id,
                        made,
                        department.parent() == null ? null : tree.get(department.parent()),
                        department.name());
                tree.put(department.name(), made);
            }
            Map<String, UUID> users = new LinkedHashMap<>();
            for (NewMember member : members) {
                String login = member.login().strip().toLowerCase(Locale.ROOT);
                UUID made = Ids.next();
                Users.insert(
                        tx,
                        made,
                        login,
                        hashes.get(member.login()),
                        company.locale().toLanguageTag(),
                        new Users.Entry(
                                member.name(),
                                null,
                                member.superior() == null ? null : users.get(member.superior()),
                                member.department() == null ? null : tree.get(member.department()),
                                List.of(),
                                member.scope(),
                                member.roles().stream()
                                        .map(code -> role(roles, code))
                                        .toList(),
                                true));
                users.put(login, made);
            }
            Map.Entry<String, UUID> first =
                    users.isEmpty() ? null : users.entrySet().iterator().next();
            if (first != null) {
                trail.record(
                        tx,
                        new Actor(
                                id,
                                first.getValue(),
                                members.getFirst().name(),
                                company.locale(),
                                java.util.Set.of(),
                                Scope.all(first.getValue()),
                                null,
                                company.baseCurrency(),
                                company.zone(),
                                clock.today(company.zone())),
                        new AuditTrail.Fact(
                                "create", "company", null, company.name(), Map.of("people", users.keySet())));
            }
            return new Founded(id, users, tree, roles);
        });
    }

    private static boolean isEmpty(Tx tx) {
        return tx.first("select 1 as one from organization.company limit 1", row -> row.integer("one"))
                .isEmpty();
    }

    private static UUID role(Map<String, UUID> roles, String code) {
        UUID role = roles.get(code);
        if (role == null) {
            throw new IllegalArgumentException("no ready-made role " + code + "; there are " + roles.keySet());
        }
        return role;
    }

    private long newId() {
        // Two founders at once: the second one's insert fails on the primary key and is told so.
        return database.read(
                0,
                tx -> tx.one(
                        "select coalesce(max(id), 0) + 1 as next from organization.company", r -> r.number("next")));
    }

    private void begin(Tx tx, NewCompany company) {
        companies.forget(tx.company());
        tx.addExpecting(
                Rank.KEY,
                1,
                () -> Problem.conflict("already-set-up"),
                """
                insert into organization.company (id, name, name_en, base_currency, zone, settings) values (?, ?, ?, ?, ?, ?)
                on conflict do nothing""",
                tx.company(),
                company.name().strip(),
                company.nameEn(),
                company.baseCurrency(),
                company.zone().getId(),
                new Json(json.writeValueAsString(company.settings())));
    }

    private Map<String, UUID> roles(Tx tx, Locale locale) {
        Map<String, UUID> roles = new LinkedHashMap<>();
        readyRoles.patterns().forEach((code, patterns) -> {
            UUID made = Ids.next();
            tx.add(
                    Rank.DOCUMENT,
                    "insert into organization.role (company_id, id, code, name, rights, ready_made) values (?, ?, ?, ?, ?, true)",
                    tx.company(),
                    made,
                    code,
                    texts.text(locale, "role." + code),
                    SqlArray.of("text", patterns));
            roles.put(code, made);
        });
        return roles;
    }

    /** Somebody of a company as a caller of doors, with their rights and scope as they are now: for jobs, the demo and tests. */
    public Actor actor(long company, UUID user) {
        return sessions.actor(company, user).orElseThrow(() -> Problem.notFound("user", user));
    }

    /** The same within a transaction of the company; empty when they don't belong to it or are not active: for what is done on their request. */
    public Optional<Actor> actor(Tx tx, UUID user) {
        return sessions.actor(tx, user);
    }
}
