package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views that people keep of a list (LST-01): their own, those shared with colleagues, and who may change them. */
class SavedViewsTest {
    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http one = Http.at(application).token(trade.person());
    private final Http other = Http.at(application).token(trade.person());

    private static String view(String name, boolean shared) {
        return "{\"list\":\"customers\",\"name\":\"" + name + "\",\"shared\":" + shared
                + ",\"filter\":[\"number\",\"=\",\"C1\"],\"sort\":\"-number\",\"fields\":[\"number\",\"name\"]}";
    }

    private static List<String> seen(Http http) {
        return http.get("/saved-views?list=customers")
                .json()
                .valueStream()
                .map(v -> v.path("name").asString() + " " + v.path("mine").asBoolean())
                .toList();
    }

    private static String keep(Http http, String body) {
        Http.Answer answer = http.postOnce("/saved-views", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    @Test
    void onesOwnAreOnesOwnAndSharedOnesAreEverybodysToUse() {
        keep(one, view("Mine", false));
        String shared = keep(one, view("Ours", true));
        assertThat(seen(one)).containsExactly("Mine true", "Ours true");
        assertThat(seen(other)).containsExactly("Ours false");
        assertThat(seen(Http.at(application).token(new Trade(application.database()::sql).person())))
                .as("another company")
                .isEmpty();

        Http.Answer read = other.get("/saved-views?list=customers");
        assertThat(read.json().get(0).path("filter").toString()).isEqualTo("[\"number\",\"=\",\"C1\"]");
        assertThat(read.json().get(0).path("sort").asString()).isEqualTo("-number");
        assertThat(read.json().get(0).path("fields").toString()).isEqualTo("[\"number\",\"name\"]");

        assertThat(other.put("/saved-views/" + shared, view("Theirs", true)).status())
                .as("only its owner changes it")
                .isEqualTo(404);
        assertThat(other.delete("/saved-views/" + shared).status()).isEqualTo(404);
        assertThat(one.put("/saved-views/" + shared, view("Renamed", false)).status())
                .isEqualTo(200);
        assertThat(seen(other)).as("no longer shared").isEmpty();
        assertThat(one.delete("/saved-views/" + shared).status()).isEqualTo(204);
        assertThat(seen(one)).containsExactly("Mine true");
    }

    @Test
    void whatMakesNoSenseOrMayNotBeSeenIsNotKept() {
        keep(one, view("Mine", false));
        assertThat(one.postOnce("/saved-views", view("Mine", false)).body()).contains("view-name-taken");
        keep(other, view("Mine", false)); // everybody names their own
        assertThat(one.postOnce("/saved-views", view("x", false).replace("\"number\",\"=\"", "\"nothing\",\"=\""))
                        .body())
                .contains("list-field-unknown");
        assertThat(one.postOnce("/saved-views", view(" ", false)).status()).isEqualTo(400);
        Http keeper = Http.at(application).token(trade.person("ALL", "product.view"));
        assertThat(keeper.get("/saved-views?list=customers").status()).isIn(403, 404);
        assertThat(keeper.postOnce("/saved-views", view("x", false)).status()).isIn(403, 404);
        Http buyer = Http.at(application).token(trade.person("ALL", "product.view"));
        String costs =
                "{\"list\":\"products\",\"name\":\"Dear\",\"shared\":false,\"filter\":[\"purchasePrice\",\">\",\"1\"]}";
        assertThat(one.postOnce("/saved-views", costs).status()).isEqualTo(201);
        assertThat(buyer.postOnce("/saved-views", costs).status())
                .as("a field that may not be seen may not be filtered by")
                .isIn(400, 403);
    }
}
