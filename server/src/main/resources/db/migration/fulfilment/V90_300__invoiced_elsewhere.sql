alter table fulfilment.delivery add column invoiced_elsewhere text not null default '';
comment on column fulfilment.delivery.invoiced_elsewhere is 'number of the invoice it was said to be on without registering it; such goods are never on a registered one';
update fulfilment.delivery d set invoiced_elsewhere = left(e.number, 60)
from (select distinct on (a.company_id, a.subject_id) a.company_id, a.subject_id, a.changes ->> 'invoice' as number
      from organization.audit_entry a
      where a.subject_kind = 'delivery' and a.action = 'invoice' and a.changes ->> 'invoice' is not null
      order by a.company_id, a.subject_id, a.recorded_at desc) e
where d.company_id = e.company_id and d.id = e.subject_id;
