package io.onaccount.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules that let the schema be distributed by company one day, and the second wall between companies today. */
class PlacementTest {

    private static final String VIOLATIONS = """
            with plan as (select table_oid as oid, schema_name || '.' || table_name as rel, table_name, kind from platform.placement)
            select p.rel || ': placed nowhere (company_id, or a comment beginning with reference: or platform:)' from plan p where kind = 'unplaced'
            union all
            select p.rel || ': unique/pk/exclude without company_id: ' || i.indexrelid::regclass::text
            from plan p join pg_index i on i.indrelid = p.oid
            where p.kind = 'distributed' and (i.indisunique or i.indisexclusion)
              and not exists (select 1 from pg_attribute a where a.attrelid = p.oid and a.attname = 'company_id' and a.attnum = any (i.indkey::int2[]))
            union all
            select p.rel || ': primary key does not begin with company_id'
            from plan p join pg_index i on i.indrelid = p.oid and i.indisprimary
            join pg_attribute a on a.attrelid = p.oid and a.attnum = i.indkey[0]
            where p.kind = 'distributed' and a.attname <> 'company_id'
            union all
            select p.rel || ': trigger ' || t.tgname from plan p join pg_trigger t on t.tgrelid = p.oid where p.kind <> 'platform' and not t.tgisinternal
            union all
            select p.rel || ': no primary key' from plan p
            where p.kind <> 'platform' and not exists (select 1 from pg_index i where i.indrelid = p.oid and i.indisprimary)
            union all
            select p.rel || ': rule ' || r.rulename from plan p join pg_rewrite r on r.ev_class = p.oid where p.kind <> 'platform'
            union all
            select p.rel || ': company_id nullable or not bigint'
            from plan p join pg_attribute a on a.attrelid = p.oid and a.attname = 'company_id'
            where p.kind = 'distributed' and (not a.attnotnull or a.atttypid <> 'bigint'::regtype)
            union all
            select p.rel || ': identity or serial ' || a.attname
            from plan p join pg_attribute a on a.attrelid = p.oid and a.attnum > 0
            where p.kind = 'distributed'
              and (a.attidentity <> '' or exists (select 1 from pg_attrdef d where d.adrelid = p.oid and d.adnum = a.attnum and pg_get_expr(d.adbin, d.adrelid) like 'nextval%'))
            union all
            select p.rel || ': fk ' || f.conname || ' crosses placement or lacks company_id'
            from plan p join pg_constraint f on f.conrelid = p.oid and f.contype = 'f' join plan q on q.oid = f.confrelid
            where f.conparentid = 0
              and not (q.kind = 'reference' and p.kind in ('distributed', 'reference')
                or p.kind = 'platform' and q.kind = 'platform'
                or p.kind = 'distributed' and q.kind = 'distributed'
                  and exists (select 1 from unnest(f.conkey, f.confkey) u(k, fk)
                    join pg_attribute a on a.attrelid = p.oid and a.attnum = u.k
                    join pg_attribute b on b.attrelid = q.oid and b.attnum = u.fk
                    where a.attname = 'company_id' and b.attname = 'company_id'))
            union all
            select p.rel || ': fk ' || f.conname || ' on delete/update touches company_id'
            from plan p join pg_constraint f on f.conrelid = p.oid and f.contype = 'f'
            where p.kind = 'distributed' and (f.confdeltype in ('n', 'd') or f.confupdtype in ('n', 'd', 'c'))
              and exists (select 1 from pg_attribute a where a.attrelid = p.oid and a.attname = 'company_id' and a.attnum = any (f.conkey))
            union all
            select p.rel || ': fk name ' || f.conname || ' is longer than 50, ends in digits or lacks _fk'
            from plan p join pg_constraint f on f.conrelid = p.oid and f.contype = 'f'
            where p.kind <> 'platform' and (length(f.conname) > 50 or f.conname ~ '_[0-9]+$' or f.conname !~ '_fk$')
            union all
            select p.rel || ': name longer than 50 or ends in digits: ' || c.relname
            from plan p join pg_class c on c.oid = p.oid or c.oid in (select i.indexrelid from pg_index i where i.indrelid = p.oid)
            where p.kind = 'distributed' and (length(c.relname) > 50 or c.relname ~ '_[0-9]+$')
            """;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyTableHasItsPlaceAndKeepsItsRules() throws SQLException {
        assertThat(strings(VIOLATIONS)).isEmpty();
    }

    @Test
    void theCheckFindsWhatItIsFor() throws SQLException {
        database.sql(
                "create schema bad",
                "create table bad.nowhere (id int primary key)",
                "create table bad.loose (company_id bigint, id bigserial, n uuid unique)",
                "create table bad.other (company_id bigint not null, id uuid, n int references bad.nowhere (id), primary key (company_id, id))");
        assertThat(strings(VIOLATIONS))
                .anyMatch(line -> line.startsWith("bad.nowhere: placed nowhere"))
                .anyMatch(line -> line.startsWith("bad.loose: unique/pk/exclude without company_id"))
                .anyMatch(line -> line.startsWith("bad.loose: no primary key"))
                .anyMatch(line -> line.startsWith("bad.loose: company_id nullable"))
                .anyMatch(line -> line.startsWith("bad.loose: identity or serial id"))
                .anyMatch(line -> line.startsWith("bad.other: fk other_n_fkey crosses placement"))
                .anyMatch(line -> line.startsWith("bad.other: fk name other_n_fkey"));
    }

    @Test
    void everyTableOfACompanyIsBehindTheSecondWall() throws SQLException {
        assertThat(strings("""
                                select p.schema_name || '.' || p.table_name from platform.placement p join pg_class c on c.oid = p.table_oid
                                where p.kind = 'distributed' and (not c.relrowsecurity
                                  or not exists (select 1 from pg_policy y where y.polrelid = c.oid and y.polname = 'company'
                                    and pg_get_expr(y.polqual, c.oid) like '%app.company%' and pg_get_expr(y.polwithcheck, c.oid) like '%app.company%'))
                                """)).isEmpty();
        assertThat(strings("select schema_name || '.' || table_name from platform.placement where append_only and"
                        + " (has_table_privilege('onaccount_app', table_oid, 'update') or has_table_privilege('onaccount_app', table_oid, 'delete')"
                        + " or has_table_privilege('onaccount_app', table_oid, 'truncate'))"))
                .isEmpty();
        assertThat(strings("select oid::regclass::text from pg_class where relowner = 'onaccount_app'::regrole"))
                .isEmpty();
        assertThat(strings(
                        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v'"
                                + " and n.nspname not in ('pg_catalog', 'information_schema') and not coalesce('security_invoker=true' = any (c.reloptions), false)"
                                + " and c.relowner = 'onaccount_owner'::regrole"))
                .isEmpty();
        assertThat(
                        strings(
                                "select rolname from pg_roles where rolname in ('onaccount_app', 'onaccount_owner') and (rolsuper or rolbypassrls)"))
                .isEmpty();
    }

    @Test
    void aForgottenCompanyShowsNothingAndWritesNothing() throws SQLException {
        database.sql(
                "insert into organization.department (company_id, id, name) values (1, gen_random_uuid(), 'A'), (2, gen_random_uuid(), 'B')");
        try (var connection = database.application().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(count(connection, null)).isZero();
            connection.rollback();
            assertThat(count(connection, "2")).isEqualTo(1);
            connection.rollback();
            // After the transaction that named a company the setting is empty, not unset.
            assertThat(count(connection, null)).isZero();
            connection.rollback();
            try (var statement = connection.createStatement()) {
                statement.execute("select set_config('app.company', '1', true)");
                assertThatThrownBy(
                                () -> statement.execute(
                                        "insert into organization.department (company_id, id, name) values (2, gen_random_uuid(), 'C')"))
                        .hasMessageContaining("row-level security");
            }
        }
    }

    @Test
    void booksCanOnlyGrow() throws SQLException {
        try (var connection = database.application().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() ->
                            statement.execute("update organization.audit_entry set action = '' where company_id = 1"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("delete from organization.audit_entry where company_id = 1"))
                    .hasMessageContaining("permission denied");
        }
    }

    /** Counts departments of both companies, as a statement that names the column but not one company would. */
    private static int count(Connection connection, String company) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (company != null) {
                statement.execute("select set_config('app.company', '" + company + "', true)");
            }
            try (var rows =
                    statement.executeQuery("select count(*) from organization.department where company_id > 0")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private List<String> strings(String sql) throws SQLException {
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
