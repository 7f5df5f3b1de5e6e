create table receivables.payment_provider_account (
    company_id bigint not null,
    provider text not null,
    cash_account_id uuid not null,
    primary key (company_id, provider, cash_account_id)
);
comment on table receivables.payment_provider_account is 'where money in other currencies than the company''s arrives through a provider; the currency is the account''s';
alter table receivables.payment_provider_account add constraint payment_provider_account_provider_fk foreign key (company_id, provider) references receivables.payment_provider (company_id, name);
alter table receivables.payment_provider_account add constraint payment_provider_account_cash_fk foreign key (company_id, cash_account_id) references receivables.cash_account (company_id, id);
create index payment_provider_account_cash on receivables.payment_provider_account (company_id, cash_account_id);

create table receivables.pay_request_credit (
    company_id bigint not null,
    request_id uuid not null,
    line smallint not null check (line > 0),
    item_id uuid not null,
    primary key (company_id, request_id, line),
    constraint pay_request_credit_once unique (company_id, request_id, item_id)
);
comment on table receivables.pay_request_credit is 'append-only: credit notes that lessen what a link asks for, in the order in which they are taken off';
alter table receivables.pay_request_credit add constraint pay_request_credit_request_fk foreign key (company_id, request_id) references receivables.pay_request (company_id, id);
alter table receivables.pay_request_credit add constraint pay_request_credit_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
create index pay_request_credit_item on receivables.pay_request_credit (company_id, item_id);

alter table receivables.online_payment_line alter column amount drop not null;
comment on column receivables.online_payment_line.amount is 'in the payment''s currency: money for an item or order, or what a credit note takes off; null for an item that credit notes cover';
