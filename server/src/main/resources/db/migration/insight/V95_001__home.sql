create schema if not exists insight;

create view insight.flow as
select h.company_id, h.id, h.kind, h.number, h.title, h.state, h.party_id, h.owner_id, h.department_id, h.date, h.total, h.created_by
from document.header h
where h.kind in ('sales-order', 'delivery', 'sales-return', 'receipt');
comment on view insight.flow is 'documents whose totals are counted by day';

create view insight.debt as
select i.company_id, i.id as item_id, i.party_id, i.amount - i.settled as open, i.due, h.id, h.owner_id, h.department_id
from receivables.open_item i
join document.header h on h.company_id = i.company_id and h.id = i.party_id
where i.settled <> i.amount;
comment on view insight.debt is 'open items that are not settled, with who looks after the customer';

create view insight.balance as
select b.company_id, b.party_id, b.receivable, b.money, h.id, h.owner_id, h.department_id
from receivables.party_balance b
join document.header h on h.company_id = b.company_id and h.id = b.party_id;
comment on view insight.balance is 'what each customer owes and has paid ahead, by the ledger';

create view insight.event as
select e.company_id, e.id as event_id, e.recorded_at, e.user_name, e.action, e.changes, h.id, h.kind, h.number, h.state, h.party_id, h.owner_id,
    h.department_id, h.date, h.total, h.currency
from organization.audit_entry e
join document.header h on h.company_id = e.company_id and h.id = e.subject_id;
comment on view insight.event is 'what happened to records';
