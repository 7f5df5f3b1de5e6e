-- What the gate reads in the account row itself, so that an order of a customer in good standing needs no look at anything else.
alter table credit.account add column gate_version integer not null default -1;
alter table credit.account add column gate_limit numeric(19,4);
alter table credit.account add column gate_until date;
alter table credit.account add column gate_overdue_days integer;
alter table credit.account add column gate_term_days integer;
alter table credit.account add column gate_order_max numeric(19,4);
alter table credit.account add column gate_closer boolean not null default true;
alter table credit.account add column oldest_due date;
alter table credit.account add column pooled boolean not null default false;
comment on column credit.account.gate_version is 'the version of the policy that the gate columns were derived from; any other version makes the gate look closer and derive them anew';
comment on column credit.account.gate_limit is 'limit and tolerance; null: unlimited';
comment on column credit.account.gate_closer is 'some check needs more than this row';
comment on column credit.account.oldest_due is 'no open item is due earlier; may be earlier than the truth, never later. Null: nothing is open';
comment on column credit.account.pooled is 'draws on shared limits too';
-- Unknown for accounts that owe already: the first closer look finds out.
update credit.account a set oldest_due = '1970-01-01' where a.receivable <> 0;

create table credit.policy_version (
    company_id bigint not null,
    version integer not null check (version > 0),
    rules jsonb not null,
    note text not null check (length(note) between 1 and 1000),
    made_at timestamptz not null default now(),
    made_by uuid not null,
    primary key (company_id, version)
);
comment on table credit.policy_version is 'append-only: what is checked where and what a failed check does (赊销管控策略), whole, version by version';

create table credit.policy (
    company_id bigint not null,
    live_version integer not null default 0,
    shadow_version integer,
    primary key (company_id)
);
comment on table credit.policy is 'which version decides and which only records what it would have decided; 0 is the built-in one';

create table credit.policy_switch (
    company_id bigint not null,
    id uuid not null,
    version integer,
    mode text not null check (mode in ('LIVE', 'SHADOW')),
    reason text not null check (length(reason) between 1 and 1000),
    switched_at timestamptz not null default now(),
    switched_by uuid not null,
    primary key (company_id, id)
);
comment on table credit.policy_switch is 'append-only: since when a version decides or records';
create index policy_switch_time on credit.policy_switch (company_id, switched_at desc);

create table credit.shadow_finding (
    company_id bigint not null,
    id uuid not null,
    version integer not null,
    document_id uuid not null,
    account_id uuid not null,
    point text not null,
    amount numeric(19,4) not null,
    currency char(3) not null,
    would text not null check (would in ('PASS', 'WARN', 'HOLD')),
    did text not null check (did in ('PASS', 'WARN', 'HOLD')),
    objections jsonb not null,
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id)
);
comment on table credit.shadow_finding is 'append-only: what a policy on trial would have decided, beside what was decided';
create index shadow_finding_time on credit.shadow_finding (company_id, version, recorded_at);
alter table credit.shadow_finding add constraint shadow_finding_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);

create table credit.pool (
    company_id bigint not null,
    id uuid not null,
    basis text not null check (basis in ('GROUP', 'SALESPERSON', 'DEPARTMENT')),
    currency char(3) not null,
    credit_limit numeric(19,4) check (credit_limit >= 0),
    valid_from date,
    valid_to date,
    note text,
    exposure numeric(19,4) not null default 0,
    primary key (company_id, id),
    check (valid_from is null or valid_to is null or valid_from <= valid_to)
);
comment on table credit.pool is 'one limit that several customers draw on (集团授信): all limits above an order must hold';
comment on column credit.pool.exposure is 'the sum of its members'' exposure';
alter table credit.pool add constraint pool_header_fk foreign key (company_id, id) references document.header (company_id, id);

create table credit.pool_member (
    company_id bigint not null,
    account_id uuid not null,
    pool_id uuid not null,
    basis text not null,
    joined_at timestamptz not null default now(),
    joined_by uuid,
    primary key (company_id, account_id, pool_id),
    constraint pool_member_basis_key unique (company_id, account_id, basis)
);
create index pool_member_pool on credit.pool_member (company_id, pool_id);
alter table credit.pool_member add constraint pool_member_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);
alter table credit.pool_member add constraint pool_member_pool_fk foreign key (company_id, pool_id) references credit.pool (company_id, id);

create table credit.setting (
    company_id bigint not null,
    auto_release boolean not null default true,
    two_person_above numeric(19,4) check (two_person_above >= 0),
    release_days integer not null default 7 check (release_days between 0 and 3650),
    version integer not null default 1,
    primary key (company_id)
);
comment on column credit.setting.auto_release is 'held orders that pass by now are confirmed by themselves when money comes in or a limit rises';
comment on column credit.setting.two_person_above is 'releases of more than this need a second person; null: never';

create table credit.authority (
    company_id bigint not null,
    user_id uuid not null,
    amount numeric(19,4) check (amount >= 0),
    term_days integer check (term_days >= 0),
    valid_days integer check (valid_days >= 0),
    primary key (company_id, user_id)
);
comment on table credit.authority is 'how far a person may release: up to an amount, for orders on a term, for so many days; null: without bound';

alter table credit.release add column term_days integer not null default 0;
alter table credit.release add column overdue_amount numeric(19,4) not null default 0;
alter table credit.release add column account_status text not null default 'NORMAL';
alter table credit.release add column grade text;
alter table credit.release add column needs_second boolean not null default false;
comment on column credit.release.overdue_amount is 'what was overdue when it was given: more makes the release void, as do a worse status and a worse grade';

create table credit.release_signature (
    company_id bigint not null,
    release_id uuid not null,
    signed_at timestamptz not null default now(),
    signed_by uuid not null,
    primary key (company_id, release_id)
);
comment on table credit.release_signature is 'append-only: the second person''s yes to a release that needs two';
alter table credit.release_signature add constraint release_signature_release_fk foreign key (company_id, release_id) references credit.release (company_id, id);

create table credit.recheck (
    company_id bigint not null,
    account_id uuid not null,
    asked_at timestamptz not null default now(),
    primary key (company_id, account_id)
);
comment on table credit.recheck is 'accounts with held documents whose room has grown: looked at again by themselves';
alter table credit.hold add column term_days integer not null default 0;
alter table credit.hold add column point text not null default 'CONFIRM';
-- A draft that once waited may be deleted; that it waited stays on record.
alter table credit.hold drop constraint hold_document_fk;
create index hold_account on credit.hold (company_id, account_id) where state = 'OPEN';
