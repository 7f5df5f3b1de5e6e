package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Texts;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Orders that need somebody's yes, over HTTP: submitted by a salesperson, approved by a director who has no right of the order's own. */
class OrderApprovalTest {
    private static final String PASSWORD = "a good password";
    private static final TestApplication APPLICATION = TestApplication.shared();

    private static Founded company;
    private static Http admin;
    private static Http rep;
    private static Http approver;
    private static Http other;
    private static UUID product;
    private static String flow;

    @BeforeAll
    static void found() {
        String at = Long.toString(System.nanoTime(), 36);
        company = APPLICATION
                .bean(Organization.class)
                .found(
                        NewCompany.named("Orders to approve"),
                        List.of(),
                        List.of(
                                NewMember.of("a" + at, "Admin", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("d" + at, "Approver", PASSWORD, Level.OWN, "buyer"),
                                NewMember.of("o" + at, "Other", PASSWORD, Level.OWN, "buyer"),
                                new NewMember(
                                        "r" + at, "Rep", PASSWORD, List.of("sales-rep"), null, Level.ALL, "d" + at)));
        admin = Http.at(APPLICATION).signIn("a" + at, PASSWORD);
        approver = Http.at(APPLICATION).signIn("d" + at, PASSWORD);
        other = Http.at(APPLICATION).signIn("o" + at, PASSWORD);
        rep = Http.at(APPLICATION).signIn("r" + at, PASSWORD);
        product = Ids.next();
        UUID warehouse = Ids.next();
        sql(header("product", product), header("warehouse", warehouse));
        sql(
                "insert into catalog.product (company_id, id, unit, tax_rate, list_price, minimum_price, purchase_price) values ("
                        + company.company() + ", '" + product + "', 'pc', 0.13, 100, 90, 50)",
                "insert into stock.warehouse (company_id, id) values (" + company.company() + ", '" + warehouse + "')",
                "insert into stock.on_hand (company_id, warehouse_id, product_id, quantity) values ("
                        + company.company() + ", '" + warehouse + "', '" + product + "', 1000000)");
        Http.Answer made = admin.postOnce("/approval-flows", """
                {"kind":"sales-order","definition":{"ownerMayDecide":false,"rules":[
                  {"name":"below the minimum","condition":"[\\"belowMinimum\\",\\">\\",\\"0\\"]","stages":[{"steps":[
                    {"name":"superior","mode":"ANY","approvers":[{"who":"SUPERIOR","id":null}],"deadline":null,"escalation":null}]}]},
                  {"name":"large","condition":"{\\"or\\":[[\\"total\\",\\">\\",\\"5000\\"],[\\"credit\\",\\"=\\",\\"over-limit\\"]]}","stages":[{"steps":[
                    {"name":"superior","mode":"ANY","approvers":[{"who":"SUPERIOR","id":null}],"deadline":null,"escalation":null}]}]}]}}""");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        flow = made.json().path("id").asString();
        assertThat(admin.postOnce("/approval-flows/" + flow + "/publication", "{}")
                        .status())
                .isEqualTo(200);
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

    private static String body(UUID customer, int quantity, String price) {
        return "{\"customer\":\"" + customer + "\",\"lines\":[{\"product\":\"" + product + "\",\"quantity\":\""
                + quantity + "\",\"price\":\"" + price + "\"}]}";
    }

    private static String draft(UUID customer, int quantity, String price) {
        Http.Answer placed = rep.postOnce("/sales-orders", body(customer, quantity, price));
        assertThat(placed.status()).as("%s", placed).isEqualTo(201);
        return placed.json().path("order").path("id").asString();
    }

    private static String submitted(String order) {
        return rep.postOnce("/sales-orders/" + order + "/submission", "{}")
                .json()
                .path("order")
                .path("state")
                .asString();
    }

    private static JsonNode waiting(Http who) {
        return who.get("/approvals/inbox").json().path("rows");
    }

    private static String requestOf(String order) {
        for (JsonNode row : waiting(approver)) {
            if (row.path("subject").path("id").asString().equals(order)) {
                return row.path("id").asString();
            }
        }
        throw new AssertionError("not in the inbox: " + order);
    }

    private static String state(String order) {
        return rep.get("/sales-orders/" + order)
                .json()
                .path("order")
                .path("state")
                .asString();
    }

    @Test
    void aPriceBelowTheMinimumIsApprovedForExactlyThatPrice() {
        UUID customer = customer(100_000);
        String order = draft(customer, 10, "85");
        assertThat(submitted(order)).isEqualTo("SUBMITTED");
        String request = requestOf(order);
        JsonNode card = approver.get("/approvals/" + request).json();
        assertThat(card.path("rule").asString()).isEqualTo("below the minimum");
        assertThat(card.path("figures").toString()).contains("\"belowMinimum\"").contains("\"margin\"");
        assertThat(card.path("sheet").path("rows")).hasSize(1);
        assertThat(rep.get("/approvals/" + request).json().path("figures").toString())
                .as("the margin is for those who may see costs")
                .doesNotContain("margin");
        assertThat(other.get("/approvals/" + request).status()).isEqualTo(404);
        assertThat(rep.postOnce("/approvals/" + request + "/approval", "{}").status())
                .as("the rep has no right to decide")
                .isEqualTo(403);
        Http keyed = approver.with("Idempotency-Key", UUID.randomUUID().toString());
        Http.Answer first = keyed.post("/approvals/" + request + "/approval", "{\"reason\":\"ok\"}");
        assertThat(first.status()).as("%s", first).isEqualTo(200);
        assertThat(first.json().path("outcome").asString()).isEqualTo("confirmed");
        assertThat(keyed.post("/approvals/" + request + "/approval", "{\"reason\":\"ok\"}")
                        .body())
                .isEqualTo(first.body());
        assertThat(state(order)).isEqualTo("CONFIRMED");
        JsonNode history = rep.get("/records/" + order + "/approvals").json();
        assertThat(history.get(0).path("state").asString()).isEqualTo("APPROVED");
        assertThat(history.get(0).path("decisions")).hasSize(2);
        assertThat(rep.get("/records/" + order + "/history").body()).contains("approval-approve");
        // Without a rule that lets it be approved the price stays an objection.
        assertThat(APPLICATION
                        .database()
                        .value("select count(*) from approval.decision where company_id = " + company.company()
                                + " and request_id = '" + request + "' and act = 'APPROVE'"))
                .isEqualTo("1");
    }

    @Test
    void rulesMayAskForEveryObjectionOfTheGate() {
        Texts texts = APPLICATION.bean(Texts.class);
        List<String> objections = texts.all(Locale.ENGLISH).keySet().stream()
                .filter(key -> key.startsWith("credit.objection."))
                .map(key -> key.substring("credit.objection.".length()))
                .toList();
        assertThat(objections).hasSizeGreaterThan(5);
        assertThat(APPLICATION.bean(OrderApproval.class).facts().stream()
                        .filter(fact -> fact.name().equals("credit"))
                        .flatMap(fact -> fact.choices().stream()))
                .containsExactlyInAnyOrderElementsOf(objections)
                .allMatch(code -> texts.find(Locale.ENGLISH, "choice.sales-order.credit." + code)
                        .isPresent());
    }

    @Test
    void confirmingDirectlyIsNoWayRoundTheFlow() {
        String order = draft(customer(100_000), 100, "99");
        Http.Answer confirm = rep.postOnce("/sales-orders/" + order + "/confirmation", "{}");
        assertThat(confirm.json().path("order").path("state").asString()).isEqualTo("SUBMITTED");
        Http.Answer atOnce = rep.postOnce("/sales-orders?confirm=true", body(customer(100_000), 100, "99"));
        assertThat(atOnce.json().path("order").path("state").asString()).isEqualTo("SUBMITTED");
        assertThat(requestOf(atOnce.json().path("order").path("id").asString())).isNotEmpty();
        Http.Answer small = rep.postOnce("/sales-orders?confirm=true", body(customer(100_000), 1, "99"));
        assertThat(small.json().path("outcome").asString()).isEqualTo("confirmed");
        assertThat(rep.postOnce("/sales-orders/" + order + "/confirmation", "{}")
                        .json()
                        .path("order")
                        .path("state")
                        .asString())
                .isEqualTo("SUBMITTED");
        assertThat(admin.postOnce("/sales-orders/" + order + "/confirmation", "{}")
                        .json()
                        .path("order")
                        .path("state")
                        .asString())
                .as("not even with every right")
                .isEqualTo("SUBMITTED");
    }

    @Test
    void approvedOrdersStillPassTheCreditGate() {
        String order = draft(customer(100), 2, "99");
        assertThat(submitted(order)).isEqualTo("SUBMITTED");
        String request = requestOf(order);
        Http.Answer answer = approver.postOnce("/approvals/" + request + "/approval", "{}");
        assertThat(answer.json().path("outcome").asString()).isEqualTo("held");
        assertThat(state(order)).isEqualTo("HELD");
        // Taken back and submitted again unchanged, it needs no second yes; changed, it does.
        assertThat(rep.delete("/sales-orders/" + order + "/submission").status())
                .isEqualTo(200);
        assertThat(submitted(order)).isEqualTo("HELD");
        assertThat(rep.delete("/sales-orders/" + order + "/submission").status())
                .isEqualTo(200);
        String path = "/sales-orders/" + order;
        JsonNode now = rep.get(path).json().path("order");
        assertThat(rep.put(path, body(UUID.fromString(now.path("customer").asString()), 3, "99"))
                        .status())
                .isEqualTo(200);
        assertThat(submitted(order)).isEqualTo("SUBMITTED");
        assertThat(requestOf(order)).isNotEqualTo(request);
    }

    @Test
    void rejectedAndWithdrawnOrdersAreDraftsAgain() {
        String order = draft(customer(100_000), 100, "95");
        submitted(order);
        String request = requestOf(order);
        assertThat(approver.postOnce("/approvals/" + request + "/rejection", "{\"reason\":\"\"}")
                        .status())
                .isEqualTo(400);
        assertThat(approver.postOnce("/approvals/" + request + "/rejection", "{\"reason\":\"too cheap\"}")
                        .status())
                .isEqualTo(200);
        assertThat(state(order)).isEqualTo("DRAFT");
        submitted(order);
        assertThat(rep.delete("/sales-orders/" + order + "/submission").status())
                .isEqualTo(200);
        assertThat(state(order)).isEqualTo("DRAFT");
        submitted(order);
        assertThat(rep.postOnce("/approvals/" + requestOf(order) + "/withdrawal", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(state(order)).isEqualTo("DRAFT");
        submitted(order);
        assertThat(rep.postOnce("/sales-orders/" + order + "/cancellation", "{\"reason\":\"x\"}")
                        .status())
                .isIn(200, 403);
        JsonNode history = rep.get("/records/" + order + "/approvals").json();
        assertThat(history).hasSize(4);
        assertThat(history.get(0).path("state").asString()).isEqualTo("WITHDRAWN");
    }

    @Test
    void aFlowIsTriedOnPastOrders() {
        UUID customer = customer(1_000_000);
        for (int i = 1; i <= 4; i++) {
            rep.postOnce("/sales-orders?confirm=true", body(customer, i * 10, "95"));
        }
        String trial = """
                {"kind":"sales-order","from":"2020-01-01","until":"2020-12-31","definition":{"ownerMayDecide":false,"rules":[
                  {"name":"big","condition":"{\\"and\\":[[\\"total\\",\\">=\\",\\"2850\\"],[\\"party\\",\\"=\\",\\"CUSTOMER\\"]]}","stages":[{"steps":[
                    {"name":"s","mode":"ANY","approvers":[{"who":"SUPERIOR","id":null}],"deadline":null,"escalation":null}]}]}]}}""".replace("CUSTOMER", customer.toString());
        assertThat(admin.post("/approval-trials", trial).json().path("subjects").asInt())
                .isZero();
        String today = rep.get("/me").json().path("today").asString();
        Http.Answer answer = admin.post(
                "/approval-trials", trial.replace("2020-01-01", today).replace("2020-12-31", today));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().path("rules").get(0).path("count").asInt()).isEqualTo(2);
        assertThat(answer.json().path("subjects").asInt()).isGreaterThanOrEqualTo(4);
    }
}
