create schema if not exists credit;

create table credit.account (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    currency char(3) not null,
    credit_limit numeric(19,4) check (credit_limit >= 0),
    temporary_limit numeric(19,4) not null default 0 check (temporary_limit >= 0),
    temporary_from date,
    temporary_to date,
    status text not null default 'NORMAL' check (status in ('NORMAL', 'WATCH', 'CASH_ONLY', 'STOPPED')),
    valid_from date,
    valid_to date,
    term_days integer check (term_days >= 0),
    overdue_days integer check (overdue_days >= 0),
    overdue_amount numeric(19,4) not null default 0 check (overdue_amount >= 0),
    grade text,
    review_on date,
    insured_amount numeric(19,4) check (insured_amount >= 0),
    insurance_policy text,
    guarantee text,
    agreement text,
    ordered numeric(19,4) not null default 0,
    shipped numeric(19,4) not null default 0,
    receivable numeric(19,4) not null default 0,
    bills numeric(19,4) not null default 0,
    loans numeric(19,4) not null default 0,
    unapplied numeric(19,4) not null default 0,
    deposit numeric(19,4) not null default 0 check (deposit >= 0),
    waiting numeric(19,4) not null default 0 check (waiting >= 0),
    version integer not null default 1,
    primary key (company_id, id),
    constraint account_party_key unique (company_id, party_id),
    check (temporary_limit = 0 or (temporary_from is not null and temporary_to is not null and temporary_from <= temporary_to)),
    check (valid_from is null or valid_to is null or valid_from <= valid_to)
) with (fillfactor = 60);
comment on table credit.account is 'what a customer may owe, and what they do owe: the buckets are the running sums of credit.entry';
comment on column credit.account.id is 'the id of the customer whose account it is';
comment on column credit.account.credit_limit is 'null: unlimited';
comment on column credit.account.overdue_days is 'how many days an item may be overdue before new credit stops; null: not looked at';
comment on column credit.account.deposit is 'money assigned to orders, as far as it offsets what those orders owe';
comment on column credit.account.waiting is 'money assigned to orders that do not owe as much (yet): offsets nothing';
comment on column credit.account.version is 'of the terms; movements do not raise it';
alter table credit.account add constraint account_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table credit.account_terms (
    company_id bigint not null,
    account_id uuid not null,
    version integer not null,
    credit_limit numeric(19,4),
    temporary_limit numeric(19,4) not null,
    temporary_from date,
    temporary_to date,
    status text not null,
    valid_from date,
    valid_to date,
    terms jsonb not null default '{}',
    reason text not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    primary key (company_id, account_id, version)
);
comment on table credit.account_terms is 'append-only: every version of an account''s terms, who set it and why';
alter table credit.account_terms add constraint account_terms_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);

create table credit.entry (
    company_id bigint not null,
    id uuid not null,
    account_id uuid not null,
    document_id uuid not null,
    order_id uuid,
    bucket text not null check (bucket in ('ORDERED', 'SHIPPED', 'RECEIVABLE', 'BILLS', 'LOANS', 'UNAPPLIED', 'DEPOSIT')),
    amount numeric(19,4) not null check (amount <> 0),
    currency char(3) not null,
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    cause text not null,
    primary key (company_id, id)
);
comment on table credit.entry is 'append-only: every movement of exposure; the account row is its sum';
comment on column credit.entry.order_id is 'the order behind the document, when that is another one';
create index entry_account on credit.entry (company_id, account_id, document_id);
alter table credit.entry add constraint entry_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);
alter table credit.entry add constraint entry_document_fk foreign key (company_id, document_id) references document.header (company_id, id);

create table credit.deposit (
    company_id bigint not null,
    order_id uuid not null,
    account_id uuid not null,
    assigned numeric(19,4) not null check (assigned >= 0),
    exposure numeric(19,4) not null,
    primary key (company_id, order_id)
);
comment on table credit.deposit is 'money assigned to an order and what that order owes: the smaller of the two counts in the account';
create index deposit_account on credit.deposit (company_id, account_id);
alter table credit.deposit add constraint deposit_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);
alter table credit.deposit add constraint deposit_order_fk foreign key (company_id, order_id) references document.header (company_id, id);

create table credit.hold (
    company_id bigint not null,
    id uuid not null,
    document_id uuid not null,
    account_id uuid not null,
    amount numeric(19,4) not null,
    currency char(3) not null,
    objections jsonb not null,
    ways jsonb not null default '[]',
    state text not null default 'OPEN' check (state in ('OPEN', 'RELEASED', 'REJECTED', 'CLOSED')),
    placed_at timestamptz not null default now(),
    placed_by uuid,
    ended_at timestamptz,
    ended_by uuid,
    reason text,
    primary key (company_id, id),
    check ((state = 'OPEN') = (ended_at is null))
);
comment on table credit.hold is 'a document that waits because credit said no (信用冻结)';
create unique index hold_open_key on credit.hold (company_id, document_id) where state = 'OPEN';
create index hold_state on credit.hold (company_id, state, placed_at);
create index hold_document on credit.hold (company_id, document_id);
alter table credit.hold add constraint hold_document_fk foreign key (company_id, document_id) references document.header (company_id, id);
alter table credit.hold add constraint hold_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);

create table credit.release (
    company_id bigint not null,
    id uuid not null,
    hold_id uuid not null,
    document_id uuid not null,
    ceiling numeric(19,4) not null check (ceiling > 0),
    currency char(3) not null,
    valid_until date not null,
    codes text[] not null,
    reason text not null check (length(reason) between 1 and 1000),
    released_at timestamptz not null default now(),
    released_by uuid not null,
    primary key (company_id, id)
);
comment on table credit.release is 'append-only: who let a held document pass, up to which amount, until when and why';
comment on column credit.release.codes is 'the objections it was given for; another one arising later is not covered';
create index release_document on credit.release (company_id, document_id);
alter table credit.release add constraint release_hold_fk foreign key (company_id, hold_id) references credit.hold (company_id, id);

create table credit.proof (
    company_id bigint not null,
    id uuid not null,
    ran_at timestamptz not null default now(),
    ran_by uuid,
    accounts integer not null,
    entries bigint not null,
    drifts integer not null,
    millis integer not null,
    drift jsonb not null default '[]',
    primary key (company_id, id)
);
comment on table credit.proof is 'append-only: the results of recomputing all exposure from documents and from entries';
create index proof_time on credit.proof (company_id, ran_at desc);
