package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One box for all kinds (LST-02): by number, name, phone, tax number, pinyin and its initials, within rights and data scope. */
class SearchTest {
    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final String bossToken = trade.person();
    private final Http boss = Http.at(application).token(bossToken);
    private final String clerkToken = trade.person("OWN", "*.*");

    private void make(String path, String body) {
        Http.Answer answer = boss.postOnce(path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private UUID id(String number) {
        return UUID.fromString(application
                .database()
                .value("select id from document.header where company_id = " + trade.company + " and number = '" + number
                        + "'"));
    }

    @BeforeEach
    void records() {
        make("/customers", "{\"code\":\"ZGYD\",\"name\":\"中国移动通信集团\",\"phone\":\"010-52686688\"}");
        make(
                "/customers",
                "{\"code\":\"K-77\",\"name\":\"重庆长江贸易有限公司\",\"creditCode\":\"91310116076409427L\",\"contacts\":[]}");
        make(
                "/products",
                "{\"code\":\"RICE-10\",\"name\":\"东北大米\",\"unit\":\"袋\",\"taxRate\":\"0.09\",\"barcode\":\"6901234567892\"}");
        make(
                "/sales-orders",
                "{\"customer\":\"" + id("K-77")
                        + "\",\"number\":\"SO-777\",\"reference\":\"4500099\",\"lines\":[{\"product\":\""
                        + id("RICE-10") + "\",\"quantity\":\"1\",\"price\":\"1\"}]}");
    }

    private static List<String> found(Http http, String text) {
        Http.Answer answer = http.get("/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json()
                .path("hits")
                .valueStream()
                .map(hit ->
                        hit.path("kind").asString() + " " + hit.path("number").asString())
                .toList();
    }

    @Test
    void everythingIsFoundByWhatPeopleKnowOfIt() {
        assertThat(found(boss, "zgyd")).as("pinyin initials").containsExactly("customer ZGYD");
        assertThat(found(boss, "cqcj")).as("polyphones of place names").contains("customer K-77");
        assertThat(found(boss, "chongqing")).as("pinyin").contains("customer K-77");
        assertThat(found(boss, "移动通信")).as("part of a name").containsExactly("customer ZGYD");
        assertThat(found(boss, "010-5268")).as("phone").startsWith("customer ZGYD");
        assertThat(found(boss, "91310116076409427L")).as("tax number").startsWith("customer K-77");
        assertThat(found(boss, "K-77")).as("code").startsWith("customer K-77");
        assertThat(found(boss, "6901234567892")).as("barcode").containsExactly("product RICE-10");
        assertThat(found(boss, "dbdm")).containsExactly("product RICE-10");
        assertThat(found(boss, "SO-777")).containsExactly("sales-order SO-777");
        assertThat(found(boss, "4500099")).as("the customer's own number").containsExactly("sales-order SO-777");
        assertThat(found(boss, "长江贸易"))
                .as("master data before documents")
                .containsExactly("customer K-77", "sales-order SO-777");
        assertThat(found(boss, "nothing like this")).isEmpty();
        assertThat(found(boss, " ")).isEmpty();
        assertThat(found(boss, "%")).as("no pattern of the database").isEmpty();
    }

    @Test
    void onlyWithinScopeAndRights() {
        Http clerk = Http.at(application).token(clerkToken);
        assertThat(found(clerk, "长江贸易")).as("others' customers and orders").isEmpty();
        assertThat(found(clerk, "RICE")).as("everybody's products").containsExactly("product RICE-10");
        assertThat(clerk.get("/records/" + id("RICE-10") + "/history").status())
                .as("and what hangs on them")
                .isEqualTo(200);
        trade.owner(id("SO-777"), clerkToken);
        assertThat(found(clerk, "长江贸易")).containsExactly("sales-order SO-777");
        Http keeper = Http.at(application).token(trade.person("ALL", "product.view"));
        assertThat(found(keeper, "长江贸易")).isEmpty();
        assertThat(found(keeper, "RICE")).containsExactly("product RICE-10");
        Http elsewhere = Http.at(application).token(new Trade(application.database()::sql).person());
        assertThat(found(elsewhere, "RICE")).as("another company").isEmpty();
    }
}
