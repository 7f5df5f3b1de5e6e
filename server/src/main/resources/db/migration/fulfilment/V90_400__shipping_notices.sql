create table fulfilment.shipping_notice (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    planned_on date not null,
    contact text not null default '',
    address text not null default '',
    note text not null default '',
    primary key (company_id, id)
);
comment on table fulfilment.shipping_notice is 'what the warehouse is told to ship (发货通知单); number, date, state and worth at the orders'' prices stand in document.header';
alter table fulfilment.shipping_notice add constraint shipping_notice_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table fulfilment.shipping_notice add constraint shipping_notice_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table fulfilment.shipping_notice_line (
    company_id bigint not null,
    notice_id uuid not null,
    position smallint not null check (position > 0),
    id uuid not null,
    order_id uuid not null,
    order_position smallint not null,
    product_id uuid not null,
    warehouse_id uuid not null,
    quantity numeric(19,6) not null check (quantity > 0),
    delivered_quantity numeric(19,6) not null default 0,
    primary key (company_id, notice_id, position),
    constraint shipping_notice_line_delivered_check check (delivered_quantity >= 0 and delivered_quantity <= quantity)
) with (fillfactor = 90);
comment on column fulfilment.shipping_notice_line.id is 'names the row in lists; what refers to a line names its notice and position';
comment on column fulfilment.shipping_notice_line.delivered_quantity is 'what has left by deliveries that name the line; what comes back does not lower it';
create index shipping_notice_line_order on fulfilment.shipping_notice_line (company_id, order_id, order_position);
alter table fulfilment.shipping_notice_line add constraint shipping_notice_line_notice_fk foreign key (company_id, notice_id) references fulfilment.shipping_notice (company_id, id);
alter table fulfilment.shipping_notice_line add constraint shipping_notice_line_order_fk foreign key (company_id, order_id, order_position) references sales.order_line (company_id, order_id, position);
alter table fulfilment.shipping_notice_line add constraint shipping_notice_line_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);

alter table fulfilment.delivery_line add column notice_id uuid;
alter table fulfilment.delivery_line add column notice_position smallint;
comment on column fulfilment.delivery_line.notice_id is 'the shipping notice it leaves by; null: straight from the order';
alter table fulfilment.delivery_line add constraint delivery_line_notice_check check ((notice_id is null) = (notice_position is null));
alter table fulfilment.delivery_line add constraint delivery_line_notice_fk foreign key (company_id, notice_id, notice_position) references fulfilment.shipping_notice_line (company_id, notice_id, position);
create index delivery_line_notice on fulfilment.delivery_line (company_id, notice_id) where notice_id is not null;

-- What stands on notices is kept beside what has left, so that no two doors can promise the same goods.
alter table sales.order_line add column notified_quantity numeric(19,6) not null default 0;
alter table sales.order_line add constraint order_line_notified_check check (notified_quantity >= 0 and delivered_quantity + notified_quantity <= quantity);
comment on column sales.order_line.notified_quantity is 'what stands on shipping notices and has not left';
