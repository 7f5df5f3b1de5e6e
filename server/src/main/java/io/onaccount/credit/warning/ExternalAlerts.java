package io.onaccount.credit.warning;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What others say about customers (外部预警, CRD-24), entered by hand or sent by a programme; it opens warnings at once. */
@Component
public final class ExternalAlerts {
    static final String KIND = "external-alert";
    private static final int MOST_SHOWN = 100;

    private final Warnings warnings;
    private final Parties parties;
    private final AuditTrail trail;

    ExternalAlerts(Warnings warnings, Parties parties, AuditTrail trail) {
        this.warnings = warnings;
        this.parties = parties;
        this.trail = trail;
    }

    /** What it is about. */
    public enum Topic {
        LAWSUIT,
        /** Execution of a judgment (被执行). */
        ENFORCEMENT,
        INSOLVENCY,
        TAX,
        /** What the company registry notes (经营异常, 吊销). */
        REGISTRY,
        RATING,
        NEWS,
        OTHER
    }

    /**
     * An alert as it comes in.
     *
     * @param customer or else {@code creditCode}, by which those outside know it
     * @param reference what the source calls it; the same one of the same source is entered once
     */
    public record NewAlert(
            @Nullable UUID customer,
            @Nullable String creditCode,
            Topic topic,
            String message,
            String source,
            @Nullable String reference,
            LocalDate date) {}

    /** An alert about one customer. */
    public record Alert(
            UUID id,
            Topic topic,
            String message,
            String source,
            @Nullable String reference,
            LocalDate date,
            Instant enteredAt,
            String enteredBy,
            @Nullable LocalDate withdrawnOn,
            @Nullable String withdrawalReason) {}

    /** What came of entering: {@code repeated} when it had been entered before. */
    public record Entered(UUID id, UUID customer, boolean repeated) {}

    /**
     * Enters an alert and opens the warnings that follow from it.
     *
     * @throws Problem 400 with every wrong field, 404 for a customer out of scope
     */
    public Entered enter(Tx tx, Actor actor, NewAlert alert) {
        Problem.Collector problems = new Problem.Collector();
        String message = Input.required(problems, "message", alert.message(), 2000);
        String source = Input.required(problems, "source", alert.source(), 100);
        String reference = Input.text(problems, "reference", alert.reference(), 200);
        String code = Input.text(problems, "creditCode", alert.creditCode(), 40);
        problems.check(alert.customer() != null || code != null, "customer", "required");
        problems.check(!alert.date().isAfter(actor.today()), "date", "credit-in-the-future");
        problems.check(!alert.date().isBefore(actor.today().minusYears(20)), "date", "credit-alert-old");
        problems.throwIfAny();
        UUID customer = alert.customer() != null ? alert.customer() : byCreditCode(tx, actor, code == null ? "" : code);
        Party party = parties.require(tx, actor, customer);
        if (reference != null) {
            Optional<Entered> known = tx.first(
                    "select x.id, x.party_id from credit.external_alert x where x.company_id = ? and x.source = ? and x.reference = ?",
                    row -> new Entered(row.uuid("id"), row.uuid("party_id"), true),
                    tx.company(),
                    source,
                    reference);
            if (known.isPresent()) {
                parties.require(tx, actor, known.get().customer());
                return known.get();
            }
        }
        UUID id = Ids.next();
        tx.execute(
                """
                insert into credit.external_alert (company_id, id, party_id, topic, message, source, reference, date, entered_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", tx.company(), id, customer, alert.topic(), message, source, reference, alert.date(), actor.user());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "enter",
                        KIND,
                        id,
                        party.code(),
                        Map.of("topic", alert.topic().name(), "message", message, "source", source)));
        warnings.alerted(tx, actor.today(), customer, alert.date());
        return new Entered(id, customer, false);
    }

    private UUID byCreditCode(Tx tx, Actor actor, String code) {
        List<Party> found = parties.byCreditCode(tx, actor, code);
        if (found.size() != 1) {
            throw Problem.invalid("creditCode", found.isEmpty() ? "credit-no-customer" : "credit-alert-ambiguous");
        }
        return found.getFirst().id();
    }

    /** Takes an alert back that was wrong or is settled: from the day on it counts no more. */
    public void withdraw(Tx tx, Actor actor, UUID id, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Sql seen = Sql.of("""
                        select h.number, x.withdrawn_on from credit.external_alert x
                        join document.header h on h.company_id = x.company_id and h.id = x.party_id
                        where x.company_id = ? and x.id = ? and""", tx.company(), id)
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                .then("for update of x");
        String customer = tx.first(seen, row -> {
                    if (row.dateOrNull("withdrawn_on") != null) {
                        throw Problem.conflict("credit-alert-withdrawn", row.text("number"));
                    }
                    return row.text("number");
                })
                .orElseThrow(() -> Problem.notFound(KIND, id));
        tx.execute(
                "update credit.external_alert x set withdrawn_on = ?, withdrawn_by = ?, withdrawal_reason = ? where x.company_id = ? and x.id = ?",
                actor.today(),
                actor.user(),
                why,
                tx.company(),
                id);
        trail.record(tx, actor, new AuditTrail.Fact("withdraw", KIND, id, customer, Map.of("reason", why)));
    }

    /** What is known about one customer, the latest first. */
    public List<Alert> of(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select x.*, u.name as entered_by_name from credit.external_alert x left join organization.app_user u on u.id = x.entered_by
                where x.company_id = ? and x.party_id = ? order by x.date desc, x.id desc limit ?""",
                row -> new Alert(
                        row.uuid("id"),
                        row.choice("topic", Topic.class),
                        row.text("message"),
                        row.text("source"),
                        row.textOrNull("reference"),
                        row.date("date"),
                        row.instant("entered_at"),
                        row.text("entered_by_name"),
                        row.dateOrNull("withdrawn_on"),
                        row.textOrNull("withdrawal_reason")),
                tx.company(),
                party,
                MOST_SHOWN);
    }
}
