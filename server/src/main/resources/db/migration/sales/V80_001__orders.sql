create schema if not exists sales;

create table sales.sales_order (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    payment_term_id uuid,
    contact text not null default '',
    delivery_address text not null default '',
    invoice_address text not null default '',
    customer_reference text not null default '',
    note text not null default '',
    delivery_date date,
    tax_inclusive boolean not null,
    discount numeric(19,4) not null default 0 check (discount >= 0),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    charges numeric(19,4) not null default 0 check (charges >= 0),
    charges_delivered boolean not null default false,
    delivered_total numeric(19,4) not null default 0,
    released_total numeric(19,4) not null default 0,
    primary key (company_id, id),
    constraint sales_order_sum_check check (net + tax = total),
    constraint sales_order_progress_check check (delivered_total >= 0 and released_total >= 0 and delivered_total + released_total <= total)
) with (fillfactor = 85);
comment on table sales.sales_order is 'what a customer ordered; number, date, state, owner and total stand in document.header';
comment on column sales.sales_order.contact is 'contact and addresses as agreed: they stay when the customer moves';
comment on column sales.sales_order.payment_term_id is 'null: to be paid on delivery';
comment on column sales.sales_order.discount is 'taken off the whole order; already spread over the amounts of the lines';
comment on column sales.sales_order.charges is 'freight and other charges with tax, part of the total; they leave with the first delivery';
comment on column sales.sales_order.delivered_total is 'with tax, at the order''s prices';
comment on column sales.sales_order.released_total is 'the rest that will not be delivered: closed short or cancelled';
alter table sales.sales_order add constraint sales_order_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table sales.sales_order add constraint sales_order_term_fk foreign key (company_id, payment_term_id) references party.payment_term (company_id, id);
alter table sales.sales_order add constraint sales_order_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table sales.order_line (
    company_id bigint not null,
    order_id uuid not null,
    position smallint not null check (position > 0),
    id uuid not null,
    product_id uuid not null,
    quantity numeric(19,6) not null check (quantity > 0),
    unit text not null,
    price numeric(19,6) not null check (price >= 0),
    discount numeric(7,6) not null default 0 check (discount >= 0 and discount < 1),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    delivery_date date,
    note text not null default '',
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    delivered_quantity numeric(19,6) not null default 0,
    delivered_total numeric(19,4) not null default 0,
    returned_quantity numeric(19,6) not null default 0,
    primary key (company_id, order_id, position),
    constraint order_line_sum_check check (net + tax = total),
    constraint order_line_delivered_check check (delivered_quantity >= 0 and delivered_quantity <= quantity),
    constraint order_line_value_check check (delivered_total >= 0 and delivered_total <= total),
    constraint order_line_returned_check check (returned_quantity >= 0 and returned_quantity <= delivered_quantity)
) with (fillfactor = 85);
comment on column sales.order_line.id is 'names the row in lists; what refers to a line names its order and position, so that one index serves for both';
comment on column sales.order_line.price is 'with or without tax as sales_order.tax_inclusive says, before discounts';
comment on column sales.order_line.discount is 'as a fraction: 0.02 is two per cent off';
comment on column sales.order_line.delivered_total is 'the rounded share of total for delivered_quantity: parts of any split sum to the whole';
alter table sales.order_line add constraint order_line_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
alter table sales.order_line add constraint order_line_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);

create table sales.order_charge (
    company_id bigint not null,
    order_id uuid not null,
    position smallint not null check (position > 0),
    name text not null check (length(name) between 1 and 100),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, order_id, position),
    constraint order_charge_sum_check check (net + tax = total)
);
comment on table sales.order_charge is 'freight and other charges of an order';
alter table sales.order_charge add constraint order_charge_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);

create index open_item_order on receivables.open_item (company_id, order_id) where order_id is not null;
comment on index receivables.open_item_order is 'how far an order is paid';
