create schema if not exists catalog;

create table catalog.category (
    company_id bigint not null,
    id uuid not null,
    parent_id uuid,
    name text not null check (length(name) between 1 and 100),
    place integer not null default 0,
    version integer not null default 1,
    primary key (company_id, id)
);
alter table catalog.category add constraint category_parent_fk foreign key (company_id, parent_id) references catalog.category (company_id, id);
create unique index category_name_key on catalog.category (company_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name);

create table catalog.product (
    company_id bigint not null,
    id uuid not null,
    specification text,
    brand text,
    category_id uuid,
    unit text not null check (length(unit) between 1 and 20),
    barcode text,
    tax_rate numeric(6,4) not null check (tax_rate >= 0 and tax_rate < 1),
    tax_exempt boolean not null default false,
    list_price numeric(19,6) check (list_price >= 0),
    minimum_price numeric(19,6) check (minimum_price >= 0),
    price_includes_tax boolean not null default true,
    purchase_price numeric(19,6) check (purchase_price >= 0),
    stocked boolean not null default true,
    description text,
    pinyin text not null default '',
    initials text not null default '',
    primary key (company_id, id),
    constraint product_exempt_check check (not tax_exempt or tax_rate = 0)
);
alter table catalog.product add constraint product_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table catalog.product add constraint product_category_fk foreign key (company_id, category_id) references catalog.category (company_id, id);
create index product_initials on catalog.product (company_id, initials text_pattern_ops);
create index product_pinyin on catalog.product (company_id, pinyin text_pattern_ops);
create index product_category on catalog.product (company_id, category_id);
create unique index product_barcode_key on catalog.product (company_id, barcode) where barcode is not null;
