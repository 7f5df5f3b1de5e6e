create table organization.password_link (
    user_id uuid primary key,
    id uuid not null unique,
    company bigint not null,
    address text not null,
    asked_from text not null,
    token_hash bytea unique check (length(token_hash) = 32),
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
comment on table organization.password_link is 'platform: the last link each person asked for to set a new password (找回密码); of the token only its SHA-256 is kept';
comment on column organization.password_link.company is 'whose mail server sends it';
comment on column organization.password_link.token_hash is 'null until the mail leaves, which is when the token is made';

alter table organization.app_user add column address_vouched boolean not null default true;
comment on column organization.app_user.address_vouched is 'whether the address was entered by somebody who may give its owner a new password; no link for one goes there otherwise';
create index app_user_email on organization.app_user (lower(email));
