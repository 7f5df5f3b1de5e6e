package io.onaccount.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Chance;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Load;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Through the front door: orders changed, and delivered, by many at once. */
class OrderChangeRaceTest {
    /** {@code -Donaccount.test.races=200} tries harder; see bench/proofs. */
    private static final int REPETITIONS = Integer.getInteger("onaccount.test.races", 20);

    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http caller = Http.at(application).token(trade.person());
    private final UUID product = trade.product("1000000000");

    private String order(UUID customer, int quantity) {
        Answer placed = caller.postOnce(
                "/sales-orders?confirm=true",
                "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                        + "\",\"quantity\":\"" + quantity + "\",\"price\":\"10\"}]}");
        assertThat(outcome(placed)).isEqualTo("confirmed");
        return placed.json().path("order").path("id").asString();
    }

    private String change(String order, int quantity) {
        Answer drafted = caller.postOnce(
                "/sales-orders/" + order + "/changes",
                "{\"lines\":[{\"position\":1,\"quantity\":\"" + quantity + "\"}]}");
        assertThat(drafted.status()).as(drafted.toString()).isEqualTo(201);
        return drafted.json().path("order").path("id").asString();
    }

    private Answer apply(String change) {
        return caller.postOnce("/order-changes/" + change + "/application", "{}");
    }

    private Answer deliver(String order, int quantity) {
        return caller.postOnce(
                "/deliveries/bulk",
                "{\"deliveries\":[{\"lines\":[{\"order\":\"" + order + "\",\"position\":1,\"quantity\":\"" + quantity
                        + "\"}]}]}");
    }

    private static String outcome(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        return answer.json().path("outcome").asString();
    }

    private BigDecimal figure(UUID customer, String column) {
        return new BigDecimal(application
                .database()
                .value("select " + column + " from credit.account where company_id = " + trade.company + " and id = '"
                        + customer + "'"));
    }

    private void nothingDrifts() {
        Answer proof = caller.post("/credit/proof", "{}");
        assertThat(proof.status()).as(proof.toString()).isLessThan(300);
        assertThat(proof.json().path("last").path("drifts").asInt(-1))
                .as(proof.toString())
                .isZero();
    }

    /** Each asks for ten more of ten; so many pass as fit, and no more. */
    @Test
    void ordersOfOneCustomerChangedAtOnceNeverGoBeyondTheLimit() throws Exception {
        Chance.tries(REPETITIONS, random -> {
            int callers = 2 + random.nextInt(10);
            int fits = random.nextInt(callers + 1);
            UUID customer = trade.customer(String.valueOf(callers * 100 + fits * 100 + random.nextInt(100)));
            List<String> changes = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                changes.add(change(order(customer, 10), 20));
            }
            List<Answer> answers = Load.atOnce(callers, i -> apply(changes.get(i)));
            assertThat(answers.stream().map(OrderChangeRaceTest::outcome).filter("confirmed"::equals))
                    .hasSize(fits);
            assertThat(figure(customer, "ordered")).isEqualByComparingTo(String.valueOf((callers + fits) * 100));
        });
        nothingDrifts();
    }

    /** Goods leave while an order is cut down: whoever comes second sees what the first has done. */
    @Test
    void aChangeAndADeliveryOfTheSameGoodsAgree() throws Exception {
        Chance.tries(REPETITIONS, random -> {
            UUID customer = trade.customer("100000");
            String order = order(customer, 30);
            String change = change(order, 10 + random.nextInt(10));
            int leaves = 5 + random.nextInt(20);
            List<Answer> answers = Load.atOnce(2, i -> i == 0 ? apply(change) : deliver(order, leaves));
            assertThat(answers.getFirst().status()).as(answers.toString()).isEqualTo(200);
            assertThat(answers.getLast().status()).as(answers.toString()).isIn(201, 409);
            BigDecimal total = new BigDecimal(application
                    .database()
                    .value("select total - delivered_total from sales.sales_order where id = '" + order + "'"));
            assertThat(figure(customer, "ordered")).isEqualByComparingTo(total);
        });
        nothingDrifts();
    }

    /** The same click sent twice applies once. */
    @Test
    void sentTwiceItIsAppliedOnce() throws Exception {
        UUID customer = trade.customer("1000");
        String change = change(order(customer, 10), 20);
        String key = UUID.randomUUID().toString();
        List<Answer> answers = Load.atOnce(
                4, i -> caller.with("Idempotency-Key", key).post("/order-changes/" + change + "/application", "{}"));
        assertThat(answers.stream().map(Answer::status)).contains(200).isSubsetOf(200, 409);
        Answer again = caller.with("Idempotency-Key", key).post("/order-changes/" + change + "/application", "{}");
        assertThat(outcome(again)).as("the answer of the first").isEqualTo("confirmed");
        assertThat(figure(customer, "ordered")).isEqualByComparingTo("200");
        assertThat(apply(change).status()).isEqualTo(409);
        nothingDrifts();
    }
}
