-- A confirmed order that is changed asks for the difference and is judged as a whole; the document that waits is the change.
alter table credit.hold add column order_id uuid;
alter table credit.hold add column raise numeric(19,4);
alter table credit.hold add column discount jsonb;
comment on column credit.hold.order_id is 'the order behind the document where that is another one: a change waits, its order does not';
comment on column credit.hold.raise is 'what is asked for on top of what was taken before; null: all of the amount';
comment on column credit.hold.discount is 'the cash discount asked for; null: the order''s own';

alter table credit.release add column order_id uuid;
alter table credit.release add column released_on date;
alter table credit.release add column discount jsonb;
comment on column credit.release.order_id is 'the order behind the document where that is another one: it carries over to what the order delivers';
comment on column credit.release.released_on is 'the business day: the order''s payment term is compared as it ran from then';
comment on column credit.release.discount is 'the cash discount the order was offered when it was given: a better one makes it void. Null: given before that was kept';
create index release_order on credit.release (company_id, order_id) where order_id is not null;
