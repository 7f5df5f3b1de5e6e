package io.onaccount.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.testing.TestDatabase;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    Path folder;

    @Test
    void whatWasBackedUpIsRestoredTableByTable() throws Exception {
        try (TestDatabase source = filled();
                TestDatabase target = TestDatabase.fresh()) {
            Backup.Written written = write(source, file("a.zip"));
            assertThat(written.rows()).isGreaterThanOrEqualTo(2003);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("a.zip"))))
                    .isEqualTo("rw-------");
            Restore.Done done = read(target, file("a.zip"));
            assertThat(done.rows()).isEqualTo(written.rows());
            assertThat(checksums(target)).isNotEmpty().isEqualTo(checksums(source));
            assertThat(constraints(target)).isNotEmpty().isEqualTo(constraints(source));
            // A backup of the restored database is the same again, line by line.
            write(target, file("b.zip"));
            assertThat(manifest(file("b.zip")).tables())
                    .isEqualTo(manifest(file("a.zip")).tables());
        }
    }

    @Test
    void showsOneMomentWhileOthersWrite() throws Exception {
        try (TestDatabase source = filled();
                TestDatabase target = TestDatabase.fresh()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger pairs = new AtomicInteger();
            Thread writer = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    int n = pairs.incrementAndGet();
                    source.sql(
                            "begin; insert into organization.department (company_id, id, name) values (3, gen_random_uuid(), 'pair');"
                                    + " insert into organization.app_user (id, login, name) values (gen_random_uuid(), 'pair-"
                                    + n
                                    + "', 'pair'); commit");
                }
            });
            while (pairs.get() < 5) {
                Thread.onSpinWait();
            }
            write(source, file("moment.zip"));
            over.set(true);
            writer.join();
            read(target, file("moment.zip"));
            String departments = target.value("select count(*) from organization.department where company_id = 3");
            assertThat(Integer.parseInt(departments)).isBetween(4, pairs.get());
            assertThat(target.value("select count(*) from organization.app_user where name = 'pair'"))
                    .isEqualTo(departments);
        }
    }

    @Test
    void refusesADatabaseThatIsNotEmpty() throws Exception {
        try (TestDatabase source = filled()) {
            write(source, file("a.zip"));
            List<String> before = checksums(source);
            assertThatThrownBy(() -> read(source, file("a.zip")))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("the database isn't empty (organization.department has rows)");
            assertThat(checksums(source)).isEqualTo(before);
        }
    }

    @Test
    void refusesAnotherVersion() throws Exception {
        try (TestDatabase source = filled();
                TestDatabase older = TestDatabase.fresh();
                TestDatabase newer = TestDatabase.fresh()) {
            write(source, file("a.zip"));
            older.sql("delete from platform.flyway_schema_history where version = '10.010'");
            assertThatThrownBy(() -> read(older, file("a.zip")))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("newer or other version")
                    .hasMessageContaining("V10.010");
            newer.sql(
                    "insert into platform.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                            + " execution_time, success) values (9999, '99.001', 'next', 'SQL', 'V99_001__next.sql', 7, 'x', 1, true)");
            assertThatThrownBy(() -> read(newer, file("a.zip")))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("an older version");
        }
    }

    @Test
    void refusesWhatIsDamagedOrNotOurs() throws Exception {
        try (TestDatabase source = filled();
                TestDatabase target = TestDatabase.fresh()) {
            Files.writeString(file("text.zip"), "not a zip");
            assertThatThrownBy(() -> read(target, file("text.zip"))).hasMessageContaining("is not a backup");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file("other.zip")))) {
                zip.putNextEntry(new ZipEntry("letter.txt"));
            }
            assertThatThrownBy(() -> read(target, file("other.zip"))).hasMessageContaining("is not a backup");
            write(source, file("a.zip"));
            changed(file("a.zip"), file("changed.zip"), "data/organization.department.copy", "Dept 1\\t", "Dept 9\\t");
            assertThatThrownBy(() -> read(target, file("changed.zip")))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("damaged");
            assertThat(target.value("select count(*) from organization.department"))
                    .isEqualTo("0");
            assertThat(constraints(target)).isEqualTo(constraints(source));
        }
    }

    @Test
    void doesNotWriteOverAFile() throws Exception {
        try (TestDatabase source = TestDatabase.fresh()) {
            Files.writeString(file("kept.zip"), "mine");
            assertThatThrownBy(() -> write(source, file("kept.zip"))).hasMessageContaining("exists already");
            assertThat(Files.readString(file("kept.zip"))).isEqualTo("mine");
        }
    }

    private static TestDatabase filled() {
        TestDatabase database = TestDatabase.fresh();
        database.sql(
                "insert into organization.company (id, name) values (1, E'甲\\t\"公司\"\\\\N'), (2, 'B')",
                "insert into organization.department (company_id, id, name)"
                        + " select c, gen_random_uuid(), 'Dept ' || n || E'\\t赊\\n' from generate_series(1, 2) c, generate_series(1, 1000) n",
                "insert into organization.app_user (id, login, name) values (gen_random_uuid(), 'li', '李')");
        return database;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static Backup.Written write(TestDatabase database, Path file) throws SQLException {
        try (Connection owner = database.owner().getConnection()) {
            return Backup.write(owner, file);
        }
    }

    private static Restore.Done read(TestDatabase database, Path file) throws SQLException {
        try (Connection owner = database.owner().getConnection()) {
            return Restore.read(owner, file);
        }
    }

    private static Manifest manifest(Path file) throws Exception {
        try (ZipFile zip = new ZipFile(file.toFile());
                var in = zip.getInputStream(zip.getEntry(Manifest.ENTRY))) {
            return tools.jackson.databind.json.JsonMapper.builder().build().readValue(in, Manifest.class);
        }
    }

    private static void changed(Path from, Path to, String entry, String old, String other) throws Exception {
        try (ZipFile zip = new ZipFile(from.toFile());
                OutputStream out = Files.newOutputStream(to);
                ZipOutputStream written = new ZipOutputStream(out)) {
            for (ZipEntry one : zip.stream().toList()) {
                written.putNextEntry(new ZipEntry(one.getName()));
                byte[] bytes = zip.getInputStream(one).readAllBytes();
                if (one.getName().equals(entry)) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    assertThat(text).contains(old);
                    bytes = text.replace(old, other).getBytes(StandardCharsets.UTF_8);
                }
                written.write(bytes);
            }
        }
    }

    /** Rows and content of every table, counted by the database itself. */
    private static List<String> checksums(TestDatabase database) {
        List<String> tables = strings(
                database,
                "select quote_ident(schema_name) || '.' || quote_ident(table_name)"
                        + " from platform.placement where table_name not in ('flyway_schema_history', 'scheduled_task') order by 1");
        return tables.stream()
                .map(table -> table + " "
                        + database.value(
                                "select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from " + table
                                        + " t"))
                .toList();
    }

    private static List<String> constraints(TestDatabase database) {
        return strings(
                database,
                "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated"
                        + " from pg_constraint where connamespace in (select oid from pg_namespace where nspname !~ '^pg_|information_schema') order by 1");
    }

    private static List<String> strings(TestDatabase database, String sql) {
        try (Connection owner = database.owner().getConnection();
                var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
