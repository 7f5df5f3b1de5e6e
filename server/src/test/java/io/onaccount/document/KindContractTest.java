package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.document.importing.Imports;
import io.onaccount.document.listing.ListPage;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.ListTotals;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.testing.TestCompany;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every kind promises by being described: its list works with each filter, order and page, its totals and exports say the same, another
 * company's rows never show, and everything has a name in both languages. A new kind is tried without a line of test.
 */
class KindContractTest {
    private static final int PAGE = 37;
    private static TestCompany company;
    private static TestCompany other;
    private static Actor all;
    private static Kinds kinds;
    private static Lists lists;

    /** A company with customers, products, orders, deliveries, returns, items, journals and credit accounts of a real wholesaler. */
    @BeforeAll
    static void trade() throws IOException {
        TestCompany made = new TestCompany();
        kinds = made.application.bean(Kinds.class);
        lists = made.application.bean(Lists.class);
        Set<String> rights = new HashSet<>();
        kinds.all().forEach(kind -> {
            rights.addAll(kind.rights());
            kind.list().fields().forEach(field -> rights.add(field.right()));
        });
        rights.add("sales-order.import");
        company = made;
        all = made.user("all", rights);
        other = new TestCompany(rights.toArray(String[]::new));
        Imports imports = made.application.bean(Imports.class);
        Path file = Path.of("src/test/resources/online-retail/excerpt.csv");
        Imports.Upload upload = imports.keep(all, "online-retail", "excerpt.csv", file);
        imports.start(all, upload, imports.proposal(imports.target(all, upload.target()), upload.heads()), Ids::next);
        imports.carryOut(all, imports.find(all, upload.id()), 1, line -> {});
    }

    private static List<Map<String, Object>> walk(Kind kind, ListQuery query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        String after = null;
        do {
            String cursor = after;
            ListPage page = company.read(tx -> lists.page(tx, all, kind, query.after(cursor)));
            rows.addAll(page.rows());
            after = page.next();
        } while (after != null);
        return rows;
    }

    private static List<Object> ids(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("id")).toList();
    }

    private interface Attempt {
        void run();
    }

    private static void attempt(List<String> failures, String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (RuntimeException | AssertionError e) {
            String message = String.valueOf(e.getMessage());
            failures.add(what + ": " + message.substring(0, Math.min(300, message.length())));
        }
    }

    @Test
    void pagesTotalsAndExportsSayTheSame() {
        List<String> failures = new ArrayList<>();
        int filled = 0;
        for (Kind kind : kinds.all()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            attempt(failures, kind.name() + " pages", () -> {
                rows.addAll(walk(kind, ListQuery.ALL.limited(PAGE)));
                assertThat(new HashSet<>(ids(rows))).as("no row twice").hasSameSizeAs(rows);
            });
            filled += rows.isEmpty() ? 0 : 1;
            attempt(failures, kind.name() + " totals", () -> {
                ListTotals totals = company.read(tx -> lists.totals(tx, all, kind, ListQuery.ALL));
                assertThat(totals.count()).isEqualTo(rows.size());
                totals.sums().forEach((name, sum) -> {
                    BigDecimal added = walk(
                                    kind, ListQuery.ALL.limited(ListQuery.MOST).columns(name))
                            .stream()
                            .map(row -> row.get(name))
                            .map(value -> value == null ? BigDecimal.ZERO : new BigDecimal(value.toString()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    assertThat(sum).as("sum of " + name).isEqualByComparingTo(added);
                });
            });
            attempt(failures, kind.name() + " export", () -> {
                List<Map<String, Object>> exported = new ArrayList<>();
                company.read(tx -> {
                    lists.each(tx, all, kind, ListQuery.ALL, exported::add);
                    return 0;
                });
                assertThat(exported).isEqualTo(rows);
            });
        }
        assertThat(failures).isEmpty();
        assertThat(filled).as("lists with rows").isGreaterThan(5);
    }

    @Test
    void everySortableFieldSortsBothWaysAcrossPages() {
        List<String> failures = new ArrayList<>();
        for (Kind kind : kinds.all()) {
            for (Field field : kind.list().fields()) {
                for (String sort : field.sortable() ? List.of(field.name(), "-" + field.name()) : List.<String>of()) {
                    attempt(failures, kind.name() + " by " + sort, () -> {
                        List<Object> whole = new ArrayList<>();
                        ListQuery query = ListQuery.ALL.sorted(sort).columns("id");
                        company.read(tx -> {
                            lists.each(tx, all, kind, query, row -> whole.add(row.get("id")));
                            return 0;
                        });
                        assertThat(ids(walk(kind, query.limited(PAGE)))).isEqualTo(whole);
                    });
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    private static String good(Field field) {
        return switch (field.type()) {
            case TEXT -> "\"a\"";
            case NUMBER, MONEY, QUANTITY -> "\"1.5\"";
            case DATE, INSTANT -> "\"2026-01-31\"";
            case STATUS, CHOICE ->
                "\"" + (field.choices().isEmpty() ? "X" : field.choices().getFirst()) + "\"";
            case BOOLEAN -> "true";
            case PARTY, USER, PRODUCT, DEPARTMENT, REF -> "\"00000000-0000-7000-8000-000000000001\"";
        };
    }

    @Test
    void everyFilterableFieldTakesItsOperatorsAndRefusesWhatIsNoValue() {
        List<String> failures = new ArrayList<>();
        for (Kind kind : kinds.all()) {
            for (Field field : kind.list().fields()) {
                for (String operator : field.filterable() ? field.type().operators() : List.<String>of()) {
                    String value = switch (operator) {
                        case "in" -> ",[" + good(field) + "]";
                        case "between" -> ",[" + good(field) + "," + good(field) + "]";
                        case "empty", "notempty" -> "";
                        default -> "," + good(field);
                    };
                    String filter = "[\"" + field.name() + "\",\"" + operator + "\"" + value + "]";
                    attempt(
                            failures,
                            kind.name() + " " + filter,
                            () -> company.read(tx -> lists.page(
                                    tx,
                                    all,
                                    kind,
                                    ListQuery.ALL.filtered(filter).columns("id"))));
                }
                if (field.filterable()
                        && field.type() != Field.Type.TEXT
                        && !(field.type() == Field.Type.CHOICE
                                && field.choices().isEmpty())) {
                    attempt(failures, kind.name() + "." + field.name() + " takes nonsense", () -> {
                        try {
                            company.read(tx -> lists.page(
                                    tx,
                                    all,
                                    kind,
                                    ListQuery.ALL.filtered("[\"" + field.name() + "\",\"=\",\"no such\"]")));
                            throw new AssertionError("accepted");
                        } catch (Problem problem) {
                            assertThat(problem.status()).isEqualTo(400);
                            assertThat(problem.errors().getFirst().field()).isEqualTo("filter." + field.name());
                        }
                    });
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void searchWorksForEveryKind() {
        List<String> failures = new ArrayList<>();
        for (Kind kind : kinds.all()) {
            for (String text : List.of("536", "a", "%", "客户", "'; drop table x")) {
                attempt(
                        failures,
                        kind.name() + " search " + text,
                        () -> company.read(tx -> lists.page(
                                tx, all, kind, ListQuery.ALL.searched(text).columns("id"))));
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anotherCompanysRowsNeverShow() {
        List<String> failures = new ArrayList<>();
        for (Kind kind : kinds.all()) {
            attempt(failures, kind.name(), () -> {
                Set<Object> ours = new HashSet<>(ids(walk(kind, ListQuery.ALL.columns("id"))));
                ListPage theirs = other.read(tx -> lists.page(
                        tx,
                        other.actor,
                        kind,
                        ListQuery.ALL.limited(ListQuery.MOST).columns("id")));
                assertThat(ids(theirs.rows())).doesNotContainAnyElementsOf(ours.isEmpty() ? Set.of(Ids.next()) : ours);
            });
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void everythingHasANameInBothLanguages() {
        Texts texts = Texts.load();
        Set<String> missing = new TreeSet<>();
        for (Locale locale : Texts.LOCALES) {
            for (Kind kind : kinds.all()) {
                want(missing, texts, locale, "kind." + kind.name());
                want(missing, texts, locale, "kind." + kind.name() + ".plural");
                for (Field field : kind.list().fields()) {
                    want(missing, texts, locale, "field." + kind.name() + "." + field.name(), "field." + field.name());
                    for (String choice : field.choices()) {
                        want(
                                missing,
                                texts,
                                locale,
                                "choice." + kind.name() + "." + field.name() + "." + choice,
                                "choice." + field.name() + "." + choice,
                                "state." + kind.name() + "." + choice);
                    }
                }
                kind.states().ifPresent(table -> {
                    table.states()
                            .forEach(
                                    state -> want(missing, texts, locale, "state." + kind.name() + "." + state.name()));
                    table.moves()
                            .forEach(move ->
                                    want(missing, texts, locale, "move." + kind.name() + "." + move, "move." + move));
                });
                for (String right : kind.rights()) {
                    want(
                            missing,
                            texts,
                            locale,
                            "right." + right,
                            "action." + right.substring(right.lastIndexOf('.') + 1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static void want(Set<String> missing, Texts texts, Locale locale, String... keys) {
        for (String key : keys) {
            if (texts.find(locale, key).isPresent()) {
                return;
            }
        }
        missing.add(locale.getLanguage() + " " + keys[keys.length - 1]);
    }
}
