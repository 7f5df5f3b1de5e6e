package io.onaccount.organization;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Closing of periods (结账, FND-04): nothing dated on or before the last closed day is posted, changed or reversed, in any module. Months are closed in
 * order and never the current one, so that what is dated in the current month needs no look.
 */
@Component
public final class Periods {
    private static final int LOCK = 0x0ACC;

    /** What was done. */
    public enum Action {
        CLOSE,
        REOPEN
    }

    /**
     * One step of the history.
     *
     * @param through the last closed day after it; null when nothing is closed any more
     */
    public record Step(
            UUID id,
            Action action,
            @Nullable LocalDate through,
            String reason,
            Instant at,
            @Nullable String by) {}

    private final AuditTrail trail;

    Periods(AuditTrail trail) {
        this.trail = trail;
    }

    private record Closed(Optional<LocalDate> through) {}

    /**
     * The one check: 409 {@code period-closed} for a business date that lies in a closed period. Whoever closes waits until the transaction has ended.
     */
    public static void requireOpen(Tx tx, Actor actor, LocalDate date) {
        if (!date.isBefore(actor.today().withDayOfMonth(1))) {
            return;
        }
        Optional<LocalDate> through =
                tx.shared(Closed.class, () -> read(tx, true)).through();
        if (through.isPresent() && !date.isAfter(through.get())) {
            throw Problem.conflict("period-closed", date, through.get());
        }
    }

    /** The last closed day, if any. */
    public Optional<LocalDate> closedThrough(Tx tx) {
        return read(tx, false).through();
    }

    private static Closed read(Tx tx, boolean posting) {
        if (posting) {
            lock(tx, "pg_advisory_xact_lock_shared");
        }
        return new Closed(tx.first(
                        "select p.through from organization.period_step p where p.company_id = ? order by p.recorded_at desc, p.id desc limit 1",
                        row -> Optional.ofNullable(row.dateOrNull("through")),
                        tx.company())
                .flatMap(through -> through));
    }

    private static void lock(Tx tx, String how) {
        tx.list("select " + how + "(?, ?) is null as locked", row -> row.bool("locked"), LOCK, (int) tx.company());
    }

    /** All steps, the latest first. */
    public List<Step> history(Tx tx) {
        return tx.list("""
                select p.*, (select u.name from organization.app_user u where u.id = p.recorded_by) as by_name
                from organization.period_step p where p.company_id = ? order by p.recorded_at desc, p.id desc limit 200""", Periods::step, tx.company());
    }

    private static Step step(Row row) {
        return new Step(
                row.uuid("id"),
                row.choice("action", Action.class),
                row.dateOrNull("through"),
                row.text("reason"),
                row.instant("recorded_at"),
                row.textOrNull("by_name"));
    }

    /** Closes everything through the end of a month that is over; waits for postings under way. */
    public void close(Tx tx, Actor actor, YearMonth month, @Nullable String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.text(problems, "reason", reason, 1000);
        LocalDate through = month.atEndOfMonth();
        problems.check(
                month.isBefore(YearMonth.from(actor.today())) && month.getYear() >= 1990, "month", "period-not-over");
        problems.throwIfAny();
        lock(tx, "pg_advisory_xact_lock");
        Optional<LocalDate> closed = closedThrough(tx);
        if (closed.isPresent() && !through.isAfter(closed.get())) {
            throw Problem.conflict("period-is-closed", month, closed.get());
        }
        write(tx, actor, Action.CLOSE, through, why == null ? "" : why);
    }

    /** Opens a closed month again, and all after it. */
    public void reopen(Tx tx, Actor actor, YearMonth month, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.check(month.getYear() >= 1990 && month.getYear() <= 2100, "month", "out-of-range", 1990, 2100);
        problems.throwIfAny();
        lock(tx, "pg_advisory_xact_lock");
        Optional<LocalDate> closed = closedThrough(tx);
        if (closed.isEmpty() || month.atDay(1).isAfter(closed.get())) {
            throw Problem.conflict("period-is-open", month);
        }
        boolean all = history(tx).stream()
                .filter(step -> step.action() == Action.CLOSE)
                .noneMatch(step -> step.through() != null && step.through().isBefore(month.atDay(1)));
        write(tx, actor, Action.REOPEN, all ? null : month.atDay(1).minusDays(1), why);
    }

    private void write(Tx tx, Actor actor, Action action, @Nullable LocalDate through, String reason) {
        tx.add(
                Rank.DOCUMENT,
                "insert into organization.period_step (company_id, id, action, through, reason, recorded_by) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                Ids.next(),
                action,
                through,
                reason,
                actor.user());
        Map<String, Object> changes = new HashMap<>();
        changes.put("through", through == null ? "" : through);
        changes.put("reason", reason);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        action == Action.CLOSE ? "close-period" : "reopen-period", "period", null, null, changes));
    }
}
