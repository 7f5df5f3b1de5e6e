create table credit.warning_setting (
    company_id bigint not null,
    as_of date,
    version integer not null default 0,
    primary key (company_id)
);
comment on table credit.warning_setting is 'the row that one evaluation at a time locks; version is that of the rules';
comment on column credit.warning_setting.as_of is 'the business day of the latest evaluation';

create table credit.warning_rule (
    company_id bigint not null,
    id uuid not null,
    position integer not null,
    signal text not null,
    percent numeric(9,2) check (percent >= 0),
    amount numeric(19,4) check (amount >= 0),
    days integer check (days >= 0),
    times integer check (times >= 0),
    roles uuid[] not null default '{}',
    tell_owner boolean not null default false,
    tell_superior boolean not null default false,
    action text not null default 'NONE' check (action in ('NONE', 'TASK', 'WATCH', 'STOP')),
    task_days integer check (task_days >= 0),
    active boolean not null default true,
    retired boolean not null default false,
    set_by uuid,
    primary key (company_id, id),
    check ((action = 'TASK') = (task_days is not null))
);
comment on table credit.warning_rule is 'what customers are watched for, from which threshold, who is told and what else happens (预警规则)';
comment on column credit.warning_rule.retired is 'taken off the list; kept for the findings that name it';
comment on column credit.warning_rule.set_by is 'in whose name its action is done';

create table credit.warning_run (
    company_id bigint not null,
    id uuid not null,
    as_of date not null,
    ran_at timestamptz not null default now(),
    ran_by uuid,
    customers integer not null,
    opened integer not null,
    closed integer not null,
    remaining integer not null,
    millis integer not null,
    primary key (company_id, id)
);
comment on table credit.warning_run is 'append-only: the evaluations of all customers by all rules';
create index warning_run_time on credit.warning_run (company_id, ran_at desc);

create table credit.warning (
    company_id bigint not null,
    id uuid not null,
    rule_id uuid not null,
    party_id uuid not null,
    signal text not null,
    state text not null default 'OPEN' check (state in ('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'CLOSED')),
    figures jsonb not null default '{}',
    action text not null check (action in ('NONE', 'TASK', 'WATCH', 'STOP')),
    acted boolean not null default false,
    opened_on date not null,
    opened_at timestamptz not null default now(),
    due_on date,
    decided_at timestamptz,
    decided_by uuid,
    reason text check (length(reason) between 1 and 1000),
    snoozed_until date,
    closed_on date,
    closed_at timestamptz,
    primary key (company_id, id),
    check ((state = 'SNOOZED') = (snoozed_until is not null)),
    check ((state = 'CLOSED') = (closed_on is not null))
);
comment on table credit.warning is 'what a rule found in a customer (预警): opened once, open while true, closed by itself';
comment on column credit.warning.acted is 'the status of the account was tightened because of it';
comment on column credit.warning.due_on is 'by when a task is to be done';
create unique index warning_open_key on credit.warning (company_id, rule_id, party_id) where state <> 'CLOSED';
create index warning_party on credit.warning (company_id, party_id, opened_at desc);
create index warning_state on credit.warning (company_id, state, opened_at desc, id desc);
alter table credit.warning add constraint warning_rule_fk foreign key (company_id, rule_id) references credit.warning_rule (company_id, id);
alter table credit.warning add constraint warning_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table credit.warning_notice (
    company_id bigint not null,
    id uuid not null,
    warning_id uuid not null,
    user_id uuid not null,
    primary key (company_id, id),
    constraint warning_notice_key unique (company_id, warning_id, user_id)
);
comment on table credit.warning_notice is 'append-only: who was told of a warning when it was opened';
create index warning_notice_user on credit.warning_notice (company_id, user_id, warning_id);
alter table credit.warning_notice add constraint warning_notice_warning_fk foreign key (company_id, warning_id) references credit.warning (company_id, id);

alter table credit.account add column guarantee_to date;
comment on column credit.account.guarantee_to is 'the last day of the guarantee or insurance: told before it comes, decides nothing';

create table credit.external_alert (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    topic text not null check (topic in ('LAWSUIT', 'ENFORCEMENT', 'INSOLVENCY', 'TAX', 'REGISTRY', 'RATING', 'NEWS', 'OTHER')),
    message text not null check (length(message) between 1 and 2000),
    source text not null check (length(source) between 1 and 100),
    reference text check (length(reference) between 1 and 200),
    date date not null,
    entered_at timestamptz not null default now(),
    entered_by uuid not null,
    withdrawn_on date,
    withdrawn_by uuid,
    withdrawal_reason text check (length(withdrawal_reason) between 1 and 1000),
    primary key (company_id, id),
    constraint external_alert_reference_key unique (company_id, source, reference),
    check ((withdrawn_on is null) = (withdrawn_by is null) and (withdrawn_on is null) = (withdrawal_reason is null))
);
comment on table credit.external_alert is 'what others say about a customer (外部预警): courts, tax office, registry, press; entered by hand or sent through the API';
comment on column credit.external_alert.reference is 'what the source calls it: the same one sent twice is one';
create index external_alert_party on credit.external_alert (company_id, party_id, date desc);
create index external_alert_time on credit.external_alert (company_id, entered_at desc, id desc);
alter table credit.external_alert add constraint external_alert_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

-- Every change of a limit with the one before, for lists and reports. The id is made of account and version, so that a row keeps it.
create view credit.limit_change as
select t.company_id, md5(t.account_id || ':' || t.version)::uuid as id, t.account_id, t.version, t.recorded_at, t.recorded_by, t.reason,
    o.credit_limit as old_limit, t.credit_limit as new_limit, o.temporary_limit as old_temporary, t.temporary_limit as new_temporary,
    o.status as old_status, t.status as new_status, o.version is null as first
from credit.account_terms t
left join credit.account_terms o on o.company_id = t.company_id and o.account_id = t.account_id and o.version = t.version - 1;
comment on view credit.limit_change is 'versions of terms beside the version before';
create index account_terms_time on credit.account_terms (company_id, recorded_at desc);
