package io.onaccount.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The credit report (RPT-02) beside the credit accounts themselves: whichever way it is grouped, it says what they say. */
class CreditReportTest {
    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final String bossToken = trade.person();
    private final String clerkToken = trade.person("OWN", "*.*");
    private final Http boss = Http.at(application).token(bossToken);
    private final Http second = Http.at(application).token(trade.person());
    private final Http clerk = Http.at(application).token(clerkToken);
    private final UUID product = trade.product("1000000");
    private final UUID first = trade.customer("1000");
    private final UUID other = trade.customer("2000");
    private final UUID unlimited = trade.customer("null");

    private JsonNode done(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        return answer.json();
    }

    private void sql(String statement, Object... values) {
        application.database().sql(statement.formatted(values));
    }

    @BeforeEach
    void someTrade() {
        trade.owner(first, clerkToken);
        trade.owner(other, bossToken);
        trade.owner(unlimited, bossToken);
        sql(
                "update credit.account set grade = 'A', valid_to = '%s' where company_id = %d and id = '%s'",
                today.plusDays(20), trade.company, first);
        sql(
                "update credit.account set grade = 'B', temporary_limit = 500, temporary_from = '%s', temporary_to = '%s' where company_id = %d and id = '%s'",
                today.minusDays(5), today.plusDays(5), trade.company, other);
        sql(
                "update party.party set province = '上海' where company_id = %d and id in ('%s', '%s')",
                trade.company, first, other);
        order(first, 90, today.minusDays(40)); // 900 of 1000
        deliver(order(other, 100, today.minusMonths(2)), 100, today.minusMonths(2)); // 1000, delivered and overdue
        order(unlimited, 300, today);
        // Held, and let pass: beyond the limit by then.
        JsonNode held = done(boss.postOnce(
                "/sales-orders?confirm=true",
                "{\"customer\":\"" + first + "\",\"date\":\"" + today + "\",\"lines\":[{\"product\":\"" + product
                        + "\",\"quantity\":\"20\",\"price\":\"10\"}]}"));
        String hold = done(boss.get("/credit-holds?filter="
                        + URLEncoder.encode("[\"state\",\"in\",[\"OPEN\"]]", StandardCharsets.UTF_8)))
                .path("rows")
                .path(0)
                .path("id")
                .asString();
        assertThat(hold).as(held.toString()).isNotEmpty();
        done(second.postOnce("/credit-holds/" + hold + "/release", "{\"reason\":\"known well\"}"));
        done(boss.put(
                "/credit-accounts/" + other,
                "{\"limit\":\"2600\",\"temporaryLimit\":\"500\",\"temporaryFrom\":\"" + today.minusDays(5)
                        + "\",\"temporaryTo\":\"" + today.plusDays(5)
                        + "\",\"status\":\"NORMAL\",\"grade\":\"B\",\"guaranteeTo\":\"" + today.plusDays(25)
                        + "\",\"overdueDays\":3650,\"reason\":\"grows\"}"));
    }

    private String order(UUID customer, int quantity, LocalDate date) {
        return done(boss.postOnce(
                        "/sales-orders?confirm=true",
                        "{\"customer\":\"" + customer + "\",\"date\":\"" + date + "\",\"lines\":[{\"product\":\""
                                + product + "\",\"quantity\":\"" + quantity + "\",\"price\":\"10\"}]}"))
                .path("order")
                .path("id")
                .asString();
    }

    private void deliver(String order, int quantity, LocalDate date) {
        done(boss.postOnce(
                "/deliveries/bulk",
                "{\"deliveries\":[{\"date\":\"" + date + "\",\"lines\":[{\"order\":\"" + order
                        + "\",\"position\":1,\"quantity\":\"" + quantity + "\"}]}]}"));
    }

    private static BigDecimal amount(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    private static JsonNode coded(JsonNode groups, String code) {
        return groups.valueStream()
                .filter(group -> group.path("code").asString().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " in " + groups));
    }

    /** The second belongs to the first: its page shows both, with figures of each and of all, to those who may see them (CUS-07). */
    @Test
    void aGroupIsShownWithFiguresOfEachAndOfAll() {
        assertThat(done(boss.get("/customers/" + first + "/group")).path("members"))
                .isEmpty();
        sql(
                "update party.party set parent_id = '%s', top_id = '%s' where company_id = %d and id = '%s'",
                first, first, trade.company, other);
        JsonNode group = done(boss.get("/customers/" + other + "/group"));
        assertThat(group).isEqualTo(done(boss.get("/customers/" + first + "/group")));
        assertThat(group.path("outside").asInt()).isZero();
        JsonNode top = group.path("members").path(0);
        JsonNode below = group.path("members").path(1);
        assertThat(top.path("id").asString()).isEqualTo(first.toString());
        assertThat(below.path("parent").asString()).isEqualTo(first.toString());
        assertThat(below.path("level").asInt()).isEqualTo(1);
        assertThat(amount(top.path("figures").path("used"))).isEqualByComparingTo("1100");
        assertThat(amount(top.path("figures").path("available"))).isEqualByComparingTo("-100");
        JsonNode figures = below.path("figures");
        assertThat(amount(figures.path("limit"))).as("with the temporary limit").isEqualByComparingTo("3100");
        assertThat(amount(figures.path("used"))).isEqualByComparingTo("1000");
        assertThat(amount(figures.path("open"))).isEqualByComparingTo("1000");
        assertThat(amount(figures.path("overdue"))).isEqualByComparingTo("1000");
        assertThat(amount(figures.path("sold"))).isEqualByComparingTo("1000");
        JsonNode total = group.path("total");
        assertThat(amount(total.path("limit"))).isEqualByComparingTo("4100");
        assertThat(amount(total.path("used"))).isEqualByComparingTo("2100");
        assertThat(amount(total.path("available"))).isEqualByComparingTo("2000");
        assertThat(amount(total.path("sold"))).isEqualByComparingTo("1000");

        JsonNode own = done(clerk.get("/customers/" + first + "/group"));
        assertThat(own.path("members")).hasSize(1);
        assertThat(own.path("outside").asInt()).isEqualTo(1);
        assertThat(amount(own.path("total").path("used"))).isEqualByComparingTo("1100");
        assertThat(clerk.get("/customers/" + other + "/group").status()).isEqualTo(404);

        JsonNode grouped = done(boss.get("/credit-report?by=GROUP")).path("groups");
        JsonNode row = grouped.valueStream()
                .filter(one -> one.path("id").asString().equals(first.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(row.path("customers").asInt()).isEqualTo(2);
        assertThat(amount(row.path("used"))).isEqualByComparingTo("2100");
        String accounts = "/credit-accounts?filter="
                + URLEncoder.encode("[\"group\",\"=\",\"" + first + "\"]", StandardCharsets.UTF_8);
        assertThat(done(boss.get(accounts)).path("rows")).hasSize(2);
        JsonNode aged = done(boss.get("/ageing?by=GROUP")).path("lines");
        assertThat(aged.path(0).path("id").asString()).isEqualTo(first.toString());
        assertThat(amount(aged.path(0).path("balance"))).isEqualByComparingTo("1000");
        trade.owner(other, clerkToken);
        trade.owner(first, bossToken);
        JsonNode below2 = done(clerk.get("/ageing?by=GROUP")).path("lines").path(0);
        assertThat(below2.path("id").asString()).isEqualTo(first.toString());
        assertThat(below2.path("name").asString()).as("outside the scope").isEmpty();
    }

    @Test
    void theReportSaysWhatTheAccountsSayHoweverItIsGrouped() {
        for (Http http : List.of(boss, clerk)) {
            JsonNode sums = done(http.get("/credit-accounts/totals")).path("sums");
            for (String by : List.of("CUSTOMER", "GROUP", "GRADE", "REGION", "SALESPERSON")) {
                JsonNode report = done(http.get("/credit-report?by=" + by));
                JsonNode total = report.path("total");
                assertThat(amount(total.path("used"))).isEqualByComparingTo(amount(sums.path("exposure")));
                assertThat(amount(total.path("limit"))).isEqualByComparingTo(amount(sums.path("limit")));
                assertThat(amount(total.path("over"))).isEqualByComparingTo(amount(sums.path("over")));
                for (String figure : List.of("limit", "temporary", "used", "usedOfLimits", "over", "overdue")) {
                    assertThat(report.path("groups")
                                    .valueStream()
                                    .map(group -> amount(group.path(figure)))
                                    .reduce(BigDecimal.ZERO, BigDecimal::add))
                            .as("%s by %s", figure, by)
                            .isEqualByComparingTo(amount(total.path(figure)));
                }
            }
        }
        JsonNode report = done(boss.get("/credit-report?by=GRADE&days=30"));
        JsonNode a = coded(report.path("groups"), "A");
        assertThat(amount(a.path("used"))).isEqualByComparingTo("1100");
        assertThat(amount(a.path("over"))).isEqualByComparingTo("100");
        assertThat(a.path("overCustomers").asInt()).isEqualTo(1);
        JsonNode b = coded(report.path("groups"), "B");
        assertThat(amount(b.path("limit"))).isEqualByComparingTo("2600");
        assertThat(amount(b.path("temporary"))).isEqualByComparingTo("500");
        assertThat(amount(b.path("overdue"))).isEqualByComparingTo("1000");
        JsonNode none = coded(report.path("groups"), "");
        assertThat(none.path("unlimited").asInt()).isEqualTo(1);
        assertThat(amount(none.path("used"))).isEqualByComparingTo("3000");
        assertThat(amount(none.path("usedOfLimits"))).isEqualByComparingTo("0");
        assertThat(report.path("largest").path(0).path("id").asString()).isEqualTo(unlimited.toString());
        assertThat(report.path("ending").valueStream().map(e -> e.path("what").asString()))
                .containsExactly("TEMPORARY", "VALIDITY", "GUARANTEE");
        assertThat(done(boss.get("/credit-report?days=10")).path("ending")).hasSize(1);
        assertThat(done(clerk.get("/credit-report?by=CUSTOMER")).path("groups")).hasSize(1);
        assertThat(boss.get("/credit-report?days=-1").status()).isEqualTo(400);
        assertThat(boss.get("/credit-report?by=COLOUR").status()).isEqualTo(400);
    }

    @Test
    void theMonthsTellWhatHappened() {
        JsonNode report = done(boss.get("/credit-report"));
        JsonNode months = report.path("months");
        assertThat(months).hasSize(12);
        JsonNode now = months.path(11);
        assertThat(now.path("month").asString()).isEqualTo(YearMonth.from(today).toString());
        assertThat(amount(now.path("used")))
                .isEqualByComparingTo(amount(report.path("total").path("used")));
        assertThat(now.path("held").asInt()).isEqualTo(1);
        assertThat(amount(now.path("heldAmount"))).isEqualByComparingTo("200");
        assertThat(now.path("released").asInt()).isEqualTo(1);
        assertThat(amount(now.path("releasedAmount"))).isEqualByComparingTo("200");
        assertThat(amount(now.path("raised"))).isEqualByComparingTo("2600");
        // Three months ago nothing was used yet.
        assertThat(amount(months.path(8).path("used"))).isEqualByComparingTo("0");
        YearMonth delivered = YearMonth.from(today.minusMonths(2));
        JsonNode then = months.valueStream()
                .filter(m -> m.path("month").asString().equals(delivered.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(amount(then.path("sold"))).isEqualByComparingTo("1000");
        assertThat(amount(then.path("soldOnCredit"))).isEqualByComparingTo("1000");
    }

    @Test
    void itGoesOutAsAFileToThoseWhoMay() {
        Answer csv = boss.get("/credit-report/export?by=GRADE&format=csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.body().lines().toList())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).startsWith("A,A,1,0,1000.00,0.00,1100.00,100.00,1,"));
        assertThat(boss.get("/credit-report/export?by=CUSTOMER").header("Content-Disposition"))
                .contains("credit-report-")
                .endsWith(".xlsx\"");
        Http looking = Http.at(application).token(trade.person("ALL", "credit-account.view"));
        assertThat(looking.get("/credit-report").status()).isEqualTo(200);
        assertThat(looking.get("/credit-report/export").status()).isEqualTo(403);
        assertThat(boss.get("/credit-report/export?format=pdf").status()).isEqualTo(400);
    }
}
