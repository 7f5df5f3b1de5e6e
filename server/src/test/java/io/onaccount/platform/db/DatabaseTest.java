package io.onaccount.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the one door to the data promises: writes stand together or not at all, guards are kept, values arrive as they were. */
class DatabaseTest {
    private static final long COMPANY = 1;
    private static TestDatabase files;
    private static Database database;
    private UUID series;

    @BeforeAll
    static void open() {
        files = TestDatabase.fresh();
        database = files.database();
    }

    @AfterAll
    static void close() {
        files.close();
    }

    @BeforeEach
    void newSeries() {
        series = Ids.next();
    }

    private static final class Refused extends RuntimeException {
        Refused(String which) {
            super(which);
        }
    }

    private void insert(Tx tx, String name, long value) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> new Refused(name),
                "insert into organization.number_series (company_id, series, next_value) values (?, ?, ?) on conflict do nothing",
                COMPANY,
                series + name,
                value);
    }

    private List<String> stored() {
        return database.read(
                COMPANY,
                tx -> tx.list(
                        "select series from organization.number_series where company_id = ? and series like ? order by series",
                        row -> row.text("series").substring(36),
                        COMPANY,
                        series + "%"));
    }

    @Test
    void allWritesStandTogether() {
        assertThat(database.<String>write(COMPANY, tx -> {
                    insert(tx, "a", 1);
                    insert(tx, "b", 2);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(stored()).containsExactly("a", "b");
    }

    @Test
    void aBrokenExpectationUndoesEverythingAndSaysWhich() {
        database.write(COMPANY, tx -> {
            insert(tx, "b", 1);
            return 0;
        });
        assertThatThrownBy(() -> database.write(COMPANY, tx -> {
                    insert(tx, "a", 1);
                    insert(tx, "b", 1);
                    insert(tx, "c", 1);
                    return 0;
                }))
                .isInstanceOf(Refused.class)
                .hasMessage("b");
        assertThat(stored()).containsExactly("b");
    }

    @Test
    void aBrokenExpectationInAnEarlierFlushUndoesEverythingToo() {
        assertThatThrownBy(() -> database.write(COMPANY, tx -> {
                    insert(tx, "a", 1);
                    tx.flush();
                    insert(tx, "a", 1);
                    tx.flush();
                    return 0;
                }))
                .isInstanceOf(Refused.class);
        assertThat(stored()).isEmpty();
    }

    @Test
    void anExpectationOfManyRowsCountsThem() {
        SqlArray names = SqlArray.of("text", List.of(series + "x", series + "y", series + "z"));
        for (int expected : new int[] {2, 3}) {
            Runnable work = () -> database.write(COMPANY, tx -> {
                tx.addExpecting(
                        Rank.DETAIL,
                        expected,
                        () -> new Refused("count"),
                        "insert into organization.number_series (company_id, series, next_value) select ?, n, 1 from unnest(?::text[]) n",
                        COMPANY,
                        names);
                return 0;
            });
            if (expected == 3) {
                work.run();
            } else {
                assertThatThrownBy(work::run).isInstanceOf(Refused.class);
            }
        }
        assertThat(stored()).containsExactly("x", "y", "z");
    }

    @Test
    void aClosedGuardRunsTheBodyAgain() {
        List<Integer> attempts = new ArrayList<>();
        database.write(COMPANY, tx -> {
            attempts.add(tx.attempt());
            insert(tx, "first", 1);
            if (tx.attempt() == 1) {
                tx.addExpecting(
                        Rank.CREDIT,
                        1,
                        TryAgain::new,
                        "update organization.number_series set next_value = 0 where company_id = ? and series = ?",
                        COMPANY,
                        "there is none");
            }
            return 0;
        });
        assertThat(attempts).containsExactly(1, 2);
        assertThat(stored()).containsExactly("first");
    }

    @Test
    void whatFollowsRunsOnlyAfterACommit() {
        List<String> followed = new ArrayList<>();
        database.write(COMPANY, tx -> {
            tx.afterCommit(() -> followed.add("committed"));
            insert(tx, "a", 1);
            return 0;
        });
        assertThatThrownBy(() -> database.write(COMPANY, tx -> {
                    tx.afterCommit(() -> followed.add("undone"));
                    insert(tx, "a", 1);
                    return 0;
                }))
                .isInstanceOf(Refused.class);
        assertThat(followed).containsExactly("committed");
    }

    @Test
    void anotherCompanySeesNothing() {
        database.write(COMPANY, tx -> {
            insert(tx, "mine", 1);
            return 0;
        });
        List<String> seen = database.read(
                2,
                tx -> tx.list(
                        "select series from organization.number_series where company_id = ? and series like ?",
                        row -> row.text("series"),
                        COMPANY,
                        series + "%"));
        assertThat(seen).isEmpty();
    }

    private enum Colour {
        RED
    }

    private <T> List<T> array(String type, Class<T> as, Object... elements) {
        return database.read(
                COMPANY,
                tx -> tx.one(
                        "select ?::" + type + "[] as elements",
                        row -> row.list("elements", as),
                        SqlArray.of(type, Arrays.asList(elements))));
    }

    @Test
    void arraysArriveAsTheyWere() {
        String awkward = "a\"b\\c,{d} 'e'; \n\t赊销 𠮷 NULL ";
        assertThat(array("text", String.class, awkward, "", "NULL", Colour.RED, "{}"))
                .containsExactly(awkward, "", "NULL", "RED", "{}");
        UUID id = Ids.next();
        assertThat(array("uuid", UUID.class, id)).containsExactly(id);
        assertThat(array("numeric", BigDecimal.class, new BigDecimal("1E+3"), Money.of("-12.30", "CNY"), 7, 8L))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        new BigDecimal("1000"), new BigDecimal("-12.30"), BigDecimal.valueOf(7), BigDecimal.valueOf(8));
        assertThat(array("boolean", Boolean.class, true, false)).containsExactly(true, false);
        assertThat(array("date", java.sql.Date.class, LocalDate.of(2026, 2, 28)))
                .extracting(java.sql.Date::toLocalDate)
                .containsExactly(LocalDate.of(2026, 2, 28));
        assertThat(array("text", String.class)).isEmpty();
        String json = "{\"说\": \"a\\\\\\\"b, {}\"}";
        assertThat(database.<String>read(
                        COMPANY,
                        tx -> tx.one(
                                "select (?::jsonb[])[1]::text as j, (?::timestamptz[])[1] as at, (?::text[])[1] is null as nothing",
                                row -> row.text("j") + row.instant("at") + row.bool("nothing"),
                                SqlArray.of("jsonb", List.of(new Json(json))),
                                SqlArray.of("timestamptz", List.of(Instant.parse("2026-11-22T05:06:07.123456Z"))),
                                SqlArray.of("text", Arrays.asList((Object) null)))))
                .isEqualTo(json + "2026-11-22T05:06:07.123456Ztrue");
    }

    @Test
    void idsAscendAndDiffer() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(Ids.next());
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().map(UUID::toString).toList()).isSorted();
        assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(ids.stream().map(UUID::getLeastSignificantBits).distinct().count())
                .isEqualTo(10_000);
    }
}
