create table document.mail (
    company_id bigint not null,
    id uuid not null,
    key text not null check (length(key) between 1 and 300),
    event text not null check (length(event) between 1 and 40),
    state text not null check (state in ('WAITING', 'SENDING', 'SENT', 'FAILED', 'NO_SERVER', 'CANCELLED')),
    to_address text not null check (length(to_address) between 1 and 254),
    to_name text not null default '',
    language text not null check (language in ('zh-CN', 'en')),
    subject text not null check (length(subject) between 1 and 300),
    body text not null,
    link_kind text,
    link_id uuid,
    about_id uuid,
    party_id uuid,
    user_id uuid,
    owner_id uuid,
    department_id uuid,
    created_at timestamptz not null,
    created_by uuid not null,
    tries integer not null default 0,
    next_at timestamptz not null,
    claimed_at timestamptz,
    sent_at timestamptz,
    message_id text,
    answer text,
    primary key (company_id, id),
    check ((link_kind is null) = (link_id is null))
);
comment on table document.mail is 'mails that go or went out: written in the transaction of what they tell, sent after it; one a receiver';
comment on column document.mail.key is 'what the mail is about and to whom: a second one with the same key is not stored';
comment on column document.mail.body is 'text; where it has a link stands U+FFFC, and the link is made when the mail is sent, so that nobody reads it here';
comment on column document.mail.message_id is 'given with the first try and kept, so that a receiver knows the second copy of a mail that was sent twice after a crash';
comment on column document.mail.answer is 'what the mail server said, or why it was not sent';
create unique index mail_key on document.mail (company_id, key);
create index mail_to_send on document.mail (company_id, next_at) where state in ('WAITING', 'SENDING');
create index mail_listed on document.mail (company_id, created_at desc, id);
create index mail_about on document.mail (company_id, about_id, created_at desc) where about_id is not null;
create index mail_party on document.mail (company_id, party_id, created_at desc) where party_id is not null;
create index mail_sent on document.mail (company_id, sent_at) where sent_at is not null;

create table document.mail_attachment (
    company_id bigint not null,
    mail_id uuid not null,
    place smallint not null,
    name text not null check (length(name) between 1 and 200),
    record_id uuid,
    sheet text,
    format text check (format in ('pdf', 'xlsx')),
    type text,
    content bytea,
    primary key (company_id, mail_id, place),
    check ((record_id is null) = (format is null) and (record_id is null) = (content is not null) and (content is null) = (type is null))
);
comment on table document.mail_attachment is 'append-only: what goes with a mail: a record printed when it is sent, or a file kept here';
alter table document.mail_attachment add constraint mail_attachment_mail_fk foreign key (company_id, mail_id) references document.mail (company_id, id);

create table document.mail_server (
    company_id bigint not null,
    host text not null check (length(host) between 1 and 253),
    port integer not null check (port between 1 and 65535),
    security text not null check (security in ('NONE', 'STARTTLS', 'TLS')),
    user_name text,
    password bytea,
    from_address text not null check (length(from_address) between 3 and 254),
    from_name text,
    reply_to text,
    per_minute integer not null check (per_minute between 1 and 6000),
    site text,
    customer_language text not null check (customer_language in ('zh-CN', 'en')),
    active boolean not null,
    version integer not null,
    changed_at timestamptz not null,
    primary key (company_id)
);
comment on table document.mail_server is 'the mail server a company sends by';
comment on column document.mail_server.password is 'sealed with the installation''s key, which is not in the database';

create table document.mail_bad_address (
    company_id bigint not null,
    address text not null check (address = lower(address)),
    answer text not null,
    since timestamptz not null,
    primary key (company_id, address)
);
comment on table document.mail_bad_address is 'addresses a mail server refused for good: nothing more is sent to them until somebody says they are right';

create table document.mail_wish (
    company_id bigint not null,
    user_id uuid not null,
    event text not null check (length(event) between 1 and 40),
    mode text not null check (mode in ('EACH', 'DAILY')),
    address text not null,
    primary key (company_id, user_id, event)
);
comment on table document.mail_wish is 'what people want to be told by mail, at once or once a day; nothing for those without a row';
comment on column document.mail_wish.address is 'the address they had when they wished it: when somebody changes it, they must wish again, so that nobody has another''s links sent to themselves';

create table document.mail_notice (
    company_id bigint not null,
    id uuid not null,
    user_id uuid not null,
    event text not null,
    line text not null,
    noted_at timestamptz not null,
    primary key (company_id, id)
);
comment on table document.mail_notice is 'what waits for somebody''s daily mail';
create index mail_notice_user on document.mail_notice (company_id, user_id, noted_at);
