package io.onaccount.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.testing.TestApplication;
import io.onaccount.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An external database, empty at first, with one login or with two. */
class ExternalDatabaseTest {

    @Test
    void withOneLoginTheApplicationWorksAsARoleThatOwnsNothing() throws SQLException {
        TestDatabase database = TestDatabase.empty();
        // It may do anything, so only the role keeps the application behind the walls.
        String password = database.password(ManagedPostgres.SUPERUSER);
        try (TestApplication application = TestApplication.start(
                database,
                "onaccount.database.user=" + ManagedPostgres.SUPERUSER,
                "onaccount.database.password=" + password,
                "onaccount.database.owner-user=",
                "onaccount.database.owner-password=")) {
            DataSource business = application.context().getBean("business", DataSource.class);
            for (int i = 0; i < 3; i++) {
                try (Connection connection = business.getConnection();
                        var statement = connection.createStatement();
                        var rows = statement.executeQuery("select current_user, session_user")) {
                    rows.next();
                    assertThat(rows.getString(1)).isEqualTo(ManagedPostgres.APPLICATION);
                    assertThat(rows.getString(2)).isEqualTo(ManagedPostgres.SUPERUSER);
                }
            }
            try (Connection connection = business.getConnection();
                    var statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("delete from organization.audit_entry where company_id = 1"))
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void aLoginThatMayNotMakeTheRoleIsToldWhatToAskFor() {
        try (TestDatabase database = TestDatabase.empty()) {
            // The owner is a plain login here: not a member of the application's role, which exists.
            assertThatThrownBy(() -> DatabaseServer.open(settings(
                            database.url(),
                            ManagedPostgres.OWNER,
                            database.password(ManagedPostgres.OWNER),
                            null,
                            null)))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining(
                            "let an administrator run: create role onaccount_app nologin; grant onaccount_app to onaccount_owner;");
        }
    }

    @Test
    void aWrongPasswordIsOneClearLine() {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThatThrownBy(() ->
                            DatabaseServer.open(settings(database.url(), ManagedPostgres.OWNER, "wrong", null, null)))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("can't be used")
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void anAddressMayBeWrittenAsLibpqDoes() throws SQLException {
        try (TestDatabase database = TestDatabase.empty()) {
            String url = database.url().replace("jdbc:postgresql:", "postgres:");
            try (DatabaseServer server = DatabaseServer.open(settings(
                            url,
                            ManagedPostgres.APPLICATION,
                            database.password(ManagedPostgres.APPLICATION),
                            ManagedPostgres.OWNER,
                            database.password(ManagedPostgres.OWNER)));
                    Connection owner = server.connectAsOwner()) {
                assertThat(owner.isValid(2)).isTrue();
                assertThat(server.isEmbedded()).isFalse();
            }
            assertThat(database.value("select count(*) > 10 from platform.placement"))
                    .isEqualTo("t");
        }
    }

    private static DatabaseSettings settings(
            String url, String user, String password, @Nullable String owner, @Nullable String ownerPassword) {
        return new DatabaseSettings(
                Path.of("unused"), new DatabaseSettings.External(url, user, password, owner, ownerPassword, null, 0));
    }
}
