package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** When messages to customers wait (免打扰时段): they leave when it ends. Colleagues are told at any time, as they asked for it. */
@Component
public final class MessageHours {
    private static final String KIND = MailServers.KIND;

    private final Companies companies;
    private final ObjectProvider<MailCalendar> calendar;
    private final AuditTrail trail;

    MessageHours(Companies companies, ObjectProvider<MailCalendar> calendar, AuditTrail trail) {
        this.companies = companies;
        this.calendar = calendar;
        this.trail = trail;
    }

    /**
     * The hours in the company's time zone.
     *
     * @param from when they begin; later than {@code until} where they go over midnight
     * @param workingDays whether messages wait on days the company doesn't work, too
     */
    public record Hours(LocalTime from, LocalTime until, boolean workingDays, int version) {
        boolean contain(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }
    }

    /** Empty when messages leave at any time. */
    public Optional<Hours> find(Tx tx) {
        return tx.first(
                "select q.quiet_from::text as quiet_from, q.quiet_until::text as quiet_until, q.working_days, q.version"
                        + " from document.message_hours q where q.company_id = ?",
                row -> new Hours(
                        LocalTime.parse(row.text("quiet_from")),
                        LocalTime.parse(row.text("quiet_until")),
                        row.bool("working_days"),
                        row.integer("version")),
                tx.company());
    }

    /** Whether messages to customers wait at this time. */
    boolean areQuiet(Tx tx, Instant now) {
        Hours hours = find(tx).orElse(null);
        if (hours == null) {
            return false;
        }
        ZonedDateTime there = now.atZone(companies.get(tx).zone());
        return hours.contain(there.toLocalTime())
                || (hours.workingDays()
                        && calendar.stream().anyMatch(one -> !one.isWorkingDay(tx, there.toLocalDate())));
    }

    /**
     * Sets them.
     *
     * @param from null, with {@code until}, for none
     */
    public void set(
            Tx tx,
            Actor actor,
            @Nullable LocalTime from,
            @Nullable LocalTime until,
            boolean workingDays,
            @Nullable Integer seen) {
        int version = find(tx).map(Hours::version).orElse(0);
        if (seen != null && seen != version) {
            throw Problem.of(412, "stale-settings");
        }
        Problem.Collector problems = new Problem.Collector();
        problems.check(from != null || until == null, "from", "required");
        problems.check(until != null || from == null, "until", "required");
        problems.check(from == null || !from.equals(until), "until", "quiet-hours-same");
        problems.throwIfAny();
        int written;
        if (from == null || until == null) {
            written = version == 0
                    ? 1
                    : tx.execute(
                            "delete from document.message_hours where company_id = ? and version = ?",
                            tx.company(),
                            version);
        } else if (version == 0) {
            written = tx.execute("""
                    insert into document.message_hours (company_id, quiet_from, quiet_until, working_days, version) values (?, ?::time, ?::time, ?, 1)
                    on conflict (company_id) do nothing""", tx.company(), from.toString(), until.toString(), workingDays);
        } else {
            written = tx.execute(
                    "update document.message_hours set quiet_from = ?::time, quiet_until = ?::time, working_days = ?, version = version + 1"
                            + " where company_id = ? and version = ?",
                    from.toString(),
                    until.toString(),
                    workingDays,
                    tx.company(),
                    version);
        }
        if (written == 0) {
            throw Problem.of(412, "stale-settings");
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        KIND,
                        null,
                        null,
                        Map.of("quiet", from == null ? "" : from + "–" + until, "workingDays", workingDays)));
    }
}
