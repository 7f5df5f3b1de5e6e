package io.onaccount.platform.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own: made, started, watched and stopped by this process, its files in one data folder.
 *
 * <p>It listens on 127.0.0.1 alone and asks every role for a password. One data folder belongs to one process at a time (a file
 * lock). The cluster is made aside and renamed when complete, so a crash while it is made leaves nothing half. The server dies
 * with this process even after kill -9 (the kernel signals it), and one that is left over all the same is stopped before the next
 * start. When the server dies alone it is started again on the same port.
 */
public final class ManagedPostgres implements AutoCloseable {

    /** Owns all tables: migrations, backup and restore. */
    public static final String OWNER = "onaccount_owner";

    /** The running application: owns nothing, row level security applies to it. */
    public static final String APPLICATION = "onaccount_app";

    /** Makes and removes databases; tests only. */
    public static final String SUPERUSER = "postgres";

    /** The product's database. */
    public static final String DATABASE = "onaccount";

    private static final Logger log = LoggerFactory.getLogger(ManagedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long MEGABYTE = 1 << 20;
    private static final long LOG_LIMIT_BYTES = 10_000_000;

    /**
     * @param folder data folder; made when missing
     * @param port port to listen on, 0 for a free one
     * @param durable false only in tests: a power failure may then lose or break data
     * @param cache where the binaries are unpacked
     * @param installation a PostgreSQL installed on the machine ({@code bin/postgres} in it) to use instead of the one brought along
     */
    public record Options(
            Path folder,
            int port,
            boolean durable,
            Path cache,
            @Nullable Path installation) {

        /** A durable server on a free port. */
        public static Options in(Path folder) {
            return new Options(folder, 0, true, defaultCache(), null);
        }

        /** A server for tests: fast, forgets on power failure. */
        public static Options forTests(Path folder) {
            return new Options(folder, 0, false, defaultCache(), null);
        }

        /** The same on another installation of PostgreSQL. */
        public Options with(Path otherInstallation) {
            return new Options(folder, port, durable, cache, otherInstallation);
        }

        /** The folder shared by all data folders of this user: {@code $XDG_CACHE_HOME/onaccount}. */
        public static Path defaultCache() {
            String xdg = System.getenv("XDG_CACHE_HOME");
            return (xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg))
                    .resolve("onaccount");
        }
    }

    private final Options options;
    private final Path installation;
    private final Path cluster;
    private final FileChannel lockFile;
    private final Properties passwords = new Properties();
    private int port;
    private volatile boolean closing;
    private volatile @Nullable Process server;
    private @Nullable Thread keeper;

    private ManagedPostgres(Options options, Path installation, FileChannel lockFile) {
        this.options = options;
        this.installation = installation;
        this.lockFile = lockFile;
        this.cluster = options.folder().resolve("postgres");
    }

    /**
     * Starts the server of a data folder, making the folder when it is new; returns when it accepts connections.
     *
     * @throws PostgresException when it can't be started; the message says what to do
     */
    public static ManagedPostgres start(Options given) {
        Options options = new Options(
                given.folder().toAbsolutePath().normalize(),
                given.port(),
                given.durable(),
                given.cache(),
                given.installation());
        FileChannel lock = null;
        try {
            Files.createDirectories(options.folder());
            lock = lock(options.folder());
            Path chosen = options.installation();
            ManagedPostgres postgres = new ManagedPostgres(
                    options, chosen == null ? PostgresFiles.unpacked(options.cache()) : chosen, lock);
            postgres.open();
            return postgres;
        } catch (IOException e) {
            release(lock);
            throw new PostgresException("PostgreSQL can't be started in " + options.folder() + ": " + e, e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** True when a data folder has a database already. */
    static boolean exists(Path folder) {
        return Files.exists(folder.resolve("postgres"));
    }

    /** How to sign in to the server that another process runs in this data folder now; empty when none runs. */
    static Optional<DatabaseServer.Login> loginOfRunning(Path folder, String role) {
        Path pidFile = folder.resolve("postgres/postmaster.pid");
        if (!Files.exists(pidFile) || !isLocked(folder)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(folder.resolve("postgres.secret"))) {
            Properties passwords = new Properties();
            passwords.load(in);
            String port = Files.readAllLines(pidFile).get(3).strip();
            return Optional.of(new DatabaseServer.Login(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, role, passwords.getProperty(role), null));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new PostgresException("the database in " + folder + " is starting or stopping: try again", e);
        }
    }

    private static boolean isLocked(Path folder) {
        try {
            lock(folder).close();
            return false;
        } catch (PostgresException e) {
            return true;
        } catch (IOException e) {
            throw new PostgresException("can't look into " + folder + ": " + e, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** JDBC address of one of its databases. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The password of one of the three roles. */
    public String password(String role) {
        String password = passwords.getProperty(role);
        if (password == null) {
            throw new IllegalArgumentException("no such role: " + role);
        }
        return password;
    }

    /** Process id of the server, for tests that kill it. */
    public long pid() {
        Process running = server;
        return running == null ? -1 : running.pid();
    }

    /** Stops the server: open transactions are rolled back, everything committed is written; waits until it has ended. */
    @Override
    public void close() {
        closing = true;
        Thread waiting = keeper;
        Process running = server;
        if (running != null && waiting != null) {
            stop(running.toHandle());
            try {
                waiting.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        release(lockFile);
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new PostgresException("the data folder " + folder
                    + " is in use by another running OnAccount: stop that one, or choose another folder with --data");
        }
        return channel;
    }

    private static void release(@Nullable FileChannel lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                log.debug("lock file", e);
            }
        }
    }

    private void open() throws IOException {
        stopOrphan();
        if (!Files.exists(cluster)) {
            create();
        }
        try (var in = Files.newInputStream(secretFile())) {
            passwords.load(in);
        }
        checkVersion();
        boolean free = options.port() == 0;
        // A free port may be taken by somebody else between our look and the server's start.
        for (int attempt = 1; ; attempt++) {
            port = free ? freePort() : options.port();
            try {
                launch();
                return;
            } catch (PostgresException e) {
                if (!free || attempt == 3) {
                    throw e;
                }
                log.debug("PostgreSQL did not start, another port is tried", e);
            }
        }
    }

    private void launch() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        // The kernel's death signal is bound to the thread that made the child: it must live as long as the server.
        Thread thread = new Thread(() -> keep(ready), "postgres-keeper");
        thread.setDaemon(true);
        keeper = thread;
        thread.start();
        try {
            ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new PostgresException("PostgreSQL doesn't start: " + lastLogLine(), e);
        } catch (TimeoutException e) {
            close();
            throw new PostgresException(
                    "PostgreSQL isn't ready after " + START_LIMIT.toSeconds() + " s, see " + logFile(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new PostgresException("interrupted while PostgreSQL started", e);
        }
    }

    /** Runs the server until it is closed; starts it again when it dies by itself. */
    private void keep(CompletableFuture<Void> ready) {
        long lastStart = 0;
        while (!closing) {
            try {
                lastStart = System.nanoTime();
                Process process = process(serverCommand());
                process.getOutputStream().close();
                server = process;
                if (awaitReady(process)) {
                    ready.complete(null);
                }
                int code = process.waitFor();
                server = null;
                if (!ready.isDone()) {
                    ready.completeExceptionally(new IOException("exit code " + code));
                    return;
                }
                if (!closing) {
                    log.error("PostgreSQL ended by itself (code {}), starting it again; see {}", code, logFile());
                    awaitNoBackend();
                }
            } catch (IOException e) {
                if (!ready.isDone()) {
                    ready.completeExceptionally(e);
                    return;
                }
                log.error("PostgreSQL can't be started again", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ready.completeExceptionally(e);
                return;
            }
            if (!closing && Duration.ofNanos(System.nanoTime() - lastStart).compareTo(Duration.ofSeconds(5)) < 0) {
                pause(1000);
            }
        }
    }

    /** Ready is what the server itself writes into the last line of postmaster.pid. */
    private boolean awaitReady(Process process) {
        Path pidFile = cluster.resolve("postmaster.pid");
        while (process.isAlive()) {
            try {
                List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
                if (lines.size() >= 8
                        && lines.getFirst().strip().equals(Long.toString(process.pid()))
                        && lines.get(7).strip().equals("ready")) {
                    return true;
                }
            } catch (IOException e) {
                log.trace("postmaster.pid is being written", e);
            }
            pause(10);
        }
        return false;
    }

    private List<String> serverCommand() {
        long memory = machineMemory();
        long sharedBuffersMb = options.durable() ? Math.clamp(memory / 8 / MEGABYTE, 128, 1024) : 128;
        List<String> command = new ArrayList<>(asOrdinaryUser());
        // A session of its own: the terminal's Ctrl-C reaches this process alone, which then stops the server in good
        // order.
        command.addAll(List.of("setpriv", "--pdeathsig", "INT", "setsid"));
        command.addAll(List.of(program("postgres"), "-D", cluster.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=120",
                "shared_buffers=" + sharedBuffersMb + "MB",
                "effective_cache_size=" + Math.max(256, memory / 2 / MEGABYTE) + "MB",
                "work_mem=16MB",
                "maintenance_work_mem=128MB",
                "random_page_cost=1.1",
                "jit=off",
                "max_wal_size=2GB",
                "min_wal_size=128MB",
                "checkpoint_timeout=15min",
                "checkpoint_completion_target=0.9",
                "password_encryption=scram-sha-256",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] %a ",
                "log_checkpoints=off",
                "log_connections=off",
                "lc_messages=C")) {
            command.add("-c");
            command.add(setting);
        }
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            command.add("-c");
            command.add(setting + "=" + (options.durable() ? "on" : "off"));
        }
        return command;
    }

    private static long machineMemory() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 1L << 30;
    }

    /** PostgreSQL refuses to run as root: in a user namespace of its own the same files belong to nobody in particular. */
    private static List<String> asOrdinaryUser() {
        return isRoot() ? List.of("unshare", "--user") : List.of();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Makes the cluster aside, with its roles and the empty database, and renames it: it is there whole or not at all. */
    private void create() throws IOException {
        log.info("making a new database in {}", cluster);
        Path aside = options.folder().resolve("postgres.new");
        PostgresFiles.delete(aside);
        Properties fresh = new Properties();
        for (String role : List.of(SUPERUSER, OWNER, APPLICATION)) {
            fresh.setProperty(role, randomPassword());
        }
        Path passwordFile = options.folder().resolve("initdb.password");
        writePrivately(passwordFile, fresh.getProperty(SUPERUSER));
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(
                List.of(program("initdb"), "-D", aside.toString(), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums"));
        command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile));
        // Sorted by code point and upper/lower of all scripts: alike on every machine and in every version from 17 on.
        command.addAll(
                majorVersion() >= 17
                        ? List.of(
                                "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8")
                        : List.of("--locale=C.UTF-8"));
        if (!options.durable()) {
            command.add("--no-sync");
        }
        run(command, "");
        Files.delete(passwordFile);
        List<String> single = new ArrayList<>(asOrdinaryUser());
        single.addAll(List.of(program("postgres"), "--single", "-j", "-D", aside.toString(), "postgres"));
        // What the application is refused it logs itself; an order held by credit is no error to fill this log with.
        String output = run(single, """
                create role %1$s login password '%3$s';

                create role %2$s login password '%4$s';

                alter role %2$s set log_min_messages = 'log';

                create database %5$s owner %1$s;

                """.formatted(
                        OWNER, APPLICATION, fresh.getProperty(OWNER), fresh.getProperty(APPLICATION), DATABASE));
        if (output.contains("ERROR:") || output.contains("FATAL:")) {
            throw new PostgresException("the new database can't be prepared: " + output.strip());
        }
        var text = new java.io.StringWriter();
        fresh.store(text, "Passwords of the embedded database. Keep this file with the folder beside it.");
        writePrivately(secretFile(), text.toString());
        Files.move(aside, cluster, StandardCopyOption.ATOMIC_MOVE);
        if (options.durable()) {
            try (FileChannel folder = FileChannel.open(options.folder(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private void checkVersion() throws IOException {
        String made = Files.readString(cluster.resolve("PG_VERSION")).strip();
        int runs = majorVersion();
        if (!made.equals(Integer.toString(runs))) {
            throw new PostgresException(
                    "the data folder was made by PostgreSQL " + made + ", this is PostgreSQL " + runs
                            + ": back up with the version of OnAccount that made it (--backup) and restore here (--restore)");
        }
    }

    private int majorVersion() throws IOException {
        // "postgres (PostgreSQL) 18.6"
        String text = run(List.of(program("postgres"), "--version"), "");
        String number = text.substring(text.indexOf(')') + 1).strip();
        return Integer.parseInt(number.substring(0, number.indexOf('.')));
    }

    private void stopOrphan() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (!lines.isEmpty()) {
            ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(this::servesThisCluster)
                    .ifPresent(orphan -> {
                        log.warn("stopping a PostgreSQL that an earlier run left behind (process {})", orphan.pid());
                        stop(orphan);
                    });
        }
        awaitNoBackend();
    }

    /** A killed postmaster's children end by themselves within moments; until then its shared memory counts as in use. */
    private void awaitNoBackend() {
        long limit = System.nanoTime() + STOP_LIMIT.toNanos();
        while (System.nanoTime() < limit && ProcessHandle.allProcesses().anyMatch(this::worksInThisCluster)) {
            pause(20);
        }
    }

    private boolean servesThisCluster(ProcessHandle process) {
        try {
            String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return command.contains("postgres") && command.contains(cluster.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean worksInThisCluster(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(cluster);
        } catch (IOException e) {
            return false;
        }
    }

    /** Fast shutdown, and after a minute an immediate one: the next start then recovers from the log. */
    private static void stop(ProcessHandle postmaster) {
        signal(postmaster, "INT");
        if (!awaitEnd(postmaster, STOP_LIMIT)) {
            log.warn("PostgreSQL didn't stop in time, it is stopped at once");
            signal(postmaster, "QUIT");
            if (!awaitEnd(postmaster, Duration.ofSeconds(10))) {
                postmaster.destroyForcibly();
            }
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                log.debug("process {} is gone already", process.pid());
            }
        } catch (IOException e) {
            throw new PostgresException("can't signal PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process process(List<String> command) throws IOException {
        Path logFile = logFile();
        if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT_BYTES) {
            Files.move(logFile, logFile.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ProcessBuilder(command)
                .directory(options.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .start();
    }

    /** Runs a short command to its end and returns what it printed. */
    private String run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(options.folder().toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                String hint = isRoot() && output.contains("unshare")
                        ? " (as root PostgreSQL needs user namespaces, which this machine forbids: start as an ordinary user"
                                + " or give --database-url)"
                        : "";
                throw new PostgresException(command.getFirst() + " failed" + hint + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PostgresException("interrupted", e);
        }
        return output;
    }

    private String lastLogLine() {
        try {
            List<String> lines = Files.readAllLines(logFile());
            return lines.stream()
                    .filter(line -> line.contains("FATAL") || line.contains("ERROR"))
                    .reduce((first, last) -> last)
                    .orElse(lines.isEmpty() ? "no message" : lines.getLast());
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private Path logFile() {
        return options.folder().resolve("postgres.log");
    }

    private Path secretFile() {
        return options.folder().resolve("postgres.secret");
    }

    private String program(String name) {
        return installation.resolve("bin").resolve(name).toString();
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
