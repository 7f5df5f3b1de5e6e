package io.onaccount.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import tools.jackson.databind.JsonNode;

/** Twenty plasterboards sold for 1,816.00 and delivered, to be invoiced. */
record SoldGoods(String customer, String delivery) {

    /** @param buyer the customer's name, also on its tax title */
    static SoldGoods delivered(Http boss, String buyer) {
        String customer = id(
                boss.post(
                        "/customers",
                        "{\"name\":\"" + buyer + "\",\"taxTitle\":{\"title\":\"" + buyer
                                + "\",\"taxNumber\":\"91320500MA1XXXXX0A\"}}"),
                "customer");
        String product = id(
                boss.post(
                        "/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\"}"),
                "product");
        String warehouse = id(boss.post("/warehouses", "{\"code\":\"W1\",\"name\":\"主仓\"}"), "warehouse");
        String stock = id(
                boss.post(
                        "/stock-adjustments",
                        "{\"title\":\"期初\",\"lines\":[{\"warehouse\":\"" + warehouse + "\",\"product\":\"" + product
                                + "\",\"quantity\":\"1000\"}]}"),
                "adjustment");
        made(boss.post("/stock-adjustments/" + stock + "/posting", "{}"));
        made(boss.call(
                "PUT",
                "/credit-accounts/" + customer,
                "{\"limit\":\"1000000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}"));
        String order = id(
                boss.post(
                        "/sales-orders?confirm=true",
                        "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                                + "\",\"quantity\":\"20\",\"price\":\"90.80\",\"taxRate\":\"0.13\"}]}"),
                "order");
        String delivery = made(boss.post("/sales-orders/" + order + "/deliveries", "{}"))
                .path("id")
                .asString();
        made(boss.post("/deliveries/" + delivery + "/posting", "{}"));
        return new SoldGoods(customer, delivery);
    }

    /** What the server answered, if it made something. */
    static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.json();
    }

    private static String id(Answer answer, String of) {
        return made(answer).path(of).path("id").asString();
    }
}
