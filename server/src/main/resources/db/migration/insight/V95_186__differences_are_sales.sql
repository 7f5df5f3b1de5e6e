create or replace view insight.credit_sale as
select i.company_id, i.id as item_id, i.date, i.due, i.amount, h.id, h.owner_id, h.department_id
from receivables.open_item i
join document.header h on h.company_id = i.company_id and h.id = i.party_id
where i.kind in ('DELIVERY', 'ORDER', 'INVOICE', 'DIFFERENCE', 'RETURN');
