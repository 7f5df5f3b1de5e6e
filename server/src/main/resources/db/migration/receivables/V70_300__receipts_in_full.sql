-- Which accounts, kinds and methods there are stands in the code that books them; a list here would have to be told anew by everybody who adds one.
alter table receivables.journal_line drop constraint journal_line_account_check;
alter table receivables.journal_line add constraint journal_line_account_check check (account ~ '^[A-Z_]{3,40}$');
alter table receivables.open_item drop constraint open_item_kind_check;
alter table receivables.open_item add constraint open_item_kind_check check (kind ~ '^[A-Z_]{3,40}$');
alter table receivables.receipt drop constraint receipt_method_check;
alter table receivables.receipt add constraint receipt_method_check check (method ~ '^[A-Z_]{3,40}$');
create index journal_line_cash on receivables.journal_line (company_id, cash_account_id, happened_on) include (amount, base_amount) where cash_account_id is not null;

create table receivables.payable (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    number text not null check (length(number) between 1 and 40),
    date date not null,
    due date not null,
    amount numeric(19,4) not null check (amount > 0),
    settled numeric(19,4) not null default 0 check (settled >= 0 and settled <= amount),
    currency char(3) not null,
    note text not null default '',
    version integer not null default 1,
    primary key (company_id, id),
    constraint payable_number_key unique (company_id, party_id, number)
);
comment on table receivables.payable is 'what we owe somebody who is a customer too, to be set off against what they owe (对冲)';
create index payable_due on receivables.payable (company_id, due desc, id desc);
alter table receivables.payable add constraint payable_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

alter table receivables.receipt alter column cash_account_id drop not null;
alter table receivables.receipt add column fee_by text not null default 'US' check (fee_by in ('US', 'CUSTOMER'));
alter table receivables.receipt add column withheld numeric(19,4) not null default 0 check (withheld >= 0);
alter table receivables.receipt add column payer_account text not null default '';
alter table receivables.receipt add column payable_id uuid;
alter table receivables.receipt drop constraint receipt_check;
alter table receivables.receipt add constraint receipt_fee_check check (fee >= 0 and (fee_by = 'CUSTOMER' or fee + withheld <= amount));
alter table receivables.receipt add constraint receipt_means_check check ((payable_id is not null) = (method = 'OFFSET'));
alter table receivables.receipt add constraint receipt_payable_fk foreign key (company_id, payable_id) references receivables.payable (company_id, id);
comment on column receivables.receipt.amount is 'what the customer is credited: what they paid, less the fee where they bear it';
comment on column receivables.receipt.withheld is 'tax the customer kept back and pays for us; part of the amount, but not of the money';
comment on column receivables.receipt.cash_account_id is 'where the money arrived; null when none did (offset)';

create table receivables.payment_authority (
    company_id bigint not null,
    id uuid not null,
    payer_id uuid not null,
    customer_id uuid not null,
    valid_from date not null,
    valid_until date,
    document text not null check (length(document) between 1 and 200),
    note text not null default '',
    active boolean not null default true,
    version integer not null default 1,
    recorded_by uuid,
    primary key (company_id, id),
    constraint payment_authority_other_check check (payer_id <> customer_id),
    check (valid_until is null or valid_until >= valid_from)
);
comment on table receivables.payment_authority is 'who may pay for whom (代付), by which document';
create index payment_authority_payer on receivables.payment_authority (company_id, payer_id);
alter table receivables.payment_authority add constraint payment_authority_payer_fk foreign key (company_id, payer_id) references document.header (company_id, id);
alter table receivables.payment_authority add constraint payment_authority_customer_fk foreign key (company_id, customer_id) references document.header (company_id, id);

alter table receivables.allocation add column account text;
alter table receivables.allocation add column cause_id uuid;
alter table receivables.allocation add column authority_id uuid;
comment on column receivables.allocation.account is 'what the item is settled against when it is neither money nor another item: a small difference, a gain or loss of exchange';
comment on column receivables.allocation.cause_id is 'the document whose allocation brought it about';
comment on column receivables.allocation.authority_id is 'what allows the money of one customer to settle what another owes';
alter table receivables.allocation add constraint allocation_authority_fk foreign key (company_id, authority_id) references receivables.payment_authority (company_id, id);

create table receivables.refund (
    company_id bigint not null,
    id uuid not null,
    receipt_id uuid not null,
    party_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    currency char(3) not null,
    cash_account_id uuid,
    payee text not null default '',
    reference text not null default '',
    reason text not null,
    posted boolean not null default false,
    posted_on date,
    reversed_on date,
    journal_id uuid,
    primary key (company_id, id)
);
comment on table receivables.refund is 'money of a customer that settled nothing and went back to them (退款)';
comment on column receivables.refund.cash_account_id is 'where it was paid from; null for a small rest that is kept';
create index refund_receipt on receivables.refund (company_id, receipt_id);
create index refund_posted on receivables.refund (company_id, posted_on) include (party_id, amount, reversed_on) where posted_on is not null;
alter table receivables.refund add constraint refund_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.refund add constraint refund_receipt_fk foreign key (company_id, receipt_id) references receivables.receipt (company_id, id);
alter table receivables.refund add constraint refund_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.refund add constraint refund_cash_account_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.receipt_setting (
    company_id bigint not null,
    tolerance_amount numeric(19,4) check (tolerance_amount >= 0),
    tolerance_percent numeric(9,4) check (tolerance_percent between 0 and 100),
    offsets boolean not null default true,
    version integer not null default 1,
    primary key (company_id)
);
comment on table receivables.receipt_setting is 'how money is allocated: up to which rest an item counts as settled (within both bounds that are set), and whether payables are set off';
