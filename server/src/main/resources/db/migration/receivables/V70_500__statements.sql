create table receivables.statement (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    from_day date not null,
    to_day date not null,
    opening numeric(19,4) not null,
    debit numeric(19,4) not null,
    credit numeric(19,4) not null,
    closing numeric(19,4) not null,
    currency char(3) not null,
    buckets numeric(19,4)[] not null,
    unapplied numeric(19,4) not null,
    lines integer not null,
    hash bytea not null,
    made_at timestamptz not null,
    sent_to text,
    sent_at timestamptz,
    answered_by text,
    answered_at timestamptz,
    answer text not null default '',
    cancelled boolean not null default false,
    primary key (company_id, id),
    check (from_day <= to_day),
    check (opening + debit - credit = closing)
);
comment on table receivables.statement is 'what a customer was told they owe (对账单): content and hash stay as they were made; sending, answer and cancelling are added';
create unique index statement_day_key on receivables.statement (company_id, party_id, to_day) where not cancelled;
alter table receivables.statement add constraint statement_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table receivables.statement add constraint statement_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table receivables.statement_line (
    company_id bigint not null,
    statement_id uuid not null,
    line integer not null,
    journal_id uuid not null,
    document_id uuid not null,
    happened_on date not null,
    cause text not null,
    number text not null,
    debit numeric(19,4) not null,
    credit numeric(19,4) not null,
    balance numeric(19,4) not null,
    primary key (company_id, statement_id, line)
);
comment on table receivables.statement_line is 'append-only: the movements a statement shows, as they were when it was made';
alter table receivables.statement_line add constraint statement_line_statement_fk foreign key (company_id, statement_id) references receivables.statement (company_id, id);
alter table receivables.statement_line add constraint statement_line_journal_fk foreign key (company_id, journal_id) references receivables.journal (company_id, id);

create table receivables.statement_difference (
    company_id bigint not null,
    id uuid not null,
    statement_id uuid not null,
    line integer not null check (line >= 0),
    theirs numeric(19,4),
    remark text not null default '',
    said_by text not null,
    said_at timestamptz not null,
    resolution text,
    resolved_by uuid,
    resolved_at timestamptz,
    primary key (company_id, id)
);
comment on table receivables.statement_difference is 'what a customer sees otherwise (对账差异), line by line, until it is cleared up; line 0 is the closing balance';
create index statement_difference_statement on receivables.statement_difference (company_id, statement_id);
create index statement_difference_open on receivables.statement_difference (company_id, said_at) where resolved_at is null;
alter table receivables.statement_difference add constraint statement_difference_statement_fk foreign key (company_id, statement_id) references receivables.statement (company_id, id);

create table receivables.statement_link (
    company_id bigint not null,
    id uuid not null,
    statement_id uuid not null,
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (company_id, id)
);
comment on table receivables.statement_link is 'links by which a customer answers a statement without signing in, once';
alter table receivables.statement_link add constraint statement_link_statement_fk foreign key (company_id, statement_id) references receivables.statement (company_id, id);

create table receivables.link_key (
    company_id bigint not null,
    key bytea not null check (length(key) = 32),
    primary key (company_id)
);
comment on table receivables.link_key is 'what links to customers are signed with';

create table receivables.billing_day (
    company_id bigint not null,
    party_id uuid not null,
    day smallint not null check (day between 1 and 31),
    primary key (company_id, party_id)
);
comment on table receivables.billing_day is 'the day of the month a customer gets their statement; month-end for those without';
alter table receivables.billing_day add constraint billing_day_party_fk foreign key (company_id, party_id) references document.header (company_id, id);
