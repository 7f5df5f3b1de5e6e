package io.onaccount.platform.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database in use, embedded or external, migrated to this version: how to reach it as its owner and as the application. */
public final class DatabaseServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseServer.class);
    private static final int OLDEST = 15;

    /** Address and login of one role; {@code setRole} when the role is not the login itself. */
    record Login(
            String url,
            String user,
            String password,
            @Nullable String setRole) {}

    private final @Nullable ManagedPostgres managed;
    private final Login owner;
    private final Login application;
    private final Login reporting;

    private DatabaseServer(@Nullable ManagedPostgres managed, Login owner, Login application, Login reporting) {
        this.managed = managed;
        this.owner = owner;
        this.application = application;
        this.reporting = reporting;
    }

    /**
     * Starts or reaches the database and migrates it.
     *
     * @throws PostgresException when it can't be used; the message is for the person who started the server
     */
    public static DatabaseServer open(DatabaseSettings settings) {
        DatabaseSettings.External external = settings.database();
        String url = external.url();
        DatabaseServer server = url == null || url.isBlank()
                ? embedded(ManagedPostgres.start(new ManagedPostgres.Options(
                        settings.data(), external.port(), true, ManagedPostgres.Options.defaultCache(), null)))
                : external(jdbc(url), external);
        try {
            server.prepare();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Reaches the database as it stands, without migrating it: also the embedded one of a server that is running now.
     *
     * @throws PostgresException when there is none
     */
    public static DatabaseServer openAsIs(DatabaseSettings settings) {
        DatabaseSettings.External external = settings.database();
        String url = external.url();
        if (url != null && !url.isBlank()) {
            return external(jdbc(url), external);
        }
        return ManagedPostgres.loginOfRunning(settings.data(), ManagedPostgres.OWNER)
                .map(owner -> new DatabaseServer(null, owner, owner, owner))
                .orElseGet(() -> {
                    if (!ManagedPostgres.exists(settings.data())) {
                        throw new PostgresException("there is no database in " + settings.data());
                    }
                    return embedded(ManagedPostgres.start(ManagedPostgres.Options.in(settings.data())));
                });
    }

    private static DatabaseServer embedded(ManagedPostgres postgres) {
        String url = postgres.url(ManagedPostgres.DATABASE);
        Login application =
                new Login(url, ManagedPostgres.APPLICATION, postgres.password(ManagedPostgres.APPLICATION), null);
        return new DatabaseServer(
                postgres,
                new Login(url, ManagedPostgres.OWNER, postgres.password(ManagedPostgres.OWNER), null),
                application,
                application);
    }

    private static DatabaseServer external(String url, DatabaseSettings.External external) {
        String user = Objects.requireNonNullElse(external.user(), ManagedPostgres.DATABASE);
        String password = Objects.requireNonNullElse(external.password(), "");
        String ownerUser = external.ownerUser();
        Login owner = ownerUser == null || ownerUser.isBlank() || ownerUser.equals(user)
                ? new Login(url, user, password, null)
                : new Login(url, ownerUser, Objects.requireNonNullElse(external.ownerPassword(), ""), null);
        boolean oneLogin = owner.user().equals(user);
        String role = oneLogin ? ManagedPostgres.APPLICATION : null;
        String reportingUrl = external.reportingUrl();
        return new DatabaseServer(
                null,
                owner,
                new Login(url, user, password, role),
                new Login(reportingUrl == null ? url : jdbc(reportingUrl), user, password, role));
    }

    private static String jdbc(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return url;
        }
        return "jdbc:" + url.replaceFirst("^postgres(ql)?:", "postgresql:");
    }

    Login application() {
        return application;
    }

    Login reporting() {
        return reporting;
    }

    /** A connection of the role that owns the tables: sees all companies; for migrations, backup and restore. */
    public Connection connectAsOwner() throws SQLException {
        return connect(owner);
    }

    /**
     * Counts anew what is in the tables. Statements, foreign keys' own among them, are planned for what was counted last, and a connection
     * keeps its plans: whoever fills new tables with much at once calls it now and then.
     */
    public void analyze() {
        try (Connection connection = connectAsOwner();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select format('%I.%I', schema_name, table_name) from platform.placement order by 1")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            statement.execute("analyze " + String.join(", ", tables));
        } catch (SQLException e) {
            throw new PostgresException("the tables can't be analyzed: " + firstLine(e), e);
        }
    }

    /** True when the server is our own process. */
    public boolean isEmbedded() {
        return managed != null;
    }

    /** Where the data is, for the log and for health; without passwords. */
    public String address() {
        return owner.url();
    }

    private static Connection connect(Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("ApplicationName", "onaccount-owner");
        return DriverManager.getConnection(login.url(), properties);
    }

    private void prepare() {
        String role = application.setRole() == null ? application.user() : application.setRole();
        try (Connection connection = connectAsOwner()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new PostgresException(
                        "the database is PostgreSQL " + version + "; " + OLDEST + " or newer is needed");
            }
            if (application.setRole() != null) {
                prepareRole(connection, role);
            }
        } catch (SQLException e) {
            throw new PostgresException("the database at " + owner.url() + " can't be used: " + firstLine(e), e);
        }
        migrate(role);
    }

    /** With one login only, the application works as a second role without a login of its own. */
    private void prepareRole(Connection connection, String role) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select pg_has_role(current_user, oid, 'member') as member"
                    + " from pg_roles where rolname = '" + role + "'")) {
                if (rows.next() && rows.getBoolean("member")) {
                    return;
                }
            }
            try {
                statement.execute("do $$ begin if not exists (select from pg_roles where rolname = '" + role
                        + "') then create role " + role + " nologin; end if; end $$");
                statement.execute("grant " + role + " to current_user");
            } catch (SQLException e) {
                throw new PostgresException(
                        "the login " + owner.user() + " can't make the application's role; let an administrator run:"
                                + " create role " + role + " nologin; grant " + role + " to " + owner.user() + ";",
                        e);
            }
        }
    }

    private void migrate(String role) {
        long begin = System.nanoTime();
        int applied = flyway(owner.url(), owner.user(), owner.password(), role).migrate().migrationsExecuted;
        if (applied > 0) {
            log.info("migrated the database: {} steps in {} ms", applied, (System.nanoTime() - begin) / 1_000_000);
        }
    }

    /** The migrations of all modules; {@code afterMigrate.sql} gives every table its row level security and grants. */
    static Flyway flyway(String url, String owner, String password, String applicationRole) {
        return Flyway.configure(DatabaseServer.class.getClassLoader())
                .dataSource(url, owner, password)
                .locations("classpath:db/migration")
                .defaultSchema("platform")
                .schemas("platform")
                .outOfOrder(true)
                .placeholders(java.util.Map.of("app_role", applicationRole))
                .cleanDisabled(true)
                .load();
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        if (managed != null) {
            managed.close();
        }
    }
}
