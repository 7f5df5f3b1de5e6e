package io.onaccount.receivables;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.credit.spi.PaidItems;
import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** How customers paid, for scoring: by items, allocations and receipts of the days up to then. What was taken back by then never was. */
@Component
class PaymentBehaviour implements FactorSource, PaidItems {
    private static final int RECENT_DAYS = 90;

    @Override
    public Sql factors(long company, LocalDate on) {
        LocalDate from = on.minusYears(1);
        return Sql.of(
                """
                with undone as materialized (
                  select u.undoes_id from receivables.allocation u where u.company_id = ? and u.undoes_id is not null and u.happened_on <= ?),
                later as materialized (
                  select a.item_id, sum(a.amount) as amount from receivables.allocation a where a.company_id = ? and a.happened_on > ? group by a.item_id),
                owed as materialized (
                  select i.party_id, i.amount - i.settled + coalesce(l.amount, 0) as open, ? - i.due as days
                  from receivables.open_item i left join later l on l.item_id = i.id
                  where i.company_id = ? and i.amount > 0 and i.date <= ?),
                delays as (
                  select i.party_id, a.amount, greatest(a.happened_on - i.due, 0) as days, a.happened_on > ? as recent
                  from receivables.allocation a
                  join receivables.open_item i on i.company_id = a.company_id and i.id = a.item_id
                  where a.company_id = ? and a.happened_on > ? and a.happened_on <= ? and a.receipt_id is not null and a.undoes_id is null
                    and i.amount > 0 and not exists (select 1 from undone u where u.undoes_id = a.id)
                  union all
                  select o.party_id, o.open, o.days, true from owed o where o.open > 0 and o.days > 0),
                paid as (
                  select d.party_id,
                    sum(d.amount * d.days) / sum(d.amount) as average,
                    100 * coalesce(sum(d.amount) filter (where d.days > 0), 0) / sum(d.amount) as late,
                    max(d.days) as worst,
                    sum(d.amount * d.days) filter (where d.recent) / sum(d.amount) filter (where d.recent)
                      - sum(d.amount * d.days) filter (where not d.recent) / sum(d.amount) filter (where not d.recent) as trend
                  from delays d group by d.party_id),
                standing as (
                  select o.party_id, max(case when o.open > 0 then greatest(o.days, 0) else 0 end) as days,
                    coalesce(100 * sum(o.open) filter (where o.days > 0) / nullif(sum(o.open), 0), 0) as share
                  from owed o group by o.party_id),
                money as (
                  select r.party_id, count(*) filter (where r.reversed_on > ? and r.reversed_on <= ?) as bounced
                  from receivables.receipt r where r.company_id = ? and r.posted_on <= ? group by r.party_id)
                select p.party_id, f.factor, round(f.value, 4) as value
                from paid p cross join lateral (values ('DAYS_BEYOND_TERMS', p.average), ('LATE_SHARE', p.late), ('WORST_DELAY', p.worst),
                  ('DELAY_TREND', p.trend)) as f (factor, value) where f.value is not null
                union all
                select n.party_id, f.factor, round(f.value, 4)
                from standing n cross join lateral (values ('OVERDUE_DAYS', n.days), ('OVERDUE_SHARE', n.share)) as f (factor, value)
                union all
                select m.party_id, 'BOUNCED_RECEIPTS', m.bounced from money m""",
                company,
                on,
                company,
                on,
                on,
                company,
                on,
                on.minusDays(RECENT_DAYS),
                company,
                from,
                on,
                from,
                on,
                company,
                on);
    }

    @Override
    public Sql items(long company, LocalDate until, int lateDays) {
        return Sql.of("""
                select i.company_id, i.party_id, i.order_id, i.date, i.due, i.amount - coalesce(a.netted, 0) as owed, coalesce(a.paid, 0) as paid,
                  coalesce(a.paid_days, 0) as paid_days, i.amount - coalesce(a.netted, 0) - coalesce(a.paid, 0) as open,
                  coalesce(a.late, 0) + case when ? - i.due > ? then i.amount - coalesce(a.netted, 0) - coalesce(a.paid, 0) else 0 end as late,
                  case when i.amount = coalesce(a.netted, 0) + coalesce(a.paid, 0) then a.last end as settled_on
                from receivables.open_item i
                left join lateral (
                  select sum(a.amount) filter (where a.receipt_id is null) as netted,
                    sum(a.amount) filter (where a.receipt_id is not null) as paid,
                    sum(a.amount * (a.happened_on - i.date)) filter (where a.receipt_id is not null) as paid_days,
                    sum(a.amount) filter (where a.receipt_id is not null and a.happened_on - i.due > ?) as late,
                    max(a.happened_on) as last
                  from receivables.allocation a
                  where a.company_id = i.company_id and a.item_id = i.id and a.happened_on <= ? and a.undoes_id is null
                    and not exists (select 1 from receivables.allocation u
                      where u.company_id = a.company_id and u.undoes_id = a.id and u.happened_on <= ?)) a on true
                where i.company_id = ? and i.amount > 0 and i.date <= ?""", until, lateDays, lateDays, until, until, company, until);
    }
}
