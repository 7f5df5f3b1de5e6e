-- Every character and pair of characters of code, name, specification and brand: finds 螺丝 in the middle of a name without reading all names,
-- in any script and locale (three-letter indexes are of no use for words of two characters).
alter table catalog.product add column grams text[] not null default '{}';
create index product_grams on catalog.product using gin (grams);
