alter table sales.sales_order add column basis text not null default 'DELIVERY' check (basis in ('DELIVERY', 'ORDER', 'INVOICE'));
comment on column sales.sales_order.basis is 'when the customer owes for it: as goods leave, as soon as it is confirmed, or as it is invoiced';
