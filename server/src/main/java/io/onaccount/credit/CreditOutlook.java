package io.onaccount.credit;

import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Due;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Exposure on another day: as it was (CRD-15), and what will be free when the customer pays what falls due (信用日历, CRD-23). */
@Component
public final class CreditOutlook {
    /** How far ahead a calendar looks at most. */
    public static final int MOST_DAYS = 400;

    private final Parties parties;
    private final ObjectProvider<OverdueSource> source;

    CreditOutlook(Parties parties, ObjectProvider<OverdueSource> source) {
        this.parties = parties;
        this.source = source;
    }

    /**
     * The exposure of a customer at the end of a day.
     *
     * @param buckets each with its amount; money of the customer's counts against it
     * @param allowed what the customer might owe by the terms recorded by then; null: unlimited
     */
    public record Standing(
            LocalDate on,
            Map<Bucket, BigDecimal> buckets,
            BigDecimal exposure,
            @Nullable BigDecimal allowed) {}

    /**
     * A day on which what is free changes.
     *
     * @param paid what is expected to come in
     * @param free what is free then; null: unlimited, or no credit is given on the day
     * @param allowed what the customer may owe then; null: unlimited
     */
    public record Day(
            LocalDate on,
            BigDecimal paid,
            @Nullable BigDecimal free,
            @Nullable BigDecimal allowed) {}

    /**
     * What is free from today on.
     *
     * @param usualDelay how many days late the customer usually pays: what falls due is expected so much later
     * @param overdue past its due date and its usual delay: not counted on
     */
    public record Calendar(int usualDelay, BigDecimal overdue, List<Day> days) {}

    /** The exposure at the end of a day, from the entries happened by then. */
    public Standing asOf(Tx tx, Actor actor, UUID party, LocalDate on) {
        parties.require(tx, actor, party);
        Map<Bucket, BigDecimal> buckets = new EnumMap<>(Bucket.class);
        tx.list(
                        "select e.bucket, sum(e.amount) as amount, min(e.currency) as currency from credit.entry e where e.company_id = ? and e.account_id = ? and e.happened_on <= ? group by e.bucket having sum(e.amount) <> 0",
                        row -> Map.entry(
                                row.choice("bucket", Bucket.class),
                                row.money("amount", row.text("currency")).amount()),
                        tx.company(),
                        party,
                        on)
                .forEach(entry -> buckets.put(entry.getKey(), entry.getValue()));
        BigDecimal exposure = BigDecimal.ZERO;
        for (Map.Entry<Bucket, BigDecimal> entry : buckets.entrySet()) {
            exposure = exposure.add(entry.getKey().sign() < 0 ? entry.getValue().negate() : entry.getValue());
        }
        Terms now = CreditControl.account(tx, party).terms();
        BigDecimal allowed = tx.first(
                        """
                        select t.credit_limit, t.temporary_limit, t.temporary_from, t.temporary_to from credit.account_terms t
                        where t.company_id = ? and t.account_id = ? and (t.recorded_at at time zone ?)::date <= ? order by t.version desc limit 1""",
                        row -> new Allowed(
                                row.decimalOrNull("credit_limit"),
                                row.decimal("temporary_limit"),
                                row.dateOrNull("temporary_from"),
                                row.dateOrNull("temporary_to")),
                        tx.company(),
                        party,
                        actor.zone().getId(),
                        on)
                .map(a -> a.on(on))
                .orElse(new Found(now.allowed(on)))
                .amount();
        return new Standing(on, buckets, exposure, allowed);
    }

    private record Found(@Nullable BigDecimal amount) {}

    private record Allowed(
            @Nullable BigDecimal limit,
            BigDecimal temporary,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        Found on(LocalDate day) {
            boolean inForce = from != null && to != null && !day.isBefore(from) && !day.isAfter(to);
            return new Found(limit == null ? null : inForce ? limit.add(temporary) : limit);
        }
    }

    /** What is free day by day, when what falls due comes in as late as usual and nothing else happens. */
    public Calendar calendar(Tx tx, Actor actor, UUID party, int days) {
        parties.require(tx, actor, party);
        if (days < 1 || days > MOST_DAYS) {
            throw Problem.invalid("days", "out-of-range", 1, MOST_DAYS);
        }
        LocalDate today = actor.today();
        LocalDate last = today.plusDays(days);
        Account account = CreditControl.account(tx, party);
        int delay = source.orderedStream()
                .mapToInt(s -> s.past(tx, List.of(party), today)
                        .getOrDefault(party, Past.NONE)
                        .usualDelay())
                .max()
                .orElse(0);
        TreeMap<LocalDate, BigDecimal> coming = new TreeMap<>();
        coming.put(today, BigDecimal.ZERO);
        BigDecimal overdue = BigDecimal.ZERO;
        for (Due due :
                source.orderedStream().flatMap(s -> s.dues(tx, party).stream()).toList()) {
            LocalDate expected = due.on().plusDays(delay);
            if (!expected.isAfter(today)) {
                overdue = overdue.add(due.amount());
            } else if (!expected.isAfter(last)) {
                coming.merge(expected, due.amount(), BigDecimal::add);
            }
        }
        Terms terms = account.terms();
        for (LocalDate turn : turns(terms)) {
            if (turn.isAfter(today) && !turn.isAfter(last)) {
                coming.merge(turn, BigDecimal.ZERO, BigDecimal::add);
            }
        }
        List<Day> found = new ArrayList<>();
        BigDecimal paid = BigDecimal.ZERO;
        for (Map.Entry<LocalDate, BigDecimal> entry : coming.entrySet()) {
            paid = paid.add(entry.getValue());
            BigDecimal free = account.free(entry.getKey());
            boolean gives = terms.status() != AccountStatus.STOPPED && terms.validOn(entry.getKey());
            found.add(new Day(
                    entry.getKey(),
                    entry.getValue(),
                    !gives ? BigDecimal.ZERO : free == null ? null : free.add(paid),
                    terms.allowed(entry.getKey())));
        }
        return new Calendar(delay, overdue, found);
    }

    /** The days on which the terms themselves change what is allowed. */
    private static List<LocalDate> turns(Terms terms) {
        List<LocalDate> turns = new ArrayList<>();
        for (LocalDate first : new LocalDate[] {terms.temporaryFrom(), terms.validFrom()}) {
            if (first != null) {
                turns.add(first);
            }
        }
        for (LocalDate end : new LocalDate[] {terms.temporaryTo(), terms.validTo()}) {
            if (end != null) {
                turns.add(end.plusDays(1));
            }
        }
        return turns;
    }
}
