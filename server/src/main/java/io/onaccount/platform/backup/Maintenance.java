package io.onaccount.platform.backup;

import io.onaccount.platform.postgres.DatabaseServer;
import io.onaccount.platform.postgres.DatabaseSettings;
import io.onaccount.platform.postgres.PostgresException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The commands that need the database alone, not the product upon it: {@code ./run --backup FILE} and {@code --restore FILE}. */
public final class Maintenance {

    private static final String COMMAND = "--onaccount.command=";
    private static final List<String> COMMANDS = List.of("backup", "restore");

    private Maintenance() {}

    /** True when the command line asks for one of them. */
    public static boolean isAsked(String... arguments) {
        return List.of(arguments).stream()
                .anyMatch(argument ->
                        argument.startsWith(COMMAND) && COMMANDS.contains(argument.substring(COMMAND.length())));
    }

    /** Does it and answers the exit code; what came of it is printed. */
    public static int run(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            DatabaseSettings settings = context.getBean(DatabaseSettings.class);
            String command = context.getEnvironment().getRequiredProperty("onaccount.command");
            Path file = Path.of(context.getEnvironment().getRequiredProperty("onaccount.command-argument"));
            long begin = System.nanoTime();
            String told = command.equals("backup") ? backup(settings, file) : restore(settings, file);
            System.out.printf("%s, %.1f s%n", told, (System.nanoTime() - begin) / 1e9);
            return 0;
        } catch (BackupException | PostgresException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (SQLException e) {
            System.err.println("the database can't be used: " + e.getMessage());
            return 1;
        }
    }

    private static String backup(DatabaseSettings settings, Path file) throws SQLException {
        try (DatabaseServer server = DatabaseServer.openAsIs(settings);
                Connection owner = server.connectAsOwner()) {
            Backup.Written written = Backup.write(owner, file);
            return "backup: %d rows of %d tables in %s, %.1f MB"
                    .formatted(written.rows(), written.tables(), file, written.bytes() / 1e6);
        }
    }

    private static String restore(DatabaseSettings settings, Path file) throws SQLException {
        try (DatabaseServer server = DatabaseServer.open(settings);
                Connection owner = server.connectAsOwner()) {
            Restore.Done done = Restore.read(owner, file);
            return "restored: %d rows of %d tables as of %s".formatted(done.rows(), done.tables(), done.made());
        }
    }

    /** The settings alone, from the same sources as the product reads them. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DatabaseSettings.class)
    static class Settings {}
}
