create table sales.quote (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    root_id uuid not null,
    revision smallint not null default 1 check (revision > 0),
    payment_term_id uuid,
    contact text not null default '',
    delivery_address text not null default '',
    customer_reference text not null default '',
    note text not null default '',
    delivery_date date,
    valid_until date not null,
    tax_inclusive boolean not null,
    discount numeric(19,4) not null default 0 check (discount >= 0),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    charges numeric(19,4) not null default 0 check (charges >= 0),
    lost_reason text check (lost_reason in ('PRICE', 'DELIVERY', 'TERMS', 'SPECIFICATION', 'COMPETITOR', 'NO_NEED', 'NO_ANSWER', 'OTHER')),
    lost_remark text not null default '',
    primary key (company_id, id),
    constraint quote_revision_key unique (company_id, root_id, revision),
    constraint quote_sum_check check (net + tax = total)
) with (fillfactor = 85);
comment on table sales.quote is 'what a customer was offered; number, date, state, owner and total stand in document.header';
comment on column sales.quote.root_id is 'the first version; all versions of a quote have the same';
comment on column sales.quote.payment_term_id is 'null: to be paid on delivery';
comment on column sales.quote.discount is 'taken off the whole; already spread over the amounts of the lines that count';
comment on column sales.quote.total is 'of the lines that count: those that aren''t optional, and once accepted the optional ones that were chosen';
comment on column sales.quote.charges is 'freight and other charges with tax, part of the total; they go into the first order';
alter table sales.quote add constraint quote_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table sales.quote add constraint quote_root_fk foreign key (company_id, root_id) references document.header (company_id, id);
alter table sales.quote add constraint quote_term_fk foreign key (company_id, payment_term_id) references party.payment_term (company_id, id);
alter table sales.quote add constraint quote_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table sales.quote_line (
    company_id bigint not null,
    quote_id uuid not null,
    position smallint not null check (position > 0),
    product_id uuid not null,
    quantity numeric(19,6) not null check (quantity > 0),
    unit text not null,
    price numeric(19,6) not null check (price >= 0),
    discount numeric(7,6) not null default 0 check (discount >= 0 and discount < 1),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    delivery_date date,
    note text not null default '',
    optional boolean not null default false,
    chosen boolean not null default true,
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, quote_id, position),
    constraint quote_line_sum_check check (net + tax = total),
    constraint quote_line_chosen_check check (chosen or optional)
);
comment on column sales.quote_line.price is 'with or without tax as sales.quote.tax_inclusive says, before discounts';
comment on column sales.quote_line.discount is 'as a fraction: 0.02 is two per cent off';
comment on column sales.quote_line.chosen is 'whether it counts: an optional line does once the customer has chosen it';
comment on column sales.quote_line.total is 'after its share of the discount on the whole where it counts; of an optional line by itself';
alter table sales.quote_line add constraint quote_line_quote_fk foreign key (company_id, quote_id) references sales.quote (company_id, id);
alter table sales.quote_line add constraint quote_line_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);

create table sales.quote_charge (
    company_id bigint not null,
    quote_id uuid not null,
    position smallint not null check (position > 0),
    name text not null check (length(name) between 1 and 100),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    primary key (company_id, quote_id, position),
    constraint quote_charge_sum_check check (net + tax = total)
);
comment on table sales.quote_charge is 'freight and other charges of a quote';
alter table sales.quote_charge add constraint quote_charge_quote_fk foreign key (company_id, quote_id) references sales.quote (company_id, id);

create table sales.quote_order (
    company_id bigint not null,
    quote_id uuid not null,
    order_id uuid not null,
    charges boolean not null,
    primary key (company_id, quote_id, order_id)
);
comment on table sales.quote_order is 'append-only: orders that were made of a quote';
comment on column sales.quote_order.charges is 'whether the charges of the quote went into it';
create index quote_order_back on sales.quote_order (company_id, order_id);
alter table sales.quote_order add constraint quote_order_quote_fk foreign key (company_id, quote_id) references sales.quote (company_id, id);
alter table sales.quote_order add constraint quote_order_order_fk foreign key (company_id, order_id) references document.header (company_id, id);

create table sales.quote_order_line (
    company_id bigint not null,
    quote_id uuid not null,
    order_id uuid not null,
    position smallint not null,
    quantity numeric(19,6) not null check (quantity > 0),
    discount numeric(19,4) not null check (discount >= 0),
    primary key (company_id, quote_id, order_id, position)
);
comment on table sales.quote_order_line is 'append-only: how much of each line of a quote was ordered';
comment on column sales.quote_order_line.position is 'of the quote''s line';
comment on column sales.quote_order_line.discount is 'its part of the line''s share of the discount on the whole: the parts of a line ordered wholly sum to that share';
alter table sales.quote_order_line add constraint quote_order_line_order_fk foreign key (company_id, quote_id, order_id)
    references sales.quote_order (company_id, quote_id, order_id);
alter table sales.quote_order_line add constraint quote_order_line_line_fk foreign key (company_id, quote_id, position)
    references sales.quote_line (company_id, quote_id, position);

create table sales.quote_link (
    company_id bigint not null,
    id uuid not null,
    quote_id uuid not null,
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    withdrawn_at timestamptz,
    primary key (company_id, id)
);
comment on table sales.quote_link is 'links by which a customer sees a quote without signing in, and accepts or declines it';
create index quote_link_quote on sales.quote_link (company_id, quote_id);
alter table sales.quote_link add constraint quote_link_quote_fk foreign key (company_id, quote_id) references sales.quote (company_id, id);

create table sales.quote_answer (
    company_id bigint not null,
    id uuid not null,
    quote_id uuid not null,
    accepted boolean not null,
    answered_by text not null check (length(answered_by) between 1 and 100),
    link_id uuid,
    remark text not null default '',
    content text not null default '',
    content_hash text not null default '' check (content_hash = '' or length(content_hash) = 64),
    answered_on date not null,
    answered_at timestamptz not null,
    noted_by uuid not null,
    primary key (company_id, id)
);
comment on table sales.quote_answer is 'append-only: what a customer said to a quote';
comment on column sales.quote_answer.link_id is 'the link it came by; null when a colleague noted it';
comment on column sales.quote_answer.content is 'what was accepted, line by line, as plain text';
comment on column sales.quote_answer.content_hash is 'SHA-256 of content, in hexadecimal digits';
create index quote_answer_quote on sales.quote_answer (company_id, quote_id, answered_at);
alter table sales.quote_answer add constraint quote_answer_quote_fk foreign key (company_id, quote_id) references sales.quote (company_id, id);

create index quote_validity on sales.quote (company_id, valid_until);
comment on index sales.quote_validity is 'which quotes end today';
