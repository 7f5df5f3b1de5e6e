-- What is still to be delivered is found by its day, however many orders are delivered already.
alter table sales.order_line add column due_on date;
comment on column sales.order_line.due_on is 'the day it is to leave, while the order is confirmed and some of the line has not left; null otherwise';
update sales.order_line l set due_on = coalesce(l.delivery_date, o.delivery_date, h.date)
from sales.sales_order o, document.header h
where o.company_id = l.company_id and o.id = l.order_id and h.company_id = l.company_id and h.id = l.order_id
  and h.state = 'CONFIRMED' and l.delivered_quantity < l.quantity;
create index order_line_due on sales.order_line (company_id, due_on, id) where due_on is not null;
