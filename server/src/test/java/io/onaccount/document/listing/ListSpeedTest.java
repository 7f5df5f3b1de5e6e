package io.onaccount.document.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.TestDatabase;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pages of a list over 1,000,000 rows under row level security: p95 within 50 ms for every filter and order that an index can serve. Takes a
 * minute or two, so only with {@code -Donaccount.speed=true}.
 */
@EnabledIfSystemProperty(named = "onaccount.speed", matches = "true")
class ListSpeedTest {
    private static final int ROWS = 1_000_000;
    private static final int RUNS = 40;

    private static UUID id(int group, int n) {
        return UUID.fromString("%08d-0000-7000-8000-%012d".formatted(group, n));
    }

    @Test
    void aPageOfAMillionRows() {
        try (TestDatabase test = TestDatabase.fresh()) {
            test.sql(
                    "set max_parallel_workers_per_gather = 0",
                    "insert into organization.company (id, name) values (1, 'A')",
                    // 5,000 customers; orders of three years, 40 sellers of which one has 12 orders in all, 8
                    // departments
                    """
                    insert into document.header (company_id, id, kind, number, title, state, owner_id, department_id, date)
                    select 1, ('00000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'customer', 'C-' || lpad(n::text, 5, '0'),
                      'Customer ' || md5(n::text), 'ACTIVE', ('00000002-0000-7000-8000-' || lpad((n % 40)::text, 12, '0'))::uuid, null, date '2024-01-01'
                    from generate_series(1, 5000) n""",
                    """
                    insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, department_id, date, currency, total)
                    select 1, ('00000000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n %% 4096), 3, '0') || '-8000-' || lpad(n::text, 12, '0'))::uuid,
                      'sales-order', 'SO-' || to_char(date '2024-01-01' + n / 1000, 'YYYYMMDD') || '-' || lpad((n %% 1000)::text, 4, '0'), '',
                      case when n > %1$d - 20000 then (array['DRAFT','SUBMITTED','HELD','CONFIRMED'])[1 + n %% 4] else 'CLOSED' end,
                      ('00000001-0000-7000-8000-' || lpad((1 + (n * 7919::bigint) %% 5000)::text, 12, '0'))::uuid,
                      ('00000002-0000-7000-8000-' || lpad((case when n %% 83333 = 0 then 99 else n %% 40 end)::text, 12, '0'))::uuid,
                      ('00000003-0000-7000-8000-' || lpad((n %% 8)::text, 12, '0'))::uuid,
                      date '2024-01-01' + n / 1000, 'CNY', ((n * 7919::bigint) %% 10000000) / 100.0
                    from generate_series(1, %1$d) n""".formatted(ROWS),
                    "vacuum analyze document.header");
            Database database = test.database();
            List<Field> fields = List.of(
                    Field.of("number", Field.Type.TEXT, "h.number").sorted(),
                    Field.of("state", Field.Type.STATUS, "h.state").sorted(),
                    Field.of("customer", Field.Type.PARTY, "h.party_id"),
                    Field.of("owner", Field.Type.USER, "h.owner_id"),
                    Field.of("date", Field.Type.DATE, "h.date").sorted(),
                    Field.of("total", Field.Type.MONEY, "h.total").sorted().summed());
            Kind orders = Kind.rows(
                    "sales-order",
                    "sales-orders",
                    new ListDefinition(
                            "document.header h",
                            "h",
                            "h",
                            "h.kind = 'sales-order'",
                            fields,
                            List.of("^h.number", "@customer"),
                            "-date,-number"));
            Kind customers = Kind.rows(
                    "customer",
                    "customers",
                    new ListDefinition(
                            "document.header h",
                            "h",
                            "h",
                            "h.kind = 'customer'",
                            fields,
                            List.of("^h.number", "h.title"),
                            "number"));
            Lists lists = new Lists(
                    new Kinds(List.of(orders, customers)), JsonMapper.builder().build());
            Actor all = actor(Scope.all(id(2, 1)), id(2, 1));
            Actor own = actor(new Scope(Scope.Level.OWN, id(2, 1), Set.of()), id(2, 1));
            Actor few = actor(new Scope(Scope.Level.OWN, id(2, 99), Set.of()), id(2, 99));
            Actor department = actor(new Scope(Scope.Level.DEPARTMENT, id(2, 99), Set.of(id(3, 3))), id(2, 99));
            Actor empty = actor(new Scope(Scope.Level.DEPARTMENT, id(2, 98), Set.of(id(3, 77))), id(2, 98));
            Map<String, Double> times = new LinkedHashMap<>() {
                @Override
                public Double put(String what, Double ms) {
                    System.out.printf("%8.1f ms  %s%n", ms, what);
                    return super.put(what, ms);
                }
            };
            ListQuery q = ListQuery.ALL;
            Map<String, ListQuery> queries = new LinkedHashMap<>();
            queries.put("default order", q);
            queries.put("date up", q.sorted("date"));
            queries.put("number", q.sorted("number"));
            queries.put("number down", q.sorted("-number"));
            queries.put("state, date", q.sorted("state,-date"));
            queries.put("total down", q.sorted("-total"));
            queries.put("total", q.sorted("total"));
            queries.put("state = HELD", q.filtered("[\"state\",\"=\",\"HELD\"]"));
            queries.put(
                    "state in",
                    q.filtered("[\"state\",\"in\",[\"DRAFT\",\"SUBMITTED\"]]").sorted("date"));
            queries.put(
                    "state = CLOSED by number",
                    q.filtered("[\"state\",\"=\",\"CLOSED\"]").sorted("number"));
            queries.put("customer", q.filtered("[\"customer\",\"=\",\"" + id(1, 77) + "\"]"));
            queries.put(
                    "customer by total",
                    q.filtered("[\"customer\",\"=\",\"" + id(1, 77) + "\"]").sorted("-total"));
            queries.put("owner", q.filtered("[\"owner\",\"=\",\"" + id(2, 7) + "\"]"));
            queries.put(
                    "rare owner",
                    q.filtered("[\"owner\",\"=\",\"" + id(2, 99) + "\"]").sorted("number"));
            queries.put("one day", q.filtered("[\"date\",\"=\",\"2025-03-03\"]").sorted("-total"));
            queries.put(
                    "a month by number",
                    q.filtered("[\"date\",\"between\",[\"2025-03-01\",\"2025-03-31\"]]")
                            .sorted("-number"));
            queries.put("number starts", q.filtered("[\"number\",\"starts\",\"so-20250303-01\"]"));
            queries.put("total above most", q.filtered("[\"total\",\">\",\"99990\"]"));
            queries.put(
                    "two or",
                    q.filtered("{\"or\":[[\"state\",\"=\",\"HELD\"],[\"customer\",\"=\",\"" + id(1, 77) + "\"]]}"));
            queries.put("text: number", q.searched("SO-20250303-0123"));
            queries.put("text: common prefix", q.searched("SO"));
            queries.put("text: customer's code", q.searched("C-00077"));
            queries.put("text: customer's name", q.searched("c4ca4238a0b9"));
            queries.put("text: nothing", q.searched("nowhere"));
            for (var entry : queries.entrySet()) {
                times.put(entry.getKey(), p95(database, lists, orders, all, entry.getValue(), 1));
                times.put(entry.getKey() + ", deep", p95(database, lists, orders, all, entry.getValue(), 30));
            }
            times.put("own", p95(database, lists, orders, own, q, 1));
            times.put("own, 12 rows", p95(database, lists, orders, few, q, 1));
            times.put("department", p95(database, lists, orders, department, q, 1));
            times.put("department, no rows", p95(database, lists, orders, empty, q, 1));
            times.put("own by number", p95(database, lists, orders, own, q.sorted("number"), 1));
            times.put("own, 12 rows, by number", p95(database, lists, orders, few, q.sorted("number"), 1));
            assertThat(times.values().stream().filter(ms -> ms > 50).count()).isZero();
        }
    }

    /** The slower end of many runs, with the cursor moved far into the list. */
    private static double p95(Database database, Lists lists, Kind kind, Actor actor, ListQuery query, int depth) {
        String after = null;
        for (int i = 1; i < depth; i++) {
            String cursor = after;
            ListPage page = database.read(
                    1, tx -> lists.page(tx, actor, kind, query.limited(200).after(cursor)));
            if (page.next() == null) {
                break;
            }
            after = page.next();
        }
        ListQuery measured = query.after(after);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long begin = System.nanoTime();
            assertThat(database.read(1, tx -> lists.page(tx, actor, kind, measured))
                            .rows())
                    .isNotNull();
            times.add(System.nanoTime() - begin);
            if (i == 2 && times.getLast() > 400_000_000L) {
                break;
            }
        }
        Collections.sort(times);
        return times.get(Math.min(times.size() - 1, times.size() * 95 / 100)) / 1e6;
    }

    private static Actor actor(Scope scope, UUID user) {
        return new Actor(
                1,
                user,
                "x",
                Locale.ENGLISH,
                Set.of("sales-order.view", "customer.view"),
                scope,
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                LocalDate.of(2026, 11, 22));
    }
}
