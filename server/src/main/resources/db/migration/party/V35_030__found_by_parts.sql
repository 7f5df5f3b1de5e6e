insert into document.name_part (company_id, kind, part, record_id)
    select h.company_id, h.kind, substring(t.text from p.place for 8), h.id
    from document.header h
    cross join lateral (select lower(normalize(h.title, nfkc)) as text) t
    cross join lateral generate_series(1, length(t.text)) as p (place)
    where h.kind = 'customer' and substring(t.text from p.place for 1) !~ '\s'
    on conflict do nothing;
-- The other texts customers are searched by, and the look-up of contacts.
create index party_phone on party.party (company_id, phone text_pattern_ops);
create index party_credit_code on party.party (company_id, credit_code text_pattern_ops);
create index contact_name on party.contact (company_id, name text_pattern_ops);
create index contact_mobile on party.contact (company_id, mobile text_pattern_ops);
create index contact_phone on party.contact (company_id, phone text_pattern_ops);
create index contact_email on party.contact (company_id, email text_pattern_ops);
