package io.onaccount.testing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A company of its own on the shared server, with one user who may do all that is named: for tests at the doors. */
public final class TestCompany {
    /** Counted down: companies founded through the product take the id after the highest there is. */
    private static final AtomicLong COMPANIES = new AtomicLong(700_000);

    public final TestApplication application = TestApplication.shared();
    public final Database database = application.bean(Database.class);
    public final long id = COMPANIES.decrementAndGet();
    public final Actor actor;

    public TestCompany(String... rights) {
        application
                .database()
                .sql("insert into organization.company (id, name) values (" + id + ", 'Test " + id + "')");
        actor = user("boss", Set.of(rights));
    }

    /** Another user of the company who sees everything. */
    public Actor user(String name, Set<String> rights) {
        UUID user = Ids.next();
        application
                .database()
                .sql(
                        "insert into organization.app_user (id, login, name) values ('" + user + "', '" + name + id
                                + "', '" + name + "')",
                        "insert into organization.membership (company_id, user_id, scope) values (" + id + ", '" + user
                                + "', 'ALL')");
        return new Actor(
                id,
                user,
                name,
                Locale.ENGLISH,
                new HashSet<>(rights),
                Scope.all(user),
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                LocalDate.of(2026, 3, 31));
    }

    /** The same user, seeing only their own. */
    public static Actor ownOnly(Actor actor) {
        return new Actor(
                actor.company(),
                actor.user(),
                actor.name(),
                actor.locale(),
                actor.rights(),
                new Scope(Scope.Level.OWN, actor.user(), Set.of()),
                actor.department(),
                actor.currency(),
                actor.zone(),
                actor.today());
    }

    public <T> T write(Function<Tx, T> body) {
        return database.write(id, body);
    }

    public <T> T read(Function<Tx, T> body) {
        return database.read(id, body);
    }

    /** What the audit trail says of a record, oldest first: {@code action changes}. */
    public List<String> history(UUID record) {
        return read(tx -> tx.list("""
                select action || ' ' || changes as line from organization.audit_entry
                where company_id = ? and subject_id = ? order by recorded_at, id""", row -> row.text("line"), id, record));
    }
}
