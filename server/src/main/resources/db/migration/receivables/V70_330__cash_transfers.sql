create table receivables.cash_transfer (
    company_id bigint not null,
    id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    amount_out numeric(19,4) not null check (amount_out > 0),
    amount_in numeric(19,4) not null check (amount_in > 0),
    fee numeric(19,4) not null default 0 check (fee >= 0),
    note text not null default '',
    journal_id uuid not null,
    primary key (company_id, id),
    constraint cash_transfer_other_check check (from_id <> to_id)
);
comment on table receivables.cash_transfer is 'money moved between own accounts (内部转账), each amount in its account''s currency; the fee is in the company''s';
alter table receivables.cash_transfer add constraint cash_transfer_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.cash_transfer add constraint cash_transfer_from_fk foreign key (company_id, from_id) references receivables.cash_account (company_id, id);
alter table receivables.cash_transfer add constraint cash_transfer_to_fk foreign key (company_id, to_id) references receivables.cash_account (company_id, id);
