create table credit.line_limit (
    company_id bigint not null,
    account_id uuid not null,
    category_id uuid not null,
    currency char(3) not null,
    credit_limit numeric(19,4) not null check (credit_limit >= 0),
    valid_from date,
    valid_to date,
    stopped boolean not null default false,
    version integer not null,
    primary key (company_id, account_id, category_id),
    check (valid_from is null or valid_to is null or valid_from <= valid_to)
);
comment on table credit.line_limit is 'what a customer may owe for products of one category and those below it (产品线额度); what is used is added up from the documents when it is asked for';
alter table credit.line_limit add constraint line_limit_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);
alter table credit.line_limit add constraint line_limit_category_fk foreign key (company_id, category_id) references catalog.category (company_id, id);

create table credit.line_limit_version (
    company_id bigint not null,
    account_id uuid not null,
    category_id uuid not null,
    version integer not null,
    name text not null,
    currency char(3) not null,
    credit_limit numeric(19,4),
    valid_from date,
    valid_to date,
    stopped boolean not null default false,
    reason text not null check (length(reason) between 1 and 1000),
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    primary key (company_id, account_id, category_id, version)
);
comment on table credit.line_limit_version is 'append-only: every version of a limit by product line, who set it and why';
comment on column credit.line_limit_version.credit_limit is 'null: it ended, the line has no limit of its own any more';
comment on column credit.line_limit_version.name is 'of the category at that time, which may be gone';
alter table credit.line_limit_version add constraint line_limit_version_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);

alter table credit.account add column lined boolean not null default false;
comment on column credit.account.lined is 'has limits by product line: the gate looks closer';

alter table credit.hold add column shares jsonb not null default '[]';
comment on column credit.hold.shares is 'which products it asks for, and how much of each';

-- Where a company has rules of its own, limits by product line are judged as its shared limits are until it says otherwise: a new version of the
-- rules in force, so that everybody sees what holds.
with live as (
    select v.company_id, v.rules, v.made_by, (select max(x.version) from credit.policy_version x where x.company_id = v.company_id) + 1 as next
    from credit.policy y join credit.policy_version v on v.company_id = y.company_id and v.version = y.live_version
    where exists (select 1 from jsonb_array_elements(v.rules) r where r ->> 'check' in ('POOL_OVER_LIMIT', 'POOL_STOPPED'))),
made as (
    insert into credit.policy_version (company_id, version, rules, note, made_by)
    select l.company_id, l.next, l.rules || (select jsonb_agg(jsonb_set(r, '{check}', to_jsonb(replace(r ->> 'check', 'POOL_', 'LINE_'))))
        from jsonb_array_elements(l.rules) r where r ->> 'check' in ('POOL_OVER_LIMIT', 'POOL_STOPPED')),
      '产品线额度 / limits by product line', l.made_by
    from live l returning company_id, version, note, made_by),
switched as (
    insert into credit.policy_switch (company_id, id, version, mode, reason, switched_by)
    select m.company_id, gen_random_uuid(), m.version, 'LIVE', m.note, m.made_by from made m returning company_id)
update credit.policy y set live_version = m.version from made m where y.company_id = m.company_id;
