create schema if not exists fulfilment;

create table fulfilment.delivery (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    contact text not null default '',
    address text not null default '',
    carrier text not null default '',
    tracking text not null default '',
    note text not null default '',
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, id),
    constraint delivery_sum_check check (net + tax = total)
);
comment on table fulfilment.delivery is 'goods that left (出库单); number, date and state stand in document.header. While it is a draft its amounts are what posting it now would give';
alter table fulfilment.delivery add constraint delivery_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table fulfilment.delivery add constraint delivery_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table fulfilment.delivery_line (
    company_id bigint not null,
    delivery_id uuid not null,
    position smallint not null check (position > 0),
    order_id uuid not null,
    order_position smallint not null,
    product_id uuid not null,
    warehouse_id uuid not null,
    quantity numeric(19,6) not null check (quantity > 0),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    returned_quantity numeric(19,6) not null default 0,
    returned_total numeric(19,4) not null default 0,
    primary key (company_id, delivery_id, position),
    constraint delivery_line_sum_check check (net + tax = total),
    constraint delivery_line_returned_check check (returned_quantity >= 0 and returned_quantity <= quantity),
    constraint delivery_line_returned_value_check check (returned_total >= 0 and returned_total <= total)
) with (fillfactor = 90);
create index delivery_line_order on fulfilment.delivery_line (company_id, order_id, order_position);
alter table fulfilment.delivery_line add constraint delivery_line_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);
alter table fulfilment.delivery_line add constraint delivery_line_order_fk foreign key (company_id, order_id, order_position) references sales.order_line (company_id, order_id, position);
alter table fulfilment.delivery_line add constraint delivery_line_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);

create table fulfilment.delivery_order (
    company_id bigint not null,
    delivery_id uuid not null,
    order_id uuid not null,
    charges_net numeric(19,4) not null default 0 check (charges_net >= 0),
    charges numeric(19,4) not null default 0 check (charges >= charges_net),
    total numeric(19,4) not null check (total >= charges),
    due_date date not null,
    primary key (company_id, delivery_id, order_id)
);
comment on table fulfilment.delivery_order is 'append-only: what a posted delivery brought of each order, charges included, and when that is due by the order''s term';
create index delivery_order_order on fulfilment.delivery_order (company_id, order_id);
alter table fulfilment.delivery_order add constraint delivery_order_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);
alter table fulfilment.delivery_order add constraint delivery_order_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);

create table fulfilment.sales_return (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    reason text not null default '',
    note text not null default '',
    tax_inclusive boolean not null,
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, id),
    constraint sales_return_sum_check check (net + tax = total)
);
comment on table fulfilment.sales_return is 'goods that came back (退货单); posting it credits the customer with its total';
alter table fulfilment.sales_return add constraint sales_return_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table fulfilment.sales_return add constraint sales_return_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table fulfilment.return_line (
    company_id bigint not null,
    return_id uuid not null,
    position smallint not null check (position > 0),
    delivery_id uuid,
    delivery_position smallint,
    product_id uuid not null,
    warehouse_id uuid,
    quantity numeric(19,6) not null check (quantity > 0),
    price numeric(19,6) check (price >= 0),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, return_id, position),
    constraint return_line_sum_check check (net + tax = total),
    constraint return_line_source_check check ((delivery_id is null) = (delivery_position is null) and (delivery_id is null) = (price is not null))
);
comment on column fulfilment.return_line.warehouse_id is 'where the goods go back into stock; null: scrapped';
comment on column fulfilment.return_line.price is 'only for goods returned without naming a delivery; otherwise the value is the delivery''s';
create index return_line_delivery on fulfilment.return_line (company_id, delivery_id, delivery_position);
alter table fulfilment.return_line add constraint return_line_return_fk foreign key (company_id, return_id) references fulfilment.sales_return (company_id, id);
alter table fulfilment.return_line add constraint return_line_delivery_fk foreign key (company_id, delivery_id, delivery_position) references fulfilment.delivery_line (company_id, delivery_id, position);
alter table fulfilment.return_line add constraint return_line_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);
alter table fulfilment.return_line add constraint return_line_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);
