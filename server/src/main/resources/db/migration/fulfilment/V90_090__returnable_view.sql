create view fulfilment.returnable as
select l.company_id, d.party_id, l.product_id, l.delivery_id, l.position, h.date, l.quantity as delivered, l.total, l.quantity - l.returned_quantity as quantity
from fulfilment.delivery_line l
join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id
join document.header h on h.company_id = d.company_id and h.id = d.id
where h.state = 'POSTED' and l.quantity > l.returned_quantity;
comment on view fulfilment.returnable is 'what may still come back of each posted delivery, for modules above';
