create table receivables.payment_setting (
    company_id bigint not null,
    address text not null default '' check (length(address) <= 200),
    version integer not null default 1,
    primary key (company_id)
);
comment on table receivables.payment_setting is 'where customers and payment providers reach this company from outside';

create table receivables.payment_provider (
    company_id bigint not null,
    name text not null check (name ~ '^[a-z][a-z0-9-]{1,39}$'),
    enabled boolean not null default false,
    merchant text not null default '' check (length(merchant) <= 100),
    secret bytea,
    cash_account_id uuid not null,
    by_rule boolean not null default false,
    set_by uuid not null,
    version integer not null default 1,
    primary key (company_id, name),
    check (not enabled or secret is not null)
);
comment on table receivables.payment_provider is 'through whom customers pay by link (支付渠道); the secret is written and never shown again';
comment on column receivables.payment_provider.by_rule is 'whether what the provider has confirmed counts without a second person';
comment on column receivables.payment_provider.set_by is 'in whose name receipts are booked';
create index payment_provider_cash on receivables.payment_provider (company_id, cash_account_id);
alter table receivables.payment_provider add constraint payment_provider_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);

create table receivables.pay_request (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    order_id uuid,
    amount numeric(19,4) check (amount > 0),
    currency char(3) not null,
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (company_id, id),
    check ((order_id is null) = (amount is null))
);
comment on table receivables.pay_request is 'append-only: links by which a customer was asked to pay: what they owe, or money for an order';
create index pay_request_party on receivables.pay_request (company_id, party_id);
create index pay_request_order on receivables.pay_request (company_id, order_id) where order_id is not null;
alter table receivables.pay_request add constraint pay_request_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.pay_request add constraint pay_request_order_fk foreign key (company_id, order_id) references document.header (company_id, id);

create table receivables.online_payment (
    company_id bigint not null,
    id uuid not null,
    link_id uuid not null,
    party_id uuid not null,
    provider text not null,
    amount numeric(19,4) not null check (amount > 0),
    currency char(3) not null,
    day date not null,
    started_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'PENDING' check (state in ('PENDING', 'FAILED', 'PAID', 'BOOKED')),
    transaction text,
    fee numeric(19,4) not null default 0 check (fee >= 0 and fee <= amount),
    paid_at timestamptz,
    outcome text not null default '',
    tried_at timestamptz,
    receipt_id uuid,
    primary key (company_id, id),
    constraint online_payment_transaction_key unique (company_id, provider, transaction),
    check ((state in ('PAID', 'BOOKED')) = (transaction is not null and paid_at is not null)),
    check ((state = 'BOOKED') = (receipt_id is not null))
);
comment on table receivables.online_payment is 'money a customer set out to pay by link: quoted for a day, told by the provider, booked as a receipt';
comment on column receivables.online_payment.link_id is 'what the link was for: a request, or the document it was printed on';
comment on column receivables.online_payment.outcome is 'why it is not booked, or was booked as money without a purpose';
create index online_payment_link on receivables.online_payment (company_id, link_id);
create index online_payment_party on receivables.online_payment (company_id, party_id);
create index online_payment_due on receivables.online_payment (company_id, started_at) where state = 'PAID';
create index online_payment_receipt on receivables.online_payment (company_id, receipt_id) where receipt_id is not null;
alter table receivables.online_payment add constraint online_payment_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
comment on column receivables.online_payment.receipt_id is 'without a foreign key, as a draft may be deleted, after which it can be booked again';

create table receivables.online_payment_line (
    company_id bigint not null,
    payment_id uuid not null,
    line smallint not null check (line > 0),
    item_id uuid,
    order_id uuid,
    amount numeric(19,4) not null check (amount > 0),
    primary key (company_id, payment_id, line),
    check ((item_id is null) <> (order_id is null))
);
comment on table receivables.online_payment_line is 'append-only: what of a payment by link is for which item or order, as quoted';
create index online_payment_line_item on receivables.online_payment_line (company_id, item_id) where item_id is not null;
create index online_payment_line_order on receivables.online_payment_line (company_id, order_id) where order_id is not null;
alter table receivables.online_payment_line add constraint online_payment_line_payment_fk foreign key (company_id, payment_id) references receivables.online_payment (company_id, id);
alter table receivables.online_payment_line add constraint online_payment_line_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
alter table receivables.online_payment_line add constraint online_payment_line_order_fk foreign key (company_id, order_id) references document.header (company_id, id);
