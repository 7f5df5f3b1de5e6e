package io.onaccount.platform.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import tools.jackson.databind.json.JsonMapper;

/** Writes every table, as one moment shows them all, into one zip file. */
public final class Backup {

    private Backup() {}

    /** What was written. */
    public record Written(long tables, long rows, long bytes) {}

    /**
     * Writes the file; it is there whole or not at all, and readable by its owner alone (it holds password hashes).
     *
     * @param owner a connection of the role that owns the tables and so sees all companies
     * @throws BackupException when the file exists already or the data can't be read
     */
    public static Written write(Connection owner, Path file) {
        if (Files.exists(file)) {
            throw new BackupException(file + " exists already");
        }
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(aside);
            Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Written written;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
                written = write(owner, out);
            }
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return new Written(written.tables(), written.rows(), Files.size(file));
        } catch (IOException | SQLException e) {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new BackupException("the backup can't be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private static Written write(Connection owner, OutputStream out) throws IOException, SQLException {
        owner.setAutoCommit(false);
        owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        owner.setReadOnly(true);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            String made;
            try (Statement statement = owner.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")) {
                rows.next();
                made = rows.getString(1);
            }
            List<Manifest.Table> written = new ArrayList<>();
            for (Manifest.Table table : Manifest.tablesOf(owner)) {
                written.add(copy(owner, table, zip));
            }
            Manifest manifest = new Manifest(Manifest.FORMAT, made, Manifest.schemaOf(owner), written);
            zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
            zip.write(JsonMapper.builder().build().writeValueAsBytes(manifest));
            zip.closeEntry();
            return new Written(
                    written.size(),
                    written.stream().mapToLong(Manifest.Table::rows).sum(),
                    0);
        } finally {
            owner.rollback();
            owner.setReadOnly(false);
        }
    }

    private static Manifest.Table copy(Connection owner, Manifest.Table table, ZipOutputStream zip)
            throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(table.entry()));
        DigestOutputStream summed = new DigestOutputStream(zip, sha256());
        long rows = owner.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy (select " + table.columnList() + " from " + table.quoted()
                                + Manifest.orderOf(owner, table) + ") to stdout",
                        summed);
        zip.closeEntry();
        return new Manifest.Table(
                table.schema(),
                table.name(),
                table.columns(),
                rows,
                HexFormat.of().formatHex(summed.getMessageDigest().digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
