alter table receivables.open_item add column instalment smallint not null default 1 check (instalment > 0);
alter table receivables.open_item add column instalments smallint not null default 1 check (instalments >= instalment);
alter table receivables.open_item add column awaits jsonb;
alter table receivables.open_item add column redated boolean not null default false;
comment on column receivables.open_item.instalment is 'which of the instalments its document fell into';
comment on column receivables.open_item.awaits is 'the rule by which the due date moves when the customer signs or the invoice comes, as PaymentTerms reads it';
comment on column receivables.open_item.redated is 'it has been due on another day before: see item_change';
create index open_item_redated on receivables.open_item (company_id, party_id) where redated;

create table receivables.item_change (
    company_id bigint not null,
    id uuid not null,
    item_id uuid not null,
    what text not null check (what in ('DUE')),
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    reason text not null,
    open numeric(19,4) not null,
    old_due date,
    new_due date,
    primary key (company_id, id)
);
comment on table receivables.item_change is 'append-only: what was changed on an open item after it arose, by whom and why';
comment on column receivables.item_change.open is 'what was open on the item at that moment';
create index item_change_item on receivables.item_change (company_id, item_id, recorded_at);
alter table receivables.item_change add constraint item_change_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
