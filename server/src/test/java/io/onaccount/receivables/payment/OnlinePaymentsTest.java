package io.onaccount.receivables.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewDepartment;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.Ledger;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Load;
import io.onaccount.testing.TestApplication;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer pays by link (RCP-07): what is quoted for today is what is accepted today, and what a provider tells us is booked once. */
class OnlinePaymentsTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final byte[] SECRET = "a-secret-of-both-of-us".getBytes(StandardCharsets.UTF_8);
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    private final TestApplication application = TestApplication.shared();
    private final OnlinePayments payments = application.bean(OnlinePayments.class);
    private final Database database = application.bean(Database.class);
    private final Http nobody = Http.at(application);
    private long company;
    private Http boss;
    private Http second;
    private String customer;
    private String account;

    @BeforeEach
    void found() {
        String login = "b" + Ids.next().toString().substring(24);
        Founded founded = application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材 " + login),
                        List.of(new NewDepartment("财务部", null)),
                        List.of(
                                NewMember.of(login, "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of(login + "2", "李强", PASSWORD, Level.ALL, "administrator")));
        company = founded.company();
        boss = Http.at(application).signIn(login, PASSWORD);
        second = Http.at(application).signIn(login + "2", PASSWORD);
        customer = done(boss.post("/customers", "{\"name\":\"苏州恒达\"}"))
                .path("customer")
                .path("id")
                .asString();
        account = done(boss.post("/cash-accounts", "{\"code\":\"1012\",\"name\":\"在线收款\"}"))
                .path("id")
                .asString();
        provider(true, true);
    }

    @AfterEach
    void booksAgree() {
        database.read(company, tx -> {
            assertThat(application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    private static JsonNode done(Answer answer) {
        assertThat(answer.status() / 100).as(answer.toString()).isEqualTo(2);
        return answer.json();
    }

    private void provider(boolean enabled, boolean byRule) {
        done(boss.put(
                "/payment-settings/simulated",
                "{\"enabled\":" + enabled + ",\"merchant\":\"M1\",\"secret\":\""
                        + new String(SECRET, StandardCharsets.UTF_8) + "\",\"cashAccount\":\"" + account
                        + "\",\"byRule\":" + byRule + "}"));
    }

    private UUID owes(String amount) {
        String opening = done(boss.post(
                        "/opening-balances",
                        "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + TODAY.minusDays(3)
                                + "\",\"due\":\"" + TODAY.plusDays(20) + "\"}"))
                .path("id")
                .asString();
        return UUID.fromString(value("select id from receivables.open_item where document_id = '" + opening + "'"));
    }

    /** Two per cent for paying today. */
    private void offers(UUID item) {
        String code = "T" + Ids.next().toString().substring(28);
        done(
                boss.post(
                        "/discount-terms",
                        "{\"code\":\"" + code
                                + "\",\"name\":\"2/10\",\"steps\":\"2/10\",\"countedFrom\":\"DELIVERY\",\"withTax\":true,\"active\":true}"));
        String term = value("select id from receivables.discount_term where company_id = " + company + " and code = '"
                + code + "'");
        application
                .database()
                .sql(
                        "insert into receivables.item_discount (company_id, item_id, line, id, term_id, term_version, counted_from, days, rate, until, accepted, full_only, awaits_invoice)"
                                + " values (" + company + ", '" + item + "', 1, '" + Ids.next() + "', '" + term
                                + "', 1, '"
                                + TODAY.minusDays(3) + "', 3, 2, '" + TODAY + "', '" + TODAY + "', false, false)",
                        "update receivables.open_item set discount_base = amount, discount_until = '" + TODAY
                                + "' where id = '" + item + "'");
    }

    private String value(String sql) {
        return application.database().value(sql);
    }

    private String link() {
        return done(boss.post("/pay-links", "{\"party\":\"" + customer + "\"}"))
                .path("token")
                .asString();
    }

    private JsonNode page(String token) {
        return done(nobody.post("/pay-links/page", "{\"token\":\"" + token + "\"}"));
    }

    private Answer begin(String token, String amount, UUID... refs) {
        List<String> quoted = new ArrayList<>();
        for (UUID ref : refs) {
            quoted.add("\"" + ref + "\"");
        }
        return nobody.post(
                "/pay-links/payments",
                "{\"token\":\"" + token + "\",\"provider\":\"simulated\",\"refs\":[" + String.join(",", quoted)
                        + "],\"amount\":\"" + amount + "\"}");
    }

    private String begun(String token, String amount, UUID... refs) {
        return done(begin(token, amount, refs)).path("payment").asString();
    }

    private static String said(String payment, String transaction, String amount, Instant at) {
        return "{\"order\":\"" + payment + "\",\"status\":\"PAID\",\"transaction\":\"" + transaction
                + "\",\"amount\":\"" + amount + "\",\"currency\":\"CNY\",\"fee\":\"0.60\",\"paidAt\":\"" + at + "\"}";
    }

    private Answer tell(String body) {
        return tell(body, SECRET, Instant.now());
    }

    private Answer tell(String body, byte[] secret, Instant signed) {
        String timestamp = String.valueOf(signed.getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Http.at(application)
                .with("x-timestamp", timestamp)
                .with("x-signature", Hmac.sign(secret, timestamp.getBytes(StandardCharsets.UTF_8), bytes))
                .call("POST", "/payment-callbacks/" + company + "/simulated", bytes, "application/json");
    }

    private String open(UUID item) {
        return value("select (amount - settled)::numeric(19,2) from receivables.open_item where id = '" + item + "'");
    }

    private String receipts() {
        return value(
                "select count(*) || ' of ' || coalesce(sum(r.amount), 0)::numeric(19,2) || ', ' || coalesce(sum(r.unapplied), 0)::numeric(19,2) || '"
                        + " free, fee ' || coalesce(sum(r.fee), 0)::numeric(19,2) from receivables.receipt r where r.company_id = "
                        + company + " and r.posted");
    }

    @Test
    void whatIsQuotedForTodayIsAcceptedToday() {
        UUID item = owes("1000.00");
        UUID other = owes("300.00");
        offers(item);
        String token = link();
        JsonNode page = page(token);
        assertThat(page.path("items").size()).isEqualTo(2);
        JsonNode first = page.path("items").path(0);
        assertThat(first.path("payable").asString()).isEqualTo("980.00");
        assertThat(first.path("discount").asString()).isEqualTo("20.00");
        assertThat(first.path("explanation").asString()).isNotEmpty();
        assertThat(begin(token, "1000.00", item).code()).isEqualTo("payment-amount-changed");
        assertThat(begin(token, "980.00", item, item).code()).isEqualTo("payment-not-due");
        JsonNode begun = done(begin(token, "980.00", item));
        assertThat(receipts()).isEqualTo("0 of 0.00, 0.00 free, fee 0.00");

        // At the desk of the provider, which tells us over HTTP.
        String ticket = begun.path("address").asString().substring("/pay-desk#".length());
        JsonNode bill = done(nobody.post("/pay-desk/bill", "{\"ticket\":\"" + ticket + "\"}"));
        assertThat(bill.path("amount").asString()).isEqualTo("980.00");
        assertThat(done(nobody.post("/pay-desk/decision", "{\"ticket\":\"" + ticket + "\",\"pays\":true}"))
                        .path("heard")
                        .asBoolean())
                .isTrue();
        assertThat(open(item)).isEqualTo("0.00");
        assertThat(open(other)).as("not chosen").isEqualTo("300.00");
        assertThat(receipts()).isEqualTo("1 of 980.00, 0.00 free, fee 5.88");
        assertThat(state(token, begun.path("payment").asString())).isEqualTo("BOOKED");
        assertThat(page(token).path("items").size()).isEqualTo(1);
        JsonNode list = done(boss.get("/online-payments")).path("rows").path(0);
        assertThat(list.toString()).contains("BOOKED");
    }

    private String state(String token, String payment) {
        return done(nobody.post("/pay-links/state", "{\"token\":\"" + token + "\",\"payment\":\"" + payment + "\"}"))
                .path("state")
                .asString();
    }

    @Test
    void hostileCallsBookNothing() {
        UUID item = owes("100.00");
        String token = link();
        String payment = begun(token, "100.00", item);
        String good = said(payment, "T1", "100.00", Instant.now());
        assertThat(tell(good, "another-secret-than-ours".getBytes(StandardCharsets.UTF_8), Instant.now())
                        .code())
                .isEqualTo("payment-unsigned");
        assertThat(nobody.call(
                                "POST",
                                "/payment-callbacks/" + company + "/simulated",
                                good.getBytes(StandardCharsets.UTF_8),
                                "application/json")
                        .code())
                .isEqualTo("payment-unsigned");
        assertThat(tell(good, SECRET, Instant.now().minusSeconds(600)).code())
                .as("a call recorded and sent again later")
                .isEqualTo("payment-stale");
        assertThat(tell(said(payment, "T1", "1.00", Instant.now())).code()).isEqualTo("payment-amount-differs");
        assertThat(tell(good.replace("\"CNY\"", "\"USD\"")).code()).isEqualTo("payment-amount-differs");
        assertThat(tell(good.replace("\"0.60\"", "\"-5\"")).code()).isEqualTo("payment-amount-differs");
        assertThat(tell(said(Ids.next().toString(), "T1", "100.00", Instant.now()))
                        .code())
                .isEqualTo("payment-unknown");
        assertThat(tell(said("no-uuid", "T1", "100.00", Instant.now())).code()).isEqualTo("payment-unknown");
        assertThat(tell("[]").code()).isEqualTo("payment-unreadable");
        assertThat(tell("{\"order\":null}").code()).isEqualTo("payment-unreadable");
        assertThat(tell(good.replace("\"T1\"", "\" \"")).code()).isEqualTo("payment-without-number");
        byte[] body = good.getBytes(StandardCharsets.UTF_8);
        assertThat(Http.at(application)
                        .call("POST", "/payment-callbacks/999999999999/simulated", body, "application/json")
                        .status())
                .isEqualTo(404);
        assertThat(Http.at(application)
                        .call("POST", "/payment-callbacks/" + company + "/wechat", body, "application/json")
                        .status())
                .isEqualTo(404);
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        assertThat(nobody.post("/pay-links/page", "{\"token\":\"" + forged + "\"}")
                        .code())
                .isEqualTo("payment-link-void");
        assertThat(nobody.post("/pay-desk/bill", "{\"ticket\":\"e30.AAAA\"}").code())
                .isEqualTo("payment-unknown");
        assertThat(open(item)).isEqualTo("100.00");
        assertThat(receipts()).startsWith("0 of");

        // What was told for one payment doesn't pay another.
        UUID second = owes("100.00");
        String other = begun(token, "100.00", second);
        done2xx(tell(good));
        assertThat(tell(said(other, "T1", "100.00", Instant.now())).code()).isEqualTo("payment-transaction-known");
        assertThat(open(second)).isEqualTo("100.00");
        assertThat(receipts()).startsWith("1 of 100.00");
    }

    private static void done2xx(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("success");
    }

    @Test
    void theSameCallFiftyTimesAtOnceIsOneReceipt() throws Exception {
        UUID item = owes("100.00");
        String body = said(begun(link(), "100.00", item), "T" + Ids.next(), "100.00", Instant.now());
        List<Integer> answers = Load.atOnce(50, caller -> tell(body).status());
        assertThat(answers).containsOnly(200);
        assertThat(open(item)).isEqualTo("0.00");
        assertThat(receipts()).isEqualTo("1 of 100.00, 0.00 free, fee 0.60");
    }

    @Test
    void whatWasToldIsBookedThoughTheServerEndsInBetween() throws Exception {
        UUID item = owes("100.00");
        String body = said(begun(link(), "100.00", item), "T" + Ids.next(), "100.00", Instant.now());
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        // Noted, and then nothing more happens here.
        payments.note(
                company,
                "simulated",
                Map.of(
                        "x-timestamp",
                        timestamp,
                        "x-signature",
                        Hmac.sign(SECRET, timestamp.getBytes(StandardCharsets.UTF_8), bytes)),
                bytes);
        assertThat(receipts()).startsWith("0 of");
        // The next server finds it, while the provider tells it again.
        Load.atOnce(
                8,
                caller -> caller % 2 == 0
                        ? payments.bookRest(company)
                        : tell(body).status());
        assertThat(receipts()).isEqualTo("1 of 100.00, 0.00 free, fee 0.60");
        assertThat(open(item)).isEqualTo("0.00");
        assertThat(payments.bookRest(company)).isZero();
    }

    @Test
    void lateTwiceAndPaidOtherwiseIsTheCustomersMoney() {
        UUID late = owes("100.00");
        String token = link();
        String first = begun(token, "100.00", late);
        done2xx(tell(said(first, "L1" + first, "100.00", Instant.now().plusSeconds(3 * 3600))));
        assertThat(open(late)).as("paid after its time").isEqualTo("100.00");
        assertThat(receipts()).isEqualTo("1 of 100.00, 100.00 free, fee 0.60");

        UUID twice = owes("50.00");
        String again = begun(token, "50.00", twice);
        done2xx(tell(said(again, "A" + again, "50.00", Instant.now())));
        done2xx(tell(said(again, "B" + again, "50.00", Instant.now())));
        done2xx(tell(said(again, "B" + again, "50.00", Instant.now())));
        assertThat(open(twice)).isEqualTo("0.00");
        assertThat(receipts()).isEqualTo("3 of 200.00, 150.00 free, fee 1.80");

        // Two tabs, the same item: the second finds it settled.
        UUID item = owes("70.00");
        String one = begun(token, "70.00", item);
        String two = begun(token, "70.00", item);
        done2xx(tell(said(one, "C" + one, "70.00", Instant.now())));
        done2xx(tell(said(two, "D" + two, "70.00", Instant.now())));
        assertThat(open(item)).isEqualTo("0.00");
        assertThat(receipts()).isEqualTo("5 of 340.00, 220.00 free, fee 3.00");
    }

    private UUID owes(String amount, String more) {
        String opening = done(boss.post(
                        "/opening-balances",
                        "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + TODAY.minusDays(3)
                                + "\",\"due\":\"" + TODAY.plusDays(20) + "\"" + more + "}"))
                .path("id")
                .asString();
        return UUID.fromString(value("select id from receivables.open_item where document_id = '" + opening + "'"));
    }

    @Test
    void anItemInDollarsIsPaidInDollars() {
        UUID yuan = owes("100.00");
        UUID dollars = owes("200.00", ",\"currency\":\"USD\",\"rate\":\"7.00\"");
        done(boss.post(
                "/exchange-rates",
                "{\"currency\":\"USD\",\"day\":\"" + TODAY.minusDays(1)
                        + "\",\"rate\":\"7.10\",\"units\":1,\"inverse\":false,\"source\":\"s\"}"));
        String token = link();
        JsonNode due = page(token).path("items");
        assertThat(due.path(1).path("currency").asString()
                        + due.path(1).path("payable").asString())
                .isEqualTo("USD200.00");
        assertThat(begin(token, "200.00", dollars)
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .as("no account for dollars yet")
                .isEqualTo("payment-currency");
        String usd = done(boss.post("/cash-accounts", "{\"code\":\"1013\",\"name\":\"USD\",\"currency\":\"USD\"}"))
                .path("id")
                .asString();
        String settings = "{\"enabled\":true,\"merchant\":\"M1\",\"cashAccount\":\"" + account
                + "\",\"otherAccounts\":[%s],\"byRule\":true}";
        assertThat(boss.put("/payment-settings/simulated", settings.formatted("\"" + account + "\""))
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("payment-other-accounts");
        done(boss.put("/payment-settings/simulated", settings.formatted("\"" + usd + "\"")));
        assertThat(page(token).path("takers").path(0).path("currencies").toString())
                .isEqualTo("[\"CNY\",\"USD\"]");
        assertThat(begin(token, "300.00", yuan, dollars)
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("payment-one-currency");
        String ticket =
                done(begin(token, "200.00", dollars)).path("address").asString().substring("/pay-desk#".length());
        assertThat(done(nobody.post("/pay-desk/bill", "{\"ticket\":\"" + ticket + "\"}"))
                        .path("currency")
                        .asString())
                .isEqualTo("USD");
        done(nobody.post("/pay-desk/decision", "{\"ticket\":\"" + ticket + "\",\"pays\":true}"));
        assertThat(open(dollars)).isEqualTo("0.00");
        assertThat(open(yuan)).isEqualTo("100.00");
        assertThat(value(
                        "select fx_currency || ' ' || fx_amount::numeric(19,2) || ' ' || rate::numeric(9,2) || ' ' || amount::numeric(19,2)"
                                + " from receivables.receipt where company_id = " + company))
                .isEqualTo("USD 200.00 7.10 1420.00");
    }

    @Test
    void creditNotesChosenLessenWhatIsAskedAndAreUsedWhenItIsPaid() {
        UUID first = owes("80.00");
        UUID second = owes("1000.00");
        UUID note = owes("-120.00");
        UUID kept = owes("-30.00");
        assertThat(done(boss.get("/pay-links/credits?party=" + customer)).size())
                .isEqualTo(2);
        String body = "{\"party\":\"" + customer + "\",\"credits\":[\"%s\"]}";
        assertThat(boss.post("/pay-links", body.formatted(second))
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("payment-credits");
        String token = done(boss.post("/pay-links", body.formatted(note)))
                .path("token")
                .asString();
        JsonNode page = page(token);
        assertThat(page.path("credits").asString()).as("the other one").isEqualTo("-30.00");
        JsonNode covered = page.path("items").path(0);
        assertThat(covered.path("payable").asString()).isEqualTo("0.00");
        assertThat(covered.path("takenOff").path(0).path("amount").asString()).isEqualTo("80.00");
        assertThat(page.path("items").path(1).path("payable").asString()).isEqualTo("960.00");
        assertThat(begin(token, "0.00", first).code()).isEqualTo("payment-covered");
        assertThat(begin(token, "1080.00", first, second).code()).isEqualTo("payment-amount-changed");
        String payment = begun(token, "960.00", second, first);
        done2xx(tell(said(payment, "K" + payment, "960.00", Instant.now())));
        assertThat(List.of(open(first), open(second), open(note), open(kept)))
                .containsExactly("0.00", "0.00", "0.00", "-30.00");
        assertThat(receipts()).isEqualTo("1 of 960.00, 0.00 free, fee 0.60");
    }

    @Test
    void partOfACreditNoteGoesWithPartOfWhatWasAsked() {
        UUID first = owes("80.00");
        UUID second = owes("1000.00");
        UUID note = owes("-120.00");
        String token = done(boss.post("/pay-links", "{\"party\":\"" + customer + "\",\"credits\":[\"" + note + "\"]}"))
                .path("token")
                .asString();
        String payment = begun(token, "960.00", second);
        done2xx(tell(said(payment, "P" + payment, "960.00", Instant.now())));
        assertThat(List.of(open(first), open(second), open(note)))
                .as("what the other item gets is left")
                .containsExactly("80.00", "0.00", "-80.00");
    }

    private String order(String amount) {
        return value(
                "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency, total) select h.company_id,"
                        + " gen_random_uuid(), 'sales-order', 'SO-"
                        + Ids.next().toString().substring(24)
                        + "', 'x', 'HELD', h.id, h.date, 'CNY', " + amount
                        + " from document.header h where h.id = '" + customer + "' returning id");
    }

    private Answer askFor(String order, String amount) {
        return boss.post(
                "/pay-links",
                "{\"party\":\"" + customer + "\",\"order\":\"" + order + "\",\"amount\":\"" + amount + "\"}");
    }

    private String token(String order, String amount) {
        return done(askFor(order, amount)).path("token").asString();
    }

    private String kept(String order) {
        return value(
                "select coalesce(sum(assigned), 0)::numeric(19,2) from receivables.receipt_purpose where order_id = '"
                        + order + "'");
    }

    @Test
    void whatLinksOfAnOrderTookCountsForTheOrder() {
        String order = order("500");
        UUID ref = UUID.fromString(order);
        assertThat(askFor(order, "500.01")
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("payment-beyond-order");
        String one = token(order, "300");
        String two = token(order, "300");
        String later = token(order, "500");
        String payment = begun(one, "300.00", ref);
        assertThat(begun(one, "300.00", ref)).as("begun again after going back").isEqualTo(payment);
        assertThat(page(two).path("items").size())
                .as("while the other is paying")
                .isZero();
        assertThat(page(later).path("items").path(0).path("payable").asString()).isEqualTo("200.00");
        done2xx(tell(said(payment, "O" + payment, "300.00", Instant.now())));
        assertThat(kept(order)).isEqualTo("300.00");
        assertThat(page(one).path("items").size()).isZero();
        assertThat(begin(two, "300.00", ref).code()).isEqualTo("payment-not-due");
        assertThat(askFor(order, "200.01")
                        .json()
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("payment-beyond-order");
        String more = token(order, "200");
        assertThat(page(more).path("items").path(0).path("payable").asString())
                .as("asked after the first was paid")
                .isEqualTo("200.00");

        // Refused, asked by another link, and then paid after all: the order is full, so it is the customer's money.
        String refused = begun(later, "200.00", ref);
        done2xx(tell(said(refused, "R", "200.00", Instant.now()).replace("\"PAID\"", "\"REFUSED\"")));
        String instead = begun(more, "200.00", ref);
        done2xx(tell(said(instead, "I" + instead, "200.00", Instant.now())));
        done2xx(tell(said(refused, "R" + refused, "200.00", Instant.now())));
        assertThat(kept(order)).isEqualTo("500.00");
        assertThat(receipts()).isEqualTo("3 of 700.00, 700.00 free, fee 1.80");
        assertThat(value("select outcome from receivables.online_payment where id = '" + refused + "'"))
                .isEqualTo("unapplied");
    }

    @Test
    void linksOfAnOrderPaidAtOnceNeverTakeMoreThanItOwes() throws Exception {
        String order = order("500");
        UUID ref = UUID.fromString(order);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tokens.add(token(order, "200"));
        }
        for (int round = 0; round < 3; round++) {
            Load.atOnce(12, caller -> {
                JsonNode due = page(tokens.get(caller)).path("items").path(0);
                if (due.isMissingNode()) {
                    return 0;
                }
                Answer begun = begin(tokens.get(caller), due.path("payable").asString(), ref);
                if (begun.status() != 201) {
                    return begun.status();
                }
                String payment = begun.json().path("payment").asString();
                return tell(said(payment, "L" + payment, due.path("payable").asString(), Instant.now()))
                        .status();
            });
        }
        assertThat(kept(order))
                .as("what was asked by each of the links at once")
                .isEqualTo("200.00");
        tokens.replaceAll(token -> token(order, "300"));
        Load.atOnce(12, caller -> {
            Answer begun = begin(tokens.get(caller), "300.00", ref);
            String payment = begun.json().path("payment").asString();
            return begun.status() == 201
                    ? tell(said(payment, "M" + payment, "300.00", Instant.now()))
                            .status()
                    : begun.status();
        });
        assertThat(kept(order)).isEqualTo("500.00");
        assertThat(receipts()).startsWith("2 of 500.00, 500.00 free");
    }

    @Test
    void whatIsPaidOfAnOrdersItemIsNotAskedForTheOrderToo() {
        provider(true, false);
        String order = order("1000");
        UUID ref = UUID.fromString(order);
        UUID item = owes("700.00");
        application
                .database()
                .sql("update receivables.open_item set order_id = '" + order + "' where id = '" + item + "'");
        String ofOrder = token(order, "1000");
        String ofCustomer = link();
        assertThat(page(ofOrder).path("items").path(0).path("payable").asString())
                .isEqualTo("1000.00");
        String payment = begun(ofCustomer, "700.00", item);
        begun(ofCustomer, "700.00", item);
        assertThat(page(ofOrder).path("items").path(0).path("payable").asString())
                .as("begun, by two tabs")
                .isEqualTo("300.00");
        assertThat(begin(ofOrder, "1000.00", ref).code()).isEqualTo("payment-amount-changed");
        done2xx(tell(said(payment, "Q" + payment, "700.00", Instant.now())));
        assertThat(receipts()).as("a draft").startsWith("0 of");
        assertThat(page(ofOrder).path("items").path(0).path("payable").asString())
                .isEqualTo("300.00");
        String rest = begun(ofOrder, "300.00", ref);
        done2xx(tell(said(rest, "R" + rest, "300.00", Instant.now())));
        assertThat(page(ofOrder).path("items").size()).isZero();
        for (String paid : List.of(payment, rest)) {
            String draft = value("select receipt_id from receivables.online_payment where id = '" + paid + "'");
            done(second.postOnce("/receipts/" + draft + "/confirmation", "{}"));
        }
        assertThat(open(item)).isEqualTo("0.00");
        assertThat(kept(order)).isEqualTo("300.00");
        assertThat(receipts()).startsWith("2 of 1000.00, 300.00 free");
        assertThat(page(ofOrder).path("items").size()).isZero();
    }

    @Test
    void aCreditNotePromisedByTwoLinksIsGivenOnce() {
        UUID first = owes("500.00");
        UUID other = owes("600.00");
        UUID note = owes("-120.00");
        String body = "{\"party\":\"" + customer + "\",\"credits\":[\"" + note + "\"]}";
        String one = done(boss.post("/pay-links", body)).path("token").asString();
        String two = done(boss.post("/pay-links", body)).path("token").asString();
        String begun = begun(one, "380.00", first);
        String twice = begun(two, "980.00", first, other);
        provider(true, false);
        done2xx(tell(said(begun, "A" + begun, "380.00", Instant.now())));
        done2xx(tell(said(twice, "B" + twice, "980.00", Instant.now())));
        assertThat(value(
                        "select string_agg(outcome, '|' order by amount) from receivables.online_payment where link_id is not null"
                                + " and company_id = " + company))
                .as("the second is the customer's money, though the first is a draft")
                .isEqualTo("|unapplied");
        for (String paid : List.of(begun, twice)) {
            String draft = value("select receipt_id from receivables.online_payment where id = '" + paid + "'");
            done(second.postOnce("/receipts/" + draft + "/confirmation", "{}"));
        }
        assertThat(List.of(open(first), open(note))).containsExactly("0.00", "0.00");
    }

    @Test
    void refusedAtTheDeskIsNotPaid() {
        UUID item = owes("100.00");
        String token = link();
        JsonNode begun = done(begin(token, "100.00", item));
        String ticket = begun.path("address").asString().substring("/pay-desk#".length());
        done(nobody.post("/pay-desk/decision", "{\"ticket\":\"" + ticket + "\",\"pays\":false}"));
        assertThat(state(token, begun.path("payment").asString())).isEqualTo("FAILED");
        done(nobody.post("/pay-desk/decision", "{\"ticket\":\"" + ticket + "\",\"pays\":true}"));
        assertThat(state(token, begun.path("payment").asString()))
                .as("they thought better of it")
                .isEqualTo("BOOKED");
        assertThat(open(item)).isEqualTo("0.00");
    }

    @Test
    void withoutARuleASecondPersonConfirms() {
        provider(true, false);
        UUID item = owes("100.00");
        String payment = begun(link(), "100.00", item);
        done2xx(tell(said(payment, "N" + payment, "100.00", Instant.now())));
        assertThat(receipts()).startsWith("0 of");
        String draft = value("select receipt_id from receivables.online_payment where id = '" + payment + "'");
        assertThat(boss.postOnce("/receipts/" + draft + "/confirmation", "{}").code())
                .isEqualTo("receipt-second-person");
        done(second.postOnce("/receipts/" + draft + "/confirmation", "{}"));
        assertThat(open(item)).isEqualTo("0.00");
    }

    @Test
    void whatCantBeBookedWaitsAndSaysWhy() {
        UUID item = owes("100.00");
        String token = link();
        String payment = begun(token, "100.00", item);
        String user = value("select set_by from receivables.payment_provider where company_id = " + company);
        application
                .database()
                .sql("update organization.membership set active = false where company_id = " + company
                        + " and user_id = '" + user + "'");
        done2xx(tell(said(payment, "W" + payment, "100.00", Instant.now())));
        assertThat(receipts()).startsWith("0 of");
        assertThat(value("select state || ' ' || outcome from receivables.online_payment where id = '" + payment + "'"))
                .isEqualTo("PAID payment-nobody");
        application
                .database()
                .sql("update organization.membership set active = true where company_id = " + company
                        + " and user_id = '" + user + "'");
        done(second.postOnce("/online-payments/" + payment + "/booking", "{}"));
        assertThat(receipts()).isEqualTo("1 of 100.00, 0.00 free, fee 0.60");
        assertThat(second.postOnce("/online-payments/" + payment + "/booking", "{}")
                        .code())
                .isEqualTo("wrong-state");
    }

    @Test
    void theSecretIsNeverShown() {
        String settings = done(boss.get("/payment-settings")).toString();
        assertThat(settings).contains("\"hasSecret\":true").doesNotContain("a-secret-of-both-of-us");
        assertThat(done(boss.get("/audit?limit=50")).toString()).doesNotContain("a-secret-of-both-of-us");
        assertThat(boss.put("/payment-settings", "{\"address\":\"javascript:alert(1)\"}")
                        .status())
                .isEqualTo(400);
        done(boss.put("/payment-settings", "{\"address\":\"https://pay.example.com/\"}"));
        assertThat(done(boss.post("/pay-links", "{\"party\":\"" + customer + "\"}"))
                        .path("address")
                        .asString())
                .startsWith("https://pay.example.com/pay#");
        provider(false, false);
        assertThat(boss.post("/pay-links", "{\"party\":\"" + customer + "\"}").code())
                .isEqualTo("payment-off");
    }
}
