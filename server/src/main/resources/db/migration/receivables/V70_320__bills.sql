create table receivables.bill (
    company_id bigint not null,
    id uuid not null,
    receipt_id uuid not null,
    party_id uuid not null,
    kind text not null check (kind in ('BANK', 'COMMERCIAL')),
    bill_number text not null check (length(bill_number) between 1 and 40),
    drawer text not null default '',
    acceptor text not null default '',
    issued_on date,
    due date not null,
    amount numeric(19,4) not null check (amount > 0),
    currency char(3) not null,
    received_on date,
    passed_to text not null default '',
    passed_on date,
    interest numeric(19,4) not null default 0 check (interest >= 0 and interest <= amount),
    closed_on date,
    dishonoured boolean not null default false,
    journal_id uuid,
    primary key (company_id, id),
    constraint bill_receipt_key unique (company_id, receipt_id)
);
comment on table receivables.bill is 'bills of exchange received (承兑汇票): still the customer''s risk until they mature, whoever holds them';
comment on column receivables.bill.passed_to is 'to whom it was endorsed, or which bank has discounted it';
comment on column receivables.bill.closed_on is 'when it matured, came back unpaid or was given back';
create unique index bill_number_once on receivables.bill (company_id, bill_number) where closed_on is null;
create index bill_due on receivables.bill (company_id, due, id) where closed_on is null;
create index bill_held on receivables.bill (company_id, received_on) include (party_id, amount, closed_on) where received_on is not null;
create index bill_dishonoured on receivables.bill (company_id, party_id, closed_on) where dishonoured;
alter table receivables.bill add constraint bill_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.bill add constraint bill_receipt_fk foreign key (company_id, receipt_id) references receivables.receipt (company_id, id);
alter table receivables.bill add constraint bill_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

alter table receivables.party_balance add column bills numeric(19,4) not null default 0;
comment on table receivables.party_balance is 'per customer the sum of their receivable lines, of their customer money (as a positive amount) and of their bills';
