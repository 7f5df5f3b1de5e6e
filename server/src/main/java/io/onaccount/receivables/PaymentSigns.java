package io.onaccount.receivables;

import io.onaccount.credit.spi.WarningSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** What customers owe and how they pay, for early warnings: by items and allocations of the days up to then. What was taken back by then never was. */
@Component
final class PaymentSigns implements WarningSource {
    private static final int COUNTED = 20;
    private static final int LEAST_PAYMENTS = 3;

    PaymentSigns() {}

    @Override
    public Sql facts(long company, LocalDate on, Collection<Integer> soon) {
        LocalDate recent = on.minusMonths(3);
        LocalDate first = recent.minusYears(1);
        return Sql.of(
                """
                with valid as materialized (
                  select a.item_id, a.amount, a.happened_on, a.receipt_id from receivables.allocation a
                  where a.company_id = ? and a.happened_on <= ? and a.undoes_id is null and not exists (
                    select 1 from receivables.allocation u where u.company_id = ? and u.undoes_id = a.id and u.happened_on <= ?)),
                settled as materialized (
                  select v.item_id, sum(v.amount) as amount, max(v.happened_on) as last from valid v group by v.item_id),
                owed as materialized (
                  select i.id, i.party_id, i.due, i.amount - coalesce(s.amount, 0) as open, s.last
                  from receivables.open_item i left join settled s on s.item_id = i.id
                  where i.company_id = ? and i.amount > 0 and i.date <= ?),
                standing as (
                  select o.party_id, sum(o.open) as amount, max(? - o.due) as days from owed o where o.open > 0 and o.due < ? group by o.party_id),
                soon as (
                  select o.party_id, n.days, sum(o.open) as amount from owed o join unnest(?::integer[]) as n (days) on o.due <= ? + n.days
                  where o.open > 0 and o.due >= ? group by o.party_id, n.days),
                ranked as (
                  select o.party_id, row_number() over (partition by o.party_id order by o.due desc, o.id desc) as place,
                    o.open > 0 or coalesce(o.last > o.due, false) as late
                  from owed o where o.due < ?),
                in_row as (
                  select r.party_id, coalesce(min(r.place) filter (where not r.late) - 1, count(*)) as times
                  from ranked r where r.place <= ? group by r.party_id),
                delays as (
                  select o.party_id, v.amount, greatest(v.happened_on - o.due, 0) as days, v.happened_on > ? as recent
                  from valid v join owed o on o.id = v.item_id where v.receipt_id is not null and v.happened_on > ?
                  union all
                  select o.party_id, o.open, ? - o.due, true from owed o where o.open > 0 and o.due < ?),
                pace as (
                  select d.party_id, sum(d.amount * d.days) filter (where d.recent) / sum(d.amount) filter (where d.recent) as now,
                    case when count(*) filter (where not d.recent) >= ?
                      then sum(d.amount * d.days) filter (where not d.recent) / sum(d.amount) filter (where not d.recent) end as before
                  from delays d group by d.party_id)
                select s.party_id, f.fact, 0 as at, f.value from standing s
                cross join lateral (values ('OVERDUE', s.amount), ('OVERDUE_DAYS', s.days)) as f (fact, value)
                union all
                select s.party_id, 'DUE_SOON', s.days, s.amount from soon s
                union all
                select r.party_id, 'LATE_IN_ROW', 0, r.times from in_row r where r.times > 0
                union all
                select p.party_id, f.fact, 0, round(f.value, 1) from pace p
                cross join lateral (values ('DELAY_NOW', p.now), ('DELAY_BEFORE', p.before)) as f (fact, value) where f.value is not null""",
                company,
                on,
                company,
                on,
                company,
                on,
                on,
                on,
                SqlArray.of("integer", soon),
                on,
                on,
                on,
                COUNTED,
                recent,
                first,
                on,
                on,
                LEAST_PAYMENTS);
    }
}
