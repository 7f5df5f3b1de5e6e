create table receivables.statement_schedule (
    company_id bigint not null,
    user_id uuid not null,
    since timestamptz not null,
    primary key (company_id)
);
comment on table receivables.statement_schedule is 'companies whose statements are made by themselves the morning after a billing day, in the name and scope of whoever asked for it';
