alter table receivables.open_item drop constraint open_item_kind_check;
alter table receivables.open_item add constraint open_item_kind_check check (kind in ('DELIVERY', 'ORDER', 'INVOICE', 'RETURN', 'OPENING'));
