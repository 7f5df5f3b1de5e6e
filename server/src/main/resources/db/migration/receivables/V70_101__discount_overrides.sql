create table receivables.discount_override (
    company_id bigint not null,
    id uuid not null,
    what text not null check (what in ('STEP', 'AMOUNT', 'ORDER')),
    state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED')),
    party_id uuid not null,
    item_id uuid check ((what = 'ORDER') = (item_id is null)),
    order_id uuid check ((what = 'ORDER') = (order_id is not null)),
    term_id uuid,
    rate numeric(7,4) check ((what = 'STEP') = (rate is not null)),
    until date check ((what = 'STEP') = (until is not null)),
    amount numeric(19,4) check ((what = 'AMOUNT') = (amount is not null)),
    number text not null,
    reason text not null check (length(reason) > 0),
    asked_at timestamptz not null default now(),
    asked_by uuid not null,
    decided_at timestamptz,
    decided_by uuid,
    decision text not null default '',
    primary key (company_id, id),
    check ((state = 'ASKED') = (decided_by is null)),
    constraint discount_override_two_check check (decided_by is null or decided_by <> asked_by)
);
comment on table receivables.discount_override is 'discounts granted beyond the terms: who asked, why, and who agreed';
comment on column receivables.discount_override.number is 'of the item''s document or of the order';
create index discount_override_party on receivables.discount_override (company_id, party_id);
create index discount_override_asked on receivables.discount_override (company_id, asked_at desc, id desc);
create index item_discount_override on receivables.item_discount (company_id, override_id) where override_id is not null;
alter table receivables.discount_override add constraint discount_override_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.discount_override add constraint discount_override_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
alter table receivables.discount_override add constraint discount_override_order_fk foreign key (company_id, order_id) references document.header (company_id, id);
alter table receivables.discount_override add constraint discount_override_term_fk foreign key (company_id, term_id) references receivables.discount_term (company_id, id);
