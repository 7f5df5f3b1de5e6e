package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a page tells of a record's past is in words, whatever kind of the record it is about, and for those who may see that. */
class RecordHistoryTest {
    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http boss = Http.at(application).token(trade.person());
    private final UUID customer = trade.customer("0");

    private List<String> told(Http http) {
        Http.Answer answer = http.get("/records/" + customer + "/history");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json()
                .valueStream()
                .map(event -> event.path("what").asString() + ": "
                        + String.join(
                                ", ",
                                event.path("changes")
                                        .valueStream()
                                        .map(change -> change.path("label").asString() + " "
                                                + change.path("from").asString("") + "→"
                                                + change.path("to").asString(""))
                                        .toList()))
                .toList();
    }

    @Test
    void aCustomersCreditIsToldInWordsToThoseWhoMaySeeIt() {
        Http.Answer granted = boss.put(
                "/credit-accounts/" + customer,
                "{\"limit\":\"50000\",\"status\":\"WATCH\",\"overdueDays\":15,\"reason\":\"旺季\"}");
        assertThat(granted.status()).as(granted.toString()).isEqualTo(200);
        assertThat(told(boss))
                .singleElement()
                .asString()
                .startsWith("调整额度与条件: ")
                .contains("额度 0→50000", "状态 正常→关注", "允许逾期（天） →15");
        Http clerk = Http.at(application).token(trade.person("ALL", "customer.view"));
        assertThat(told(clerk)).isEmpty();
    }

    @Test
    void aPaymentTermIsToldByItsCode() {
        Http.Answer changed = boss.put("/customers/" + customer, "{\"name\":\"宏达建材\",\"paymentTerm\":null}");
        assertThat(changed.status()).as(changed.toString()).isBetween(200, 204);
        assertThat(told(boss)).singleElement().asString().contains("NET30→");
    }
}
