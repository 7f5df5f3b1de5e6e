package io.onaccount.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a backup into an empty database of the same version, in one transaction: all of it or nothing. */
public final class Restore {

    private Restore() {}

    /** What was read. */
    public record Done(long tables, long rows, String made) {}

    private record ForeignKey(String table, String name, String definition) {}

    /**
     * Reads the file. Every sum in it is compared, and every constraint of the database checked over the whole data.
     *
     * @param owner a connection of the role that owns the tables, migrated
     * @throws BackupException when the file is none of ours or damaged, is of another version, or the database isn't empty
     */
    public static Done read(Connection owner, Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip, file);
            owner.setAutoCommit(false);
            try {
                checkVersion(owner, manifest);
                checkEmpty(owner);
                Done done = load(owner, zip, manifest);
                owner.commit();
                return done;
            } finally {
                owner.rollback();
            }
        } catch (ZipException e) {
            throw new BackupException(file + " is not a backup, or is damaged: " + e.getMessage(), e);
        } catch (IOException | SQLException e) {
            throw new BackupException("the backup can't be restored, nothing was changed: " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw new BackupException(file + " is not a backup of OnAccount");
        }
        Manifest manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            manifest = JsonMapper.builder().build().readValue(in, Manifest.class);
        } catch (JacksonException e) {
            throw new BackupException(file + " is not a backup of OnAccount", e);
        }
        if (manifest.format() != Manifest.FORMAT) {
            throw new BackupException(
                    file + " has the backup format " + manifest.format() + ", this version reads " + Manifest.FORMAT);
        }
        return manifest;
    }

    private static void checkVersion(Connection owner, Manifest manifest) throws SQLException {
        TreeSet<String> here = new TreeSet<>(Manifest.schemaOf(owner));
        TreeSet<String> there = new TreeSet<>(manifest.schema());
        if (here.equals(there)) {
            return;
        }
        TreeSet<String> missing = new TreeSet<>(there);
        missing.removeAll(here);
        String first = missing.isEmpty() ? "older" : "newer or other";
        throw new BackupException("the backup is of an " + first
                + " version of OnAccount: restore it with the version that made it, then start this one, which migrates it"
                + (missing.isEmpty() ? "" : " (unknown here: " + missing.first().split(" ")[0] + ")"));
    }

    private static void checkEmpty(Connection owner) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows =
                        statement.executeQuery("select quote_ident(schema_name) || '.' || quote_ident(table_name)"
                                + " from platform.placement where kind = 'distributed' order by 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        for (String name : names) {
            try (Statement statement = owner.createStatement();
                    ResultSet rows = statement.executeQuery("select exists (select from " + name + ")")) {
                rows.next();
                if (rows.getBoolean(1)) {
                    throw new BackupException("the database isn't empty (" + name
                            + " has rows): restore into a new data folder (--data) or a new database (--database-url)");
                }
            }
        }
    }

    private static Done load(Connection owner, ZipFile zip, Manifest manifest) throws IOException, SQLException {
        CopyManager copy = owner.unwrap(PGConnection.class).getCopyAPI();
        List<Manifest.Table> here = Manifest.tablesOf(owner);
        for (Manifest.Table table : manifest.tables()) {
            if (here.stream()
                    .noneMatch(one -> one.entry().equals(table.entry())
                            && new TreeSet<>(one.columns()).equals(new TreeSet<>(table.columns())))) {
                throw new BackupException("the backup has another table " + table.quoted() + " than this version");
            }
        }
        long rows = 0;
        try (Statement statement = owner.createStatement()) {
            // Without foreign keys any order of the tables will do; added again they are checked over all rows at once.
            List<ForeignKey> foreignKeys = foreignKeys(owner);
            for (ForeignKey key : foreignKeys) {
                statement.execute("alter table " + key.table() + " drop constraint " + key.name());
            }
            // What migrations put into a new database comes back with the backup.
            statement.execute("truncate "
                    + String.join(
                            ", ", here.stream().map(Manifest.Table::quoted).toList()));
            for (Manifest.Table table : manifest.tables()) {
                rows += load(copy, zip, table);
            }
            for (ForeignKey key : foreignKeys) {
                statement.execute(
                        "alter table " + key.table() + " add constraint " + key.name() + " " + key.definition());
            }
            statement.execute("analyze");
        }
        return new Done(manifest.tables().size(), rows, manifest.made());
    }

    private static long load(CopyManager copy, ZipFile zip, Manifest.Table table) throws IOException, SQLException {
        ZipEntry entry = Objects.requireNonNull(zip.getEntry(table.entry()), () -> "the backup lacks " + table.entry());
        try (DigestInputStream in = new DigestInputStream(zip.getInputStream(entry), Backup.sha256())) {
            long rows = copy.copyIn("copy " + table.quoted() + " (" + table.columnList() + ") from stdin", in);
            String sum = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (rows != table.rows() || !sum.equals(table.sha256())) {
                throw new BackupException("the backup is damaged: " + table.entry() + " is not what was written");
            }
            return rows;
        }
    }

    private static List<ForeignKey> foreignKeys(Connection owner) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select quote_ident(p.schema_name) || '.' || quote_ident(p.table_name) as rel, quote_ident(f.conname) as name,
                               pg_get_constraintdef(f.oid) as definition
                        from pg_constraint f join platform.placement p on p.table_oid = f.conrelid
                        where f.contype = 'f' and f.conparentid = 0
                        order by 1, 2
                        """)) {
            while (rows.next()) {
                keys.add(new ForeignKey(rows.getString("rel"), rows.getString("name"), rows.getString("definition")));
            }
        }
        return keys;
    }
}
