create schema if not exists stock;

create table stock.warehouse (
    company_id bigint not null,
    id uuid not null,
    address text,
    keeper text,
    phone text,
    primary key (company_id, id)
);
alter table stock.warehouse add constraint warehouse_header_fk foreign key (company_id, id) references document.header (company_id, id);

create table stock.on_hand (
    company_id bigint not null,
    warehouse_id uuid not null,
    product_id uuid not null,
    quantity numeric(19,6) not null,
    primary key (company_id, product_id, warehouse_id)
);
comment on table stock.on_hand is 'the sum of the movements; changed only by the guarded update that goes with a movement';
alter table stock.on_hand add constraint on_hand_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);
alter table stock.on_hand add constraint on_hand_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);
create index on_hand_warehouse on stock.on_hand (company_id, warehouse_id, product_id);

create table stock.movement (
    company_id bigint not null,
    id uuid not null,
    document_id uuid not null,
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    warehouse_id uuid not null,
    product_id uuid not null,
    quantity numeric(19,6) not null check (quantity <> 0),
    primary key (company_id, id)
);
comment on table stock.movement is 'append-only: every movement of goods; a correction is another movement';
alter table stock.movement add constraint movement_document_fk foreign key (company_id, document_id) references document.header (company_id, id);
alter table stock.movement add constraint movement_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);
alter table stock.movement add constraint movement_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);
create index movement_product on stock.movement (company_id, product_id, happened_on desc, id desc);
create index movement_document on stock.movement (company_id, document_id);

create table stock.adjustment_line (
    company_id bigint not null,
    adjustment_id uuid not null,
    place integer not null,
    warehouse_id uuid not null,
    product_id uuid not null,
    quantity numeric(19,6) not null check (quantity <> 0),
    note text,
    primary key (company_id, adjustment_id, place)
);
comment on table stock.adjustment_line is 'what a stock adjustment adds or takes; it moves stock when it is posted';
alter table stock.adjustment_line add constraint adjustment_line_header_fk foreign key (company_id, adjustment_id) references document.header (company_id, id);
alter table stock.adjustment_line add constraint adjustment_line_warehouse_fk foreign key (company_id, warehouse_id) references stock.warehouse (company_id, id);
alter table stock.adjustment_line add constraint adjustment_line_product_fk foreign key (company_id, product_id) references catalog.product (company_id, id);
