create or replace view insight.flow as
select h.company_id, h.id, h.kind, h.number, h.title, h.state, h.party_id, h.owner_id, h.department_id, h.date, h.total, h.created_by
from document.header h
where h.kind in ('sales-order', 'delivery', 'sales-return', 'receipt', 'opening-balance');
comment on view insight.flow is 'documents whose totals are counted by day';

create view insight.settlement as
select a.company_id, a.id as allocation_id, a.party_id, a.amount, a.happened_on, h.id, h.owner_id, h.department_id
from receivables.allocation a
join document.header h on h.company_id = a.company_id and h.id = a.party_id
where a.receipt_id is not null;
comment on view insight.settlement is 'money that settled items, with who looks after the customer';
