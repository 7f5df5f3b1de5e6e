-- What is open, by the days ageing asks for: a report reads some rows per customer instead of every item.
create table receivables.open_day (
    company_id bigint not null,
    party_id uuid not null,
    date date not null,
    due date not null,
    open numeric(19,4) not null,
    primary key (company_id, party_id, date, due)
) with (fillfactor = 80);
comment on table receivables.open_day is 'per customer, day of the document and due day the sum of what is open on their items; no row where that is nothing';
insert into receivables.open_day (company_id, party_id, date, due, open)
    select i.company_id, i.party_id, i.date, i.due, sum(i.amount - i.settled) from receivables.open_item i
    where i.settled <> i.amount group by 1, 2, 3, 4 having sum(i.amount - i.settled) <> 0;

-- An item's days never change, so its allocations repeat them: what was open on a past day is then read from the allocations since, without
-- looking at their items.
alter table receivables.allocation add column item_date date;
alter table receivables.allocation add column item_due date;
update receivables.allocation a set item_date = i.date, item_due = i.due from receivables.open_item i
    where i.company_id = a.company_id and i.id = a.item_id;
alter table receivables.allocation alter column item_date set not null;
alter table receivables.allocation alter column item_due set not null;
drop index receivables.allocation_day;
create index allocation_day on receivables.allocation (company_id, happened_on) include (party_id, item_date, item_due, receipt_id, amount);
create index receipt_reversed on receivables.receipt (company_id, reversed_on) include (party_id, posted_on, amount) where reversed_on is not null;
