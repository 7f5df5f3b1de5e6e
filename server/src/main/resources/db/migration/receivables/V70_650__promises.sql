create table receivables.promise (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    currency char(3) not null,
    made_on date not null,
    due date not null,
    items uuid[] not null default '{}',
    said_by text not null default '',
    note text not null default '',
    received numeric(19,4) not null default 0 check (received >= 0 and received <= amount),
    withdrawn_on date,
    withdrawn_why text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id),
    check (due >= made_on)
);
comment on table receivables.promise is 'what a customer promised to pay by when (付款承诺); whether it was kept follows from receipts by their value date';
comment on column receivables.promise.items is 'the open items it is about: only money allocated to them counts; none: whatever the customer pays';
comment on column receivables.promise.received is 'what came in from the day it was made to its due date and counts for no earlier promise; found again every minute';
create index promise_party on receivables.promise (company_id, party_id, due);
create index promise_due on receivables.promise (company_id, due, id) where withdrawn_on is null;
alter table receivables.promise add constraint promise_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

