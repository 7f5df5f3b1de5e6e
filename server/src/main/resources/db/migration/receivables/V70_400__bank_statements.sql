create table receivables.bank_file (
    company_id bigint not null,
    id uuid not null,
    name text not null,
    sha256 text not null,
    size integer not null,
    content bytea not null,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_file_content_key unique (company_id, sha256)
);
comment on table receivables.bank_file is 'append-only: files as the banks sent them, each once';

create table receivables.bank_statement (
    company_id bigint not null,
    id uuid not null,
    file_id uuid not null,
    place integer not null,
    cash_account_id uuid not null,
    format text not null,
    account text not null,
    bank text not null,
    currency char(3) not null,
    reference text not null,
    from_date date,
    to_date date,
    opening numeric(19,6),
    closing numeric(19,6),
    total numeric(19,6) not null,
    line_count integer not null,
    new_lines integer not null,
    remarks jsonb not null default '[]',
    imported_by uuid not null,
    imported_at timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_statement_place_key unique (company_id, file_id, place, cash_account_id)
);
comment on table receivables.bank_statement is 'append-only: statements as imported, with what was odd about them';
create index bank_statement_account on receivables.bank_statement (company_id, cash_account_id, to_date desc, id desc);
alter table receivables.bank_statement add constraint bank_statement_file_fk foreign key (company_id, file_id) references receivables.bank_file (company_id, id);
alter table receivables.bank_statement add constraint bank_statement_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.bank_line (
    company_id bigint not null,
    id uuid not null,
    cash_account_id uuid not null,
    statement_id uuid not null,
    place integer not null,
    identity text not null,
    nth integer not null,
    booked_on date not null,
    valued_on date not null,
    amount numeric(19,6) not null,
    currency char(3) not null,
    name text not null,
    account text not null,
    bank text not null,
    reference text not null,
    text text not null,
    end_to_end text not null,
    code text not null,
    fee numeric(19,6),
    balance numeric(19,6),
    raw text not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_line_identity_key unique (company_id, cash_account_id, identity, nth)
);
comment on table receivables.bank_line is 'append-only: movements as the bank reported them';
comment on column receivables.bank_line.identity is 'what makes a line the same in another file';
comment on column receivables.bank_line.nth is 'the n-th of its identity in a file: two equal payments on a day are two';
create index bank_line_day on receivables.bank_line (company_id, cash_account_id, booked_on desc, id desc);
create index bank_line_statement on receivables.bank_line (company_id, statement_id);
alter table receivables.bank_line add constraint bank_line_statement_fk foreign key (company_id, statement_id) references receivables.bank_statement (company_id, id);
alter table receivables.bank_line add constraint bank_line_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.bank_work (
    company_id bigint not null,
    line_id uuid not null,
    cash_account_id uuid not null,
    booked_on date not null,
    amount numeric(19,6) not null,
    state text not null default 'OPEN' check (state in ('OPEN', 'MATCHED', 'BOOKED', 'EXPLAINED', 'IGNORED')),
    primary key (company_id, line_id)
);
comment on table receivables.bank_work is 'what became of each line of the bank';
create index bank_work_open on receivables.bank_work (company_id, booked_on, line_id) where state = 'OPEN';
create index bank_work_account on receivables.bank_work (company_id, cash_account_id, booked_on);
alter table receivables.bank_work add constraint bank_work_line_fk foreign key (company_id, line_id) references receivables.bank_line (company_id, id);

create table receivables.bank_account_key (
    company_id bigint not null,
    key text not null,
    cash_account_id uuid not null,
    primary key (company_id, key)
);
comment on table receivables.bank_account_key is 'how files write our accounts, as users said once';
alter table receivables.bank_account_key add constraint bank_account_key_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.bank_columns (
    company_id bigint not null,
    signature text not null,
    columns jsonb not null,
    said_by uuid not null,
    primary key (company_id, signature)
);
comment on table receivables.bank_columns is 'what users said the columns of files with certain headings are';
