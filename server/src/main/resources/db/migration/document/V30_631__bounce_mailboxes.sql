create table document.bounce_mailbox (
    company_id bigint not null,
    host text not null check (length(host) between 1 and 253),
    port integer not null check (port between 1 and 65535),
    security text not null check (security in ('NONE', 'STARTTLS', 'TLS')),
    user_name text not null check (length(user_name) between 1 and 200),
    password bytea,
    folder text not null check (length(folder) between 1 and 200),
    handled_folder text check (length(handled_folder) between 1 and 200),
    active boolean not null,
    version integer not null,
    changed_at timestamptz not null,
    set_by uuid not null,
    next_at timestamptz not null,
    read_at timestamptz,
    uid_validity bigint not null default 0,
    last_uid bigint not null default 0,
    failures integer not null default 0,
    failed_at timestamptz,
    failure text,
    failure_key text,
    primary key (company_id)
);
comment on table document.bounce_mailbox is 'the mailbox a company has watched for mails that come back (退信), and how reading it went';
comment on column document.bounce_mailbox.password is 'sealed with the installation''s key, which is not in the database';
comment on column document.bounce_mailbox.last_uid is 'the last message that was looked at, of the folder''s numbering uid_validity';
comment on column document.bounce_mailbox.failure is 'why it could not be read, in the server''s words; failure_key where they are ours';
