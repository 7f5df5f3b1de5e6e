-- A line that was changed to nothing stays: what names it still finds it.
alter table sales.order_line drop constraint order_line_quantity_check;
alter table sales.order_line add constraint order_line_quantity_check check (quantity >= 0);

create table sales.order_change (
    company_id bigint not null,
    id uuid not null,
    order_id uuid not null,
    party_id uuid not null,
    open boolean not null default true,
    reason text not null default '',
    delivery_date date,
    payment_term_id uuid,
    note text not null default '',
    discount numeric(19,4) not null check (discount >= 0),
    offers boolean not null default false,
    discount_term_id uuid,
    net numeric(19,4) not null,
    tax numeric(19,4) not null,
    total numeric(19,4) not null,
    delivery_date_before date,
    payment_term_before uuid,
    note_before text not null default '',
    discount_before numeric(19,4) not null,
    discount_term_before uuid,
    total_before numeric(19,4) not null,
    applied_at timestamptz,
    applied_by uuid,
    primary key (company_id, id),
    constraint order_change_sum_check check (net + tax = total),
    constraint order_change_offer_check check (offers or discount_term_id is null)
);
comment on table sales.order_change is 'what a confirmed order is to become (变更单); the order stays as it is until it is applied';
comment on column sales.order_change.open is 'draft, submitted or on hold: an order has one of these at most';
comment on column sales.order_change.offers is 'whether the order is offered other discount terms: those of discount_term_id, or none when that is null';
comment on column sales.order_change.total is 'of the whole order after the change, with tax; total_before is what it is without';
alter table sales.order_change add constraint order_change_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table sales.order_change add constraint order_change_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
alter table sales.order_change add constraint order_change_term_fk foreign key (company_id, payment_term_id) references party.payment_term (company_id, id);
alter table sales.order_change add constraint order_change_discount_fk foreign key (company_id, discount_term_id) references receivables.discount_term (company_id, id);
create unique index order_change_open_key on sales.order_change (company_id, order_id) where open;
create index order_change_order on sales.order_change (company_id, order_id);

create table sales.order_change_line (
    company_id bigint not null,
    change_id uuid not null,
    line smallint not null check (line > 0),
    order_position smallint,
    ends boolean not null default false,
    product_id uuid not null,
    unit text not null,
    quantity numeric(19,6) not null check (quantity >= 0),
    price numeric(19,6) not null check (price >= 0),
    discount numeric(7,6) not null check (discount >= 0 and discount < 1),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    delivery_date date,
    note text not null default '',
    net numeric(19,4) not null,
    tax numeric(19,4) not null,
    total numeric(19,4) not null,
    quantity_before numeric(19,6),
    price_before numeric(19,6),
    discount_before numeric(7,6),
    tax_rate_before numeric(7,6),
    delivery_date_before date,
    note_before text,
    total_before numeric(19,4) not null default 0,
    delivered numeric(19,6) not null default 0,
    primary key (company_id, change_id, line),
    constraint order_change_line_new_check check ((order_position is null) = (quantity_before is null))
);
comment on table sales.order_change_line is 'every line of the order as it is and as it is to be';
comment on column sales.order_change_line.order_position is 'null: a new line';
comment on column sales.order_change_line.ends is 'the line ends with what is delivered by the day the change is applied, whatever quantity says';
comment on column sales.order_change_line.quantity is 'of the whole line, what is delivered included';
comment on column sales.order_change_line.delivered is 'when the change was last written';
alter table sales.order_change_line add constraint order_change_line_change_fk foreign key (company_id, change_id) references sales.order_change (company_id, id);
alter table sales.order_change_line add constraint order_change_line_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);
