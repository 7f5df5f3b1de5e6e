create table receivables.discount_term (
    company_id bigint not null,
    id uuid not null,
    code text not null check (length(code) between 1 and 40),
    name text not null check (length(name) between 1 and 100),
    name_en text not null check (length(name_en) between 1 and 100),
    steps text not null check (length(steps) between 1 and 400),
    counted_from text not null check (counted_from in ('DELIVERY', 'ORDER', 'INVOICE', 'MONTH_END')),
    with_tax boolean not null,
    grace_days integer not null default 0 check (grace_days between 0 and 60),
    full_only boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    primary key (company_id, id),
    constraint discount_term_code_key unique (company_id, code)
);
comment on table receivables.discount_term is 'what is taken off for early payment (现金折扣): steps as they are written in contracts, 2/10, 1/20, n/30';
comment on column receivables.discount_term.with_tax is 'whether the rate is of the amount with tax';
comment on column receivables.discount_term.grace_days is 'so many days after a deadline the discount is still accepted';
comment on column receivables.discount_term.full_only is 'whether only a payment of all that is open earns it';

create table receivables.discount_assignment (
    company_id bigint not null,
    id uuid not null,
    scope text not null check (scope in ('COMPANY', 'GRADE', 'CUSTOMER', 'ORDER')),
    grade text check ((scope = 'GRADE') = (grade is not null)),
    party_id uuid check ((scope in ('CUSTOMER', 'ORDER')) = (party_id is not null)),
    order_id uuid check ((scope = 'ORDER') = (order_id is not null)),
    term_id uuid,
    reason text not null default '',
    primary key (company_id, id)
);
comment on table receivables.discount_assignment is 'who is offered which discount terms: the order''s before the customer''s before the grade''s before the company''s';
comment on column receivables.discount_assignment.term_id is 'null: none, whatever the wider ones say';
create unique index discount_assignment_company_key on receivables.discount_assignment (company_id) where scope = 'COMPANY';
create unique index discount_assignment_grade_key on receivables.discount_assignment (company_id, grade) where scope = 'GRADE';
create unique index discount_assignment_customer_key on receivables.discount_assignment (company_id, party_id) where scope = 'CUSTOMER';
create unique index discount_assignment_order_key on receivables.discount_assignment (company_id, order_id) where scope = 'ORDER';
alter table receivables.discount_assignment add constraint discount_assignment_term_fk foreign key (company_id, term_id) references receivables.discount_term (company_id, id);
alter table receivables.discount_assignment add constraint discount_assignment_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
alter table receivables.discount_assignment add constraint discount_assignment_order_fk foreign key (company_id, order_id) references document.header (company_id, id);

create table receivables.discount_setting (
    company_id bigint not null,
    best_first boolean not null default false,
    correct_tax boolean not null default false,
    version integer not null default 1,
    primary key (company_id)
);
comment on table receivables.discount_setting is 'what a company decides about cash discounts; without a row the defaults of the columns';
comment on column receivables.discount_setting.best_first is 'one payment for several items: the best discount first instead of the oldest item';
comment on column receivables.discount_setting.correct_tax is 'whether the tax in a discount of amounts with tax is taken off the output tax; otherwise all of it is finance expense (财务费用)';

alter table receivables.open_item add column tax numeric(19,4) not null default 0;
alter table receivables.open_item add column discount_base numeric(19,4) not null default 0;
alter table receivables.open_item add column discount_until date;
alter table receivables.open_item add column discounted numeric(19,4) not null default 0;
comment on column receivables.open_item.tax is 'the tax in the amount';
comment on column receivables.open_item.discount_base is 'what the rates of its discount steps are of: the amount with or without tax';
comment on column receivables.open_item.discount_until is 'the last day on which money still earns a discount, grace included; null for none';
comment on column receivables.open_item.discounted is 'the part of settled that is cash discount';
create index open_item_discount on receivables.open_item (company_id, party_id, discount_until) where settled <> amount and discount_until is not null;
create index open_item_discount_day on receivables.open_item (company_id, discount_until) where settled <> amount and discount_until is not null;

create table receivables.item_discount (
    company_id bigint not null,
    item_id uuid not null,
    line smallint not null,
    id uuid not null,
    term_id uuid,
    term_version integer not null default 0,
    counted_from date not null,
    days integer not null,
    rate numeric(7,4) not null check (rate > 0 and rate <= 50),
    until date not null,
    accepted date not null,
    full_only boolean not null,
    awaits_invoice boolean not null default false,
    override_id uuid,
    primary key (company_id, item_id, line),
    constraint item_discount_id_key unique (company_id, id)
);
comment on table receivables.item_discount is 'the discount steps an open item was born with, each with its deadline, and those granted to it since';
comment on column receivables.item_discount.id is 'names the row in lists; what refers to a step names its item and line';
comment on column receivables.item_discount.accepted is 'until plus the days of grace';
comment on column receivables.item_discount.awaits_invoice is 'counted from the invoice, which isn''t there yet: the days are counted from the delivery until then';
create index item_discount_until on receivables.item_discount (company_id, until);
alter table receivables.item_discount add constraint item_discount_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
alter table receivables.item_discount add constraint item_discount_term_fk foreign key (company_id, term_id) references receivables.discount_term (company_id, id);

alter table receivables.allocation add column discount numeric(19,4) not null default 0;
alter table receivables.allocation add column discount_tax numeric(19,4) not null default 0;
alter table receivables.allocation add column discount_rate numeric(7,4);
alter table receivables.allocation add column discount_days integer;
alter table receivables.allocation add column discount_until date;
comment on column receivables.allocation.amount is 'what is settled: the money and the discount together';
comment on column receivables.allocation.discount is 'the part of amount that is cash discount';
comment on column receivables.allocation.discount_tax is 'the part of discount that corrects the output tax';
drop index receivables.allocation_day;
create index allocation_day on receivables.allocation (company_id, happened_on) include (party_id, item_date, item_due, receipt_id, amount, discount);
create index allocation_discount on receivables.allocation (company_id, happened_on) where discount <> 0;

-- The names of accounts are the program's; that there is one is what the table asks.
alter table receivables.journal_line drop constraint journal_line_account_check;
alter table receivables.journal_line add constraint journal_line_account_check check (account ~ '^[A-Z][A-Z_]{2,39}$');
