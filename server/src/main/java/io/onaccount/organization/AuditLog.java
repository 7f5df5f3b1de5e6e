package io.onaccount.organization;

import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the audit trail (操作日志). */
@Component
public final class AuditLog {

    AuditLog() {}

    /** One line of it; changes is a JSON object, field → [old, new] or a fact. */
    public record Entry(
            UUID id,
            Instant recordedAt,
            @Nullable UUID user,
            String userName,
            String action,
            String subjectKind,
            @Nullable UUID subject,
            @Nullable String subjectNumber,
            String changes) {}

    /**
     * What is looked for; null or empty means anything.
     *
     * @param subject the beginning of a record's number
     * @param from recorded at or after
     * @param until recorded before
     * @param after the cursor of the page before: the last entry's instant and id, {@code 2026-…Z/id}
     */
    public record Query(
            @Nullable UUID user,
            String action,
            String kind,
            String subject,
            @Nullable Instant from,
            @Nullable Instant until,
            String after) {}

    /** The newest first. */
    public List<Entry> list(Tx tx, Query query, int limit) {
        Sql sql = Sql.of("""
                select id, recorded_at, user_id, user_name, action, subject_kind, subject_id, subject_number, changes
                from organization.audit_entry where company_id = ?""", tx.company());
        if (query.user() != null) {
            sql = sql.then("and user_id = ?", query.user());
        }
        if (!query.action().isEmpty()) {
            sql = sql.then("and action = ?", query.action());
        }
        if (!query.kind().isEmpty()) {
            sql = sql.then("and subject_kind = ?", query.kind());
        }
        if (!query.subject().isEmpty()) {
            sql = sql.then("and starts_with(subject_number, ?)", query.subject());
        }
        if (query.from() != null) {
            sql = sql.then("and recorded_at >= ?", query.from());
        }
        if (query.until() != null) {
            sql = sql.then("and recorded_at < ?", query.until());
        }
        if (!query.after().isEmpty()) {
            int slash = query.after().indexOf('/');
            try {
                sql = sql.then(
                        "and (recorded_at, id) < (?, ?)",
                        Instant.parse(query.after().substring(0, Math.max(0, slash))),
                        UUID.fromString(query.after().substring(slash + 1)));
            } catch (RuntimeException e) {
                throw Problem.invalid("after", "not-valid");
            }
        }
        return tx.list(
                sql.then("order by recorded_at desc, id desc limit ?", limit),
                row -> new Entry(
                        row.uuid("id"),
                        row.instant("recorded_at"),
                        row.uuidOrNull("user_id"),
                        row.text("user_name"),
                        row.text("action"),
                        row.text("subject_kind"),
                        row.uuidOrNull("subject_id"),
                        row.textOrNull("subject_number"),
                        row.text("changes")));
    }
}
