package io.onaccount.credit;

import io.onaccount.credit.spi.ComingSource;
import io.onaccount.credit.spi.ComingSource.Coming;
import io.onaccount.credit.spi.ComingSource.Kind;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
    private final ObjectProvider<ComingSource> comingSource;

    CreditOutlook(Parties parties, ObjectProvider<OverdueSource> source, ObjectProvider<ComingSource> comingSource) {
        this.comingSource = comingSource;
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
     * @param paid by how much exposure is expected to fall
     * @param parts why
     * @param free what is free then; null: unlimited, or no credit is given on the day
     * @param allowed what the customer may owe then; null: unlimited
     */
    public record Day(
            LocalDate on,
            BigDecimal paid,
            List<Part> parts,
            @Nullable BigDecimal free,
            @Nullable BigDecimal allowed) {}

    /** Of what is expected on a day, what for one reason. */
    public record Part(Kind kind, BigDecimal amount) {}

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

    /**
     * What is free day by day: when what falls due comes in as late as usual, promises are kept, bills mature, what is ordered leaves as planned,
     * and nothing else happens.
     */
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
        Expected expected = new Expected(today, last);
        source.orderedStream()
                .flatMap(s -> s.dues(tx, party).stream())
                .forEach(due -> expected.add(due.on().plusDays(delay), due.amount(), Kind.DUE));
        List<Coming> others = comingSource
                .orderedStream()
                .flatMap(s -> s.coming(tx, party, today).stream())
                .sorted(Comparator.comparing(Coming::on))
                .toList();
        for (Coming one : others) {
            switch (one.kind()) {
                case PROMISE -> expected.promised(one.on(), one.amount());
                case BILL -> expected.add(one.on(), one.amount(), Kind.BILL);
                case DUE, DELIVERY -> expected.add(one.on().plusDays(delay), one.amount(), one.kind());
            }
        }
        NavigableMap<LocalDate, Map<Kind, BigDecimal>> coming = expected.byDay();
        coming.computeIfAbsent(today, day -> new EnumMap<>(Kind.class));
        Terms terms = account.terms();
        for (LocalDate turn : turns(terms)) {
            if (turn.isAfter(today) && !turn.isAfter(last)) {
                coming.computeIfAbsent(turn, day -> new EnumMap<>(Kind.class));
            }
        }
        List<Day> found = new ArrayList<>();
        BigDecimal paid = BigDecimal.ZERO;
        for (Map.Entry<LocalDate, Map<Kind, BigDecimal>> entry : coming.entrySet()) {
            List<Part> parts = entry.getValue().entrySet().stream()
                    .filter(e -> e.getValue().signum() != 0)
                    .map(e -> new Part(e.getKey(), e.getValue()))
                    .toList();
            BigDecimal onDay = parts.stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            paid = paid.add(onDay);
            BigDecimal free = account.free(entry.getKey());
            boolean gives = terms.status() != AccountStatus.STOPPED && terms.validOn(entry.getKey());
            found.add(new Day(
                    entry.getKey(),
                    onDay,
                    parts,
                    !gives ? BigDecimal.ZERO : free == null ? null : free.add(paid),
                    terms.allowed(entry.getKey())));
        }
        return new Calendar(delay, expected.overdue, found);
    }

    /** What is expected when. A promise brings forward what would come later, the oldest first; it adds nothing. */
    private static final class Expected {
        private record Item(LocalDate on, BigDecimal amount, Kind kind) {}

        final LocalDate today;
        final LocalDate last;
        final List<Item> items = new ArrayList<>();
        BigDecimal overdue = BigDecimal.ZERO;

        Expected(LocalDate today, LocalDate last) {
            this.today = today;
            this.last = last;
        }

        void add(LocalDate on, BigDecimal amount, Kind kind) {
            if (on.isAfter(today)) {
                items.add(new Item(on, amount, kind));
            } else {
                overdue = overdue.add(amount);
            }
        }

        void promised(LocalDate on, BigDecimal amount) {
            BigDecimal moved = overdue.max(BigDecimal.ZERO).min(amount);
            overdue = overdue.subtract(moved);
            BigDecimal rest = amount.subtract(moved);
            items.sort(Comparator.comparing(Item::on));
            for (int i = 0; i < items.size() && rest.signum() > 0; i++) {
                Item item = items.get(i);
                if (item.kind == Kind.DUE && item.on.isAfter(on) && item.amount.signum() > 0) {
                    BigDecimal some = item.amount.min(rest);
                    items.set(i, new Item(item.on, item.amount.subtract(some), Kind.DUE));
                    moved = moved.add(some);
                    rest = rest.subtract(some);
                }
            }
            if (moved.signum() > 0) {
                items.add(new Item(on.isAfter(today) ? on : today.plusDays(1), moved, Kind.PROMISE));
            }
        }

        NavigableMap<LocalDate, Map<Kind, BigDecimal>> byDay() {
            NavigableMap<LocalDate, Map<Kind, BigDecimal>> days = new TreeMap<>();
            for (Item item : items) {
                if (!item.on.isAfter(last) && item.amount.signum() != 0) {
                    days.computeIfAbsent(item.on, day -> new EnumMap<>(Kind.class))
                            .merge(item.kind, item.amount, BigDecimal::add);
                }
            }
            return days;
        }
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
