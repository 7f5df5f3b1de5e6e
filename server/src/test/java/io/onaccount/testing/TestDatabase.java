package io.onaccount.testing;

import io.onaccount.platform.db.Database;
import io.onaccount.platform.postgres.ManagedPostgres;
import io.onaccount.platform.postgres.TestMigration;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A migrated, empty database for a test, made in milliseconds by copying a template. One server serves the whole test process; {@code
 * -Donaccount.test.postgres=/usr/lib/postgresql/15} runs the tests on another version.
 */
public final class TestDatabase implements AutoCloseable {

    private static final String TEMPLATE = "onaccount";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private @Nullable DataSource observer;
    private final ConcurrentLinkedDeque<com.zaxxer.hikari.HikariDataSource> pools = new ConcurrentLinkedDeque<>();

    private TestDatabase(String name) {
        this.name = name;
    }

    /** One server for all tests of this process, its template migrated once. */
    private static final class Server {
        static final ManagedPostgres POSTGRES = start();
        static final Set<String> DISTRIBUTED = distributed();

        private static ManagedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("onaccount-test-");
                ManagedPostgres.Options options = ManagedPostgres.Options.forTests(folder);
                String installed = System.getProperty("onaccount.test.postgres", "");
                ManagedPostgres postgres =
                        ManagedPostgres.start(installed.isEmpty() ? options : options.with(Path.of(installed)));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    postgres.close();
                    delete(folder);
                }));
                TestMigration.migrate(
                        postgres.url(TEMPLATE), ManagedPostgres.OWNER, postgres.password(ManagedPostgres.OWNER));
                return postgres;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Set<String> distributed() {
            try (Connection connection = DriverManager.getConnection(
                            POSTGRES.url(TEMPLATE), ManagedPostgres.OWNER, POSTGRES.password(ManagedPostgres.OWNER));
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "select schema_name || '.' || table_name from platform.placement where kind = 'distributed'")) {
                Set<String> names = new java.util.TreeSet<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A new database of its own for the caller, who closes it. */
    public static TestDatabase fresh() {
        String name = "test_" + COUNT.incrementAndGet();
        asSuperuser("create database " + name + " template " + TEMPLATE + " owner " + ManagedPostgres.OWNER
                + " strategy file_copy");
        return new TestDatabase(name);
    }

    /** A new database without anything in it, not even migrations. */
    public static TestDatabase empty() {
        String name = "test_" + COUNT.incrementAndGet();
        asSuperuser("create database " + name + " template template0 owner " + ManagedPostgres.OWNER);
        return new TestDatabase(name);
    }

    /** {@code schema.table} of every table that has company_id. */
    public static Set<String> distributedTables() {
        return Server.DISTRIBUTED;
    }

    /** JDBC address. */
    public String url() {
        return Server.POSTGRES.url(name);
    }

    /** Connections of the application's role, each statement checked by {@link StatementGuard}. */
    public DataSource application() {
        return StatementGuard.around(pool(ManagedPostgres.APPLICATION), distributedTables());
    }

    /** Connections of the role that owns the tables: sees all companies, may do everything. */
    public DataSource owner() {
        return pool(ManagedPostgres.OWNER);
    }

    /** The product's own door to this database, guarded. */
    public Database database() {
        DataSource source = application();
        return new Database(source, source);
    }

    public String password(String role) {
        return Server.POSTGRES.password(role);
    }

    /** Runs statements as the owner. */
    public void sql(String... statements) {
        try (Connection connection = observer().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row, as the owner sees it; null when there is none. */
    public String value(String sql) {
        try (Connection connection = observer().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The owner's connections behind {@link #sql} and {@link #value}: signing in anew costs more than what they ask. */
    private synchronized DataSource observer() {
        if (observer == null) {
            observer = pool(ManagedPostgres.OWNER);
        }
        return observer;
    }

    private DataSource pool(String role) {
        var config = new com.zaxxer.hikari.HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(role);
        config.setPassword(password(role));
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(20_000);
        config.addDataSourceProperty("prepareThreshold", "1");
        var pool = new com.zaxxer.hikari.HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    @Override
    public void close() {
        pools.forEach(com.zaxxer.hikari.HikariDataSource::close);
        asSuperuser("drop database " + name + " with (force)");
    }

    private static void asSuperuser(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        Server.POSTGRES.url("postgres"),
                        ManagedPostgres.SUPERUSER,
                        Server.POSTGRES.password(ManagedPostgres.SUPERUSER));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("left behind: " + folder + ": " + e);
        }
    }
}
