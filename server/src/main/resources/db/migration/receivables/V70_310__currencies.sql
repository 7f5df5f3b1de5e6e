create table receivables.exchange_rate (
    company_id bigint not null,
    id uuid not null,
    currency char(3) not null,
    day date not null,
    rate numeric(24,12) not null check (rate > 0),
    source text not null default '',
    version integer not null default 1,
    recorded_by uuid,
    primary key (company_id, id),
    constraint exchange_rate_day_key unique (company_id, currency, day)
);
comment on table receivables.exchange_rate is 'what one unit of a currency is worth in the company''s own, per day; it holds until the next day that has one';

-- Every amount stays in the company's currency; what a document is in, if that is another one, stands beside it.
alter table receivables.open_item add column fx_currency char(3);
alter table receivables.open_item add column fx_amount numeric(19,4);
alter table receivables.open_item add column fx_settled numeric(19,4) not null default 0;
alter table receivables.open_item add constraint open_item_fx_check check ((fx_currency is null) = (fx_amount is null)
    and (fx_amount is null and fx_settled = 0 or fx_amount <> 0 and sign(fx_amount) = sign(amount)
      and case when fx_amount > 0 then fx_settled between 0 and fx_amount else fx_settled between fx_amount and 0 end));
create index open_item_foreign on receivables.open_item (company_id, fx_currency, party_id) where fx_currency is not null;

alter table receivables.opening_balance add column fx_currency char(3);
alter table receivables.opening_balance add column fx_amount numeric(19,4);

alter table receivables.receipt add column fx_currency char(3);
alter table receivables.receipt add column fx_amount numeric(19,4);
alter table receivables.receipt add column fx_fee numeric(19,4) not null default 0;
alter table receivables.receipt add column fx_withheld numeric(19,4) not null default 0;
alter table receivables.receipt add column fx_allocated numeric(19,4) not null default 0 check (fx_allocated >= 0);
alter table receivables.receipt add column fx_refunded numeric(19,4) not null default 0 check (fx_refunded >= 0);
alter table receivables.receipt add column rate numeric(24,12);
alter table receivables.receipt add constraint receipt_fx_check check ((fx_currency is null) = (fx_amount is null) and (fx_currency is null) = (rate is null)
    and fx_allocated + fx_refunded <= coalesce(fx_amount, 0));
create index receipt_foreign on receivables.receipt (company_id, fx_currency, party_id) where fx_currency is not null;
comment on column receivables.receipt.rate is 'what a unit of its currency was worth at its date';

alter table receivables.allocation add column fx_amount numeric(19,4);
alter table receivables.allocation add column receipt_fx numeric(19,4);
comment on column receivables.allocation.fx_amount is 'what is settled of an item in another currency, in that currency';
comment on column receivables.allocation.receipt_fx is 'what is used of a receipt in another currency, in that currency';

alter table receivables.refund add column fx_amount numeric(19,4);

create table receivables.revaluation (
    company_id bigint not null,
    id uuid not null,
    difference numeric(19,4) not null,
    primary key (company_id, id)
);
comment on table receivables.revaluation is 'open items in other currencies valued at the rate of a day (期末调汇), taken back on the next';
alter table receivables.revaluation add constraint revaluation_header_fk foreign key (company_id, id) references document.header (company_id, id);
