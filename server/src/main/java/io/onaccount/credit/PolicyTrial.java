package io.onaccount.credit;

import io.onaccount.credit.CreditRules.Situation;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.Related;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tries a policy on orders that were confirmed in the past (CRD-25): each is judged by the rules of the real gate, with the exposure its account
 * had at that moment, the terms in force then, and what was overdue on that day, of the customer and of those related to it as far as is known
 * today. Disputes and promises are left out. Shared limits and money assigned to orders are left out: only
 * their standing today is known, and each customer counts to the class it has today. Changes nothing.
 */
@Component
public final class PolicyTrial {
    private static final int MOST_SHOWN = 200;

    private final CreditPolicies policies;
    private final ObjectProvider<OverdueSource> source;
    private final Related related;
    private final Parties parties;

    PolicyTrial(CreditPolicies policies, ObjectProvider<OverdueSource> source, Related related, Parties parties) {
        this.related = related;
        this.parties = parties;
        this.policies = policies;
        this.source = source;
    }

    /** How often, and for how much. */
    public record Count(int orders, BigDecimal amount) {
        static final Count NONE = new Count(0, BigDecimal.ZERO);

        Count plus(BigDecimal more) {
            return new Count(orders + 1, amount.add(more));
        }
    }

    /** One past order the policy would have held or warned about. */
    public record Case(
            UUID document,
            String number,
            UUID party,
            String partyName,
            LocalDate on,
            BigDecimal amount,
            String would,
            List<String> codes) {}

    /**
     * What the policy would have done.
     *
     * @param judged all orders confirmed in the time
     * @param byCode check's code → what it would have held
     * @param cases the largest it would have held or warned about
     */
    public record Result(
            int version,
            LocalDate from,
            LocalDate to,
            Count judged,
            Count held,
            Count warned,
            Map<String, Count> byCode,
            List<Case> cases) {}

    private record Confirmed(
            UUID document,
            String number,
            UUID party,
            String partyName,
            LocalDate on,
            BigDecimal amount,
            Account account,
            Overdue overdue,
            int lateInRow,
            @Nullable UUID customerClass) {}

    /** Tries a version on all orders of the actor's scope confirmed from one day to another. */
    public Result on(Tx tx, Actor actor, int version, LocalDate from, LocalDate to) {
        Policy policy = policies.policy(tx, version);
        Counting counting = new Counting(actor.currency());
        Relatives relatives = policy.looksAtRelatives() ? relatives(tx, from, to) : Relatives.NONE;
        tx.each(confirmed(tx, actor, from, to), row -> counting.take(policy, read(row, actor.currency()), relatives));
        counting.cases.sort((a, b) -> b.amount().compareTo(a.amount()));
        return new Result(
                version,
                from,
                to,
                counting.judged,
                counting.held,
                counting.warned,
                counting.byCode,
                List.copyOf(counting.cases.subList(0, Math.min(MOST_SHOWN, counting.cases.size()))));
    }

    private static final class Counting {
        final String currency;
        final Map<String, Count> byCode = new LinkedHashMap<>();
        final List<Case> cases = new ArrayList<>();
        Count judged = Count.NONE;
        Count held = Count.NONE;
        Count warned = Count.NONE;

        Counting(String currency) {
            this.currency = currency;
        }

        void take(Policy policy, Confirmed c, Relatives relatives) {
            CreditRequest request =
                    CreditRequest.of(c.document(), c.party(), new Money(c.amount(), currency), c.on(), null);
            List<Objection> found = CreditRules.judge(new Situation(
                    c.account(),
                    List.of(),
                    request,
                    c.amount(),
                    false,
                    c.overdue(),
                    new Past(c.lateInRow(), null, 0),
                    relatives.worst(c.party(), c.on()),
                    policy.profile(
                            ControlPoint.CONFIRM,
                            c.party(),
                            c.customerClass(),
                            c.account().terms().grade())));
            judged = judged.plus(c.amount());
            String would = Shadow.outcome(found);
            if (would.equals("PASS")) {
                return;
            }
            if (would.equals("HOLD")) {
                held = held.plus(c.amount());
            } else {
                warned = warned.plus(c.amount());
            }
            for (Objection objection : found) {
                byCode.merge(objection.code(), Count.NONE.plus(c.amount()), (a, b) -> a.plus(b.amount()));
            }
            cases.add(new Case(
                    c.document(),
                    c.number(),
                    c.party(),
                    c.partyName(),
                    c.on(),
                    c.amount(),
                    would,
                    found.stream().map(Objection::code).toList()));
        }
    }

    /** Something a related customer owed. */
    private record Owed(
            LocalDate since,
            LocalDate due,
            BigDecimal amount,
            @Nullable LocalDate settledOn) {
        boolean isLate(LocalDate on) {
            return !since.isAfter(on) && due.isBefore(on) && (settledOn == null || settledOn.isAfter(on));
        }
    }

    /** Who is related to whom, and what they owed when. */
    private record Relatives(Map<UUID, Set<UUID>> close, Map<UUID, List<Owed>> owed, Map<UUID, Party> named) {
        static final Relatives NONE = new Relatives(Map.of(), Map.of(), Map.of());

        /** The related customer that was overdue for longest on a day; null: none was. */
        RelatedCustomers.@Nullable Worst worst(UUID party, LocalDate on) {
            RelatedCustomers.Worst worst = null;
            for (UUID other : close.getOrDefault(party, Set.of())) {
                BigDecimal amount = BigDecimal.ZERO;
                int days = 0;
                for (Owed item : owed.getOrDefault(other, List.of())) {
                    if (item.isLate(on)) {
                        amount = amount.add(item.amount);
                        days = Math.max(days, (int) (on.toEpochDay() - item.due.toEpochDay()));
                    }
                }
                if (days > 0 && (worst == null || days > worst.days())) {
                    Party name = named.get(other);
                    worst = new RelatedCustomers.Worst(name == null ? "" : name.name(), amount, days);
                }
            }
            return worst;
        }
    }

    private Relatives relatives(Tx tx, LocalDate from, LocalDate to) {
        List<UUID> buying = tx.list("""
                select distinct e.account_id from credit.entry e
                where e.company_id = ? and e.cause = 'confirm' and e.bucket = 'ORDERED' and e.happened_on between ? and ?""", row -> row.uuid("account_id"), tx.company(), from, to);
        Map<UUID, Set<UUID>> close = related.closeTo(tx, buying);
        Set<UUID> others = new LinkedHashSet<>();
        close.values().forEach(others::addAll);
        Map<UUID, List<Owed>> owed = new HashMap<>();
        source.orderedStream()
                .forEach(one -> tx.each(
                        Sql.of(
                                "select i.party_id, i.since, i.due, i.amount, i.settled_on from (" + one.history()
                                        + ") i where i.company_id = ? and i.party_id = any(?)",
                                tx.company(),
                                SqlArray.of("uuid", others)),
                        row -> owed.computeIfAbsent(row.uuid("party_id"), id -> new ArrayList<>())
                                .add(new Owed(
                                        row.date("since"),
                                        row.date("due"),
                                        row.decimal("amount"),
                                        row.dateOrNull("settled_on")))));
        return new Relatives(close, owed, parties.named(tx, others));
    }

    /** Each order's entry, the account's exposure just before it, the terms then in force and the items then overdue. */
    private Sql confirmed(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        long company = tx.company();
        String history = source.orderedStream()
                .map(OverdueSource::history)
                .findFirst()
                .orElse(
                        "select null::bigint as company_id, null::uuid as party_id, null::date as since, null::date as due, 0::numeric as amount, null::date as settled_on where false");
        return Sql.of("""
                with moved as (
                  select e.account_id, e.document_id, e.bucket, e.cause, e.happened_on, e.amount, e.recorded_at,
                    sum(case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end)
                      over (partition by e.account_id order by e.happened_on, e.recorded_at, e.id rows between unbounded preceding and 1 preceding) as before
                  from credit.entry e where e.company_id = ?)
                select m.document_id, h.number, m.account_id, h.title, m.happened_on, m.amount, coalesce(m.before, 0) as before,
                  a.currency,
                  case when t.version is null then a.credit_limit else t.credit_limit end as credit_limit,
                  case when t.version is null then a.temporary_limit else t.temporary_limit end as temporary_limit,
                  case when t.version is null then a.temporary_from else t.temporary_from end as temporary_from,
                  case when t.version is null then a.temporary_to else t.temporary_to end as temporary_to,
                  case when t.version is null then a.status else t.status end as status,
                  case when t.version is null then a.valid_from else t.valid_from end as valid_from,
                  case when t.version is null then a.valid_to else t.valid_to end as valid_to,
                  case when t.version is null then a.term_days else (t.terms ->> 'termDays')::integer end as term_days,
                  case when t.version is null then a.overdue_days else (t.terms ->> 'overdueDays')::integer end as overdue_days,
                  case when t.version is null then a.overdue_amount else coalesce((t.terms ->> 'overdueAmount')::numeric, 0) end as overdue_amount,
                  case when t.version is null then a.grade else t.terms ->> 'grade' end as grade,
                  case when t.version is null then a.review_on else (t.terms ->> 'reviewOn')::date end as review_on,
                  null::numeric as insured_amount,
                  null::text as insurance_policy,
                  null::text as guarantee, null::date as guarantee_to,
                  null::text as agreement,
                  coalesce(o.amount, 0) as late_amount, o.oldest, coalesce(l.times, 0) as late_in_row, c.class_id
                from moved m
                join document.header h on h.company_id = ? and h.id = m.document_id
                join credit.account a on a.company_id = ? and a.id = m.account_id
                left join party.party c on c.company_id = a.company_id and c.id = a.id
                left join lateral (select v.* from credit.account_terms v where v.company_id = ? and v.account_id = m.account_id
                  and v.recorded_at <= greatest(m.recorded_at, (m.happened_on + 1)::timestamptz) order by v.version desc limit 1) t on true
                left join lateral (select sum(i.amount) filter (where i.due < m.happened_on) as amount, min(i.due) as oldest from (%1$s) i
                  where i.company_id = ? and i.party_id = m.account_id and i.since <= m.happened_on and (i.settled_on is null or i.settled_on > m.happened_on)) o on true
                left join lateral (select coalesce(min(w.place) filter (where not w.late) - 1, count(*))::integer as times from (
                    select row_number() over (order by i.due desc) as place, i.settled_on is null or i.settled_on > i.due as late
                    from (%1$s) i where i.company_id = ? and i.party_id = m.account_id and i.due < m.happened_on order by i.due desc limit 20) w) l on true
                where m.cause = 'confirm' and m.bucket = 'ORDERED' and m.amount > 0 and m.happened_on between ? and ? and""".formatted(history), company, company, company, company, company, company, from, to)
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                .then(" order by m.happened_on, m.recorded_at");
    }

    private static Confirmed read(Row row, String currency) {
        Terms terms = Terms.read(row);
        LocalDate on = row.date("happened_on");
        LocalDate oldest = row.dateOrNull("oldest");
        int days = oldest != null && oldest.isBefore(on) ? (int) (on.toEpochDay() - oldest.toEpochDay()) : 0;
        return new Confirmed(
                row.uuid("document_id"),
                row.text("number"),
                row.uuid("account_id"),
                row.text("title"),
                on,
                row.money("amount", currency).amount(),
                Account.owing(
                        row.uuid("account_id"),
                        terms,
                        row.money("before", currency).amount()),
                new Overdue(row.money("late_amount", currency).amount(), days, oldest),
                row.integer("late_in_row"),
                row.uuidOrNull("class_id"));
    }
}
