alter table fulfilment.delivery_line add column invoiced_quantity numeric(19,6) not null default 0;
alter table fulfilment.delivery_line add column invoiced_total numeric(19,4) not null default 0;
alter table fulfilment.delivery_line add column ahead_quantity numeric(19,6) not null default 0;
alter table fulfilment.delivery_line add column ahead_total numeric(19,4) not null default 0;
alter table fulfilment.delivery_line add constraint delivery_line_invoiced_check check (invoiced_quantity >= 0 and ahead_quantity >= 0);
comment on column fulfilment.delivery_line.invoiced_quantity is 'on invoices of this delivery; more than is left of it when goods came back';
comment on column fulfilment.delivery_line.invoiced_total is 'its worth at the order''s prices';
comment on column fulfilment.delivery_line.ahead_quantity is 'on invoices of the order: invoiced before it left';
comment on column fulfilment.delivery_line.ahead_total is 'its worth at the order''s prices';
-- Sums kept beside the lines, so that a list of what is on no invoice doesn't sum the invoices of every line.
create index delivery_line_invoiced_back on fulfilment.delivery_line (company_id, order_id, order_position)
    where invoiced_quantity + ahead_quantity + returned_quantity > quantity;

alter table fulfilment.delivery add column to_invoice_from date;
comment on column fulfilment.delivery.to_invoice_from is 'the day it left, while something of it may be on no invoice';
create index delivery_to_invoice on fulfilment.delivery (company_id, to_invoice_from, id) where to_invoice_from is not null;
