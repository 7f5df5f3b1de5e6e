package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Files on records (FND-23): kept in the database with everything else, so that a backup has them and the record's access is theirs. */
@Component
public final class Attachments {
    /** The largest file, in bytes. */
    public static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final int PART = 256 * 1024;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FILES = 200;

    private final Records records;
    private final Headers headers;
    private final AuditTrail trail;

    Attachments(Records records, Headers headers, AuditTrail trail) {
        this.records = records;
        this.headers = headers;
        this.trail = trail;
    }

    /** A file without its content; the type is what its bytes say. */
    public record Attachment(
            UUID id, UUID record, String name, String type, long size, Instant at, UUID uploader, String who) {}

    /** The files of a record, newest first. */
    public List<Attachment> of(Tx tx, Actor actor, UUID record) {
        records.find(tx, actor, record);
        return tx.list(
                SELECT + " where a.company_id = ? and a.record_id = ? order by a.id desc limit " + MOST_FILES,
                Attachments::read,
                tx.company(),
                record);
    }

    /** Adds a file; 400 when it is empty, too large or of a type that is not taken. */
    public Attachment add(Tx tx, Actor actor, UUID record, String givenName, byte[] content) {
        String name = cleaned(givenName);
        if (content.length == 0) {
            throw Problem.invalid("file", "attachment-empty");
        }
        if (content.length > MOST_BYTES) {
            throw Problem.invalid("file", "attachment-too-large", MOST_BYTES / 1024 / 1024);
        }
        FileType type = FileType.of(name, content).orElseThrow(() -> Problem.invalid("file", "attachment-type", name));
        Header header = records.findToAddTo(tx, actor, record);
        Attachment attachment = new Attachment(
                Ids.next(), record, name, type.mediaType(), content.length, headers.now(), actor.user(), actor.name());
        tx.add(
                Rank.DOCUMENT,
                """
                insert into document.attachment (company_id, id, record_id, name, type, size, sha256, uploaded_by, uploaded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                attachment.id(),
                record,
                name,
                type.mediaType(),
                attachment.size(),
                digest(content),
                actor.user(),
                attachment.at());
        for (int part = 0; part * PART < content.length; part++) {
            tx.add(
                    Rank.DETAIL,
                    "insert into document.attachment_part (company_id, attachment_id, part, content) values (?, ?, ?, ?)",
                    tx.company(),
                    attachment.id(),
                    part,
                    Arrays.copyOfRange(content, part * PART, Math.min(content.length, (part + 1) * PART)));
        }
        trail.record(
                tx, actor, new AuditTrail.Fact("attach", header.kind(), record, header.number(), Map.of("file", name)));
        return attachment;
    }

    /** A file of a record the actor may see; otherwise 404. */
    public Attachment find(Tx tx, Actor actor, UUID record, UUID id) {
        records.find(tx, actor, record);
        return tx.first(
                        SELECT + " where a.company_id = ? and a.record_id = ? and a.id = ?",
                        Attachments::read,
                        tx.company(),
                        record,
                        id)
                .orElseThrow(() -> Problem.notFound("attachment", id));
    }

    /** Hands the content of a file that was found before to the consumer, part by part. */
    public void content(Tx tx, Attachment attachment, Consumer<byte[]> consumer) {
        tx.each(
                Sql.of(
                        "select content from document.attachment_part where company_id = ? and attachment_id = ? order by part",
                        tx.company(),
                        attachment.id()),
                row -> consumer.accept(row.bytes("content")));
    }

    /** Removes a file: whoever added it may, and who may delete records of the kind. */
    public void remove(Tx tx, Actor actor, UUID record, UUID id) {
        Attachment attachment = find(tx, actor, record, id);
        Header header = records.find(tx, actor, record);
        if (!attachment.uploader().equals(actor.user())) {
            actor.require(header.kind() + ".delete");
        }
        tx.add(Rank.DETAIL, "delete from document.attachment where company_id = ? and id = ?", tx.company(), id);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "detach", header.kind(), record, header.number(), Map.of("file", attachment.name())));
    }

    private static final String SELECT =
            "select a.id, a.record_id, a.name, a.type, a.size, a.uploaded_at, a.uploaded_by, u.name as who"
                    + " from document.attachment a join organization.app_user u on u.id = a.uploaded_by";

    private static Attachment read(Row row) {
        return new Attachment(
                row.uuid("id"),
                row.uuid("record_id"),
                row.text("name"),
                row.text("type"),
                row.number("size"),
                row.instant("uploaded_at"),
                row.uuid("uploaded_by"),
                row.text("who"));
    }

    /** The last part of a path, without what a file system or a header could misread. */
    private static String cleaned(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (clean.isEmpty() || clean.length() > LONGEST_NAME) {
            throw Problem.invalid("file", "attachment-name", LONGEST_NAME);
        }
        return clean;
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
