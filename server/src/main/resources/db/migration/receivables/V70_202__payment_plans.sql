create table receivables.payment_plan (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    reason text not null,
    primary key (company_id, id)
);
comment on table receivables.payment_plan is 'what is open on items of a customer is to be paid on other days (分期还款, 改期); takes effect when it is applied';
alter table receivables.payment_plan add constraint payment_plan_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.payment_plan add constraint payment_plan_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table receivables.payment_plan_item (
    company_id bigint not null,
    plan_id uuid not null,
    item_id uuid not null,
    open numeric(19,4) not null,
    due date not null,
    primary key (company_id, plan_id, item_id)
);
comment on table receivables.payment_plan_item is 'append-only: the items of a plan with what was open on them when it was made';
create index payment_plan_item_item on receivables.payment_plan_item (company_id, item_id);
alter table receivables.payment_plan_item add constraint payment_plan_item_plan_fk foreign key (company_id, plan_id) references receivables.payment_plan (company_id, id);
alter table receivables.payment_plan_item add constraint payment_plan_item_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);

create table receivables.payment_plan_part (
    company_id bigint not null,
    plan_id uuid not null,
    position smallint not null,
    due date not null,
    amount numeric(19,4) not null check (amount > 0),
    primary key (company_id, plan_id, position)
);
comment on table receivables.payment_plan_part is 'append-only: what is to be paid when';
alter table receivables.payment_plan_part add constraint payment_plan_part_plan_fk foreign key (company_id, plan_id) references receivables.payment_plan (company_id, id);

alter table receivables.open_item add column plan_id uuid;
alter table receivables.open_item add column split_from uuid;
alter table receivables.open_item add column disputed_on date;
alter table receivables.open_item add column dispute text;
comment on column receivables.open_item.split_from is 'the item that a payment plan took this one from; its amount is less by it';
comment on column receivables.open_item.dispute is 'what the customer objects to; null when nothing is disputed';
create index open_item_plan on receivables.open_item (company_id, plan_id) where plan_id is not null;
create index open_item_disputed on receivables.open_item (company_id, due) where disputed_on is not null;
alter table receivables.open_item add constraint open_item_plan_fk foreign key (company_id, plan_id) references receivables.payment_plan (company_id, id);
alter table receivables.open_item add constraint open_item_split_fk foreign key (company_id, split_from) references receivables.open_item (company_id, id);

alter table receivables.item_change drop constraint item_change_what_check;
alter table receivables.item_change add constraint item_change_what_check check (what in ('DUE', 'SPLIT', 'DISPUTE', 'AGREED'));
alter table receivables.item_change add column other_id uuid;
comment on column receivables.item_change.other_id is 'by a split the item that took the amount';
