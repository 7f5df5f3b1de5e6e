create schema if not exists organization;

create table organization.company (
    id bigint primary key,
    name text not null check (length(name) between 1 and 200),
    name_en text,
    base_currency char(3) not null default 'CNY',
    zone text not null default 'Asia/Shanghai',
    fiscal_year_start smallint not null default 1 check (fiscal_year_start between 1 and 12),
    tax_inclusive boolean not null default true,
    price_decimals smallint not null default 2 check (price_decimals between 0 and 6),
    quantity_decimals smallint not null default 2 check (quantity_decimals between 0 and 6),
    settings jsonb not null default '{}',
    version integer not null default 0,
    created_at timestamptz not null default now()
);
comment on table organization.company is 'reference: the companies (账套) of this installation';

create table organization.app_user (
    id uuid primary key,
    login text not null check (login = lower(login) and length(login) between 1 and 100),
    name text not null check (length(name) between 1 and 100),
    email text,
    password_hash text,
    locale text not null default 'zh-CN',
    preferences jsonb not null default '{}',
    disabled boolean not null default false,
    created_at timestamptz not null default now(),
    constraint app_user_login_key unique (login)
);
comment on table organization.app_user is 'reference: people who sign in; what they may do is said per company';

create table organization.department (
    company_id bigint not null,
    id uuid not null,
    parent_id uuid,
    name text not null check (length(name) between 1 and 100),
    primary key (company_id, id)
);
alter table organization.department add constraint department_parent_fk foreign key (company_id, parent_id) references organization.department (company_id, id);

create table organization.role (
    company_id bigint not null,
    id uuid not null,
    code text not null,
    name text not null,
    rights text[] not null default '{}',
    ready_made boolean not null default false,
    version integer not null default 0,
    primary key (company_id, id),
    constraint role_code_key unique (company_id, code)
);

create table organization.membership (
    company_id bigint not null,
    user_id uuid not null,
    superior_id uuid,
    department_id uuid,
    scope text not null default 'OWN' check (scope in ('OWN', 'DEPARTMENT', 'BELOW', 'ALL')),
    active boolean not null default true,
    version integer not null default 0,
    primary key (company_id, user_id)
);
comment on column organization.membership.department_id is 'the main department: what this person creates belongs to it';
alter table organization.membership add constraint membership_user_fk foreign key (user_id) references organization.app_user (id);
alter table organization.membership add constraint membership_department_fk foreign key (company_id, department_id) references organization.department (company_id, id);

create table organization.membership_role (
    company_id bigint not null,
    user_id uuid not null,
    role_id uuid not null,
    primary key (company_id, user_id, role_id)
);
alter table organization.membership_role add constraint membership_role_member_fk foreign key (company_id, user_id) references organization.membership (company_id, user_id);
alter table organization.membership_role add constraint membership_role_role_fk foreign key (company_id, role_id) references organization.role (company_id, id);

create table organization.membership_department (
    company_id bigint not null,
    user_id uuid not null,
    department_id uuid not null,
    primary key (company_id, user_id, department_id)
);
alter table organization.membership_department add constraint membership_department_member_fk foreign key (company_id, user_id) references organization.membership (company_id, user_id);
alter table organization.membership_department add constraint membership_department_dept_fk foreign key (company_id, department_id) references organization.department (company_id, id);

create table organization.number_series (
    company_id bigint not null,
    series text not null,
    next_value bigint not null,
    primary key (company_id, series)
);

create table organization.audit_entry (
    company_id bigint not null,
    id uuid not null,
    recorded_at timestamptz not null default now(),
    user_id uuid,
    user_name text not null,
    action text not null,
    subject_kind text not null,
    subject_id uuid,
    subject_number text,
    changes jsonb not null default '{}',
    primary key (company_id, id)
);
comment on table organization.audit_entry is 'append-only: who did what when, from which value to which';
create index audit_entry_subject on organization.audit_entry (company_id, subject_id, recorded_at);
create index audit_entry_time on organization.audit_entry (company_id, recorded_at);

create table organization.share (
    company_id bigint not null,
    record_id uuid not null,
    user_id uuid not null,
    primary key (company_id, record_id, user_id)
);
comment on table organization.share is 'records shown to users beyond their data scope';
create index share_user on organization.share (company_id, user_id, record_id);
