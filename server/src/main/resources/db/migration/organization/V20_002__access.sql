create table organization.user_company (
    user_id uuid not null,
    company bigint not null,
    primary key (user_id, company)
);
comment on table organization.user_company is 'reference: which companies a user may enter; written with the membership and read before any company is known';
alter table organization.user_company add constraint user_company_user_fk foreign key (user_id) references organization.app_user (id);
alter table organization.user_company add constraint user_company_company_fk foreign key (company) references organization.company (id);

alter table organization.app_user add column password_changed_at timestamptz;
alter table organization.membership add constraint membership_superior_fk foreign key (company_id, superior_id) references organization.membership (company_id, user_id);

create table organization.session (
    token_hash bytea primary key check (length(token_hash) = 32),
    id uuid not null unique,
    user_id uuid not null,
    company bigint not null,
    address text not null,
    agent text not null,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz
);
comment on table organization.session is 'platform: who is signed in where; of the token only its SHA-256 is kept';
create index session_by_user on organization.session (user_id, created_at);
create index session_expiry on organization.session (expires_at);

create table organization.api_token (
    token_hash bytea primary key check (length(token_hash) = 32),
    id uuid not null unique,
    user_id uuid not null,
    company bigint not null,
    name text not null check (length(name) between 1 and 100),
    rights text[] not null default '{}',
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
comment on table organization.api_token is 'platform: keys of programs that call the API for a user; of the token only its SHA-256 is kept';
create index api_token_by_user on organization.api_token (user_id, created_at);

create table organization.throttle (
    key text primary key,
    failures integer not null,
    changed_at timestamptz not null default now(),
    blocked_until timestamptz
);
comment on table organization.throttle is 'platform: failed sign-ins by login and address, and until when further ones are refused';

create table organization.audit_seal (
    company_id bigint not null,
    number bigint not null,
    sealed_at timestamptz not null default now(),
    begins timestamptz not null,
    ends timestamptz not null,
    entries bigint not null check (entries >= 0),
    previous bytea not null,
    hash bytea not null,
    primary key (company_id, number),
    constraint audit_seal_range_check check (begins < ends)
);
comment on table organization.audit_seal is 'append-only: hash chain over the audit trail; seal n covers the entries recorded from begins until before ends';
