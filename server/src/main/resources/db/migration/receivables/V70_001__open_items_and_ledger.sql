create schema if not exists receivables;

create table receivables.cash_account (
    company_id bigint not null,
    id uuid not null,
    code text not null check (length(code) between 1 and 30),
    name text not null check (length(name) between 1 and 100),
    bank text,
    account_number text,
    currency char(3) not null,
    active boolean not null default true,
    version integer not null default 1,
    primary key (company_id, id),
    constraint cash_account_code_key unique (company_id, code)
);
comment on table receivables.cash_account is 'where money arrives: bank accounts, cash boxes, payment providers';

create table receivables.open_item (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    document_id uuid not null,
    order_id uuid,
    kind text not null check (kind in ('DELIVERY', 'RETURN', 'OPENING')),
    number text not null,
    amount numeric(19,4) not null check (amount <> 0),
    settled numeric(19,4) not null default 0,
    currency char(3) not null,
    date date not null,
    due date not null,
    term text not null default '',
    primary key (company_id, id),
    check (case when amount > 0 then settled between 0 and amount else settled between amount and 0 end)
) with (fillfactor = 85);
comment on table receivables.open_item is 'what a customer owes by one document (negative: what we owe them), and how much of it is settled';
create index open_item_party on receivables.open_item (company_id, party_id, due);
create index open_item_open on receivables.open_item (company_id, party_id, due, id) where settled <> amount;
create index open_item_credit on receivables.open_item (company_id, party_id, due, id) where settled <> amount and amount < 0;
create index open_item_number on receivables.open_item (company_id, number);
create index open_item_due on receivables.open_item (company_id, due desc, id desc);
create index open_item_date on receivables.open_item (company_id, date desc, id desc);
create index open_item_document on receivables.open_item (company_id, document_id);
alter table receivables.open_item add constraint open_item_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.open_item add constraint open_item_document_fk foreign key (company_id, document_id) references document.header (company_id, id);

create table receivables.opening_balance (
    company_id bigint not null,
    id uuid not null,
    amount numeric(19,4) not null check (amount <> 0),
    due date not null,
    note text not null default '',
    primary key (company_id, id)
);
comment on table receivables.opening_balance is 'what a customer owed when the books began (期初余额)';
alter table receivables.opening_balance add constraint opening_balance_header_fk foreign key (company_id, id) references document.header (company_id, id);

create table receivables.receipt (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    fee numeric(19,4) not null default 0 check (fee >= 0 and fee <= amount),
    currency char(3) not null,
    cash_account_id uuid not null,
    method text not null check (method in ('TRANSFER', 'CASH', 'CHEQUE', 'CARD', 'WECHAT', 'ALIPAY', 'OTHER')),
    payer text not null default '',
    reference text not null default '',
    note text not null default '',
    posted boolean not null default false,
    posted_on date,
    reversed_on date,
    journal_id uuid,
    allocated numeric(19,4) not null default 0 check (allocated >= 0),
    unapplied numeric(19,4) not null default 0 check (unapplied >= 0),
    refunded numeric(19,4) not null default 0 check (refunded >= 0),
    assigned numeric(19,4) not null default 0 check (assigned >= 0 and assigned <= unapplied),
    primary key (company_id, id),
    check (allocated + unapplied + refunded = case when posted then amount else 0 end)
);
comment on table receivables.receipt is 'money that came in; while it is posted: amount = allocated + unapplied + refunded';
comment on column receivables.receipt.assigned is 'the part of unapplied that is kept for orders named by the receipt';
create index receipt_unapplied on receivables.receipt (company_id, party_id) where unapplied > 0;
create index receipt_posted on receivables.receipt (company_id, posted_on) include (party_id, amount, reversed_on) where posted_on is not null;
create index receipt_party on receivables.receipt (company_id, party_id);
alter table receivables.receipt add constraint receipt_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.receipt add constraint receipt_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.receipt add constraint receipt_cash_account_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.receipt_purpose (
    company_id bigint not null,
    receipt_id uuid not null,
    line integer not null,
    item_id uuid,
    order_id uuid,
    amount numeric(19,4) check (amount > 0),
    assigned numeric(19,4) not null default 0 check (assigned >= 0),
    primary key (company_id, receipt_id, line),
    check ((item_id is null) <> (order_id is null))
);
comment on table receivables.receipt_purpose is 'what the payer meant to pay: open items or orders, in the order named';
comment on column receivables.receipt_purpose.assigned is 'the part of the receipt kept for this order now';
create index receipt_purpose_order on receivables.receipt_purpose (company_id, order_id) where order_id is not null;
alter table receivables.receipt_purpose add constraint receipt_purpose_receipt_fk foreign key (company_id, receipt_id) references receivables.receipt (company_id, id);
alter table receivables.receipt_purpose add constraint receipt_purpose_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
alter table receivables.receipt_purpose add constraint receipt_purpose_order_fk foreign key (company_id, order_id) references document.header (company_id, id);

create table receivables.allocation (
    company_id bigint not null,
    id uuid not null,
    match_id uuid not null,
    party_id uuid not null,
    item_id uuid not null,
    receipt_id uuid,
    amount numeric(19,4) not null check (amount <> 0),
    currency char(3) not null,
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    journal_id uuid,
    undoes_id uuid,
    primary key (company_id, id),
    constraint allocation_undone_key unique (company_id, undoes_id)
);
comment on table receivables.allocation is 'append-only: what settles an item (核销), by money or against an item of the other sign; taking it back is a row of the opposite amount';
comment on column receivables.allocation.match_id is 'shared by the two sides of a netting';
comment on column receivables.allocation.receipt_id is 'the money that settles; null when items are netted';
create index allocation_item on receivables.allocation (company_id, item_id);
create index allocation_receipt on receivables.allocation (company_id, receipt_id) where receipt_id is not null;
create index allocation_day on receivables.allocation (company_id, happened_on, item_id) include (amount);
create index allocation_match on receivables.allocation (company_id, match_id);
create index allocation_party on receivables.allocation (company_id, party_id, happened_on);
alter table receivables.allocation add constraint allocation_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
alter table receivables.allocation add constraint allocation_receipt_fk foreign key (company_id, receipt_id) references receivables.receipt (company_id, id);
alter table receivables.allocation add constraint allocation_undoes_fk foreign key (company_id, undoes_id) references receivables.allocation (company_id, id);

create table receivables.journal (
    company_id bigint not null,
    id uuid not null,
    cause text not null,
    document_id uuid not null,
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    corrects_id uuid,
    primary key (company_id, id)
);
comment on table receivables.journal is 'append-only: one business event in the books; its lines balance';
create index journal_document on receivables.journal (company_id, document_id);
create index journal_day on receivables.journal (company_id, happened_on desc, id desc);
alter table receivables.journal add constraint journal_document_fk foreign key (company_id, document_id) references document.header (company_id, id);
alter table receivables.journal add constraint journal_corrects_fk foreign key (company_id, corrects_id) references receivables.journal (company_id, id);

create table receivables.journal_line (
    company_id bigint not null,
    journal_id uuid not null,
    line integer not null,
    account text not null check (account in ('RECEIVABLE', 'CUSTOMER_MONEY', 'CASH', 'FEES', 'SALES_CLEARING', 'OPENING_BALANCE')),
    party_id uuid,
    cash_account_id uuid,
    amount numeric(19,4) not null check (amount <> 0),
    currency char(3) not null,
    base_amount numeric(19,4) not null,
    happened_on date not null,
    primary key (company_id, journal_id, line)
);
comment on table receivables.journal_line is 'append-only: debits positive, credits negative';
create index journal_line_party on receivables.journal_line (company_id, party_id, happened_on) include (account, base_amount) where party_id is not null;
alter table receivables.journal_line add constraint journal_line_journal_fk foreign key (company_id, journal_id) references receivables.journal (company_id, id);
alter table receivables.journal_line add constraint journal_line_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.party_balance (
    company_id bigint not null,
    party_id uuid not null,
    receivable numeric(19,4) not null default 0,
    money numeric(19,4) not null default 0,
    primary key (company_id, party_id)
) with (fillfactor = 60);
comment on table receivables.party_balance is 'per customer the sum of their receivable lines and of their customer money (as a positive amount)';

create table receivables.proof (
    company_id bigint not null,
    id uuid not null,
    ran_at timestamptz not null default now(),
    ran_by uuid,
    journals bigint not null,
    items bigint not null,
    drifts integer not null,
    millis integer not null,
    drift jsonb not null default '[]',
    primary key (company_id, id)
);
comment on table receivables.proof is 'append-only: the results of checking the ledger against items, receipts and balances';
create index proof_time on receivables.proof (company_id, ran_at desc);
