create table receivables.voucher_account (
    company_id bigint not null,
    id uuid not null,
    account text not null check (length(account) between 1 and 40),
    cash_account_id uuid,
    code text not null check (length(code) between 1 and 40),
    name text not null check (length(name) between 1 and 100),
    aux text not null default 'NONE' check (aux in ('NONE', 'CUSTOMER', 'CASH_ACCOUNT')),
    primary key (company_id, id)
);
comment on table receivables.voucher_account is 'which account of the general ledger an account of this ledger is exported to; a cash account may have one of its own';
create unique index voucher_account_key on receivables.voucher_account (company_id, account, coalesce(cash_account_id, '00000000-0000-0000-0000-000000000000'::uuid));
alter table receivables.voucher_account add constraint voucher_account_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.voucher_export (
    company_id bigint not null,
    id uuid not null,
    from_day date not null,
    to_day date not null,
    grouping text not null check (grouping in ('JOURNAL', 'DAY')),
    word text not null check (length(word) between 1 and 10),
    first_number integer not null check (first_number > 0),
    vouchers integer not null,
    journals integer not null,
    debit numeric(19,4) not null,
    exported_by uuid not null,
    exported_at timestamptz not null,
    downloads integer not null default 0,
    primary key (company_id, id)
);
comment on table receivables.voucher_export is 'runs that handed journals over to the general ledger';

create table receivables.exported_journal (
    company_id bigint not null,
    journal_id uuid not null,
    export_id uuid not null,
    voucher integer not null,
    primary key (company_id, journal_id)
);
comment on table receivables.exported_journal is 'append-only: which run handed a journal over, and in which of its vouchers; a journal is handed over once';
create index exported_journal_export on receivables.exported_journal (company_id, export_id);
alter table receivables.exported_journal add constraint exported_journal_export_fk foreign key (company_id, export_id) references receivables.voucher_export (company_id, id);
alter table receivables.exported_journal add constraint exported_journal_journal_fk foreign key (company_id, journal_id) references receivables.journal (company_id, id);

-- What moved since a day, without the customers' whole history: entries come nearly in the order of their days.
create index journal_line_day on receivables.journal_line using brin (happened_on);
