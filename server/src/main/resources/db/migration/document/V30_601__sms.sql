alter table document.mail add column channel text not null default 'MAIL' check (channel in ('MAIL', 'SMS'));
comment on table document.mail is 'mails and text messages that go or went out: written in the transaction of what they tell, sent after it; one a receiver';
comment on column document.mail.channel is 'how it goes; the address of a text message is a phone number with its country';

create table document.sms_gateway (
    company_id bigint not null,
    provider text not null check (provider in ('SIMULATED', 'HTTP')),
    method text not null check (method in ('GET', 'POST')),
    format text not null check (format in ('JSON', 'FORM')),
    url text not null check (length(url) <= 500),
    headers text not null check (length(headers) <= 2000),
    body text not null check (length(body) <= 5000),
    secret bytea,
    success text not null check (length(success) <= 200),
    bad_number text not null check (length(bad_number) <= 200),
    per_minute integer not null check (per_minute between 1 and 6000),
    site text,
    active boolean not null,
    version integer not null,
    changed_at timestamptz not null,
    primary key (company_id)
);
comment on table document.sms_gateway is 'by whom a company sends text messages: a gateway spoken to over HTTP, or the one for trying out';
comment on column document.sms_gateway.secret is 'sealed with the installation''s key, which is not in the database';

create table document.message_hours (
    company_id bigint not null,
    quiet_from time not null,
    quiet_until time not null,
    working_days boolean not null,
    version integer not null,
    primary key (company_id),
    check (quiet_from <> quiet_until)
);
comment on table document.message_hours is 'when messages to customers wait: from one time of the day to another, over midnight too, and on days the company does not work';
