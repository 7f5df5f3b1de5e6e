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

/** Through the front door: however many confirm at once, exactly as many orders pass as fit under the limit, and the proof agrees. */
class CreditRaceTest {
    /** {@code -Donaccount.test.races=200} tries harder; see bench/proofs. */
    private static final int REPETITIONS = Integer.getInteger("onaccount.test.races", 20);

    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http caller = Http.at(application).token(trade.person());
    private final UUID product = trade.product("1000000000");

    private String order(UUID customer, BigDecimal amount) {
        return "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                + "\",\"quantity\":\"1\",\"price\":\"" + amount.toPlainString() + "\"}]}";
    }

    private static String outcome(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        return answer.json().path("outcome").asString();
    }

    private BigDecimal exposure(UUID customer) {
        return new BigDecimal(application
                .database()
                .value("select ordered from credit.account where company_id = " + trade.company + " and id = '"
                        + customer + "'"));
    }

    private void nothingDrifts() {
        Answer proof = caller.post("/credit/proof", "{}");
        assertThat(proof.status()).as(proof.toString()).isLessThan(300);
        assertThat(proof.json().path("last").path("drifts").asInt(-1))
                .as(proof.toString())
                .isZero();
    }

    @Test
    void ofFiftyWhoConfirmThirtyThousandExactlyThreePassUnderAHundredThousand() throws Exception {
        UUID customer = trade.customer("100000");
        List<String> drafts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Answer draft = caller.postOnce("/sales-orders", order(customer, new BigDecimal("30000")));
            assertThat(outcome(draft)).isEqualTo("saved");
            drafts.add(draft.json().path("order").path("id").asString());
        }
        List<Answer> answers =
                Load.atOnce(50, i -> caller.postOnce("/sales-orders/" + drafts.get(i) + "/confirmation", "{}"));
        assertThat(answers.stream().map(CreditRaceTest::outcome))
                .filteredOn(outcome -> outcome.equals("confirmed"))
                .hasSize(3);
        assertThat(answers.stream().map(CreditRaceTest::outcome))
                .filteredOn(outcome -> outcome.equals("held"))
                .hasSize(47);
        assertThat(exposure(customer)).isEqualByComparingTo("90000");
        answers.stream()
                .filter(answer -> outcome(answer).equals("held"))
                .forEach(answer ->
                        assertThat(answer.json().path("objections").toString()).contains("over-limit"));
        nothingDrifts();
    }

    @Test
    void exactlyAsManyPassAsFitWhateverTheNumbers() throws Exception {
        Chance.tries(REPETITIONS, random -> {
            int callers = 2 + random.nextInt(12);
            BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(5_000_000), 2);
            BigDecimal limit = amount.multiply(BigDecimal.valueOf(random.nextInt(callers + 1)))
                    .add(BigDecimal.valueOf(random.nextInt(3) - 1L, 2).max(BigDecimal.ZERO));
            UUID customer = trade.customer(limit.toPlainString());
            int fits = Math.min(callers, limit.divideToIntegralValue(amount).intValueExact());
            List<String> outcomes = Load.atOnce(
                    callers, i -> outcome(caller.postOnce("/sales-orders?confirm=true", order(customer, amount))));
            assertThat(outcomes.stream().filter("confirmed"::equals))
                    .as("limit %s, %d orders of %s", limit, callers, amount)
                    .hasSize(fits);
            assertThat(exposure(customer)).isEqualByComparingTo(amount.multiply(BigDecimal.valueOf(fits)));
        });
        nothingDrifts();
        System.out.println("races: " + REPETITIONS + ", exactly as many passed as fit");
    }
}
