alter table party.party add column legal_person text;
comment on column party.party.legal_person is 'the legal representative (法定代表人)';

create index party_legal_person on party.party (company_id, lower(legal_person)) where legal_person is not null;
create index party_tax_account on party.party (company_id, (regexp_replace(tax_account, '[^0-9A-Za-z]', '', 'g'))) where tax_account is not null;
create index address_place on party.address (company_id, (lower(regexp_replace(coalesce(city, '') || street, '[[:space:][:punct:]，。、（）]', '', 'g'))));

create view party.related as
select k.company_id, k.party_id, o.party_id as other_id, k.kind as reason
from party.match_key k
join party.match_key o on o.company_id = k.company_id and o.kind = k.kind and o.key = k.key and o.party_id <> k.party_id
union
select p.company_id, p.id, o.id, 'LEGAL_PERSON'
from party.party p
join party.party o on o.company_id = p.company_id and lower(o.legal_person) = lower(p.legal_person) and o.id <> p.id
where p.legal_person is not null and o.legal_person is not null
union
select p.company_id, p.id, o.id, 'ACCOUNT'
from party.party p
join party.party o on o.company_id = p.company_id and o.id <> p.id
  and regexp_replace(o.tax_account, '[^0-9A-Za-z]', '', 'g') = regexp_replace(p.tax_account, '[^0-9A-Za-z]', '', 'g')
where p.tax_account is not null and o.tax_account is not null
  and length(regexp_replace(p.tax_account, '[^0-9A-Za-z]', '', 'g')) >= 8
union
select a.company_id, a.party_id, o.party_id, 'ADDRESS'
from party.address a
join party.address o on o.company_id = a.company_id and o.party_id <> a.party_id
  and lower(regexp_replace(coalesce(o.city, '') || o.street, '[[:space:][:punct:]，。、（）]', '', 'g'))
    = lower(regexp_replace(coalesce(a.city, '') || a.street, '[[:space:][:punct:]，。、（）]', '', 'g'))
where length(regexp_replace(coalesce(a.city, '') || a.street, '[[:space:][:punct:]，。、（）]', '', 'g')) >= 6;
comment on view party.related is 'customers that have something in common by which companies of one owner are recognised (关联客户), both ways; one row a reason';

create view party.related_key as
select k.company_id, k.party_id, k.kind as reason, k.key from party.match_key k where k.kind <> 'SIMILAR'
union all
select p.company_id, p.id, 'LEGAL_PERSON', lower(p.legal_person) from party.party p where p.legal_person is not null
union all
select p.company_id, p.id, 'ACCOUNT', regexp_replace(p.tax_account, '[^0-9A-Za-z]', '', 'g') from party.party p
where length(regexp_replace(p.tax_account, '[^0-9A-Za-z]', '', 'g')) >= 8
union all
select a.company_id, a.party_id, 'ADDRESS', lower(regexp_replace(coalesce(a.city, '') || a.street, '[[:space:][:punct:]，。、（）]', '', 'g')) from party.address a
where length(regexp_replace(coalesce(a.city, '') || a.street, '[[:space:][:punct:]，。、（）]', '', 'g')) >= 6;
comment on view party.related_key is 'the same things in common, one row a customer and thing: for looking at all customers at once';
