package io.onaccount.credit.scoring;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** What credit itself knows: how far the limit is used, and what was entered about customers. */
@Component
class OwnFactors implements FactorSource {

    /**
     * Exposure of a day is the running sum less the entries that came after it. The limit of a day is that of the last terms recorded by its end;
     * terms recorded later (a history that was taken over) count from the beginning.
     */
    @Override
    public Sql factors(long company, List<LocalDate> days) {
        return Sql.of(
                """
                with day as materialized (select d.day, d.place from unnest(?::date[]) with ordinality as d (day, place)),
                cut as materialized (select ?::date[] as nights),
                moved as materialized (
                  select e.account_id, width_bucket(e.happened_on, c.nights) as days,
                    sum(case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end) as amount
                  from credit.entry e cross join cut c where e.company_id = ? and e.happened_on > ?
                  group by e.account_id, width_bucket(e.happened_on, c.nights)),
                later as (
                  select d.place, m.account_id, sum(m.amount) as amount from day d join moved m on m.days >= d.place group by d.place, m.account_id),
                used as (
                  select d.day, a.party_id,
                    a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit - coalesce(l.amount, 0) as amount,
                    case when t.version is null then a.credit_limit else t.credit_limit end
                      + case when t.version is null and d.day between a.temporary_from and a.temporary_to then a.temporary_limit
                          when d.day between t.temporary_from and t.temporary_to then t.temporary_limit else 0 end as allowed
                  from credit.account a
                  cross join day d
                  left join later l on l.place = d.place and l.account_id = a.id
                  left join lateral (
                    select t.version, t.credit_limit, t.temporary_limit, t.temporary_from, t.temporary_to
                    from credit.account_terms t
                    join organization.company c on c.id = t.company_id
                    where t.company_id = a.company_id and t.account_id = a.id
                    order by (t.recorded_at at time zone c.zone)::date <= d.day desc,
                      case when (t.recorded_at at time zone c.zone)::date <= d.day then t.version else -t.version end desc
                    limit 1) t on true
                  where a.company_id = ?),
                known as (
                  select distinct on (d.day, f.party_id, f.factor) d.day, f.party_id, f.factor, f.valid_on, f.value
                  from credit.fact f join day d on d.day >= f.valid_on where f.company_id = ?
                  order by d.day, f.party_id, f.factor, f.valid_on desc, f.id desc)
                select u.day, u.party_id, 'UTILISATION' as factor, round(100 * greatest(u.amount, 0) / u.allowed, 4) as value
                from used u where u.allowed > 0
                union all
                select k.day, k.party_id, k.factor,
                  case when k.factor = 'YEARS_IN_BUSINESS' then round(k.value + (k.day - k.valid_on) / 365.25, 4) else k.value end
                from known k where k.value is not null""",
                SqlArray.of("date", days),
                SqlArray.of("date", days, day -> day.plusDays(1)),
                company,
                days.getFirst(),
                company,
                company);
    }
}
