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
import java.util.Set;
import java.util.TreeMap;
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

        void add(Bucket bucket, BigDecimal amount) {
            buckets.merge(bucket, amount, BigDecimal::add);
            exposure = exposure.add(bucket.sign() < 0 ? amount.negate() : amount);
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
        sums.computeIfAbsent(movement.party(), id -> new Sum()).add(movement.bucket(), movement.amount());
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

    /** A locked account got new terms in this transaction: what follows in it is judged by them. */
    void granted(UUID account, Terms terms, int version) {
        locked.computeIfPresent(account, (id, known) -> known.on(terms, version));
    }

    /** How much of what the order will owe more is covered by money assigned to it. */
    BigDecimal covered(UUID order, BigDecimal more) {
        Assigned row = assigned.get(order);
        return row == null ? NONE : row.owing(more).counted().subtract(row.counted());
    }

    /** Locks and reads accounts, in the order of their ids; opens those that don't exist yet with the company's default limit. */
    void lock(Collection<UUID> accounts) {
        List<UUID> wanted = accounts.stream()
                .filter(id -> !locked.containsKey(id))
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        Map<UUID, Account> found = select(wanted);
        if (found.size() < wanted.size()) {
            open(wanted.stream().filter(id -> !found.containsKey(id)).toList());
            found.putAll(select(wanted));
        }
        locked.putAll(found);
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

    private void open(List<UUID> parties) {
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
        if (sums.isEmpty()) {
            return;
        }
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
            seen.forEach((id, sum) -> locked.put(id, seen(id)));
            writeAssigned();
        }
        writeEntries();
        sums.clear();
        entries.clear();
    }

    private static final String UPDATE = """
            update credit.account a set ordered = a.ordered + d.ordered, shipped = a.shipped + d.shipped, receivable = a.receivable + d.receivable,
                bills = a.bills + d.bills, loans = a.loans + d.loans, unapplied = a.unapplied + d.unapplied,
                deposit = a.deposit + d.deposit, waiting = a.waiting + d.waiting
            from %s
            where a.company_id = ? and a.id = d.id""";

    /** One row as a plain select: the planner then reads it as constants and goes straight to the key. */
    private static final String ONE = """
            (select ?::uuid as id, ?::numeric as ordered, ?::numeric as shipped, ?::numeric as receivable, ?::numeric as bills, ?::numeric as loans,
                ?::numeric as unapplied, ?::numeric as deposit, ?::numeric as waiting, ?::boolean as guarded, ?::numeric as need,
                ?::date as first_on, ?::date as last_on, ?::integer as term_days) d""";

    private static final String MANY = """
            unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::boolean[], ?::numeric[], ?::date[], ?::date[], ?::integer[])
              as d (id, ordered, shipped, receivable, bills, loans, unapplied, deposit, waiting, guarded, need, first_on, last_on, term_days)""";

    /**
     * The rules of {@link CreditRules} once more, for accounts where they can be judged in the row itself. Whatever needs a closer look (deposits,
     * overdue items, cash only) closes the guard, and the second, locked attempt looks.
     */
    private static final String GUARD = """
            and a.deposit = 0 and a.waiting = 0
              and (not d.guarded or (a.status in ('NORMAL', 'WATCH') and a.overdue_days is null
                and (a.valid_from is null or a.valid_from <= d.first_on) and (a.valid_to is null or a.valid_to >= d.last_on)
                and (a.term_days is null or a.term_days >= d.term_days)
                and (a.credit_limit is null or d.need <= a.credit_limit - %s
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
        }
        values.add(tx.company());
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
