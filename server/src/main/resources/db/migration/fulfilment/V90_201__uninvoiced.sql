create table fulfilment.uninvoiced (
    company_id bigint not null,
    delivery_id uuid not null,
    order_id uuid not null,
    total numeric(19,4) not null check (total >= 0),
    tax numeric(19,4) not null,
    invoiced numeric(19,4) not null default 0,
    returned numeric(19,4) not null default 0,
    primary key (company_id, delivery_id, order_id),
    constraint uninvoiced_open_check check (invoiced >= 0 and returned >= 0 and invoiced + returned <= total)
);
comment on table fulfilment.uninvoiced is 'goods that left on orders owed for by invoice: what of them became a receivable, and what came back before it did';
create index uninvoiced_open on fulfilment.uninvoiced (company_id, delivery_id) where invoiced + returned < total;
alter table fulfilment.uninvoiced add constraint uninvoiced_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);
alter table fulfilment.uninvoiced add constraint uninvoiced_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
