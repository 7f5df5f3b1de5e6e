package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.Ids;
import io.onaccount.testing.Http;
import io.onaccount.testing.Load;
import io.onaccount.testing.TestApplication;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Quotes over HTTP: who may do what, approval before one goes out, and the customer who accepts or declines by a link. */
class QuoteLinksTest {
    private static final String PASSWORD = "a good password";
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    private static Founded company;
    private static Http rep;
    private static Http approver;
    private static Http cashier;
    private static Http director;
    private static Http nobody;
    private static UUID product;
    private static UUID customer;

    @BeforeAll
    static void found() {
        String at = Long.toString(System.nanoTime(), 36);
        company = APPLICATION
                .bean(Organization.class)
                .found(
                        NewCompany.named("Quoting"),
                        List.of(),
                        List.of(
                                NewMember.of("a" + at, "Admin", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("d" + at, "Approver", PASSWORD, Level.OWN, "buyer"),
                                NewMember.of("k" + at, "Cashier", PASSWORD, Level.ALL, "cashier"),
                                NewMember.of("f" + at, "Director", PASSWORD, Level.ALL, "finance-director"),
                                new NewMember(
                                        "r" + at, "Rep", PASSWORD, List.of("sales-rep"), null, Level.ALL, "d" + at)));
        Http admin = Http.at(APPLICATION).signIn("a" + at, PASSWORD);
        rep = Http.at(APPLICATION).signIn("r" + at, PASSWORD);
        approver = Http.at(APPLICATION).signIn("d" + at, PASSWORD);
        cashier = Http.at(APPLICATION).signIn("k" + at, PASSWORD);
        director = Http.at(APPLICATION).signIn("f" + at, PASSWORD);
        nobody = Http.at(APPLICATION);
        product = Ids.next();
        customer = Ids.next();
        sql(header("product", product, "Pump"), header("customer", customer, "Acme"));
        sql(
                "insert into catalog.product (company_id, id, unit, tax_rate, list_price, minimum_price, purchase_price) values ("
                        + company.company() + ", '" + product + "', 'pc', 0.13, 100, 90, 56.5)",
                "insert into party.party (company_id, id) values (" + company.company() + ", '" + customer + "')",
                "insert into credit.account (company_id, id, party_id, currency, credit_limit) values ("
                        + company.company() + ", '" + customer + "', '" + customer + "', 'CNY', 100000)");
        UUID salesperson = company.users().get("r" + at);
        sql(
                "update organization.app_user set email = 'rep@example.com' where id = '" + salesperson + "'",
                "insert into document.mail_wish (company_id, user_id, event, mode, address) values ("
                        + company.company() + ", '" + salesperson + "', 'quote-answer', 'EACH', 'rep@example.com')");
        Http.Answer made = admin.postOnce("/approval-flows", """
                {"kind":"quote","definition":{"ownerMayDecide":false,"rules":[
                  {"name":"below the minimum","condition":"[\\"belowMinimum\\",\\">\\",\\"0\\"]","stages":[{"steps":[
                    {"name":"superior","mode":"ANY","approvers":[{"who":"SUPERIOR","id":null}],"deadline":null,"escalation":null}]}]}]}}""");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(admin.postOnce("/approval-flows/" + made.json().path("id").asString() + "/publication", "{}")
                        .status())
                .isEqualTo(200);
    }

    private static void sql(String... statements) {
        APPLICATION.database().sql(statements);
    }

    private static String header(String kind, UUID id, String title) {
        return "insert into document.header (company_id, id, kind, number, title, state, date) values ("
                + company.company() + ", '" + id + "', '" + kind + "', '" + title + "', '" + title
                + "', 'ACTIVE', '2026-01-01')";
    }

    private static String body(String price, LocalDate until) {
        return "{\"customer\":\"" + customer + "\",\"validUntil\":\"" + until + "\",\"taxInclusive\":true,\"lines\":["
                + "{\"product\":\"" + product + "\",\"quantity\":\"10\",\"price\":\"" + price + "\"},"
                + "{\"product\":\"" + product + "\",\"quantity\":\"1\",\"price\":\"120\",\"optional\":true}]}";
    }

    private static String id(Http.Answer answer) {
        assertThat(answer.status() / 100).as("%s", answer).isEqualTo(2);
        return answer.json().path("order").path("id").asString();
    }

    private static String draft(String price) {
        return id(rep.postOnce("/quotes", body(price, TODAY.plusDays(10))));
    }

    private static String sent() {
        String quote = draft("100");
        assertThat(rep.postOnce("/quotes/" + quote + "/sending", "{}")
                        .json()
                        .path("outcome")
                        .asString())
                .isEqualTo("confirmed");
        return quote;
    }

    private static String link(String quote) {
        Http.Answer made = rep.postOnce("/quotes/" + quote + "/link", "{}");
        assertThat(made.status()).as("%s", made).isEqualTo(200);
        return made.json().path("token").asString();
    }

    private static Http.Answer open(String token, String options) {
        return nobody.post("/quote-links/quote", "{\"token\":\"" + token + "\",\"options\":" + options + "}");
    }

    private static Http.Answer accept(String token, String by, String options) {
        return nobody.post(
                "/quote-links/acceptance",
                "{\"token\":\"" + token + "\",\"by\":\"" + by + "\",\"options\":" + options
                        + ",\"remark\":\"thanks\"}");
    }

    private static JsonNode view(String quote) {
        return rep.get("/quotes/" + quote).json();
    }

    private static String state(String quote) {
        return view(quote).path("quote").path("state").asString();
    }

    @Test
    void aCustomerReadsChoosesAndAccepts() {
        String quote = sent();
        String token = link(quote);
        JsonNode seen = open(token, "[]").json();
        assertThat(seen.path("company").asString()).isEqualTo("Quoting");
        assertThat(seen.path("state").asString()).isEqualTo("OPEN");
        assertThat(seen.path("total").asString()).isEqualTo("1000.00");
        assertThat(seen.toString()).doesNotContain(product.toString(), customer.toString(), "margin", "cost");
        assertThat(open(token, "[2]").json().path("total").asString()).isEqualTo("1120.00");
        assertThat(open(token, "[1]").code()).isEqualTo("invalid");
        assertThat(nobody.post("/quote-links/pdf", "{\"token\":\"" + token + "\"}")
                        .body())
                .startsWith("%PDF");
        assertThat(state(quote)).as("opening answers nothing").isEqualTo("SENT");
        assertThat(accept(token, " ", "[]").code()).isEqualTo("invalid");
        JsonNode accepted = accept(token, "Li Lei, buyer", "[2]").json();
        assertThat(accepted.path("state").asString()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("answeredBy").asString()).isEqualTo("Li Lei, buyer");
        assertThat(accept(token, "Somebody", "[]").code()).isEqualTo("quote-link-over");
        assertThat(open(token, "[]").json().path("total").asString()).isEqualTo("1120.00");

        JsonNode answer = view(quote).path("answer");
        assertThat(answer.path("byLink").asBoolean()).isTrue();
        assertThat(answer.path("whole").asBoolean()).isTrue();
        assertThat(answer.path("hash").asString()).hasSize(64);
        assertThat(answer.path("content").asString()).contains("Li Lei, buyer", "1120.00", "Pump");
        sql("update sales.quote_answer set content = replace(content, '1120.00', '112.00') where quote_id = '" + quote
                + "'");
        assertThat(view(quote).path("answer").path("whole").asBoolean())
                .as("whoever changes what was accepted is found out")
                .isFalse();

        Http.Answer ordered = rep.postOnce("/quotes/" + quote + "/orders", "{\"reference\":\"PO 1\"}");
        assertThat(ordered.json().path("order").path("total").asString()).isEqualTo("1120.00");
        assertThat(view(quote).path("orders")).hasSize(1);
        assertThat(rep.get("/quotes?fields=number,orderedShare").body()).contains("orderedShare");
        assertThat(rep.get("/quotes?fields=number,margin").code())
                .as("a rep doesn't see cost")
                .isEqualTo("invalid");
        assertThat(director.get("/quotes?fields=number,margin").body()).contains("\"margin\":");
    }

    @Test
    void aCustomerDeclinesWithAReason() {
        String quote = sent();
        String token = link(quote);
        String refusal = "{\"token\":\"" + token + "\",\"by\":\"Han Mei\",\"reason\":\"%s\",\"remark\":\"%s\"}";
        assertThat(nobody.post("/quote-links/refusal", refusal.formatted("OTHER", " "))
                        .code())
                .isEqualTo("invalid");
        assertThat(nobody.post("/quote-links/refusal", refusal.formatted("NOT_A_REASON", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(nobody.post("/quote-links/refusal", refusal.formatted("COMPETITOR", "cheaper"))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("DECLINED");
        JsonNode lost = view(quote);
        assertThat(lost.path("quote").path("lostReason").asString()).isEqualTo("COMPETITOR");
        assertThat(lost.path("answer").path("by").asString()).isEqualTo("Han Mei");
        assertThat(accept(token, "Li", "[]").code()).isEqualTo("quote-link-over");
        assertThat(APPLICATION
                        .database()
                        .value("select subject from document.mail where event = 'quote-answer' and about_id = '" + quote
                                + "'"))
                .as("the salesperson is told")
                .endsWith("已丢单");
    }

    @Test
    void noForgedWithdrawnOrEndedLinkOpensAnything() {
        String quote = sent();
        String token = link(quote);
        String[] parts = token.split("\\.");
        String other = link(sent());
        for (String forged : List.of(
                "",
                "x",
                "1.2.3",
                "..",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].substring(1),
                parts[0] + "." + parts[1] + "." + other.split("\\.")[2],
                (Long.parseLong(parts[0]) + 1) + "." + parts[1] + "." + parts[2],
                "-1." + parts[1] + "." + parts[2],
                "9223372036854775807." + parts[1] + "." + parts[2],
                parts[0] + "." + UUID.randomUUID() + "." + parts[2],
                parts[0] + "." + quote + "." + parts[2],
                "' or 1=1 --",
                token + "A")) {
            for (Http.Answer answer : List.of(
                    open(forged, "[]"),
                    accept(forged, "Li", "[]"),
                    nobody.post("/quote-links/pdf", "{\"token\":\"" + forged + "\"}"))) {
                assertThat(answer.status()).as("%s: %s", forged, answer).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("quote-link-void");
            }
        }
        assertThat(nobody.post("/quote-links/quote", "{}").status()).isEqualTo(400);
        assertThat(nobody.post("/quote-links/quote", "{\"token\":\"" + "x".repeat(300) + "\"}")
                        .status())
                .isEqualTo(400);

        // A link of another kind signed by the same key is none of ours.
        assertThat(nobody.post("/statement-links/statement", "{\"token\":\"" + token + "\"}")
                        .status())
                .isEqualTo(404);

        sql("update sales.quote_link set expires_at = now() - interval '1 day' where quote_id = '" + quote + "'");
        assertThat(open(token, "[]").code()).as("its end is signed too").isEqualTo("quote-link-void");

        String ended = sent();
        String endedToken = link(ended);
        assertThat(rep.delete("/quotes/" + ended + "/link").status()).isEqualTo(204);
        assertThat(open(endedToken, "[]").code()).isEqualTo("quote-link-withdrawn");
        assertThat(accept(endedToken, "Li", "[]").code()).isEqualTo("quote-link-withdrawn");
        assertThat(view(ended).path("links").asInt()).isZero();

        String replaced = sent();
        String replacedToken = link(replaced);
        String next = id(rep.postOnce("/quotes/" + replaced + "/versions", "{}"));
        assertThat(open(replacedToken, "[]").json().path("state").asString()).isEqualTo("OVER");
        assertThat(accept(replacedToken, "Li", "[]").code()).isEqualTo("quote-link-over");
        assertThat(rep.postOnce("/quotes/" + next + "/link", "{}").code()).isEqualTo("quote-not-open");
        assertThat(view(next).path("versions")).hasSize(2);
    }

    @Test
    void aLinkEndsWithTheQuote() {
        String quote = id(rep.postOnce("/quotes", body("100", TODAY)));
        rep.postOnce("/quotes/" + quote + "/sending", "{}");
        String token = link(quote);
        assertThat(open(token, "[]").status()).isEqualTo(200);
        sql("update sales.quote set valid_until = '" + TODAY.minusDays(1) + "' where id = '" + quote + "'");
        assertThat(accept(token, "Li", "[]").code()).isEqualTo("quote-validity-over");
        String ended = rep.postOnce("/quotes/" + quote + "/link", "{}")
                .json()
                .path("token")
                .asString();
        assertThat(open(ended, "[]").code()).isEqualTo("quote-link-expired");
    }

    @Test
    void ofManyWhoAcceptAtOnceOneDoes() throws Exception {
        String quote = sent();
        String token = link(quote);
        List<Integer> answers = Load.atOnce(
                8, i -> accept(token, "Caller " + i, i % 2 == 0 ? "[2]" : "[]").status());
        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(7);
        assertThat(APPLICATION
                        .database()
                        .value("select count(*) from sales.quote_answer where quote_id = '" + quote + "'"))
                .isEqualTo("1");
    }

    @Test
    void aLowPriceIsApprovedBeforeItGoesOut() {
        String quote = draft("85");
        assertThat(rep.postOnce("/quotes/" + quote + "/sending", "{}")
                        .json()
                        .path("order")
                        .path("state")
                        .asString())
                .isEqualTo("SUBMITTED");
        JsonNode inbox = approver.get("/approvals/inbox").json().path("rows");
        String request = null;
        for (JsonNode row : inbox) {
            if (row.path("subject").path("id").asString().equals(quote)) {
                request = row.path("id").asString();
            }
        }
        assertThat(request).isNotNull();
        assertThat(approver.get("/approvals/" + request).json().path("sheet").path("rows"))
                .hasSize(2);
        Http.Answer approved = approver.postOnce("/approvals/" + request + "/approval", "{\"reason\":\"ok\"}");
        assertThat(approved.json().path("outcome").asString())
                .as("%s", approved)
                .isEqualTo("sent");
        assertThat(state(quote)).isEqualTo("SENT");

        String second = draft("84");
        rep.postOnce("/quotes/" + second + "/sending", "{}");
        Http.Answer back = rep.call("DELETE", "/quotes/" + second + "/sending", (String) null);
        assertThat(back.status()).as("%s", back).isEqualTo(200);
        assertThat(state(second)).isEqualTo("DRAFT");
    }

    @Test
    void itIsPrintedAndMailedOnceItIsSent() {
        String draft = draft("100");
        assertThat(rep.get("/records/" + draft + "/mail-draft").code()).isEqualTo("quote-not-sent");
        String quote = sent();
        Http.Answer printed = rep.get("/records/" + quote + "/print?language=en&format=pdf");
        assertThat(printed.status()).as("%s", printed).isEqualTo(200);
        JsonNode mail = rep.get("/records/" + quote + "/mail-draft?language=en").json();
        assertThat(mail.path("subject").asString()).startsWith("Quote QT-");
        assertThat(mail.path("linked").asBoolean()).isTrue();
        Http.Answer written = rep.postOnce(
                "/records/" + quote + "/mails",
                "{\"to\":[{\"address\":\"li@example.com\"}],\"language\":\"en\",\"subject\":\"Quote\",\"text\":\"See {{link}}\","
                        + "\"pdf\":true,\"excel\":false}");
        assertThat(written.status()).as("%s", written).isEqualTo(200);
        assertThat(view(quote).path("links").asInt())
                .as("the mail has a link of its own")
                .isEqualTo(1);
    }

    @Test
    void rightsAreKept() {
        String quote = sent();
        assertThat(cashier.get("/quotes/" + quote).status()).isEqualTo(403);
        assertThat(cashier.postOnce("/quotes", body("100", TODAY)).status()).isEqualTo(403);
        assertThat(director.get("/quotes/" + quote).status()).isEqualTo(200);
        assertThat(director.postOnce("/quotes/" + quote + "/loss", "{\"reason\":\"PRICE\"}")
                        .status())
                .isEqualTo(403);
        assertThat(view(quote).path("margin").isNull())
                .as("a rep doesn't see cost")
                .isTrue();
        JsonNode margin = director.get("/quotes/" + quote).json().path("margin");
        // 1000 with tax is 884.96 without; ten pieces cost 565 with tax, 500 without.
        assertThat(margin.path("cost").asString()).isEqualTo("500.00");
        assertThat(margin.path("margin").asString()).isEqualTo("384.96");
        assertThat(nobody.get("/quotes/" + quote).status()).isEqualTo(401);
    }
}
