alter table receivables.journal_line drop constraint if exists journal_line_account_check;
alter table receivables.journal_line add constraint journal_line_account_check check (account ~ '^[A-Z][A-Z_]{2,39}$');

create table receivables.cash_entry (
    company_id bigint not null,
    id uuid not null,
    cash_account_id uuid not null,
    amount numeric(19,4) not null check (amount <> 0),
    account text not null,
    note text not null default '',
    journal_id uuid not null,
    primary key (company_id, id)
);
comment on table receivables.cash_entry is 'money that moved on our own accounts without a customer; positive for money in';
create index cash_entry_account on receivables.cash_entry (company_id, cash_account_id);
alter table receivables.cash_entry add constraint cash_entry_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.cash_entry add constraint cash_entry_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

alter table receivables.bank_work add column party_id uuid;
alter table receivables.bank_work add column receipt_id uuid;
alter table receivables.bank_work add column entry_id uuid;
alter table receivables.bank_work add column reason text not null default '';
alter table receivables.bank_work add column confidence integer;
alter table receivables.bank_work add column decided_by uuid;
alter table receivables.bank_work add column decided_at timestamptz;
comment on column receivables.bank_work.receipt_id is 'the receipt it is; without a foreign key, as a draft may be deleted, which opens the line again';
create index bank_work_receipt on receivables.bank_work (company_id, receipt_id) where receipt_id is not null;
create index bank_work_entry on receivables.bank_work (company_id, entry_id) where entry_id is not null;
alter table receivables.bank_work add constraint bank_work_entry_fk foreign key (company_id, entry_id) references receivables.cash_entry (company_id, id);
alter table receivables.bank_work add constraint bank_work_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table receivables.bank_payer (
    company_id bigint not null,
    kind text not null check (kind in ('ACCOUNT', 'NAME')),
    key text not null,
    party_id uuid not null,
    times integer not null check (times > 0),
    primary key (company_id, kind, key, party_id)
);
comment on table receivables.bank_payer is 'which accounts and names have paid for which customer, learned from what users confirmed';
alter table receivables.bank_payer add constraint bank_payer_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table receivables.bank_rule (
    company_id bigint not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    words text not null check (length(words) between 1 and 200),
    direction text not null check (direction in ('IN', 'OUT', 'BOTH')),
    account text not null,
    active boolean not null default true,
    version integer not null default 1,
    primary key (company_id, id),
    constraint bank_rule_name_key unique (company_id, name)
);
comment on table receivables.bank_rule is 'what lines with certain words are: fees, interest, transfers';

create table receivables.bank_settings (
    company_id bigint not null,
    at_once boolean not null default false,
    automatic boolean not null default false,
    threshold integer not null default 90 check (threshold between 50 and 100),
    version integer not null default 1,
    primary key (company_id)
);
comment on table receivables.bank_settings is 'how a company books what the bank reports';
