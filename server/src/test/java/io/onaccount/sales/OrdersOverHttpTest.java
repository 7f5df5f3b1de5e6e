package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.Ids;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Orders, deliveries and returns over HTTP: repeated, edited by two, and by many clients at once. */
class OrdersOverHttpTest {
    private static final String PASSWORD = "a good password";

    private static final TestApplication APPLICATION = TestApplication.shared();
    private static Founded company;
    private static Http boss;
    private static UUID product;

    @BeforeAll
    static void found() {
        String login = "orders" + System.nanoTime();
        company = APPLICATION
                .bean(Organization.class)
                .found(
                        NewCompany.named("Orders over HTTP"),
                        List.of(),
                        List.of(NewMember.of(login, "Boss", PASSWORD, Level.ALL, "administrator")));
        boss = Http.at(APPLICATION).signIn(login, PASSWORD);
        product = Ids.next();
        UUID warehouse = Ids.next();
        sql(header("product", product), header("warehouse", warehouse));
        sql(
                "insert into catalog.product (company_id, id, unit, tax_rate, list_price) values (" + company.company()
                        + ", '" + product + "', 'pc', 0.13, 1)",
                "insert into stock.warehouse (company_id, id) values (" + company.company() + ", '" + warehouse + "')",
                "insert into stock.on_hand (company_id, warehouse_id, product_id, quantity) values ("
                        + company.company() + ", '" + warehouse + "', '" + product + "', 100000000)");
    }

    private static void sql(String... statements) {
        APPLICATION.database().sql(statements);
    }

    private static String header(String kind, UUID id) {
        return "insert into document.header (company_id, id, kind, number, title, state, date) values ("
                + company.company() + ", '" + id + "', '" + kind + "', '" + id + "', 'T', 'ACTIVE', '2026-01-01')";
    }

    private static UUID customer(long limit) {
        UUID id = Ids.next();
        sql(
                header("customer", id),
                "insert into party.party (company_id, id) values (" + company.company() + ", '" + id + "')",
                "insert into credit.account (company_id, id, party_id, currency, credit_limit) values ("
                        + company.company() + ", '" + id + "', '" + id + "', 'CNY', " + limit + ")");
        return id;
    }

    private static String order(UUID customer, long quantity) {
        return "{\"customer\":\"" + customer + "\",\"lines\":[{\"product\":\"" + product + "\",\"quantity\":\""
                + quantity + "\",\"price\":\"1.00\"}]}";
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        List<T> answers = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    @Test
    void oneKeyMakesOneOrderAndTheSecondEditorIsTold() {
        UUID customer = customer(1000);
        Http keyed = boss.with("Idempotency-Key", UUID.randomUUID().toString());
        Http.Answer first = keyed.post("/sales-orders", order(customer, 5));
        assertThat(first.status()).isEqualTo(201);
        assertThat(keyed.post("/sales-orders", order(customer, 5)).body()).isEqualTo(first.body());
        assertThat(keyed.post("/sales-orders", order(customer, 6)).status()).isEqualTo(422);
        String path = "/sales-orders/" + first.json().path("order").path("id").asString();
        Http.Answer read = boss.get(path);
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.json().path("order").path("total").asString()).startsWith("5.00");
        assertThat(boss.with("If-Match", "\"1\"").put(path, order(customer, 7)).status())
                .isEqualTo(200);
        assertThat(boss.with("If-Match", "\"1\"").put(path, order(customer, 8)).status())
                .isEqualTo(412);
    }

    @Test
    void whateverSixteenClientsDoTheFiguresAgreeWithTheDocuments() throws Exception {
        List<UUID> customers = List.of(customer(5000), customer(20_000), customer(1_000_000));
        long seed = System.nanoTime();
        long until = System.nanoTime() + 12_000_000_000L;
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int client = 0; client < 16; client++) {
            Random random = new Random(seed + client);
            calls.add(() -> {
                int done = 0;
                List<String> orders = new ArrayList<>();
                List<String> deliveries = new ArrayList<>();
                while (System.nanoTime() < until) {
                    UUID customer = customers.get(random.nextInt(customers.size()));
                    Http.Answer answer = switch (random.nextInt(8)) {
                        case 0, 1, 2 -> placed(customer, 1 + random.nextInt(900), orders);
                        case 3, 4 -> delivered(any(random, orders), deliveries);
                        case 5 -> boss.postOnce("/sales-orders/" + any(random, orders) + "/cancellation", "{}");
                        case 6 -> boss.postOnce("/sales-orders/" + any(random, orders) + "/closure", "{}");
                        default -> returned(any(random, deliveries));
                    };
                    assertThat(answer.status()).as("%s", answer).isLessThan(500);
                    done += answer.status() < 300 ? 1 : 0;
                }
                return done;
            });
        }
        int done = together(calls).stream().mapToInt(Integer::intValue).sum();
        assertThat(done).isGreaterThan(50);
        CreditProof proof = APPLICATION.bean(CreditProof.class);
        assertThat(proof.run(company.company(), null).drift())
                .as("seed %d, %d calls", seed, done)
                .isEmpty();
        assertThat(APPLICATION
                        .database()
                        .value("select count(*) from credit.account a where a.company_id = " + company.company()
                                + " and a.ordered < 0"))
                .isEqualTo("0");
    }

    private static String any(Random random, List<String> ids) {
        return ids.isEmpty() ? UUID.randomUUID().toString() : ids.get(random.nextInt(ids.size()));
    }

    private static Http.Answer placed(UUID customer, int quantity, List<String> orders) {
        Http.Answer answer = boss.postOnce("/sales-orders?confirm=true", order(customer, quantity));
        if (answer.status() == 201) {
            orders.add(answer.json().path("order").path("id").asString());
        }
        return answer;
    }

    private static Http.Answer delivered(String order, List<String> deliveries) {
        Http.Answer draft = boss.postOnce("/sales-orders/" + order + "/deliveries", "{}");
        if (draft.status() != 201) {
            return draft;
        }
        JsonNode made = draft.json();
        Http.Answer posted = boss.postOnce("/deliveries/" + made.path("id").asString() + "/posting", "{}");
        if (posted.status() == 200) {
            deliveries.add(
                    made.path("customer").asString() + " " + made.path("id").asString());
        }
        return posted;
    }

    private static Http.Answer returned(String delivery) {
        String[] parts = delivery.split(" ");
        if (parts.length < 2) {
            return boss.get("/deliveries/" + delivery);
        }
        Http.Answer draft = boss.postOnce(
                "/returns",
                "{\"customer\":\"" + parts[0] + "\",\"lines\":[{\"delivery\":\"" + parts[1]
                        + "\",\"position\":1,\"quantity\":\"1\"}]}");
        return draft.status() == 201
                ? boss.postOnce("/returns/" + draft.json().path("id").asString() + "/posting", "{}")
                : draft;
    }
}
