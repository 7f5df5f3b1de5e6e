create view insight.warning_for as
select n.company_id, n.user_id, w.id as warning_id, w.state, w.action, h.id, h.owner_id, h.department_id
from credit.warning_notice n
join credit.warning w on w.company_id = n.company_id and w.id = n.warning_id
join document.header h on h.company_id = w.company_id and h.id = w.party_id;
comment on view insight.warning_for is 'warnings with each person who was told of them';

create view insight.credit_use as
select a.company_id, a.party_id, a.status, a.grade, y.province, a.credit_limit, a.temporary_limit, a.temporary_from, a.temporary_to, a.valid_to, a.guarantee_to,
    a.review_on, a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit as used,
    h.id, h.number, h.title, h.owner_id, h.department_id
from credit.account a
join document.header h on h.company_id = a.company_id and h.id = a.party_id
left join party.party y on y.company_id = a.company_id and y.id = a.party_id;
comment on view insight.credit_use is 'what each credit account gives and what is used of it, with who looks after the customer';

create view insight.credit_movement as
select e.company_id, e.id as entry_id, e.happened_on, case when e.bucket in ('UNAPPLIED', 'DEPOSIT') then -e.amount else e.amount end as amount,
    h.id, h.owner_id, h.department_id
from credit.entry e
join document.header h on h.company_id = e.company_id and h.id = e.account_id;
comment on view insight.credit_movement is 'every movement of exposure with its sign';

create view insight.credit_decision as
select d.company_id, d.id as decision_id, 'HELD' as what, d.placed_at as at, d.amount, h.id, h.owner_id, h.department_id
from credit.hold d
join document.header h on h.company_id = d.company_id and h.id = d.account_id
union all
select r.company_id, r.id, 'RELEASED', r.released_at, d.amount, h.id, h.owner_id, h.department_id
from credit.release r
join credit.hold d on d.company_id = r.company_id and d.id = r.hold_id
join document.header h on h.company_id = d.company_id and h.id = d.account_id
union all
select c.company_id, c.id, 'LIMIT', c.recorded_at, c.new_limit - coalesce(c.old_limit, case when c.first then 0 end), h.id, h.owner_id, h.department_id
from credit.limit_change c
join document.header h on h.company_id = c.company_id and h.id = c.account_id;
comment on view insight.credit_decision is 'holds, releases, and by how much limits changed; a limit from or to unlimited has no amount';

create view insight.credit_sale as
select i.company_id, i.id as item_id, i.date, i.due, i.amount, h.id, h.owner_id, h.department_id
from receivables.open_item i
join document.header h on h.company_id = i.company_id and h.id = i.party_id
where i.kind in ('DELIVERY', 'ORDER', 'INVOICE', 'RETURN');
comment on view insight.credit_sale is 'what sales less returns came to; payable later than on the day: sold on credit';
