create table party.customer_class (
    company_id bigint not null,
    id uuid not null,
    code text not null check (length(code) between 1 and 40),
    name text not null check (length(name) between 1 and 100),
    active boolean not null default true,
    version integer not null default 1,
    primary key (company_id, id),
    constraint customer_class_code_key unique (company_id, code)
);
comment on table party.customer_class is 'how a company sorts its customers (客户分类): dealers, contractors, chains; policies and lists ask for it';

alter table party.party add column class_id uuid;
alter table party.party add constraint party_class_fk foreign key (company_id, class_id) references party.customer_class (company_id, id);
create index party_class on party.party (company_id, class_id) where class_id is not null;
