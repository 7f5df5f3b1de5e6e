package io.onaccount.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The figures of the home page and of a customer's page beside what this test itself wrote down while it traded: two customers of two people,
 * with orders, deliveries, returns, receipts and an opening balance spread over some months.
 */
class FiguresTest {
    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final String bossToken = trade.person();
    private final String clerkToken = trade.person("OWN", "*.*");
    private final Http boss = Http.at(application).token(bossToken);
    private final Http second = Http.at(application).token(trade.person());
    private final Http clerk = Http.at(application).token(clerkToken);
    private final UUID product = trade.product("1000000");
    private final UUID ours = trade.customer("100000");
    private final UUID others = trade.customer("100000");
    private final List<Fact> facts = new ArrayList<>();

    /** What happened: what a customer owes more (sold, opened) or paid. */
    private record Fact(String what, UUID customer, LocalDate date, BigDecimal amount) {}

    @BeforeEach
    void twoCustomersOfTwoPeople() {
        trade.owner(ours, clerkToken);
        trade.owner(others, bossToken);
    }

    private JsonNode done(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        return answer.json();
    }

    private String order(UUID customer, LocalDate date, int quantity, boolean confirm) {
        JsonNode answer = done(boss.postOnce(
                "/sales-orders?confirm=" + confirm,
                "{\"customer\":\"" + customer + "\",\"date\":\"" + date + "\",\"lines\":[{\"product\":\"" + product
                        + "\",\"quantity\":\"" + quantity + "\",\"price\":\"10\"}]}"));
        return answer.path("order").path("id").asString();
    }

    private String deliver(UUID customer, String order, LocalDate date, int quantity) {
        JsonNode answer = done(boss.postOnce(
                "/deliveries/bulk",
                "{\"deliveries\":[{\"date\":\"" + date + "\",\"lines\":[{\"order\":\"" + order
                        + "\",\"position\":1,\"quantity\":\"" + quantity + "\"}]}]}"));
        facts.add(new Fact("sold", customer, date, BigDecimal.valueOf(10L * quantity)));
        return answer.path("deliveries").path(0).path("id").asString();
    }

    private void bringBack(UUID customer, String delivery, LocalDate date, int quantity) {
        JsonNode draft = done(boss.postOnce(
                "/returns",
                "{\"customer\":\"" + customer + "\",\"date\":\"" + date + "\",\"lines\":[{\"delivery\":\"" + delivery
                        + "\",\"position\":1,\"quantity\":\"" + quantity + "\"}]}"));
        done(boss.postOnce("/returns/" + draft.path("id").asString() + "/posting", "{}"));
        facts.add(new Fact("sold", customer, date, BigDecimal.valueOf(-10L * quantity)));
    }

    private void open(UUID customer, LocalDate date, int amount) {
        done(boss.postOnce(
                "/opening-balances",
                "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + date + "\"}"));
        facts.add(new Fact("opened", customer, date, BigDecimal.valueOf(amount)));
    }

    private void pay(UUID customer, LocalDate date, int amount, boolean allocate) {
        JsonNode draft = done(boss.postOnce(
                "/receipts",
                "{\"party\":\"" + customer + "\",\"date\":\"" + date + "\",\"amount\":\"" + amount
                        + "\",\"cashAccount\":\"" + trade.cashAccount + "\",\"method\":\"TRANSFER\"}"));
        done(second.postOnce(
                "/receipts/" + draft.path("id").asString() + "/confirmation", "{\"allocate\":" + allocate + "}"));
        facts.add(new Fact("paid", customer, date, BigDecimal.valueOf(amount)));
    }

    /** The same for each of the two, with other amounts. What will be overdue comes last, or credit control would let nothing leave. */
    private void aHistory(UUID customer, int times) {
        String first = order(customer, today.minusDays(80), 100 * times, true);
        String second = order(customer, today.minusDays(20), 50 * times, true);
        deliver(customer, second, today.minusDays(3), 30 * times);
        String delivery = deliver(customer, first, today.minusDays(70), 100 * times);
        open(customer, today.minusDays(100), 70 * times);
        bringBack(customer, delivery, today.minusDays(40), 2 * times);
        pay(customer, today.minusDays(35), 500 * times, true);
        pay(customer, today, 40 * times, false);
        order(customer, today, 1_000_000, true); // on hold
        order(customer, today, 3 * times, false); // a draft
    }

    private BigDecimal sum(Predicate<Fact> which) {
        return facts.stream().filter(which).map(Fact::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Predicate<Fact> in(YearMonth month) {
        return fact -> YearMonth.from(fact.date()).equals(month);
    }

    private static Predicate<Fact> is(String what) {
        return fact -> fact.what().equals(what);
    }

    /** What was owed at the end of a day less what was paid. */
    private BigDecimal net(Predicate<Fact> which, LocalDate day) {
        Predicate<Fact> by = which.and(fact -> !fact.date().isAfter(day));
        return sum(by.and(is("paid").negate())).subtract(sum(by.and(is("paid"))));
    }

    private static BigDecimal amount(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode node : list) {
            if (node.path("name").asString().equals(name)) {
                return node;
            }
        }
        throw new AssertionError(name + " in " + list);
    }

    private void homeOf(Http http, Predicate<Fact> seen, int times, int customers) {
        JsonNode home = done(http.get("/home"));
        JsonNode figures = home.path("figures");
        YearMonth now = YearMonth.from(today);
        // What settles nothing yet does not lessen the receivables.
        BigDecimal advance = BigDecimal.valueOf(40L * times);
        BigDecimal gross = net(seen, today).add(advance);
        assertThat(amount(named(figures, "receivables").path("amount"))).isEqualByComparingTo(gross);
        assertThat(amount(named(figures, "receivables").path("compared")))
                .isEqualByComparingTo(net(seen, now.atDay(1).minusDays(1)));
        // 1000 delivered 70 days ago, payable after 30, and the opening balance of 70, less 20 back and 500 paid.
        assertThat(amount(named(figures, "overdue").path("amount"))).isEqualByComparingTo(new BigDecimal(550 * times));
        assertThat(amount(named(figures, "sales").path("amount")))
                .isEqualByComparingTo(sum(seen.and(is("sold")).and(in(now))));
        LocalDate sameDay = today.minusMonths(1);
        assertThat(amount(named(figures, "sales").path("compared")))
                .isEqualByComparingTo(sum(seen.and(is("sold"))
                        .and(in(now.minusMonths(1)))
                        .and(fact -> !fact.date().isAfter(sameDay))));
        assertThat(amount(named(figures, "receipts").path("amount")))
                .isEqualByComparingTo(sum(seen.and(is("paid")).and(in(now))));
        assertThat(home.path("months")).hasSize(12);
        for (JsonNode node : home.path("months")) {
            YearMonth month = YearMonth.parse(node.path("month").asString());
            assertThat(amount(node.path("sales")))
                    .as("sales of %s", month)
                    .isEqualByComparingTo(sum(seen.and(is("sold")).and(in(month))));
            assertThat(amount(node.path("receipts")))
                    .as("receipts of %s", month)
                    .isEqualByComparingTo(sum(seen.and(is("paid")).and(in(month))));
            assertThat(amount(node.path("receivable")))
                    .as("owed at the end of %s", month)
                    .isEqualByComparingTo(net(seen, month.atEndOfMonth()));
        }
        JsonNode waiting = home.path("waiting");
        assertThat(named(waiting, "held-orders").path("count").asInt()).isEqualTo(customers);
        assertThat(named(waiting, "orders-to-deliver").path("count").asInt()).isEqualTo(customers);
        assertThat(named(waiting, "overdue-customers").path("count").asInt()).isEqualTo(customers);
    }

    @Test
    void theHomePageTellsWhatHappenedAndOnlyToWhoMaySeeIt() {
        aHistory(ours, 1);
        aHistory(others, 3);
        homeOf(boss, fact -> true, 4, 2);
        homeOf(clerk, fact -> fact.customer().equals(ours), 1, 1);
    }

    @Test
    void aCustomersPageTellsWhatHappenedToThisCustomer() {
        aHistory(ours, 1);
        aHistory(others, 3);
        Predicate<Fact> seen = fact -> fact.customer().equals(ours);
        for (Http http : List.of(boss, clerk)) {
            JsonNode credit = done(http.get("/customers/" + ours + "/credit"));
            JsonNode figures = credit.path("credit");
            assertThat(amount(figures.path("limit"))).isEqualByComparingTo("100000");
            assertThat(amount(figures.path("ordered"))).isEqualByComparingTo("200");
            assertThat(amount(figures.path("receivable")))
                    .isEqualByComparingTo(net(seen, today).add(BigDecimal.valueOf(40)));
            assertThat(amount(figures.path("unapplied"))).isEqualByComparingTo("40");
            assertThat(amount(figures.path("exposure")))
                    .isEqualByComparingTo(net(seen, today).add(BigDecimal.valueOf(200)));
            assertThat(amount(credit.path("overdue"))).isEqualByComparingTo("550");
            assertThat(credit.path("overdueDays").asInt()).isEqualTo(40);
            assertThat(amount(credit.path("age").path("balance"))).isEqualByComparingTo(net(seen, today));

            JsonNode orders =
                    done(http.get("/customers/" + ours + "/open-orders")).path("orders");
            assertThat(orders.valueStream().map(o -> o.path("state").asString()))
                    .containsExactlyInAnyOrder("CONFIRMED", "HELD", "DRAFT");
            JsonNode open = orders.valueStream()
                    .filter(o -> o.path("state").asString().equals("CONFIRMED"))
                    .findFirst()
                    .orElseThrow();
            assertThat(amount(open.path("total"))).isEqualByComparingTo("500");
            assertThat(amount(open.path("delivered"))).isEqualByComparingTo("300");

            LocalDate from = today.minusDays(60);
            JsonNode card = done(http.get("/customers/" + ours + "/movements?from=" + from + "&to=" + today));
            assertThat(amount(card.path("opening"))).isEqualByComparingTo(net(seen, from.minusDays(1)));
            assertThat(amount(card.path("closing"))).isEqualByComparingTo(net(seen, today));
            assertThat(card.path("lines")
                            .valueStream()
                            .map(line -> amount(line.path("debit"))
                                    .subtract(amount(line.path("credit")))
                                    .intValue()))
                    .containsExactly(-20, -500, 300, -40);

            JsonNode months = done(http.get("/customers/" + ours + "/months")).path("months");
            assertThat(months).hasSize(24);
            for (JsonNode node : months) {
                YearMonth month = YearMonth.parse(node.path("month").asString());
                assertThat(amount(node.path("sales")))
                        .isEqualByComparingTo(sum(seen.and(is("sold")).and(in(month))));
                assertThat(amount(node.path("receipts")))
                        .isEqualByComparingTo(sum(seen.and(is("paid")).and(in(month))));
            }

            JsonNode events = done(http.get("/customers/" + ours + "/timeline")).path("events");
            List<String> told = events.valueStream()
                    .map(e -> e.path("kind").asString() + " " + e.path("action").asString())
                    .toList();
            assertThat(told).contains("sales-order create", "delivery create", "receipt confirm", "sales-return post");
            assertThat(told.stream().filter("receipt confirm"::equals)).hasSize(2);
            assertThat(told.stream().filter("sales-order create"::equals)).hasSize(4);
            List<String> times =
                    events.valueStream().map(e -> e.path("at").asString()).toList();
            assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
        assertThat(clerk.get("/customers/" + others + "/months").status()).isEqualTo(404);
        assertThat(clerk.get("/customers/" + others + "/timeline").status()).isEqualTo(404);
        assertThat(clerk.get("/customers/" + others + "/credit").status()).isEqualTo(404);
        assertThat(clerk.get("/customers/" + others + "/movements").status()).isEqualTo(404);
        assertThat(clerk.get("/customers/" + others + "/open-orders").status()).isEqualTo(404);
    }
}
