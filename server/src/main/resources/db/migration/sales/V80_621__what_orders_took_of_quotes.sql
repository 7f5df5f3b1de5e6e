-- What an order took of a quote is split with the order, and given back when its draft is deleted.
alter table sales.quote_order drop constraint quote_order_order_fk;
alter table sales.quote_order add constraint quote_order_order_fk foreign key (company_id, order_id) references document.header (company_id, id)
    on delete cascade;
alter table sales.quote_order_line drop constraint quote_order_line_order_fk;
alter table sales.quote_order_line add constraint quote_order_line_order_fk foreign key (company_id, quote_id, order_id)
    references sales.quote_order (company_id, quote_id, order_id) on delete cascade;
alter table sales.quote_order_line drop constraint quote_order_line_quantity_check;
alter table sales.quote_order_line add constraint quote_order_line_quantity_check check (quantity >= 0);
comment on table sales.quote_order is 'append-only: orders that were made of a quote, and those split off them; it ends with a draft that is deleted';
comment on table sales.quote_order_line is 'how much of each line of a quote stands on which order: split with the order';
