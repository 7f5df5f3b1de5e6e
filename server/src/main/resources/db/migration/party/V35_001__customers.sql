create schema if not exists party;

create table party.payment_term (
    company_id bigint not null,
    id uuid not null,
    code text not null check (length(code) between 1 and 40),
    name text not null check (length(name) between 1 and 100),
    name_en text not null check (length(name_en) between 1 and 100),
    rule text not null check (rule in ('NET_DAYS', 'CALENDAR_MONTHS', 'MONTH_END_PLUS', 'DAYS_TO_MONTH_END', 'DAY_OF_MONTH_AFTER')),
    months integer not null default 0 check (months between 0 and 60),
    days integer not null default 0 check (days between 0 and 3650),
    day_of_month integer not null default 0 check (day_of_month between 0 and 31),
    active boolean not null default true,
    version integer not null default 1,
    primary key (company_id, id),
    constraint payment_term_code_key unique (company_id, code),
    constraint payment_term_day_check check ((rule = 'DAY_OF_MONTH_AFTER') = (day_of_month > 0))
);

create table party.party (
    company_id bigint not null,
    id uuid not null,
    short_name text,
    name_en text,
    credit_code text,
    industry text,
    province text,
    city text,
    district text,
    source text,
    phone text,
    website text,
    notes text,
    payment_term_id uuid,
    tax_title text,
    tax_number text,
    tax_bank text,
    tax_account text,
    tax_address text,
    tax_phone text,
    pinyin text not null default '',
    initials text not null default '',
    primary key (company_id, id)
);
comment on column party.party.pinyin is 'proposed from the name, corrected by people where a name is read differently';
alter table party.party add constraint party_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table party.party add constraint party_payment_term_fk foreign key (company_id, payment_term_id) references party.payment_term (company_id, id);
create index party_initials on party.party (company_id, initials text_pattern_ops);
create index party_pinyin on party.party (company_id, pinyin text_pattern_ops);

create table party.contact (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    position text,
    role text not null default 'OTHER' check (role in ('DECISION', 'PURCHASING', 'FINANCE', 'RECEIVING', 'OTHER')),
    phone text,
    mobile text,
    email text,
    wechat text,
    is_primary boolean not null default false,
    receives_statements boolean not null default false,
    place integer not null default 0,
    primary key (company_id, id)
);
alter table party.contact add constraint contact_party_fk foreign key (company_id, party_id) references party.party (company_id, id);
create unique index contact_primary_key on party.contact (company_id, party_id) where is_primary;
create index contact_party on party.contact (company_id, party_id, place);

create table party.address (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    purpose text not null check (purpose in ('BILLING', 'SHIPPING')),
    receiver text,
    phone text,
    province text,
    city text,
    district text,
    street text not null check (length(street) between 1 and 300),
    place integer not null default 0,
    primary key (company_id, id)
);
comment on column party.address.place is 'the order on the page; the first address of a purpose is the one proposed';
alter table party.address add constraint address_party_fk foreign key (company_id, party_id) references party.party (company_id, id);
create index address_party on party.address (company_id, party_id, place);

create table party.match_key (
    company_id bigint not null,
    party_id uuid not null,
    kind text not null check (kind in ('NAME', 'SIMILAR', 'CREDIT_CODE', 'PHONE')),
    key text not null,
    primary key (company_id, party_id, kind, key)
);
comment on table party.match_key is 'what two entries of one customer have in common (排重): found by one index look-up each while a name is being typed';
alter table party.match_key add constraint match_key_party_fk foreign key (company_id, party_id) references party.party (company_id, id);
create index match_key_look_up on party.match_key (company_id, kind, key text_pattern_ops);
