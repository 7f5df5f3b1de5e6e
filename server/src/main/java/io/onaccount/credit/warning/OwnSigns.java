package io.onaccount.credit.warning;

import io.onaccount.credit.spi.WarningSource;
import io.onaccount.platform.db.Sql;
import java.time.LocalDate;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** What credit itself knows: limits and their ends, what is used of them, and the limits shared with others. */
@Component
final class OwnSigns implements WarningSource {

    OwnSigns() {}

    /** Exposure of a day is the running sum less the entries that came after it; terms and shared limits count as they are now. */
    @Override
    public Sql facts(long company, LocalDate on, Collection<Integer> soon) {
        return Sql.of("""
                with later as materialized (
                  select e.account_id, sum(case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end) as amount
                  from credit.entry e where e.company_id = ? and e.happened_on > ? group by e.account_id),
                terms as (
                  select a.party_id, a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit - coalesce(l.amount, 0) as used,
                    a.credit_limit + case when ? between a.temporary_from and a.temporary_to then a.temporary_limit else 0 end as allowed,
                    case when a.temporary_limit > 0 and a.temporary_to >= ? then a.temporary_to - ? end as temporary_days,
                    a.valid_to - ? as valid_days, a.review_on - ? as review_days, a.guarantee_to - ? as guarantee_days,
                    case when a.status = 'STOPPED' then 1 end as stopped
                  from credit.account a left join later l on l.account_id = a.id where a.company_id = ?),
                shared as (
                  select m.account_id as party_id,
                    max(case when p.credit_limit > 0 then 100 * p.exposure / p.credit_limit when p.exposure > 0 then 100 end) as percent,
                    count(*) filter (where h.state = 'STOPPED' or p.valid_from > ? or p.valid_to < ?) as stopped
                  from credit.pool_member m
                  join credit.pool p on p.company_id = m.company_id and p.id = m.pool_id
                  join document.header h on h.company_id = m.company_id and h.id = m.pool_id
                  where m.company_id = ? group by m.account_id),
                alerts as (
                  select x.party_id, min(? - x.date) as days from credit.external_alert x
                  where x.company_id = ? and x.date <= ? and (x.withdrawn_on is null or x.withdrawn_on > ?) group by x.party_id)
                select t.party_id, f.fact, 0 as at, f.value from terms t
                cross join lateral (values ('USED', t.used), ('ALLOWED', t.allowed), ('TEMPORARY_DAYS', t.temporary_days), ('VALID_DAYS', t.valid_days),
                  ('GUARANTEE_DAYS', t.guarantee_days), ('REVIEW_DAYS', t.review_days), ('STOPPED', t.stopped)) as f (fact, value) where f.value is not null
                union all
                select s.party_id, f.fact, 0, f.value from shared s
                cross join lateral (values ('POOL_PERCENT', round(s.percent, 1)), ('POOL_STOPPED', nullif(s.stopped, 0))) as f (fact, value)
                where f.value is not null
                union all
                select x.party_id, 'ALERT_DAYS', 0, x.days from alerts x""", company, on, on, on, on, on, on, on, company, on, on, company, on, company, on, on);
    }
}
