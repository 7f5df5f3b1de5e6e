create table receivables.acceptor_limit (
    company_id bigint not null,
    id uuid not null,
    currency char(3) not null,
    most numeric(19,4) not null check (most >= 0),
    beyond text not null check (beyond in ('WARN', 'RIGHT', 'REFUSE')),
    valid_to date,
    note text,
    primary key (company_id, id)
);
comment on table receivables.acceptor_limit is 'how much one acceptor of bills (承兑人) may owe us by bills that have not matured, whoever gave them to us (承兑人额度)';
comment on column receivables.acceptor_limit.beyond is 'what a bill beyond it meets: it is pointed out, only who has the right to exceed takes it, or nobody does';
comment on column receivables.acceptor_limit.valid_to is 'after that day there is no room for new bills';
alter table receivables.acceptor_limit add constraint acceptor_limit_header_fk foreign key (company_id, id) references document.header (company_id, id);

create table receivables.acceptor_name (
    company_id bigint not null,
    name_key text not null check (length(name_key) between 1 and 200),
    limit_id uuid not null,
    name text not null,
    primary key (company_id, name_key)
);
comment on table receivables.acceptor_name is 'the names by which bills name an acceptor, as compared: without blanks, width and case; each belongs to one limit';
create index acceptor_name_limit on receivables.acceptor_name (company_id, limit_id);
alter table receivables.acceptor_name add constraint acceptor_name_limit_fk foreign key (company_id, limit_id) references receivables.acceptor_limit (company_id, id);

alter table receivables.bill add column acceptor_key text not null default '';
alter table receivables.bill add column acceptor_beyond numeric(19,4) not null default 0 check (acceptor_beyond >= 0);
comment on column receivables.bill.acceptor_key is 'the acceptor''s name as compared with receivables.acceptor_name';
comment on column receivables.bill.acceptor_beyond is 'how much of it went beyond its acceptor''s limit when it was taken';
update receivables.bill b set acceptor_key = lower(regexp_replace(normalize(b.acceptor, nfkc), '\s', '', 'g')) where b.acceptor <> '';
create index bill_acceptor on receivables.bill (company_id, acceptor_key) include (amount) where closed_on is null and received_on is not null;
