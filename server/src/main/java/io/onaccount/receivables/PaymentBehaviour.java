package io.onaccount.receivables;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.credit.spi.PaidItems;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** How customers paid, for scoring: by items, allocations and receipts of the days up to then. What was taken back by then never was. */
@Component
class PaymentBehaviour implements FactorSource, PaidItems {
    private static final int RECENT_DAYS = 90;

    /**
     * The begins and ends of the days' windows cut time into spans. Payments are summed once by span, and a day adds up the spans of its window; a
     * payment taken back later is added by itself, as some days still know it. {@code width_bucket} is the number of the span a date is in. What was
     * open on a day is what is open now and what was settled since: each settlement is added to the days between its item's date and its own.
     */
    @Override
    public Sql factors(long company, List<LocalDate> days) {
        TreeSet<LocalDate> cuts = new TreeSet<>();
        for (LocalDate day : days) {
            cuts.add(begin(day));
            cuts.add(day.minusDays(RECENT_DAYS - 1L));
            cuts.add(day.plusDays(1));
        }
        return Sql.of(
                """
                with cut as materialized (select ?::date[] as spans, ?::date[] as nights),
                day as materialized (
                  select d.day, d.begins, d.place, width_bucket(d.begins, c.spans) as first, width_bucket(d.day - ?, c.spans) as recent,
                    width_bucket(d.day + 1, c.spans) as past
                  from unnest(?::date[], ?::date[]) with ordinality as d (day, begins, place) cross join cut c),
                undone as materialized (
                  select u.undoes_id, u.happened_on from receivables.allocation u where u.company_id = ? and u.undoes_id is not null),
                span as materialized (
                  select p.party_id, p.span, sum(p.amount) as amount, sum(p.amount * p.days) as weighted,
                    coalesce(sum(p.amount) filter (where p.days > 0), 0) as late, max(p.days) as worst
                  from (
                    select a.party_id, width_bucket(a.happened_on, c.spans) as span, a.amount, greatest(a.happened_on - a.item_due, 0) as days
                    from receivables.allocation a cross join cut c
                    where a.company_id = ? and a.happened_on >= ? and a.happened_on <= ? and a.receipt_id is not null and a.undoes_id is null
                      and a.amount > 0 and not exists (select 1 from undone u where u.undoes_id = a.id)) p
                  group by p.party_id, p.span),
                owed as materialized (
                  select o.place, o.party_id, o.due, sum(o.amount) as open
                  from (
                    select k.place, i.id, i.party_id, i.due, i.amount - i.settled as amount
                    from receivables.open_item i cross join cut c
                    cross join lateral generate_series(width_bucket(i.date, c.nights) + 1, cardinality(c.nights)) as k (place)
                    where i.company_id = ? and i.amount > 0 and i.settled <> i.amount and i.date <= ?
                    union all
                    select k.place, a.item_id, a.party_id, a.item_due, a.amount
                    from receivables.allocation a cross join cut c
                    cross join lateral generate_series(width_bucket(a.item_date, c.nights) + 1, width_bucket(a.happened_on, c.nights)) as k (place)
                    where a.company_id = ? and a.happened_on > ? and a.item_date <= ? and (a.amount > 0) = (a.undoes_id is null)) o
                  group by o.place, o.id, o.party_id, o.due having sum(o.amount) <> 0),
                delay as (
                  select d.day, s.party_id, s.span >= d.recent as recent, s.amount, s.weighted, s.late, s.worst
                  from day d join span s on s.span >= d.first and s.span < d.past
                  union all
                  select d.day, a.party_id, a.happened_on > d.day - ?, a.amount, a.amount * greatest(a.happened_on - a.item_due, 0),
                    case when a.happened_on > a.item_due then a.amount else 0 end, greatest(a.happened_on - a.item_due, 0)
                  from undone u
                  join receivables.allocation a on a.company_id = ? and a.id = u.undoes_id
                  join day d on a.happened_on >= d.begins and a.happened_on <= d.day and u.happened_on > d.day
                  where a.receipt_id is not null and a.amount > 0
                  union all
                  select d.day, o.party_id, true, o.open, o.open * (d.day - o.due), o.open, d.day - o.due
                  from owed o join day d on d.place = o.place where o.due < d.day),
                paid as (
                  select d.day, d.party_id, sum(d.weighted) / sum(d.amount) as average, 100 * sum(d.late) / sum(d.amount) as late, max(d.worst) as worst,
                    sum(d.weighted) filter (where d.recent) / sum(d.amount) filter (where d.recent)
                      - sum(d.weighted) filter (where not d.recent) / sum(d.amount) filter (where not d.recent) as trend
                  from delay d group by d.day, d.party_id),
                standing as (
                  select d.day, f.party_id, coalesce(o.days, 0) as days, coalesce(o.share, 0) as share, coalesce(c.disputes, 0) as disputes,
                    coalesce(b.broken, 0) as broken
                  from (
                    select i.party_id, min(i.date) as first from receivables.open_item i where i.company_id = ? and i.amount > 0 group by i.party_id) f
                  join day d on d.day >= f.first
                  left join (
                    select o.place, o.party_id, greatest(max(d.day - o.due), 0) as days,
                      100 * sum(o.open) filter (where o.due < d.day) / sum(o.open) as share
                    from owed o join day d on d.place = o.place group by o.place, o.party_id) o on o.place = d.place and o.party_id = f.party_id
                  left join (
                    select d.day, i.party_id, count(*) as disputes from receivables.item_change c
                    join day d on c.happened_on >= d.begins and c.happened_on <= d.day
                    join receivables.open_item i on i.company_id = ? and i.id = c.item_id
                    where c.company_id = ? and c.what = 'DISPUTE' group by d.day, i.party_id) c on c.day = d.day and c.party_id = f.party_id
                  left join (
                    select d.day, m.party_id, count(*) as broken from receivables.promise m
                    join day d on m.due >= d.begins and m.due < d.day and (m.withdrawn_on is null or m.withdrawn_on > d.day)
                    where m.company_id = ? and m.received < m.amount group by d.day, m.party_id) b on b.day = d.day and b.party_id = f.party_id),
                money as (
                  select d.day, r.party_id, coalesce(b.bounced, 0) as bounced
                  from (
                    select r.party_id, min(r.posted_on) as first from receivables.receipt r
                    where r.company_id = ? and r.posted_on is not null group by r.party_id) r
                  join day d on d.day >= r.first
                  left join (
                    select d.day, r.party_id, count(*) as bounced from receivables.receipt r
                    join day d on r.reversed_on >= d.begins and r.reversed_on <= d.day and r.posted_on <= d.day
                    where r.company_id = ? and r.reversed_on is not null group by d.day, r.party_id) b on b.day = d.day and b.party_id = r.party_id)
                select p.day, p.party_id, f.factor, round(f.value, 4) as value
                from paid p cross join lateral (values ('DAYS_BEYOND_TERMS', p.average), ('LATE_SHARE', p.late), ('WORST_DELAY', p.worst),
                  ('DELAY_TREND', p.trend)) as f (factor, value) where f.value is not null
                union all
                select n.day, n.party_id, f.factor, round(f.value, 4)
                from standing n cross join lateral (values ('OVERDUE_DAYS', n.days), ('OVERDUE_SHARE', n.share), ('DISPUTES', n.disputes),
                  ('BROKEN_PROMISES', n.broken)) as f (factor, value)
                union all
                select m.day, m.party_id, 'BOUNCED_RECEIPTS', m.bounced from money m""",
                SqlArray.of("date", cuts),
                SqlArray.of("date", days, day -> day.plusDays(1)),
                RECENT_DAYS - 1,
                SqlArray.of("date", days),
                SqlArray.of("date", days, PaymentBehaviour::begin),
                company,
                company,
                begin(days.getFirst()),
                days.getLast(),
                company,
                days.getLast(),
                company,
                days.getFirst(),
                days.getLast(),
                RECENT_DAYS,
                company,
                company,
                company,
                company,
                company,
                company,
                company);
    }

    /** The first day of the twelve months that end with this one. */
    private static LocalDate begin(LocalDate day) {
        return day.minusYears(1).plusDays(1);
    }

    @Override
    public Sql items(long company, LocalDate until, int lateDays, Sql which) {
        return Sql.of("""
                with item as materialized (
                  select i.id, i.company_id, i.party_id, i.order_id, i.date, i.due, i.amount
                  from receivables.open_item i where i.company_id = ? and i.amount > 0 and i.date <= ? and""", company, until)
                .then(Sql.join(" and ", List.of(which)))
                .then("""
                        ),
                        settled as (
                          select a.item_id, coalesce(sum(a.amount) filter (where a.receipt_id is null), 0) as netted,
                            coalesce(sum(a.amount) filter (where a.receipt_id is not null), 0) as paid,
                            coalesce(sum(a.amount * (a.happened_on - a.item_date)) filter (where a.receipt_id is not null), 0) as paid_days,
                            coalesce(sum(a.amount) filter (where a.receipt_id is not null and a.happened_on - a.item_due > ?), 0) as late,
                            max(a.happened_on) as last
                          from item i join receivables.allocation a on a.company_id = ? and a.item_id = i.id
                          where a.happened_on <= ? and a.undoes_id is null
                            and not exists (select 1 from receivables.allocation u
                              where u.company_id = ? and u.undoes_id = a.id and u.happened_on <= ?)
                          group by a.item_id),
                        known as (
                          select i.id, i.company_id, i.party_id, i.order_id, i.date, i.due, i.amount - coalesce(s.netted, 0) as owed,
                            coalesce(s.paid, 0) as paid, coalesce(s.paid_days, 0) as paid_days, coalesce(s.late, 0) as late,
                            i.amount - coalesce(s.netted, 0) - coalesce(s.paid, 0) as open, s.last
                          from item i left join settled s on s.item_id = i.id)
                        select k.company_id, k.party_id, k.order_id, k.date, k.due, k.owed, k.paid, k.paid_days, k.open,
                          k.late + case when ? - k.due > ? then k.open else 0 end as late, case when k.open = 0 then k.last end as settled_on
                        from known k""", lateDays, company, until, company, until, until, lateDays);
    }
}
