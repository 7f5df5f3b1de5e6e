package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Orders over HTTP: repeated and edited by two. What many do at once is tried by MixedOperationsTest. */
class OrdersOverHttpTest {
    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http boss = Http.at(application).token(trade.person());
    private final UUID customer = trade.customer("1000");
    private final UUID product = trade.product("100");

    private String order(int quantity) {
        return "{\"customer\":\"" + customer + "\",\"lines\":[{\"product\":\"" + product + "\",\"quantity\":\""
                + quantity + "\",\"price\":\"1.00\"}]}";
    }

    @Test
    void oneKeyMakesOneOrderAndTheSecondEditorIsTold() {
        Http keyed = boss.with("Idempotency-Key", UUID.randomUUID().toString());
        Http.Answer first = keyed.post("/sales-orders", order(5));
        assertThat(first.status()).isEqualTo(201);
        assertThat(keyed.post("/sales-orders", order(5)).body()).isEqualTo(first.body());
        assertThat(keyed.post("/sales-orders", order(6)).status()).isEqualTo(422);
        String path = "/sales-orders/" + first.json().path("order").path("id").asString();
        Http.Answer read = boss.get(path);
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.json().path("order").path("total").asString()).startsWith("5.00");
        assertThat(boss.with("If-Match", "\"1\"").put(path, order(7)).status()).isEqualTo(200);
        assertThat(boss.with("If-Match", "\"1\"").put(path, order(8)).status()).isEqualTo(412);
    }
}
