alter table receivables.open_item drop constraint open_item_kind_check;
alter table receivables.open_item add constraint open_item_kind_check
    check (kind in ('DELIVERY', 'ORDER', 'INVOICE', 'RETURN', 'OPENING', 'WRITE_OFF', 'RECOVERY'));

create table receivables.write_off (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    recovered numeric(19,4) not null default 0,
    reason text not null,
    primary key (company_id, id),
    constraint write_off_recovered_check check (recovered between 0 and amount)
);
comment on table receivables.write_off is 'what a customer owes and will not pay (坏账核销); takes effect when it is applied';
comment on column receivables.write_off.recovered is 'how much of it became a receivable again';
alter table receivables.write_off add constraint write_off_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.write_off add constraint write_off_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table receivables.write_off_item (
    company_id bigint not null,
    write_off_id uuid not null,
    item_id uuid not null,
    amount numeric(19,4) not null check (amount > 0),
    primary key (company_id, write_off_id, item_id)
);
comment on table receivables.write_off_item is 'append-only: the items of a write-off and how much of each';
create index write_off_item_item on receivables.write_off_item (company_id, item_id);
alter table receivables.write_off_item add constraint write_off_item_write_off_fk foreign key (company_id, write_off_id) references receivables.write_off (company_id, id);
alter table receivables.write_off_item add constraint write_off_item_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);

create table receivables.allowance_rate (
    company_id bigint not null,
    bucket smallint not null check (bucket between 0 and 6),
    rate numeric(7,4) not null check (rate between 0 and 100),
    primary key (company_id, bucket)
);
comment on table receivables.allowance_rate is 'how many percent of each age are expected to be lost (坏账准备计提比例); without rows the usual ones';

create table receivables.allowance (
    company_id bigint not null,
    id uuid not null,
    needed numeric(19,4) not null check (needed >= 0),
    before numeric(19,4),
    primary key (company_id, id)
);
comment on table receivables.allowance is 'what may be lost of all receivables as of a day (坏账准备), entered in the ledger when it is applied';
comment on column receivables.allowance.before is 'what the allowance was when it was applied; the difference was entered';
alter table receivables.allowance add constraint allowance_header_fk foreign key (company_id, id) references document.header (company_id, id);

create table receivables.allowance_line (
    company_id bigint not null,
    allowance_id uuid not null,
    bucket smallint not null,
    amount numeric(19,4) not null,
    rate numeric(7,4) not null,
    needed numeric(19,4) not null,
    primary key (company_id, allowance_id, bucket)
);
comment on table receivables.allowance_line is 'append-only: what was of each age, and what of it may be lost';
alter table receivables.allowance_line add constraint allowance_line_allowance_fk foreign key (company_id, allowance_id) references receivables.allowance (company_id, id);
