package io.onaccount.document.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.ListDefinition;
import io.onaccount.document.RecordRef;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The list engine over a kind made for it, with ties, nulls, another company and other people's rows among the data. */
class ListsTest {
    private static final int ROWS = 300;
    private static final UUID ME = Ids.next();
    private static final UUID OTHER = Ids.next();
    private static TestDatabase test;
    private static Database database;
    private static Lists lists;
    private static Kind notes;
    private static UUID shared;

    @BeforeAll
    static void fill() {
        test = TestDatabase.fresh();
        database = test.database();
        Kind customers = Kind.rows(
                "customer",
                "customers",
                new ListDefinition(
                        "document.header h",
                        "h",
                        "h",
                        "h.kind = 'customer'",
                        List.of(Field.of("number", Field.Type.TEXT, "h.number").sorted()),
                        List.of("^h.number", "h.title"),
                        "number"));
        notes = Kind.rows(
                "note",
                "notes",
                new ListDefinition(
                        "document.header h",
                        "h",
                        "h",
                        "h.kind = 'note'",
                        List.of(
                                Field.of("number", Field.Type.TEXT, "h.number").sorted(),
                                Field.of("title", Field.Type.TEXT, "h.title").sorted(),
                                Field.of("state", Field.Type.STATUS, "h.state")
                                        .choices(List.of("DRAFT", "DONE"))
                                        .sorted(),
                                Field.of("customer", Field.Type.PARTY, "h.party_id"),
                                Field.of("owner", Field.Type.USER, "h.owner_id"),
                                Field.of("date", Field.Type.DATE, "h.date").sorted(),
                                Field.of("total", Field.Type.MONEY, "h.total")
                                        .sorted()
                                        .summed(),
                                Field.of("version", Field.Type.NUMBER, "h.version")
                                        .sorted(),
                                Field.of("createdAt", Field.Type.INSTANT, "h.created_at")
                                        .sorted(),
                                Field.of("big", Field.Type.BOOLEAN, "h.total > 50"),
                                Field.of("cost", Field.Type.MONEY, "h.total * 0.5")
                                        .sorted()
                                        .onlyWith("note.cost"),
                                Field.of("currency", Field.Type.TEXT, "h.currency")
                                        .unfiltered()),
                        List.of("^h.number", "h.title", "@customer"),
                        "-date,number"));
        lists = new Lists(
                new Kinds(List.of(notes, customers)), JsonMapper.builder().build());
        Random random = new Random(7);
        UUID customer = Ids.next();
        database.write(1, tx -> {
            tx.execute("insert into organization.company (id, name) values (1, 'A'), (2, 'B')");
            tx.execute(
                    "insert into organization.app_user (id, login, name) values (?, 'me', 'Me'), (?, 'other', 'Other')",
                    ME,
                    OTHER);
            return 0;
        });
        for (long company = 1; company <= 2; company++) {
            long c = company;
            database.write(c, tx -> {
                if (c == 1) {
                    insert(tx, c, customer, "customer", "C-1", "华为技术", "ACTIVE", null, OTHER, "2026-01-01", null, 0);
                }
                for (int i = 0; i < ROWS; i++) {
                    UUID id = Ids.next();
                    shared = c == 1 && i == 5 ? id : shared;
                    insert(
                            tx,
                            c,
                            id,
                            "note",
                            "N-" + (1000 + random.nextInt(100000)) + "-" + i,
                            random.nextInt(3) == 0 ? "" : "note 100% _" + random.nextInt(20),
                            random.nextBoolean() ? "DRAFT" : "DONE",
                            c == 1 && i % 10 == 0 ? customer : null,
                            i % 3 == 0 && i != 5 ? ME : OTHER,
                            LocalDate.of(2026, 1, 1)
                                    .plusDays(random.nextInt(12))
                                    .toString(),
                            random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(10000), 2),
                            i);
                }
                return 0;
            });
        }
        database.write(
                1,
                tx -> tx.execute(
                        "insert into organization.share (company_id, record_id, user_id) values (1, ?, ?)",
                        shared,
                        ME));
    }

    private static void insert(
            io.onaccount.platform.db.Tx tx,
            long company,
            UUID id,
            String kind,
            String number,
            String title,
            String state,
            UUID party,
            UUID owner,
            String date,
            BigDecimal total,
            int minute) {
        tx.add(
                io.onaccount.platform.db.Rank.DOCUMENT,
                "insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, date, currency, total, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?::uuid, ?, ?, 'CNY', ?::numeric, timestamptz '2026-01-01 00:00:00.123456+00' + ? * interval '7 minutes')",
                company,
                id,
                kind,
                number,
                title,
                state,
                party,
                owner,
                LocalDate.parse(date),
                total,
                minute);
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static Actor actor(long company, Scope scope, String... rights) {
        Set<String> all = new HashSet<>(List.of(rights));
        all.add("note.view");
        return new Actor(
                company,
                ME,
                "Me",
                Locale.ENGLISH,
                all,
                scope,
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                LocalDate.of(2026, 1, 6));
    }

    private static final Actor ALL = actor(1, Scope.all(ME));

    private static ListPage page(Actor actor, ListQuery query) {
        return database.read(actor.company(), tx -> lists.page(tx, actor, notes, query));
    }

    private static List<Map<String, Object>> walk(Actor actor, ListQuery query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        String after = null;
        do {
            ListPage page = page(actor, query.after(after));
            rows.addAll(page.rows());
            after = page.next();
        } while (after != null);
        return rows;
    }

    private static List<Map<String, Object>> whole(Actor actor, ListQuery query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        database.read(actor.company(), tx -> {
            lists.each(tx, actor, notes, query, rows::add);
            return 0;
        });
        return rows;
    }

    private static long count(Actor actor, String filter) {
        return database.read(actor.company(), tx -> lists.totals(tx, actor, notes, ListQuery.ALL.filtered(filter)))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number",
                "-number",
                "title",
                "-title",
                "date",
                "-date",
                "total",
                "-total",
                "version,-total",
                "total,-date,title",
                "-total,date",
                "createdAt",
                "-createdAt",
                "state,total,-number",
                "-state,-total",
                "-cost,title"
            })
    void pagesFollowEachOtherWithoutGapsOrRepetitions(String sort) {
        Actor actor = actor(1, Scope.all(ME), "note.cost");
        for (int limit : new int[] {1, 7, 50}) {
            ListQuery query = ListQuery.ALL.sorted(sort).limited(limit).columns("number");
            if (limit > 1 || sort.equals("total") || sort.equals("-total")) {
                List<Object> pages = new ArrayList<>(
                        walk(actor, query).stream().map(row -> row.get("id")).toList());
                List<Object> all =
                        whole(actor, query).stream().map(row -> row.get("id")).toList();
                assertThat(pages).hasSize(ROWS).containsExactlyElementsOf(all);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"total\",\">=\",\"50\"]|total >= 50",
                "[\"total\",\">=\",50]|total >= 50",
                "[\"total\",\"between\",[10,20.5]]|total between 10 and 20.5",
                "[\"total\",\"!=\",\"50\"]|total is distinct from 50",
                "[\"total\",\"empty\"]|total is null",
                "[\"title\",\"empty\"]|title = ''",
                "[\"title\",\"contains\",\"100% _1\"]|strpos(title, '100% _1') > 0",
                "[\"title\",\"contains\",\"%\"]|title <> ''",
                "[\"number\",\"starts\",\"n-1\"]|number like 'N-1%'",
                "[\"state\",\"in\",[\"DRAFT\"]]|state = 'DRAFT'",
                "[\"date\",\"=\",\"2026-01-03\"]|date = date '2026-01-03'",
                "[\"date\",\">\",\"today-2\"]|date > date '2026-01-04'",
                "[\"createdAt\",\"<=\",\"2026-01-01\"]|created_at < timestamptz '2026-01-01 16:00:00+00'",
                "[\"createdAt\",\"=\",\"2026-01-02\"]|created_at >= timestamptz '2026-01-01 16:00:00+00' and created_at < timestamptz '2026-01-02 16:00:00+00'",
                "[\"createdAt\",\">\",\"2026-01-01T02:00:00Z\"]|created_at > timestamptz '2026-01-01 02:00:00+00'",
                "[\"owner\",\"=\",\"me\"]|owner_id = (select id from organization.app_user where login = 'me')",
                "[\"customer\",\"notempty\"]|party_id is not null",
                "[\"big\",\"=\",true]|total > 50",
                "[\"version\",\"=\",1]|true",
                "[\"version\",\"<\",1.5]|true",
                "{\"or\":[[\"total\",\"<\",10],{\"and\":[[\"state\",\"=\",\"DONE\"],[\"total\",\">\",90]]}]}|total < 10 or state = 'DONE' and total > 90",
                "{\"and\":[]}|true",
                "{}|true",
            })
    void filterSaysWhatSqlWouldSay(String filter, String sql) {
        long expected = Long.parseLong(test.value(
                "select count(*) from document.header where company_id = 1 and kind = 'note' and (" + sql + ")"));
        assertThat(count(ALL, filter)).isEqualTo(expected);
        assertThat(walk(ALL, ListQuery.ALL.filtered(filter).limited(13))).hasSize((int) expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"total\",\">=\",\"x\"]|filter.total|list-number",
                "[\"total\",\">=\",\"1e9999999\"]|filter.total|list-number",
                "[\"total\",\">=\",null]|filter.total|list-one-value",
                "[\"total\",\"between\",[1]]|filter.total|list-two-values",
                "[\"total\",\"contains\",\"1\"]|filter.total|list-operator",
                "[\"state\",\"=\",\"LOST\"]|filter.state|list-choice",
                "[\"date\",\"=\",\"2026-02-30\"]|filter.date|list-date",
                "[\"createdAt\",\"=\",\"soon\"]|filter.createdAt|list-instant",
                "[\"owner\",\"=\",\"1\"]|filter.owner|list-id",
                "[\"big\",\"=\",\"yes\"]|filter.big|list-boolean",
                "[\"title\",\"=\",\"a\\u0000b\"]|filter.title|bad-character",
                "[\"title\",\"=\",\"\\ud800\"]|filter.title|bad-character",
                "[\"cost\",\">\",1]|filter|list-field-unknown",
                "[\"password\",\"=\",\"1\"]|filter|list-field-unknown",
                "[\"currency\",\"=\",\"CNY\"]|filter.currency|list-field-unfiltered",
                "[\"title\",\"in\",\"a\"]|filter.title|list-values",
                "{\"not\":[]}|filter|list-filter-shape",
                "[1,2,3]|filter|list-filter-shape",
                "[[\"title\",\"=\",\"a\"]]|filter|list-filter-shape",
                "{|filter|list-filter-json",
                "{\"and\":[{\"and\":[{\"and\":[{\"and\":[{\"and\":[{\"and\":[]}]}]}]}]}]}|filter|list-filter-deep",
            })
    void wrongFilterIsToldByFieldAndReason(String filter, String field, String code) {
        assertThatThrownBy(() -> count(ALL, filter)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).singleElement().satisfies(error -> {
                assertThat(error.field()).isEqualTo(field);
                assertThat(error.code()).isEqualTo(code);
            });
        });
    }

    @Test
    void aHiddenFieldIsNotThere() {
        Actor cost = actor(1, Scope.all(ME), "note.cost");
        assertThat(page(cost, ListQuery.ALL).rows().getFirst()).containsKey("cost");
        assertThat(page(ALL, ListQuery.ALL).rows().getFirst()).doesNotContainKey("cost");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.columns("cost"))).hasMessageContaining("list-field-unknown");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.sorted("cost"))).hasMessageContaining("list-field-unknown");
    }

    @Test
    void scopeHoldsInPagesTotalsAndSearch() {
        Actor own = actor(1, new Scope(Scope.Level.OWN, ME, Set.of()));
        long mine = Long.parseLong(test.value(
                "select count(*) from document.header where company_id = 1 and kind = 'note' and (owner_id = '" + ME
                        + "' or id = '" + shared + "')"));
        assertThat(mine).isBetween(100L, 102L);
        assertThat(count(own, null)).isEqualTo(mine);
        assertThat(walk(own, ListQuery.ALL)).hasSize((int) mine);
        assertThat(walk(own, ListQuery.ALL.searched("N-"))).hasSize((int) mine);
        assertThat(walk(own, ListQuery.ALL.searched("n-1")))
                .allSatisfy(row -> assertThat(row.get("number").toString()).startsWith("N-1"));
    }

    @Test
    void anotherCompanysRowsNeverShow() {
        Set<Object> first = new HashSet<>(
                walk(ALL, ListQuery.ALL).stream().map(row -> row.get("id")).toList());
        List<Map<String, Object>> second = walk(actor(2, Scope.all(ME)), ListQuery.ALL);
        assertThat(second).hasSize(ROWS).noneMatch(row -> first.contains(row.get("id")));
    }

    @Test
    void textFindsByNumberTitleAndCustomer() {
        assertThat(walk(ALL, ListQuery.ALL.searched("华为")))
                .hasSize(ROWS / 10)
                .allSatisfy(row ->
                        assertThat(((RecordRef) row.get("customer")).title()).isEqualTo("华为技术"));
        assertThat(walk(ALL, ListQuery.ALL.searched("C-1"))).hasSize(ROWS / 10);
        assertThat(walk(ALL, ListQuery.ALL.searched("nothing like this"))).isEmpty();
        assertThat(walk(ALL, ListQuery.ALL.searched("100%")))
                .hasSizeGreaterThan(100)
                .allSatisfy(row -> assertThat(row.get("title").toString()).contains("100%"));
        assertThat(walk(ALL, ListQuery.ALL.searched("%%"))).isEmpty();
    }

    @Test
    void totalsAreTheSumOfThePages() {
        String filter = "[\"total\",\">\",20]";
        ListTotals totals = database.read(1, tx -> lists.totals(tx, ALL, notes, ListQuery.ALL.filtered(filter)));
        List<Map<String, Object>> rows =
                walk(ALL, ListQuery.ALL.filtered(filter).limited(9));
        assertThat(totals.count()).isEqualTo(rows.size());
        assertThat(totals.sums().get("total"))
                .isEqualTo(rows.stream()
                        .map(row -> (BigDecimal) row.get("total"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void referencesComeWithTheirNames() {
        Map<String, Object> row =
                walk(ALL, ListQuery.ALL.filtered("[\"customer\",\"notempty\"]")).getFirst();
        assertThat((RecordRef) row.get("customer"))
                .extracting(RecordRef::kind, RecordRef::number, RecordRef::title)
                .containsExactly("customer", "C-1", "华为技术");
        assertThat(((RecordRef) row.get("owner")).title()).isIn("Me", "Other");
    }

    @Test
    void aForeignCursorIsRefused() {
        String cursor = page(ALL, ListQuery.ALL.limited(5)).next();
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.sorted("number").after(cursor)))
                .hasMessageContaining("list-cursor");
        for (String bad : List.of(
                "x", "%%%", "W10", encoded("[\"-date,number\",\"x\",\"y\",\"z\"]"), encoded("[\"-date,number\"]"))) {
            assertThatThrownBy(() -> page(ALL, ListQuery.ALL.after(bad))).hasMessageContaining("list-cursor");
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void limitsAndOrdersAreChecked() {
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.limited(201))).hasMessageContaining("list-limit");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.limited(0))).hasMessageContaining("list-limit");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.sorted("owner"))).hasMessageContaining("list-field-unsorted");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.sorted("date,-date"))).hasMessageContaining("list-sort-twice");
        assertThatThrownBy(() -> page(ALL, ListQuery.ALL.searched("x".repeat(101))))
                .hasMessageContaining("list-text-long");
    }
}
