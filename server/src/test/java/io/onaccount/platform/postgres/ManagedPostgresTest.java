package io.onaccount.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedPostgresTest {

    @TempDir
    Path folder;

    @Test
    void keepsWhatWasCommittedOverCleanStopAndKill() throws Exception {
        long pid;
        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder))) {
            pid = postgres.pid();
            sql(postgres, "create table kept (n int)");
            sql(postgres, "insert into kept values (1)");
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres.secret"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> DriverManager.getConnection(
                            postgres.url(ManagedPostgres.DATABASE), ManagedPostgres.OWNER, "wrong"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> ManagedPostgres.start(ManagedPostgres.Options.in(folder)))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("is in use");
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(Files.readString(folder.resolve("postgres.log"))).contains("database system is shut down");

        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder))) {
            sql(postgres, "insert into kept values (2)");
            long killed = postgres.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            // It comes back by itself on the same port, with both rows.
            assertThat(eventuallyCount(postgres, "kept")).isEqualTo(2);
            assertThat(postgres.pid()).isNotEqualTo(killed);
        }
    }

    @Test
    void stopsWhatAnEarlierRunLeftBehind() throws Exception {
        int port;
        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder))) {
            port = postgres.port();
            sql(postgres, "create table kept (n int)");
        }
        Process orphan = leaveBehind(port);
        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder))) {
            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(eventuallyCount(postgres, "kept")).isZero();
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void endsWithTheProcessThatStartedItEvenWhenThatIsKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Held.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("held.log").toFile())
                .start();
        Path pidFile = folder.resolve("postgres/postmaster.pid");
        ProcessHandle server = null;
        for (int i = 0; i < 600 && server == null; i++) {
            Thread.sleep(100);
            if (Files.exists(folder.resolve("ready"))) {
                server = ProcessHandle.of(
                                Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                        .orElseThrow();
            }
        }
        assertThat(server).as(Files.readString(folder.resolve("held.log"))).isNotNull();
        other.destroyForcibly().waitFor();
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(server.isAlive()).isFalse();
        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder))) {
            assertThat(eventuallyCount(postgres, "kept")).isEqualTo(1);
        }
    }

    @Test
    void aHalfMadeClusterIsMadeAnew() throws Exception {
        Files.createDirectories(folder.resolve("postgres.new/base"));
        Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "18");
        try (ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.forTests(folder))) {
            assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
        }
    }

    /** A process that only holds a server, to be killed. */
    static final class Held {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            ManagedPostgres postgres = ManagedPostgres.start(ManagedPostgres.Options.in(folder));
            sql(postgres, "create table kept (n int)");
            sql(postgres, "insert into kept values (1)");
            Files.createFile(folder.resolve("ready"));
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    /** Starts the cluster without the death signal, as a crashed process on a machine without it would leave it. */
    private Process leaveBehind(int port) throws IOException, InterruptedException {
        String installation = PostgresFiles.unpacked(ManagedPostgres.Options.defaultCache())
                .resolve("bin/postgres")
                .toString();
        var command = new java.util.ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(java.util.List.of("unshare", "--user"));
        }
        command.addAll(java.util.List.of(
                installation, "-D", folder.resolve("postgres").toString(), "-p", Integer.toString(port)));
        command.addAll(java.util.List.of("-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orphan.log").toFile())
                .start();
        for (int i = 0; i < 200; i++) {
            Thread.sleep(50);
            if (Files.readString(folder.resolve("orphan.log")).contains("ready to accept connections")) {
                return process;
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("orphan.log")));
    }

    private static Connection connect(ManagedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.url(ManagedPostgres.DATABASE),
                ManagedPostgres.OWNER,
                postgres.password(ManagedPostgres.OWNER));
    }

    private static void sql(ManagedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(ManagedPostgres postgres, String name) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int eventuallyCount(ManagedPostgres postgres, String table) throws Exception {
        SQLException last = null;
        for (int i = 0; i < 300; i++) {
            try (Connection connection = connect(postgres);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from " + table)) {
                rows.next();
                return rows.getInt(1);
            } catch (SQLException e) {
                last = e;
                Thread.sleep(50);
            }
        }
        throw new AssertionError(last);
    }
}
