alter table receivables.open_item add column recorded_at timestamptz;
update receivables.open_item i set recorded_at = coalesce((select min(j.recorded_at) from receivables.journal j
    where j.company_id = i.company_id and j.document_id = i.document_id), now());
alter table receivables.open_item alter column recorded_at set default now();
alter table receivables.open_item alter column recorded_at set not null;
comment on column receivables.open_item.recorded_at is 'when it was entered, which may be later than its date: ageing as it was known on a past day asks for it';
