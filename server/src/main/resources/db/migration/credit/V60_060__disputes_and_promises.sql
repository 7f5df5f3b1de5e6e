alter table credit.setting add column disputed_overdue boolean not null default true;
comment on column credit.setting.disputed_overdue is 'whether what a customer disputes counts as overdue for the checks';
