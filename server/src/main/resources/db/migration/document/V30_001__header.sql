create schema if not exists document;

create table document.header (
    company_id bigint not null,
    id uuid not null,
    kind text not null,
    number text not null,
    title text not null default '',
    state text not null,
    party_id uuid,
    owner_id uuid,
    department_id uuid,
    date date not null,
    currency char(3),
    total numeric(19,4),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid,
    changed_at timestamptz not null default now(),
    changed_by uuid,
    primary key (company_id, id),
    constraint header_number_key unique (company_id, kind, number)
);
comment on column document.header.party_id is 'the customer or supplier; their tables come later in the module graph, so the kind''s own table holds the foreign key';
create index header_date on document.header (company_id, kind, date desc, id desc);
create index header_state on document.header (company_id, kind, state, date desc, id desc);
create index header_party on document.header (company_id, party_id, kind, date desc, id desc);
create index header_owner on document.header (company_id, owner_id, kind, date desc, id desc);
create index header_number_prefix on document.header (company_id, number text_pattern_ops);

create table document.relation (
    company_id bigint not null,
    from_id uuid not null,
    to_id uuid not null,
    primary key (company_id, from_id, to_id)
);
comment on table document.relation is 'append-only: which document came from which (单据追溯)';
create index relation_back on document.relation (company_id, to_id);
alter table document.relation add constraint relation_from_fk foreign key (company_id, from_id) references document.header (company_id, id);
alter table document.relation add constraint relation_to_fk foreign key (company_id, to_id) references document.header (company_id, id);
