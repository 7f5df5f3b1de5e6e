-- Found by customer, however much of theirs was delivered and invoiced.
alter table fulfilment.uninvoiced add column party_id uuid;
update fulfilment.uninvoiced u set party_id = d.party_id from fulfilment.delivery d where d.company_id = u.company_id and d.id = u.delivery_id;
alter table fulfilment.uninvoiced alter column party_id set not null;
create index uninvoiced_party on fulfilment.uninvoiced (company_id, party_id) where invoiced + returned < total;
