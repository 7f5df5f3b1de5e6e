package io.onaccount.platform.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a backup says about itself.
 *
 * @param format of the file; another number is another format
 * @param made when, ISO instant of the database's clock
 * @param schema the migrations the data stands on, {@code V10_001 <checksum>}, sorted: a backup goes into a database of exactly these
 * @param tables what it holds, in the order of the file
 */
record Manifest(int format, String made, List<String> schema, List<Table> tables) {

    static final int FORMAT = 1;

    /** The name of its entry, the last in the file. */
    static final String ENTRY = "manifest.json";

    /**
     * One table.
     *
     * @param columns those with values of their own, in the order of the lines
     * @param sha256 of its lines in the order of the primary key, so equal content gives equal sums
     */
    record Table(String schema, String name, List<String> columns, long rows, String sha256) {

        String entry() {
            return "data/" + schema + "." + name + ".copy";
        }

        String quoted() {
            return quote(schema) + "." + quote(name);
        }

        String columnList() {
            return String.join(", ", columns.stream().map(Manifest::quote).toList());
        }
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The migrations a database stands on. */
    static List<String> schemaOf(Connection connection) throws SQLException {
        TreeSet<String> all = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select 'V' || version || ' ' || checksum as step"
                                + " from platform.flyway_schema_history where success and version is not null and checksum is not null")) {
            while (rows.next()) {
                all.add(rows.getString("step"));
            }
        }
        return List.copyOf(all);
    }

    /** All tables that hold data, without counts and sums; not those that only say when background work is due. */
    static List<Table> tablesOf(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select p.schema_name, p.table_name,
                               array(select a.attname::text from pg_attribute a
                                     where a.attrelid = p.table_oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                                     order by a.attnum) as columns
                        from platform.placement p
                        where (p.schema_name, p.table_name) not in (('platform', 'flyway_schema_history'), ('platform', 'scheduled_task'))
                        order by 1, 2
                        """)) {
            while (rows.next()) {
                tables.add(new Table(
                        rows.getString("schema_name"),
                        rows.getString("table_name"),
                        List.of((String[]) rows.getArray("columns").getArray()),
                        0,
                        ""));
            }
        }
        return tables;
    }

    /** The columns of a table's primary key, by which its lines are sorted; empty when it has none. */
    static String orderOf(Connection connection, Table table) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select string_agg(quote_ident(a.attname), ', ' order by k.position)
                from pg_index i
                cross join unnest(i.indkey::int2[]) with ordinality k(attnum, position)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                where i.indrelid = ?::regclass and i.indisprimary
                """)) {
            statement.setString(1, table.quoted());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getString(1) != null ? " order by " + rows.getString(1) : "";
            }
        }
    }
}
