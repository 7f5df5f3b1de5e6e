package io.onaccount.platform.postgres;

/** Lets the tests' support migrate a database as the server does. */
public final class TestMigration {

    private TestMigration() {}

    public static void migrate(String url, String owner, String password) {
        DatabaseServer.flyway(url, owner, password, ManagedPostgres.APPLICATION).migrate();
    }
}
