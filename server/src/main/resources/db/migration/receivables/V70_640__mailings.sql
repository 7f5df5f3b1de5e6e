alter table receivables.statement_schedule add column mailed boolean not null default false;
alter table receivables.statement_schedule add column excel boolean not null default false;

create table receivables.discount_mailing (
    company_id bigint not null,
    user_id uuid not null,
    days_before integer not null check (days_before between 0 and 60),
    weekday smallint check (weekday between 1 and 7),
    since timestamptz not null,
    primary key (company_id)
);
comment on table receivables.discount_mailing is 'companies that tell customers by themselves which discounts end soon: each day, or on one day of the week, in the name and scope of whoever asked for it';

create table receivables.discount_told (
    company_id bigint not null,
    party_id uuid not null,
    until date not null,
    told_at timestamptz not null,
    primary key (company_id, party_id, until)
);
comment on table receivables.discount_told is 'which deadlines of discounts a customer was told of by mail: each once';
alter table receivables.discount_told add constraint discount_told_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
