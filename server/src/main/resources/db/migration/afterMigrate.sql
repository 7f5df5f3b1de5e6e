-- Runs after every migration: gives each table what its kind needs, so that no migration can forget it. Changes only what differs.
do $$
declare
    t record;
    wanted text[];
    privilege text;
begin
    for t in select nspname from pg_namespace where nspname not in ('information_schema') and nspname not like 'pg\_%'
                and not has_schema_privilege('${app_role}', oid, 'usage') loop
        execute format('grant usage on schema %I to ${app_role}', t.nspname);
    end loop;

    for t in
        select p.*, c.relrowsecurity, exists (select 1 from pg_policy y where y.polrelid = p.table_oid and y.polname = 'company') as has_policy
        from platform.placement p join pg_class c on c.oid = p.table_oid
        where c.relowner = (select oid from pg_roles where rolname = current_user)
    loop
        -- The second wall: the application sees rows of the company its transaction names, and none when it names none. The owner, who
        -- migrates and backs up, sees all; hence no FORCE.
        if t.kind = 'distributed' then
            if not t.has_policy then
                execute format('create policy company on %I.%I using (company_id = nullif(current_setting(''app.company'', true), '''')::bigint)'
                    || ' with check (company_id = nullif(current_setting(''app.company'', true), '''')::bigint)', t.schema_name, t.table_name);
            end if;
            if not t.relrowsecurity then
                execute format('alter table %I.%I enable row level security', t.schema_name, t.table_name);
            end if;
        end if;

        wanted := case
            when t.table_name = 'flyway_schema_history' then array['select']
            when t.append_only then array['select', 'insert']
            else array['select', 'insert', 'update', 'delete']
        end;
        foreach privilege in array array['select', 'insert', 'update', 'delete'] loop
            if privilege = any (wanted) and not has_table_privilege('${app_role}', t.table_oid, privilege) then
                execute format('grant %s on %I.%I to ${app_role}', privilege, t.schema_name, t.table_name);
            elsif privilege <> all (wanted) and has_table_privilege('${app_role}', t.table_oid, privilege) then
                execute format('revoke %s on %I.%I from ${app_role}', privilege, t.schema_name, t.table_name);
            end if;
        end loop;
    end loop;

    -- A view would otherwise look with its owner's eyes, past row level security.
    for t in
        select n.nspname, c.relname, c.oid, coalesce('security_invoker=true' = any (c.reloptions), false) as as_invoker
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'v' and n.nspname not in ('information_schema') and n.nspname not like 'pg\_%'
          and c.relowner = (select oid from pg_roles where rolname = current_user)
    loop
        if not t.as_invoker then
            execute format('alter view %I.%I set (security_invoker = true)', t.nspname, t.relname);
        end if;
        if not has_table_privilege('${app_role}', t.oid, 'select') then
            execute format('grant select on %I.%I to ${app_role}', t.nspname, t.relname);
        end if;
    end loop;
end $$;
