alter table sales.order_line add column ahead_quantity numeric(19,6) not null default 0;
alter table sales.order_line add column ahead_total numeric(19,4) not null default 0;
alter table sales.order_line add constraint order_line_ahead_check check (ahead_quantity >= 0 and ahead_quantity <= quantity - delivered_quantity);
comment on column sales.order_line.ahead_quantity is 'invoiced and still to leave; leaves first';
comment on column sales.order_line.ahead_total is 'what of the line''s total that is; of orders owed for by invoice a receivable already and no longer ordered';
create index order_line_ahead on sales.order_line (company_id, order_id, position) where ahead_quantity > 0;

alter table sales.order_charge add column invoiced_quantity numeric(19,6) not null default 0;
alter table sales.order_charge add column ahead_total numeric(19,4) not null default 0;
comment on column sales.order_charge.invoiced_quantity is 'how much of it is invoiced, of one';
comment on column sales.order_charge.ahead_total is 'what of it was invoiced before it left with the first delivery';
create index order_charge_to_invoice on sales.order_charge (company_id, order_id, position) where invoiced_quantity < 1 and total > 0;
