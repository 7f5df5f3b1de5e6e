alter table party.payment_term add column counted_from text not null default 'DELIVERY'
    check (counted_from in ('ORDER', 'BEFORE_DELIVERY', 'DELIVERY', 'PROOF', 'INVOICE'));
alter table party.payment_term add column cut_off_day integer not null default 0 check (cut_off_day between 0 and 31);
alter table party.payment_term add column shift text not null default 'NONE' check (shift in ('NONE', 'NEXT', 'PREVIOUS', 'MODIFIED_FOLLOWING'));
alter table party.payment_term add column instalments jsonb not null default '[]';
alter table party.payment_term add column standard boolean not null default false;
comment on column party.payment_term.cut_off_day is 'what arises after this day of a month counts as of the next month (账单日); 0 for none';
comment on column party.payment_term.instalments is 'what is asked for besides the rest, which is due by the rule of the row itself';
comment on column party.payment_term.standard is 'holds for customers who have no term of their own';
create unique index payment_term_standard_key on party.payment_term (company_id) where standard;

drop view party.customer_view;
create view party.customer_view as
select h.company_id, h.id, h.number as code, h.title as name, h.state, h.owner_id, h.department_id, p.initials, to_jsonb(t)::text as term
from document.header h
join party.party p on p.company_id = h.company_id and p.id = h.id
left join party.payment_term t on t.company_id = p.company_id and t.id = coalesce(p.payment_term_id,
    (select d.id from party.payment_term d where d.company_id = p.company_id and d.standard))
where h.kind = 'customer';
comment on view party.customer_view is 'customers as the statements of other modules join them; term: their own or the company''s standard, as PaymentTerms reads it';

create table party.calendar_day (
    company_id bigint not null,
    id uuid not null,
    day date not null,
    kind text not null check (kind in ('HOLIDAY', 'WORKDAY')),
    name text not null default '',
    primary key (company_id, id),
    constraint calendar_day_key unique (company_id, day)
);
comment on table party.calendar_day is 'days that differ from the working week: holidays, and make-up days worked at weekends (调休)';
