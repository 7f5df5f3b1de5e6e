-- Which kind each table is (ADR: data placement): distributed by company_id, reference (small, everywhere), or platform (no company's).
-- It is said where the table is made: a column company_id, or a comment that begins with 'reference:' or 'platform:'.
create or replace view platform.placement as
select c.oid as table_oid,
       n.nspname::text as schema_name,
       c.relname::text as table_name,
       case
           when exists (select 1 from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped) then 'distributed'
           when d.description like 'reference%' then 'reference'
           when d.description like 'platform%' then 'platform'
           when c.relname = 'flyway_schema_history' then 'platform'
           else 'unplaced'
       end as kind,
       coalesce(d.description ~ '^((reference|platform), *)?append-only', false) as append_only
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_description d on d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0
where c.relkind in ('r', 'p')
  and not c.relispartition
  and n.nspname <> 'information_schema'
  and n.nspname not like 'pg\_%';
