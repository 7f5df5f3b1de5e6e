create or replace view insight.settlement as
select a.company_id, a.id as allocation_id, a.party_id, (a.amount - a.discount)::numeric(19,4) as amount, a.happened_on, h.id, h.owner_id, h.department_id
from receivables.allocation a
join document.header h on h.company_id = a.company_id and h.id = a.party_id
where a.receipt_id is not null;
comment on view insight.settlement is 'money that settled items (without cash discounts), with who looks after the customer';
