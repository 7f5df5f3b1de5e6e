package io.onaccount.credit;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.TryAgain;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction does to credit accounts, gathered and written as one update per account and one insert of entries when the transaction
 * is flushed. An account is written in one of two ways: unseen, by a conditional update that judges in the database (no row touched means:
 * try again, locked); or locked, read and judged here.
 */
final class Movements {
    private static final BigDecimal NONE = BigDecimal.ZERO;

    /** What the transaction adds to one account, and what the guard of the unseen update has to hold. */
    private static final class Sum {
        final Map<Bucket, BigDecimal> buckets = new EnumMap<>(Bucket.class);
        BigDecimal exposure = NONE;
        BigDecimal waiting = NONE;
        boolean guarded;
        BigDecimal need = NONE;

        @Nullable
        LocalDate first;

        @Nullable
        LocalDate last;

        int termDays;
        BigDecimal largest = NONE;

        @Nullable
        LocalDate oldestDue;

        void add(Bucket bucket, BigDecimal amount) {
            buckets.merge(bucket, amount, BigDecimal::add);
            exposure = exposure.add(bucket.sign() < 0 ? amount.negate() : amount);
        }

        void fallsDue(@Nullable LocalDate due) {
            if (due != null && (oldestDue == null || due.isBefore(oldestDue))) {
                oldestDue = due;
            }
        }

        BigDecimal of(Bucket bucket) {
            return buckets.getOrDefault(bucket, NONE);
        }
    }

    /** A row of credit.deposit, read under the account's lock. */
    record Assigned(UUID order, UUID account, BigDecimal assigned, BigDecimal exposure) {
        static Assigned read(Row row) {
            return new Assigned(
                    row.uuid("order_id"), row.uuid("account_id"), row.decimal("assigned"), row.decimal("exposure"));
        }

        BigDecimal counted() {
            return assigned.min(exposure.max(NONE));
        }

        BigDecimal waiting() {
            return assigned.subtract(counted());
        }

        Assigned owing(BigDecimal more) {
            return new Assigned(order, account, assigned, exposure.add(more));
        }
    }

    private final Tx tx;
    private final Actor actor;
    private final TreeMap<UUID, Sum> sums = new TreeMap<>();
    private final List<Movement> entries = new ArrayList<>();
    private final Map<UUID, Account> locked = new HashMap<>();
    private final Map<UUID, Pool> pools = new TreeMap<>();
    private final Map<UUID, List<UUID>> poolsOf = new HashMap<>();
    private final Map<UUID, BigDecimal> poolSums = new TreeMap<>();
    private final Set<UUID> roomGrew = new LinkedHashSet<>();
    private final Map<UUID, Lines> lines = new HashMap<>();
    private final Map<UUID, Assigned> assigned = new HashMap<>();
    private final Set<UUID> assignedChanged = new LinkedHashSet<>();

    private Movements(Tx tx, Actor actor) {
        this.tx = tx;
        this.actor = actor;
    }

    /** The gathering of this transaction. */
    static Movements of(Tx tx, Actor actor) {
        return tx.shared(Movements.class, () -> {
            Movements movements = new Movements(tx, actor);
            tx.beforeFlush(movements::write);
            return movements;
        });
    }

    /** Adds a movement that is not judged. */
    void add(Movement movement) {
        if (movement.amount().signum() == 0) {
            return;
        }
        entries.add(movement);
        Sum sum = sums.computeIfAbsent(movement.party(), id -> new Sum());
        sum.add(movement.bucket(), movement.amount());
        sum.fallsDue(movement.fallsDue());
        if (locked.containsKey(movement.party())) {
            offset(movement);
        }
    }

    /** Adds the credit that a request takes from an account not seen: the update will judge it. */
    void addGuarded(CreditRequest request) {
        Sum sum = sums.computeIfAbsent(request.party(), id -> new Sum());
        add(Movement.of(
                request.party(), request.document(), request.on(), Bucket.ORDERED, request.amount(), "confirm"));
        // Each request must have fitted at its turn: the largest sum reached at one is what must be free now.
        sum.need = sum.guarded ? sum.need.max(sum.exposure) : sum.exposure;
        sum.guarded = true;
        sum.first = sum.first == null || request.on().isBefore(sum.first) ? request.on() : sum.first;
        sum.last = sum.last == null || request.on().isAfter(sum.last) ? request.on() : sum.last;
        sum.termDays = Math.max(sum.termDays, request.termDays());
        sum.largest = sum.largest.max(request.amount().amount());
    }

    /** Whether the account has been locked and read. */
    boolean isLocked(UUID account) {
        return locked.containsKey(account);
    }

    /** A locked account as it will be after what has been gathered so far. */
    Account seen(UUID account) {
        Account base = locked.get(account);
        if (base == null) {
            throw new IllegalStateException("account not locked");
        }
        Sum sum = sums.get(account);
        return sum == null ? base : base.plus(sum.buckets, sum.waiting);
    }

    /** The shared limits a locked account draws on, as they will be after what has been gathered so far. */
    List<Pool> poolsOf(UUID account) {
        List<Pool> found = new ArrayList<>();
        for (UUID id : poolsOf.getOrDefault(account, List.of())) {
            Pool pool = pools.get(id);
            if (pool != null) {
                BigDecimal gathered = poolSums.getOrDefault(id, NONE);
                for (Map.Entry<UUID, Sum> member : sums.entrySet()) {
                    if (poolsOf.getOrDefault(member.getKey(), List.of()).contains(id)) {
                        gathered = gathered.add(member.getValue().exposure);
                    }
                }
                found.add(pool.plus(gathered));
            }
        }
        return found;
    }

    /** What a locked account uses of its limits by product line, with what was granted since in this transaction; null: not read yet. */
    @Nullable
    Lines lines(UUID account) {
        Lines known = lines.get(account);
        if (known == null) {
            return null;
        }
        Map<UUID, BigDecimal> money = new HashMap<>();
        assigned.values().stream()
                .filter(row -> row.account().equals(account))
                .forEach(row -> money.put(row.order(), row.assigned()));
        return known.assigning(money);
    }

    void keep(UUID account, Lines now) {
        lines.put(account, now);
    }

    /** The limits by product line of a locked account are others from now on. */
    void relined(UUID account) {
        lines.remove(account);
        roomGrew.add(account);
    }

    /** Something of a locked account is free that no sum of it shows: documents on hold are looked at again. */
    void roomGrew(UUID account) {
        roomGrew.add(account);
    }

    /** A locked account got new terms in this transaction: what follows in it is judged by them, and documents on hold are looked at again. */
    void granted(UUID account, Terms terms, int version) {
        locked.computeIfPresent(account, (id, known) -> known.on(terms, version));
        roomGrew.add(account);
    }

    /**
     * Writes what the gate reads in the row itself, derived from the policy in force.
     *
     * @param oldestDue the earliest due date of anything open, as just read
     * @param belongs whether the customer belongs to another, as just read
     */
    void gate(UUID id, Policy.Profile profile, int policyVersion, @Nullable LocalDate oldestDue, boolean belongs) {
        Account account = seen(id);
        if (account.gateVersion() == policyVersion && Objects.equals(account.oldestDue(), oldestDue)) {
            return;
        }
        Terms terms = account.terms();
        BigDecimal limit = profile.isOn(Check.OVER_LIMIT) ? terms.limit() : null;
        tx.add(
                Rank.CREDIT,
                """
                update credit.account a set gate_version = ?, gate_limit = ?, gate_until = ?, gate_overdue_days = ?, gate_term_days = ?,
                    gate_order_max = ?, gate_closer = ?, oldest_due = ?
                where a.company_id = ? and a.id = ?""",
                policyVersion,
                limit == null ? null : limit.add(profile.tolerance(Check.OVER_LIMIT, limit)),
                profile.until(terms),
                profile.overdueDays(terms),
                profile.isOn(Check.TERM_TOO_LONG) ? terms.termDays() : null,
                profile.amount(Check.ORDER_TOO_LARGE),
                profile.needsCloserLook(belongs) || account.lined(),
                oldestDue,
                tx.company(),
                id);
        locked.computeIfPresent(id, (key, known) -> known.gated(policyVersion, oldestDue));
    }

    /** How much of what the order will owe more is covered by money assigned to it. */
    BigDecimal covered(UUID order, BigDecimal more) {
        Assigned row = assigned.get(order);
        return row == null ? NONE : row.owing(more).counted().subtract(row.counted());
    }

    /** Locks and reads accounts, in the order of their ids; opens those that don't exist yet with the company's default limit. */
    void lock(Collection<UUID> accounts) {
        lock(accounts, List.of());
    }

    /** The same, and with their shared limits these others, which the accounts are about to draw on. */
    void lock(Collection<UUID> accounts, Collection<UUID> others) {
        List<UUID> wanted = accounts.stream()
                .filter(id -> !locked.containsKey(id))
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            lockPools(List.of(), others);
            return;
        }
        Map<UUID, Account> found = select(wanted);
        if (found.size() < wanted.size()) {
            open(wanted.stream().filter(id -> !found.containsKey(id)).toList());
            found.putAll(select(wanted));
        }
        locked.putAll(found);
        lockPools(
                found.values().stream().filter(Account::pooled).map(Account::id).toList(), others);
        List<UUID> withDeposits = found.values().stream()
                .filter(a -> a.deposit().signum() != 0 || a.waiting().signum() != 0)
                .map(Account::id)
                .toList();
        if (!withDeposits.isEmpty()) {
            tx.list(
                            "select order_id, account_id, assigned, exposure from credit.deposit where company_id = ? and account_id = any(?) and assigned > 0",
                            Assigned::read,
                            tx.company(),
                            SqlArray.of("uuid", withDeposits))
                    .forEach(row -> assigned.put(row.order(), row));
        }
        // What was gathered before the account was seen moves deposits too.
        List<Movement> before = List.copyOf(entries);
        before.stream().filter(m -> found.containsKey(m.party())).forEach(this::offset);
    }

    /** Shared limits come after the accounts that draw on them, in the order of their ids. */
    private void lockPools(List<UUID> accounts, Collection<UUID> others) {
        if (!accounts.isEmpty()) {
            readPoolsOf(accounts);
        }
        Set<UUID> wanted = new TreeSet<>(others);
        accounts.forEach(account -> wanted.addAll(poolsOf.getOrDefault(account, List.of())));
        wanted.removeAll(pools.keySet());
        if (!wanted.isEmpty()) {
            Pools.lock(tx, wanted).forEach(pool -> pools.put(pool.id(), pool));
        }
    }

    private void readPoolsOf(Collection<UUID> accounts) {
        tx.list(
                        "select m.account_id, m.pool_id from credit.pool_member m where m.company_id = ? and m.account_id = any(?) order by m.pool_id",
                        row -> Map.entry(row.uuid("account_id"), row.uuid("pool_id")),
                        tx.company(),
                        SqlArray.of("uuid", accounts))
                .forEach(member -> poolsOf.computeIfAbsent(member.getKey(), id -> new ArrayList<>())
                        .add(member.getValue()));
    }

    /** These accounts, all of them locked, draw on other shared limits from now on; what follows in the transaction moves those. */
    void regrouped(Collection<UUID> accounts, Collection<UUID> changed) {
        accounts.forEach(poolsOf::remove);
        readPoolsOf(accounts);
        changed.forEach(poolSums::remove);
        Pools.lock(tx, changed).forEach(pool -> pools.put(pool.id(), pool));
    }

    private Map<UUID, Account> select(List<UUID> ids) {
        return tx
                .list(
                        "select " + Account.COLUMNS
                                + " from credit.account a where a.company_id = ? and a.id = any(?) order by a.id for no key update",
                        Account::read,
                        tx.company(),
                        SqlArray.of("uuid", ids))
                .stream()
                .collect(Collectors.toMap(Account::id, account -> account, (a, b) -> a, LinkedHashMap::new));
    }

    /** Opens the accounts that nobody has opened yet, without credit history and with the company's standard limit. */
    void open(List<UUID> parties) {
        tx.execute(
                """
                insert into credit.account (company_id, id, party_id, currency, credit_limit)
                select ?, p.id, p.id, ?, %s from unnest(?::uuid[]) as p (id), organization.company c where c.id = ? order by p.id
                on conflict do nothing""".formatted(CreditSettings.DEFAULT_LIMIT),
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", parties),
                tx.company());
    }

    /** Lets money assigned to the order follow what the order owes. */
    private void offset(Movement movement) {
        Assigned row = movement.bucket().ofOrder() ? assigned.get(movement.behind()) : null;
        if (row != null) {
            replace(movement.on(), row, row.owing(movement.amount()));
        }
    }

    /** Money is assigned to an order, or taken from it (negative). The account is locked; what was gathered before has been flushed. */
    void assign(UUID party, UUID order, LocalDate on, BigDecimal amount) {
        Assigned row = assigned.get(order);
        if (row == null) {
            BigDecimal owes = tx.one("""
                    select coalesce(sum(e.amount), 0) as owes from credit.entry e
                    where e.company_id = ? and e.account_id = ? and coalesce(e.order_id, e.document_id) = ?
                      and e.bucket in ('ORDERED', 'SHIPPED', 'RECEIVABLE', 'LOANS')""", r -> r.decimal("owes"), tx.company(), party, order);
            row = new Assigned(order, party, NONE, owes);
        }
        BigDecimal after = row.assigned().add(amount);
        if (after.signum() < 0) {
            throw new IllegalArgumentException("more taken from the order than was assigned to it");
        }
        replace(on, row, new Assigned(order, party, after, row.exposure()));
        if (amount.signum() > 0) {
            roomGrew.add(party); // goods of a prepaid order may have waited for it, though exposure is what it was
        }
    }

    private void replace(LocalDate on, Assigned old, Assigned changed) {
        assigned.put(changed.order(), changed);
        assignedChanged.add(changed.order());
        BigDecimal counted = changed.counted().subtract(old.counted());
        BigDecimal waiting = changed.waiting().subtract(old.waiting());
        Sum sum = sums.computeIfAbsent(changed.account(), id -> new Sum());
        sum.waiting = sum.waiting.add(waiting);
        if (counted.signum() != 0) {
            sum.add(Bucket.DEPOSIT, counted);
            entries.add(new Movement(changed.account(), changed.order(), null, on, Bucket.DEPOSIT, counted, "deposit"));
        }
    }

    private void write() {
        noteRoom();
        if (!sums.isEmpty()) {
            writeSums();
        }
        if (!roomGrew.isEmpty()) {
            CreditRechecks.ask(tx, roomGrew); // after the accounts' own rows, so that everybody locks in one order
            roomGrew.clear();
        }
    }

    private void writeSums() {
        if (tx.attempt() > 1) {
            lock(sums.keySet());
        }
        Map<UUID, Sum> unseen = new TreeMap<>(sums);
        unseen.keySet().removeAll(locked.keySet());
        Map<UUID, Sum> seen = new TreeMap<>(sums);
        seen.keySet().retainAll(locked.keySet());
        if (!unseen.isEmpty()) {
            update(unseen, GUARD);
        }
        if (!seen.isEmpty()) {
            update(seen, "");
            writePools(seen);
            seen.forEach((id, sum) -> locked.put(id, seen(id)));
            writeAssigned();
        }
        writeEntries();
        sums.clear();
        entries.clear();
    }

    /** What members draw, their shared limits draw too. */
    private void writePools(Map<UUID, Sum> members) {
        Map<UUID, BigDecimal> drawn = new TreeMap<>();
        members.forEach((account, sum) -> poolsOf.getOrDefault(account, List.of())
                .forEach(pool -> drawn.merge(pool, sum.exposure, BigDecimal::add)));
        drawn.values().removeIf(amount -> amount.signum() == 0);
        if (drawn.isEmpty()) {
            return;
        }
        tx.addExpecting(
                Rank.CREDIT,
                drawn.size(),
                TryAgain::new,
                """
                update credit.pool p set exposure = p.exposure + d.amount from unnest(?::uuid[], ?::numeric[]) as d (id, amount)
                where p.company_id = ? and p.id = d.id""",
                SqlArray.of("uuid", drawn.keySet()),
                SqlArray.of("numeric", drawn.values()),
                tx.company());
        drawn.forEach((pool, amount) -> poolSums.merge(pool, amount, BigDecimal::add));
    }

    /** Documents on hold of accounts that owe less now or paid for something, or of their pools' other members, are looked at again. */
    private void noteRoom() {
        sums.forEach((id, sum) -> {
            if (sum.exposure.signum() < 0 || sum.of(Bucket.RECEIVABLE).signum() < 0) {
                roomGrew.add(id);
            }
        });
    }

    private static final String UPDATE = """
            update credit.account a set ordered = a.ordered + d.ordered, shipped = a.shipped + d.shipped, receivable = a.receivable + d.receivable,
                bills = a.bills + d.bills, loans = a.loans + d.loans, unapplied = a.unapplied + d.unapplied,
                deposit = a.deposit + d.deposit, waiting = a.waiting + d.waiting, oldest_due = least(a.oldest_due, d.oldest_due)
            from %s
            where a.company_id = ? and a.id = d.id""";

    /** One row as a plain select: the planner then reads it as constants and goes straight to the key. */
    private static final String ONE = """
            (select ?::uuid as id, ?::numeric as ordered, ?::numeric as shipped, ?::numeric as receivable, ?::numeric as bills, ?::numeric as loans,
                ?::numeric as unapplied, ?::numeric as deposit, ?::numeric as waiting, ?::boolean as guarded, ?::numeric as need,
                ?::date as first_on, ?::date as last_on, ?::integer as term_days, ?::numeric as largest, ?::date as oldest_due) d""";

    private static final String MANY = """
            unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::boolean[], ?::numeric[], ?::date[], ?::date[], ?::integer[], ?::numeric[], ?::date[])
              as d (id, ordered, shipped, receivable, bills, loans, unapplied, deposit, waiting, guarded, need, first_on, last_on, term_days,
                largest, oldest_due)""";

    /** An account whose deposits or shared limits follow its movements is written under its lock only. */
    private static final String ALONE = "and a.deposit = 0 and a.waiting = 0 and not a.pooled";

    /**
     * The rules of {@link CreditRules} once more, for accounts where they can be judged in the row itself by what the last closer look derived
     * from the policy. Whatever needs a closer look (deposits, shared limits, overdue items, cash only, another version of the policy, one on
     * trial) closes the guard, and the second, locked attempt looks.
     */
    private static final String GUARD = ALONE + "\n" + """
             and (not d.guarded or (a.gate_version = coalesce((select case when y.shadow_version is null then y.live_version else -2 end
                  from credit.policy y where y.company_id = ?), 0)
                and not a.gate_closer and a.status in ('NORMAL', 'WATCH')
                and (a.valid_from is null or a.valid_from <= d.first_on) and (a.gate_until is null or a.gate_until >= d.last_on)
                and (a.gate_overdue_days is null or a.oldest_due is null or a.oldest_due >= d.last_on - a.gate_overdue_days)
                and (a.gate_term_days is null or a.gate_term_days >= d.term_days)
                and (a.gate_order_max is null or a.gate_order_max >= d.largest)
                and (a.gate_limit is null or d.need <= a.gate_limit - %s
                  + case when a.temporary_from <= d.first_on and a.temporary_to >= d.last_on then a.temporary_limit else 0 end)))""".formatted(Account.EXPOSURE);

    private static final String UPDATE_ONE = UPDATE.formatted(ONE);
    private static final String UPDATE_MANY = UPDATE.formatted(MANY);

    private void update(Map<UUID, Sum> accounts, String guard) {
        List<@Nullable Object> values = new ArrayList<>(15);
        boolean one = accounts.size() == 1;
        if (!one && !guard.isEmpty()) {
            tx.add(
                    Rank.CREDIT,
                    "select 1 from credit.account a where a.company_id = ? and a.id = any(?) order by a.id for no key update",
                    tx.company(),
                    SqlArray.of("uuid", accounts.keySet()));
        }
        List<Map.Entry<UUID, Sum>> rows = List.copyOf(accounts.entrySet());
        List<Bucket> buckets = List.of(
                Bucket.ORDERED,
                Bucket.SHIPPED,
                Bucket.RECEIVABLE,
                Bucket.BILLS,
                Bucket.LOANS,
                Bucket.UNAPPLIED,
                Bucket.DEPOSIT);
        if (one) {
            Sum sum = rows.getFirst().getValue();
            values.add(rows.getFirst().getKey());
            buckets.forEach(bucket -> values.add(sum.of(bucket)));
            values.add(sum.waiting);
            values.add(sum.guarded);
            values.add(sum.need);
            values.add(sum.first);
            values.add(sum.last);
            values.add(sum.termDays);
            values.add(sum.largest);
            values.add(sum.oldestDue);
        } else {
            values.add(SqlArray.of("uuid", accounts.keySet()));
            buckets.forEach(bucket -> values.add(
                    SqlArray.of("numeric", rows, row -> row.getValue().of(bucket))));
            values.add(SqlArray.of("numeric", rows, row -> row.getValue().waiting));
            values.add(SqlArray.of("boolean", rows, row -> row.getValue().guarded));
            values.add(SqlArray.of("numeric", rows, row -> row.getValue().need));
            values.add(SqlArray.of("date", rows, row -> row.getValue().first));
            values.add(SqlArray.of("date", rows, row -> row.getValue().last));
            values.add(SqlArray.of("integer", rows, row -> row.getValue().termDays));
            values.add(SqlArray.of("numeric", rows, row -> row.getValue().largest));
            values.add(SqlArray.of("date", rows, row -> row.getValue().oldestDue));
        }
        values.add(tx.company());
        if (!guard.isEmpty()) {
            values.add(tx.company());
        }
        tx.addExpecting(
                Rank.CREDIT,
                accounts.size(),
                TryAgain::new,
                (one ? UPDATE_ONE : UPDATE_MANY) + " " + guard,
                values.toArray());
    }

    private void writeEntries() {
        // Joined with the account: when one is missing the update above has noticed, and a broken foreign key would
        // hide it.
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.entry (company_id, id, account_id, document_id, order_id, bucket, amount, currency, happened_on, recorded_by, cause)
                select ?, e.id, a.id, e.document, e.order_id, e.bucket, e.amount, ?, e.happened_on, ?, e.cause
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::numeric[], ?::date[], ?::text[])
                  as e (id, account, document, order_id, bucket, amount, happened_on, cause)
                join credit.account a on a.company_id = ? and a.id = e.account""",
                tx.company(),
                actor.currency(),
                actor.user(),
                SqlArray.of("uuid", entries, entry -> Ids.next()),
                SqlArray.of("uuid", entries, Movement::party),
                SqlArray.of("uuid", entries, Movement::document),
                SqlArray.of("uuid", entries, Movement::order),
                SqlArray.of("text", entries, Movement::bucket),
                SqlArray.of("numeric", entries, Movement::amount),
                SqlArray.of("date", entries, Movement::on),
                SqlArray.of("text", entries, Movement::cause),
                tx.company());
    }

    private void writeAssigned() {
        if (assignedChanged.isEmpty()) {
            return;
        }
        List<Assigned> rows = assignedChanged.stream().map(assigned::get).toList();
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.deposit as d (company_id, order_id, account_id, assigned, exposure)
                select ?, n.order_id, n.account_id, n.assigned, n.exposure
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[]) as n (order_id, account_id, assigned, exposure)
                on conflict (company_id, order_id) do update set assigned = excluded.assigned, exposure = excluded.exposure""",
                tx.company(),
                SqlArray.of("uuid", rows, Assigned::order),
                SqlArray.of("uuid", rows, Assigned::account),
                SqlArray.of("numeric", rows, Assigned::assigned),
                SqlArray.of("numeric", rows, Assigned::exposure));
        assignedChanged.clear();
    }
}
