-- Items are looked up by the beginning of their number, which the order of a locale doesn't serve.
drop index receivables.open_item_number;
create index open_item_number on receivables.open_item (company_id, number text_pattern_ops);
