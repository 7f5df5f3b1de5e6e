package io.onaccount.organization;

import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail (操作日志): every change of every business record, written in the transaction that makes the change. It only grows. */
@Component
public final class AuditTrail {
    private final JsonMapper json;

    AuditTrail(JsonMapper json) {
        this.json = json;
    }

    /**
     * One thing that was done.
     *
     * @param action the move's or action's name: create, change, confirm, …
     * @param changes field → [old, new]; further facts as field → value
     */
    public record Fact(
            String action,
            String subjectKind,
            @Nullable UUID subject,
            @Nullable String number,
            Map<String, ?> changes) {}

    public void record(Tx tx, Actor actor, Fact fact) {
        record(tx, actor, List.of(fact));
    }

    /** Adds the entries to the transaction's writes. */
    public void record(Tx tx, Actor actor, List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into organization.audit_entry (company_id, id, user_id, user_name, action, subject_kind, subject_id, subject_number, changes)
                select ?, f.id, ?, ?, f.action, f.kind, f.subject, f.number, f.changes
                from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::jsonb[]) as f (id, action, kind, subject, number, changes)""",
                tx.company(),
                actor.user(),
                actor.name(),
                SqlArray.of("uuid", facts, f -> Ids.next()),
                SqlArray.of("text", facts, Fact::action),
                SqlArray.of("text", facts, Fact::subjectKind),
                SqlArray.of("uuid", facts, Fact::subject),
                SqlArray.of("text", facts, Fact::number),
                SqlArray.of(
                        "jsonb",
                        facts,
                        f -> new Json(f.changes().isEmpty() ? "{}" : json.writeValueAsString(f.changes()))));
    }
}
