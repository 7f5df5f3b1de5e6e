package io.onaccount.credit;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who draws on which shared limit, and how that changes: whoever comes brings their exposure along and whoever goes takes it with them, in one
 * transaction and under the locks of the accounts and the limits concerned, so that a limit's exposure is the sum of its members' at any time
 * (CRD-03). A move is never refused for going over a limit; new credit is.
 *
 * <p>Limits of a salesperson or a department follow whoever looks after the customers, those of a group whoever belongs to whom. Two transactions that
 * change both sides of it at once (a customer gets another owner, a limit is made for that owner) would each miss the other. So each takes a lock of the company first: shared where
 * it changes customers one by one, alone where it changes a limit or who works where.
 */
final class PoolMembers {
    /** 'POOL' as a number, the first half of the lock's key; the company is the second. */
    private static final int LOCK = 0x504f4f4c;

    private static final String NOBODY_ELSE = "pg_advisory_xact_lock";
    private static final String CUSTOMERS_ONLY = "pg_advisory_xact_lock_shared";

    private PoolMembers() {}

    /** One customer who comes to draw on a limit, or no longer does. */
    record Change(UUID account, UUID pool, Pool.Basis basis, boolean comes, boolean listed) {
        private static Change read(Row row) {
            return new Change(
                    row.uuid("account_id"),
                    row.uuid("pool_id"),
                    row.choice("basis", Pool.Basis.class),
                    row.bool("comes"),
                    false);
        }
    }

    /** These customers are new, are looked after by somebody else or belong to another customer. */
    static void follow(Tx tx, Actor actor, Collection<UUID> customers) {
        if (customers.isEmpty()) {
            return;
        }
        tx.flush();
        lock(tx, CUSTOMERS_ONLY);
        // Who has no such limits, which is most companies, stops here.
        boolean any = tx.first(
                        "select 1 as one from credit.pool p where p.company_id = ? and p.whose_id is not null limit 1",
                        row -> row.integer("one"),
                        tx.company())
                .isPresent();
        if (any) {
            SqlArray these = SqlArray.of("uuid", customers);
            settle(
                    tx,
                    actor,
                    differences(
                            tx,
                            above(tx, these),
                            Sql.of("and h.id = any(?)", these),
                            Sql.of("and m.account_id = any(?)", these)));
        }
    }

    /** Somebody works in another department, or a department lies elsewhere: everybody may be concerned. */
    static void followAll(Tx tx, Actor actor) {
        tx.flush();
        lock(tx, NOBODY_ELSE);
        settle(tx, actor, differences(tx, below(tx, Sql.of("")), Sql.of(""), Sql.of("")));
    }

    /** A limit was made, or follows somebody else from now on. Whoever calls has taken {@link #alone} before. */
    static void follow(Tx tx, Actor actor, UUID pool) {
        tx.flush();
        Sql only = Sql.of("and p.id = ?", pool);
        settle(tx, actor, differences(tx, below(tx, only), only, Sql.of("and m.pool_id = ?", pool)));
    }

    /** Waits for whoever changes members, and keeps everybody else from it until the transaction ends. */
    static void alone(Tx tx) {
        lock(tx, NOBODY_ELSE);
    }

    /** The customer's record is to be removed; an account that was opened only for it to draw on a limit goes with it. */
    static void forget(Tx tx, UUID customer) {
        String blank = """
                exists (select 1 from credit.account a where a.company_id = ? and a.id = ? and a.version = 1
                  and not exists (select 1 from credit.entry e where e.company_id = a.company_id and e.account_id = a.id)
                  and not exists (select 1 from credit.hold o where o.company_id = a.company_id and o.account_id = a.id)
                  and not exists (select 1 from credit.account_terms t where t.company_id = a.company_id and t.account_id = a.id))""";
        lock(tx, CUSTOMERS_ONLY);
        tx.first("""
                        select h.title from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.basis = 'GROUP' and p.whose_id = ?""", row -> row.text("title"), tx.company(), customer).ifPresent(limit -> {
            throw Problem.conflict("credit-customer-shares", limit);
        });
        tx.add(
                Rank.CREDIT,
                "delete from credit.pool_member m where m.company_id = ? and m.account_id = ? and " + blank,
                tx.company(),
                customer,
                tx.company(),
                customer);
        tx.add(
                Rank.CREDIT,
                "delete from credit.account t where t.company_id = ? and t.id = ? and " + blank,
                tx.company(),
                customer,
                tx.company(),
                customer);
    }

    private static void lock(Tx tx, String how) {
        tx.list("select " + how + "(?, ?) is null as locked", row -> row.bool("locked"), LOCK, (int) tx.company());
    }

    /**
     * Who should draw on which following limit, as things are: a salesperson's customers are those they own; a department's those whose owner
     * belongs to it, or to a department below it, in the first place; where the owner belongs to none the customer's own department counts; a group's
     * those that stand below its customer, and that one itself.
     *
     * @param kin who stands below which group's customer: {@link #below} or {@link #above}
     */
    private static Sql meant(Tx tx, Sql kin, Sql which) {
        long company = tx.company();
        return kin.then(Sql.of("""
                        , below as (
                          select w.id as pool_id, w.whose_id as department_id from credit.pool w
                          where w.company_id = ? and w.basis = 'DEPARTMENT' and w.whose_id is not null
                          union
                          select b.pool_id, d.id from below b
                          join organization.department d on d.company_id = ? and d.parent_id = b.department_id),
                        meant as (
                          select h.id as account_id, p.id as pool_id, p.basis from credit.pool p
                          join document.header h on h.company_id = p.company_id and h.kind = 'customer' and h.owner_id = p.whose_id
                          where p.company_id = ? and p.basis = 'SALESPERSON'""", company, company, company))
                .then(which)
                .then(Sql.of("""
                        union all
                          select h.id, p.id, p.basis from document.header h
                          left join organization.membership o on o.company_id = h.company_id and o.user_id = h.owner_id
                          join below b on b.department_id = coalesce(o.department_id, h.department_id)
                          join credit.pool p on p.company_id = h.company_id and p.id = b.pool_id
                          where h.company_id = ? and h.kind = 'customer'""", company))
                .then(which)
                .then(Sql.of("""
                        union all
                          select h.id, p.id, p.basis from kin k
                          join document.header h on h.company_id = ? and h.id = k.customer_id
                          join credit.pool p on p.company_id = h.company_id and p.id = k.pool_id
                          where h.kind = 'customer'""", company))
                .then(which)
                .then(")");
    }

    /** From the customers that groups' limits name down: who belongs to each. */
    private static Sql below(Tx tx, Sql which) {
        return Sql.of("""
                        kin (pool_id, customer_id) as (
                          select p.id, p.whose_id from credit.pool p
                          where p.company_id = ? and p.basis = 'GROUP' and p.whose_id is not null""", tx.company()).then(which).then(Sql.of("""
                        union
                          select k.pool_id, c.id from kin k join party.party c on c.company_id = ? and c.parent_id = k.customer_id)""", tx.company()));
    }

    /** From these customers up: which groups' limits name one that they belong to, or themselves. Few rows, however large the groups are. */
    private static Sql above(Tx tx, SqlArray these) {
        return Sql.of("""
                up (customer_id, at_id) as (
                  select c.id, c.id from party.party c where c.company_id = ? and c.id = any(?)
                  union
                  select u.customer_id, c.parent_id from up u join party.party c on c.company_id = ? and c.id = u.at_id
                  where c.parent_id is not null),
                kin (pool_id, customer_id) as (
                  select p.id, u.customer_id from up u
                  join credit.pool p on p.company_id = ? and p.basis = 'GROUP' and p.whose_id = u.at_id)""", tx.company(), these, tx.company(), tx.company());
    }

    private static Sql following(Tx tx, Sql who) {
        return Sql.of("""
                        follows as (
                          select m.account_id, m.pool_id, m.basis from credit.pool_member m
                          join credit.pool p on p.company_id = m.company_id and p.id = m.pool_id
                          where m.company_id = ? and p.whose_id is not null""", tx.company()).then(who).then(")");
    }

    private static List<Change> differences(Tx tx, Sql kin, Sql which, Sql who) {
        return tx.list(
                Sql.of("with recursive")
                        .then(meant(tx, kin, which))
                        .then(",")
                        .then(following(tx, who))
                        .then("""
                        select coalesce(w.account_id, f.account_id) as account_id, coalesce(w.pool_id, f.pool_id) as pool_id,
                          coalesce(w.basis, f.basis) as basis, f.account_id is null as comes
                        from meant w full join follows f on f.account_id = w.account_id and f.pool_id = w.pool_id
                        where w.account_id is null or f.account_id is null"""),
                Change::read);
    }

    /** Members who should not be, and who should be but aren't: the proof expects none. */
    static List<CreditProof.Drift> drift(Tx tx) {
        Sql sql = Sql.of("with recursive")
                .then(meant(tx, below(tx, Sql.of("")), Sql.of("")))
                .then(",")
                .then(following(tx, Sql.of("")))
                .then(Sql.of("""
                        select coalesce(w.pool_id, f.pool_id) as pool_id, h.id, h.number, f.account_id is null as missing, coalesce(%s, 0) as exposure
                        from meant w full join follows f on f.account_id = w.account_id and f.pool_id = w.pool_id
                        join document.header h on h.company_id = ? and h.id = coalesce(w.account_id, f.account_id)
                        left join credit.account a on a.company_id = h.company_id and a.id = h.id
                        where w.account_id is null or f.account_id is null order by 1, h.number""".formatted(Account.EXPOSURE), tx.company()));
        return tx.list(sql, row -> {
            BigDecimal exposure = row.decimal("exposure");
            boolean missing = row.bool("missing");
            return new CreditProof.Drift(
                    row.uuid("pool_id"),
                    null,
                    row.uuid("id"),
                    row.text("number"),
                    missing ? exposure : BigDecimal.ZERO,
                    missing ? BigDecimal.ZERO : exposure);
        });
    }

    /** Lets exactly what is named come and go, in the order of locks everybody keeps: accounts, then limits, each by id. */
    static void settle(Tx tx, Actor actor, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Set<UUID> accounts = new LinkedHashSet<>();
        Set<UUID> pools = new LinkedHashSet<>();
        changes.forEach(change -> {
            accounts.add(change.account());
            pools.add(change.pool());
        });
        Movements movements = Movements.of(tx, actor);
        tx.flush(); // what was gathered so far was drawn on the limits of before
        movements.lock(accounts, pools);
        List<Change> come = changes.stream().filter(Change::comes).toList();
        List<Change> go = changes.stream().filter(change -> !change.comes()).toList();
        tx.add(
                Rank.CREDIT,
                """
                delete from credit.pool_member m using unnest(?::uuid[], ?::uuid[]) as g (account_id, pool_id)
                where m.company_id = ? and m.account_id = g.account_id and m.pool_id = g.pool_id""",
                SqlArray.of("uuid", go, Change::account),
                SqlArray.of("uuid", go, Change::pool),
                tx.company());
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.pool_member (company_id, account_id, pool_id, basis, joined_by, listed)
                select ?, c.account_id, c.pool_id, c.basis, ?, c.listed
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::boolean[]) as c (account_id, pool_id, basis, listed)""",
                tx.company(),
                actor.user(),
                SqlArray.of("uuid", come, Change::account),
                SqlArray.of("uuid", come, Change::pool),
                SqlArray.of("text", come, Change::basis),
                SqlArray.of("boolean", come, Change::listed));
        tx.add(Rank.CREDIT, """
                update credit.account a set pooled = exists (select 1 from credit.pool_member m where m.company_id = ? and m.account_id = a.id)
                where a.company_id = ? and a.id = any(?)""", tx.company(), tx.company(), SqlArray.of("uuid", accounts));
        tx.add(
                Rank.CREDIT,
                """
                update credit.pool p set exposure = p.exposure + d.amount from (
                  select c.pool_id, sum(case when c.comes then %1$s else -%1$s end) as amount
                  from unnest(?::uuid[], ?::uuid[], ?::boolean[]) as c (account_id, pool_id, comes)
                  join credit.account a on a.company_id = ? and a.id = c.account_id group by c.pool_id) d
                where p.company_id = ? and p.id = d.pool_id""".formatted(Account.EXPOSURE),
                SqlArray.of("uuid", changes, Change::account),
                SqlArray.of("uuid", changes, Change::pool),
                SqlArray.of("boolean", changes, Change::comes),
                tx.company(),
                tx.company());
        tx.flush();
        movements.regrouped(accounts, pools);
        CreditRechecks.ask(tx, accounts);
        if (!go.isEmpty()) {
            CreditRechecks.askPools(tx, pools); // whoever stayed has more room now
        }
    }

    /** The changes that make exactly these customers members of a limit whose customers are listed. */
    static List<Change> listed(UUID pool, Pool.Basis basis, Collection<UUID> before, Collection<UUID> after) {
        List<Change> changes = new ArrayList<>();
        before.stream()
                .filter(one -> !after.contains(one))
                .forEach(one -> changes.add(new Change(one, pool, basis, false, true)));
        after.stream()
                .filter(one -> !before.contains(one))
                .distinct()
                .forEach(one -> changes.add(new Change(one, pool, basis, true, true)));
        return changes;
    }
}
