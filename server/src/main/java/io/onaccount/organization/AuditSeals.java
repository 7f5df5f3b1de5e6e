package io.onaccount.organization;

import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes tampering with the audit trail visible, even by whoever owns the database: entries are sealed in batches, each seal's hash covers the
 * entries and the seal before. A changed, removed or added entry breaks the first seal it belongs to; whoever noted a seal's hash elsewhere
 * also sees when the end of the chain was cut off.
 */
@Component
public final class AuditSeals {
    /** Entries this young may still get company: the clock of a transaction runs from its begin, and a begin is seen a moment later. */
    private static final int REST_SECONDS = 5;

    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final byte[] NOTHING = new byte[32];

    private final Database database;
    private final Companies companies;

    AuditSeals(Database database, Companies companies) {
        this.database = database;
        this.companies = companies;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual
    private record Seal(long number, Instant begins, Instant ends, long entries, byte[] previous, byte[] hash) {}

    /**
     * What a check found.
     *
     * @param seals how many seals there are
     * @param entries how many entries they cover
     * @param unsealed entries not sealed yet
     * @param broken the number of the first seal that doesn't fit, or null when all do
     * @param from that seal covers entries recorded from here
     * @param until and before here
     * @param lastHash the last seal's hash in hexadecimal: to be noted elsewhere
     */
    public record Verification(
            long seals,
            long entries,
            long unsealed,
            @Nullable Long broken,
            @Nullable Instant from,
            @Nullable Instant until,
            String lastHash) {

        public boolean isWhole() {
            return broken == null;
        }
    }

    /** Seals what is final in every company. */
    public void sealAll() {
        companies.all().forEach(this::seal);
    }

    /** Seals what is final in a company; answers how many entries that were. */
    public long seal(long company) {
        return seal(company, REST_SECONDS);
    }

    long seal(long company, int restSeconds) {
        return database.write(company, tx -> {
            Optional<Seal> last = last(tx);
            Instant begins = last.map(Seal::ends).orElse(BEGINNING);
            // recorded_at is the begin of the transaction that wrote the entry: before the begin of the oldest one that
            // still runs, nothing can be added any more.
            Instant ends = tx.one("""
                    select least(coalesce(min(xact_start), clock_timestamp()), clock_timestamp() - make_interval(secs => ?::int)) as ends
                    from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()""", row -> row.instant("ends"), restSeconds);
            if (!ends.isAfter(begins)) {
                return 0L;
            }
            Digest digest = new Digest();
            byte[] previous = last.map(Seal::hash).orElse(NOTHING);
            long number = last.map(Seal::number).orElse(0L) + 1;
            digest.begin(number, begins, ends, previous);
            digest.entries(tx, begins, ends);
            if (digest.count == 0) {
                return 0L; // an empty seal would only lengthen the chain
            }
            tx.add(
                    Rank.DETAIL,
                    "insert into organization.audit_seal (company_id, number, begins, ends, entries, previous, hash) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    company,
                    number,
                    begins,
                    ends,
                    digest.count,
                    previous,
                    digest.finish());
            return digest.count;
        });
    }

    /** Computes every seal anew and names the first that doesn't fit. Reads the whole trail; memory stays flat. */
    public Verification verify(long company) {
        return database.report(company, tx -> {
            List<Seal> seals = tx.list(
                    "select number, begins, ends, entries, previous, hash from organization.audit_seal where company_id = ? order by number",
                    AuditSeals::seal,
                    company);
            byte[] previous = NOTHING;
            Instant reached = BEGINNING;
            long entries = 0;
            long number = 0;
            Seal broken = null;
            for (Seal seal : seals) {
                number++;
                Digest digest = new Digest();
                digest.begin(seal.number(), seal.begins(), seal.ends(), seal.previous());
                digest.entries(tx, seal.begins(), seal.ends());
                boolean fits = seal.number() == number
                        && seal.begins().equals(reached)
                        && MessageDigest.isEqual(seal.previous(), previous)
                        && digest.count == seal.entries()
                        && MessageDigest.isEqual(digest.finish(), seal.hash());
                if (!fits) {
                    broken = seal;
                    break;
                }
                entries += seal.entries();
                previous = seal.hash();
                reached = seal.ends();
            }
            long unsealed = tx.one(
                    "select count(*) as n from organization.audit_entry where company_id = ? and recorded_at >= ?",
                    row -> row.number("n"),
                    company,
                    seals.isEmpty() ? BEGINNING : seals.getLast().ends());
            return new Verification(
                    seals.size(),
                    entries,
                    unsealed,
                    broken == null ? null : broken.number(),
                    broken == null ? null : broken.begins(),
                    broken == null ? null : broken.ends(),
                    HexFormat.of()
                            .formatHex(
                                    seals.isEmpty() ? NOTHING : seals.getLast().hash()));
        });
    }

    private static Optional<Seal> last(Tx tx) {
        return tx.first(
                "select number, begins, ends, entries, previous, hash from organization.audit_seal where company_id = ? order by number desc limit 1",
                AuditSeals::seal,
                tx.company());
    }

    private static Seal seal(Row row) {
        return new Seal(
                row.number("number"),
                row.instant("begins"),
                row.instant("ends"),
                row.number("entries"),
                row.bytes("previous"),
                row.bytes("hash"));
    }

    /** SHA-256 over a seal and its entries; each value with its length, so that no two sets of values look alike. */
    private static final class Digest {
        private final MessageDigest sha = sha256();
        private long count;

        void begin(long number, Instant begins, Instant ends, byte[] previous) {
            value(Long.toString(number));
            value(begins.toString());
            value(ends.toString());
            sha.update(previous);
        }

        void entries(Tx tx, Instant begins, Instant ends) {
            tx.each(Sql.of("""
                            select id::text, recorded_at, user_id::text, user_name, action, subject_kind, subject_id::text, subject_number, changes::text
                            from organization.audit_entry where company_id = ? and recorded_at >= ? and recorded_at < ?
                            order by recorded_at, id""", tx.company(), begins, ends), row -> {
                count++;
                value(row.text("id"));
                value(row.instant("recorded_at").toString());
                value(row.textOrNull("user_id"));
                value(row.text("user_name"));
                value(row.text("action"));
                value(row.text("subject_kind"));
                value(row.textOrNull("subject_id"));
                value(row.textOrNull("subject_number"));
                value(row.text("changes"));
            });
        }

        byte[] finish() {
            return sha.digest();
        }

        private void value(@Nullable String text) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(4)
                    .putInt(text == null ? -1 : bytes.length)
                    .array());
            sha.update(bytes);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java platform has it
            }
        }
    }
}
