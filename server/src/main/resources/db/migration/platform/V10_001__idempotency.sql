create schema if not exists platform;

create table platform.idempotency_key (
    company_id bigint not null,
    key text not null check (length(key) between 1 and 200),
    fingerprint bytea not null,
    answer text not null,
    created_at timestamptz not null default now(),
    primary key (company_id, key)
);
comment on table platform.idempotency_key is 'Answers of creating calls, so that a repeated request gets the first answer again.';
create index idempotency_key_age on platform.idempotency_key (company_id, created_at);
