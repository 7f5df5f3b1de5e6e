-- Arrays of pairs of characters were of no use: row level security keeps their index from being used (see document.name_part).
drop index catalog.product_grams;
alter table catalog.product drop column grams;
insert into document.name_part (company_id, kind, part, record_id)
    select h.company_id, h.kind, substring(t.text from p.place for 8), h.id
    from document.header h
    join catalog.product c on c.company_id = h.company_id and c.id = h.id
    cross join lateral (select lower(normalize(x, nfkc)) as text from unnest(array[h.number, h.title, c.specification, c.brand]) as x) t
    cross join lateral generate_series(1, length(t.text)) as p (place)
    where h.kind = 'product' and substring(t.text from p.place for 1) !~ '\s'
    on conflict do nothing;
create index product_barcode on catalog.product (company_id, barcode text_pattern_ops);
