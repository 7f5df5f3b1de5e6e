package io.onaccount.document.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Load;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Text messages (NTF-01, DSC-03): handed to a gateway over HTTP as it wants them, once it takes them; and the hours in which customers are left alone. */
class SmsTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());
    private static HttpServer gateway;
    private static volatile Replying reply = exchange -> answer(exchange, 200, "{\"code\":\"OK\"}");
    private static Samples samples;
    private static Http administrator;
    private static long company;
    private static Actor actor;

    private final Mails mails = APPLICATION.bean(Mails.class);
    private final MailPost post = APPLICATION.bean(MailPost.class);
    private final Database database = APPLICATION.bean(Database.class);

    private interface Replying {
        void reply(HttpExchange exchange) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gateway.setExecutor(Executors.newCachedThreadPool());
        gateway.createContext("/", exchange -> {
            CALLS.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery() + " "
                            + exchange.getRequestHeaders().getFirst("X-Key") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            reply.reply(exchange);
        });
        gateway.start();
        samples = Samples.make(APPLICATION);
        administrator = samples.administrator();
        company = samples.company().company();
        actor = APPLICATION
                .bean(Organization.class)
                .actor(company, samples.company().users().get("admin-" + samples.suffix()));
    }

    @AfterAll
    static void stop() {
        gateway.stop(0);
    }

    @BeforeEach
    void clean() {
        reply = exchange -> answer(exchange, 200, "{\"code\":\"OK\"}");
        APPLICATION
                .database()
                .sql(
                        "update document.mail set state = 'CANCELLED' where company_id = " + company
                                + " and state in ('WAITING', 'SENDING', 'NO_SERVER')",
                        "update document.mail set sent_at = sent_at - interval '1 hour' where company_id = " + company,
                        "delete from document.mail_bad_address where company_id = " + company);
        hours("null", "null", false);
        use("HTTP", "POST", "JSON", "/sms", "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\"}", "a-secret");
        CALLS.clear();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Answer set(String provider, String method, String format, String path, String body, String secret) {
        return administrator.put(
                "/sms-gateway",
                JSON.writeValueAsString(java.util.Map.ofEntries(
                        java.util.Map.entry("provider", provider),
                        java.util.Map.entry("method", method),
                        java.util.Map.entry("format", format),
                        java.util.Map.entry(
                                "url",
                                path.startsWith("/")
                                        ? "http://127.0.0.1:"
                                                + gateway.getAddress().getPort() + path
                                        : path),
                        java.util.Map.entry("headers", "X-Key: {{secret}}"),
                        java.util.Map.entry("body", body),
                        java.util.Map.entry("secret", secret),
                        java.util.Map.entry("success", "\"OK\""),
                        java.util.Map.entry("badNumber", "NO_SUCH_NUMBER"),
                        java.util.Map.entry("perMinute", 600),
                        java.util.Map.entry("site", "https://erp.example/"),
                        java.util.Map.entry("active", true))));
    }

    private static void use(String provider, String method, String format, String path, String body, String secret) {
        Answer set = set(provider, method, format, path, body, secret);
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    private static void hours(String from, String until, boolean workingDays) {
        Answer set = administrator.put(
                "/message-hours",
                ("{'from':" + from + ",'until':" + until + ",'workingDays':" + workingDays + "}").replace('\'', '"'));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    private UUID write(String phone, String text, UUID user) {
        return database.write(
                        company,
                        tx -> mails.send(
                                tx,
                                actor,
                                List.of(new Mails.Draft(
                                        MailEvents.TEST_SMS,
                                        "sms" + Ids.next(),
                                        MailAddress.phone(phone, "Wang").orElseThrow(),
                                        Locale.ENGLISH,
                                        new MailWords("s", text),
                                        null,
                                        null,
                                        user,
                                        List.of(),
                                        null))))
                .getFirst();
    }

    private UUID write(String phone, String text) {
        return write(phone, text, null);
    }

    private static JsonNode mail(UUID id) {
        return administrator.get("/mails/" + id).json();
    }

    /** Waits until it is in this state; the application's own work may be at it too. */
    private JsonNode until(UUID id, String state) throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            post.send(company);
            JsonNode mail = mail(id);
            if (mail.path("state").asString().equals(state)
                    && !mail.path("answer").isMissingNode()) {
                return mail;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(mail(id).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "138 0013 8000, +8613800138000",
        "+86-13800138000, +8613800138000",
        "008613800138000, +8613800138000",
        "8613800138000, +8613800138000",
        "+44 (7700) 900123, +447700900123",
        "010-88886666,",
        "+861088886666,",
        "12345678901,",
        "+0123456789,",
        "+4477009001234567,",
        "138００138000,",
        "'13800138000\n',+8613800138000",
        "javascript:1,",
        "'',",
    })
    void whatIsAMobilePhone(String text, String number) {
        assertThat(MailAddress.phone(text, null).map(MailAddress::address).orElse(null))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "a, 160, 160, 1",
        "a, 161, 161, 2",
        "€, 80, 160, 1",
        "a, 307, 307, 3",
        "汉, 70, 70, 1",
        "汉, 71, 71, 2",
        "汉, 135, 135, 3",
        "😀, 35, 70, 1",
    })
    void howLongItIs(String of, int times, int characters, int segments) {
        assertThat(SmsLength.of(of.repeat(times))).isEqualTo(new SmsLength(characters, segments));
    }

    @Test
    void aMessageLeavesAsTheGatewayWantsIt() throws Exception {
        String hostile = "Pay \"1\\0\" 你好\n{{secret}} ${x} & ?#😀";
        JsonNode sent = until(write("13800138000", hostile), "SENT");
        assertThat(sent.path("channel").asString()).isEqualTo("SMS");
        assertThat(sent.path("answer").asString()).isEqualTo("200 {\"code\":\"OK\"}");
        String call = CALLS.getFirst();
        assertThat(call).startsWith("POST null a-secret {");
        JsonNode body = JSON.readTree(call.substring(call.indexOf('{')));
        assertThat(body.path("to").asString()).isEqualTo("+8613800138000");
        assertThat(body.path("say").asString())
                .as("and nothing in it is a field")
                .isEqualTo(hostile);

        use("HTTP", "GET", "FORM", "/x?to={{national}}&say={{text}}", "", "a-secret");
        until(write("13800138000", hostile), "SENT");
        String query = CALLS.getLast().split(" ")[1];
        assertThat(URI.create("http://x/?" + query).getQuery()).isEqualTo("to=13800138000&say=" + hostile);

        use("HTTP", "POST", "FORM", "/y", "to={{phone}}&say={{text}}", "a-secret");
        until(write("13800138000", "a&b=c"), "SENT");
        assertThat(CALLS.getLast()).endsWith("to=%2B8613800138000&say=a%26b%3Dc");
    }

    @Test
    void aBusyGatewayIsAskedAgainWhenItSays() throws Exception {
        reply = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7200");
            answer(exchange, 429, "slow down, a-secret");
        };
        UUID id = write("13800138000", "x");
        Instant before = Instant.now();
        post.send(company);
        JsonNode waiting = until(id, "WAITING");
        assertThat(waiting.path("answer").asString()).as("without the secret").isEqualTo("429 slow down, ***");
        assertThat(Instant.parse(waiting.path("nextAt").asString())).isAfter(before.plusSeconds(7100));
        UUID next = write("13800138000", "y");
        post.send(company);
        assertThat(mail(next).path("tries").asInt())
                .as("nor is it asked for others meanwhile")
                .isZero();
        assertThat(CALLS).hasSize(1);
        reply = exchange -> answer(exchange, 200, "{\"code\":\"OK\"}");
        again();
        APPLICATION.database().sql("update document.mail set next_at = now() where id = '" + id + "'");
        assertThat(until(id, "SENT").path("tries").asInt()).isEqualTo(2);
    }

    @Test
    void aWrongNumberIsMarkedAndNotWrittenToAgain() throws Exception {
        reply = exchange -> answer(exchange, 200, "{\"code\":\"NO_SUCH_NUMBER\"}");
        assertThat(until(write("13900000001", "x"), "FAILED").path("answer").asString())
                .contains("NO_SUCH_NUMBER");
        int calls = CALLS.size();
        assertThat(mail(write("+86 139 0000 0001", "x")).path("state").asString())
                .isEqualTo("FAILED");
        post.send(company);
        assertThat(CALLS).hasSize(calls);
        String customer = administrator
                .postOnce(
                        "/customers",
                        "{\"name\":\"短信客户" + Ids.next()
                                + "\",\"contacts\":[{\"name\":\"王\",\"role\":\"FINANCE\",\"mobile\":\"139 0000 0001\",\"primary\":true,"
                                + "\"receivesStatements\":false},{\"name\":\"李\",\"role\":\"OTHER\",\"mobile\":\"8888\",\"primary\":false,"
                                + "\"receivesStatements\":false}]}")
                .json()
                .path("customer")
                .path("id")
                .asString();
        JsonNode bad = administrator.get("/customers/" + customer).json().path("badAddresses");
        assertThat(bad.path("139 0000 0001").asString()).contains("NO_SUCH_NUMBER");
        assertThat(bad.path("8888").asString()).isNotEmpty();
        administrator.postOnce("/bad-mail-addresses/release", "{\"address\":\"+8613900000001\"}");
        reply = exchange -> answer(exchange, 200, "\"OK\"");
        until(write("13900000001", "x"), "SENT");
    }

    @Test
    void hostileAnswersEndInAPlainState() throws Exception {
        reply = exchange -> answer(exchange, 200, "<html>no such code");
        assertThat(until(write("13800138000", "x"), "FAILED").path("answer").asString())
                .startsWith("200 <html>");
        reply = exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            answer(exchange, 302, "");
        };
        assertThat(until(write("13800138000", "x"), "FAILED").path("answer").asString())
                .startsWith("302");
        reply = exchange -> answer(exchange, 400, "a\r\nb\u202e\u0000" + "z".repeat(5000));
        assertThat(until(write("13800138000", "x"), "FAILED").path("answer").asString())
                .hasSizeLessThanOrEqualTo(300)
                .startsWith("400 a b");
        reply = exchange -> answer(exchange, 200, "\"OK\"" + "z".repeat(3_000_000));
        assertThat(until(write("13800138000", "x"), "SENT").path("tries").asInt())
                .as("said yes, and then much else")
                .isEqualTo(1);
        reply = exchange -> answer(exchange, 400, "no" + "z".repeat(3_000_000));
        assertThat(until(write("13800138000", "x"), "FAILED").path("answer").asString())
                .startsWith("400 no");
        reply = HttpExchange::close;
        leavesOthersAlone("");
        reply = exchange -> answer(exchange, 503, "maintenance");
        leavesOthersAlone("503 maintenance");
    }

    /** One try, and then none of any message until the gateway's pause is over. */
    private void leavesOthersAlone(String answer) throws Exception {
        again();
        CALLS.clear();
        List<UUID> written = List.of(write("13800138000", "x"), write("13800138000", "y"), write("13800138000", "z"));
        until(written.getFirst(), "WAITING");
        post.send(company);
        assertThat(CALLS).hasSize(1);
        List<JsonNode> mails = written.stream().map(SmsTest::mail).toList();
        assertThat(mails.stream().mapToInt(mail -> mail.path("tries").asInt()).sum())
                .isEqualTo(1);
        assertThat(mails.toString()).contains(answer);
        clean();
    }

    /** Settings that were saved are tried at once. */
    private static void again() {
        use("HTTP", "POST", "JSON", "/sms", "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\"}", "a-secret");
    }

    @Test
    void theGatewayKnowsAMessageByOneNameTillItIsSentASecondTime() throws Exception {
        use(
                "HTTP",
                "POST",
                "JSON",
                "/sms",
                "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\",\"id\":\"{{id}}\"}",
                "a-secret");
        reply = exchange -> answer(exchange, 503, "busy");
        UUID id = write("13800138000", "x");
        until(id, "WAITING");
        use(
                "HTTP",
                "POST",
                "JSON",
                "/sms",
                "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\",\"id\":\"{{id}}\"}",
                "a-secret");
        reply = exchange -> answer(exchange, 200, "\"OK\"");
        APPLICATION.database().sql("update document.mail set next_at = now() where id = '" + id + "'");
        until(id, "SENT");
        Answer resent = administrator.postOnce("/mails/resending", "{\"ids\":[\"" + id + "\"]}");
        assertThat(resent.status()).as(resent.toString()).isEqualTo(200);
        until(id, "SENT");
        List<String> ids = CALLS.stream()
                .map(call -> JSON.readTree(call.substring(call.indexOf('{')))
                        .path("id")
                        .asString())
                .toList();
        assertThat(ids).hasSize(3).allMatch(name -> name.matches("[0-9a-f-]{36}"));
        assertThat(ids.get(1)).isEqualTo(ids.getFirst());
        assertThat(ids.get(2)).isNotEqualTo(ids.getFirst());
    }

    @Test
    void theSecretIsBlottedOutHoweverItComesBack() throws Exception {
        String secret = "s e+c/r\"t";
        use("HTTP", "POST", "JSON", "/sms", "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\"}", secret);
        reply = exchange -> answer(
                exchange,
                400,
                String.join(
                        "|",
                        secret,
                        "s%20e%2Bc%2Fr%22t",
                        "s+e%2Bc%2Fr%22t",
                        "s e+c/r\\\"t",
                        "s e+c\\/r\\\"t",
                        "s+e+c/r\"t"));
        assertThat(until(write("13800138000", "x"), "FAILED").path("answer").asString())
                .isEqualTo("400 ***|***|***|***|***|***");
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, true, true",
        "100.100.100.200, true, true",
        "100.127.255.255, true, true",
        "100.128.0.1, false, false",
        "192.0.0.192, true, true",
        "192.0.0.193, false, false",
        "fd00:ec2::254, true, true",
        "::ffff:100.100.100.200, true, true",
        "fd00:ec3::1, false, false",
        "fe80::1, true, true",
        "0.0.0.0, true, true",
        "10.1.2.3, false, false",
        "127.0.0.1, true, false",
        "127.9.9.9, true, false",
        "::1, true, false",
        "::ffff:127.0.0.1, true, false",
    })
    void whereNoGatewayIsAskedFor(String address, boolean usually, boolean whereLocalOnesAreLetIn) throws Exception {
        assertThat(SmsConnection.isNobodys(InetAddress.getByName(address), false))
                .isEqualTo(usually);
        assertThat(SmsConnection.isNobodys(InetAddress.getByName(address), true))
                .isEqualTo(whereLocalOnesAreLetIn);
    }

    @Test
    void aGatewayOnTheServerItselfIsLetInByWhoeverKeepsIt() {
        SmsGateways.Gateway here = database.read(company, APPLICATION.bean(SmsGateways.class)::find)
                .orElseThrow();
        try (SmsConnection connection = new SmsConnection(here, "s", Duration.ofSeconds(5), false)) {
            SmtpRefusal refusal = org.assertj.core.api.Assertions.catchThrowableOfType(
                    SmtpRefusal.class, () -> connection.send("+8613800138000", "x", "i", Instant.now()));
            assertThat(refusal.kind()).isEqualTo(SmtpRefusal.Kind.SERVER);
            assertThat(refusal.words(APPLICATION.bean(Texts.class), Locale.ENGLISH))
                    .contains("can't be a gateway's");
        }
        assertThat(CALLS).isEmpty();
    }

    @Test
    void anAnswerThatDripsIsNotWaitedForForEver() {
        reply = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.close();
        };
        SmsGateways.Gateway here = database.read(company, APPLICATION.bean(SmsGateways.class)::find)
                .orElseThrow();
        long began = System.nanoTime();
        try (SmsConnection connection = new SmsConnection(here, "s", Duration.ofMillis(600), true)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    SmtpRefusal.class, () -> connection.send("+8613800138000", "x", "i", Instant.now()))
                            .kind())
                    .isEqualTo(SmtpRefusal.Kind.SERVER);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aGatewayThatDoesntLetUsInPausesAndMailsGoOn() throws Exception {
        reply = exchange -> answer(exchange, 401, "who are you");
        UUID first = write("13800138000", "x");
        UUID second = write("13800138000", "y");
        post.send(company);
        post.send(company);
        assertThat(mail(first).path("tries").asInt()
                        + mail(second).path("tries").asInt())
                .isEqualTo(1);
        assertThat(CALLS).hasSize(1);
        use("HTTP", "POST", "JSON", "/sms", "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\"}", "another");
        reply = exchange -> answer(exchange, 200, "\"OK\"");
        APPLICATION
                .database()
                .sql("update document.mail set next_at = now() where id in ('" + first + "', '" + second + "')");
        until(first, "SENT");
        until(second, "SENT");
    }

    @Test
    void onTrialNothingLeavesAndTheListShowsIt() throws Exception {
        use("SIMULATED", "POST", "JSON", "/sms", "", "");
        JsonNode sent = until(write("13800138000", "What would have been sent"), "SENT");
        assertThat(sent.path("text").asString()).isEqualTo("What would have been sent");
        assertThat(sent.path("answer").asString()).contains("Trial");
        assertThat(CALLS).isEmpty();
        JsonNode test = administrator
                .post("/sms-gateway/test", "{\"phone\":\"139 1111 2222\"}")
                .json();
        assertThat(test.path("state").asString() + test.path("to").asString()).isEqualTo("SENT+8613911112222");
        assertThat(administrator
                        .post("/sms-gateway/test", "{\"phone\":\"010-1234\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theSecretIsKeptAndNeverShown() {
        assertThat(administrator.get("/sms-gateway").toString()).doesNotContain("a-secret");
        assertThat(administrator.get("/audit?limit=50").toString()).doesNotContain("a-secret");
        assertThat(APPLICATION
                        .database()
                        .value("select count(*) from document.sms_gateway where company_id = " + company
                                + " and position('a-secret' in encode(secret, 'escape')) > 0"))
                .isEqualTo("0");
        String same = "{\"provider\":\"HTTP\",\"method\":\"POST\",\"format\":\"JSON\",\"url\":\"http://127.0.0.1:"
                + gateway.getAddress().getPort()
                + "/sms\",\"body\":\"{\\\"a\\\":\\\"{{phone}}{{text}}\\\"}\",\"perMinute\":600,\"active\":true}";
        assertThat(administrator
                        .put("/sms-gateway", same)
                        .json()
                        .path("gateway")
                        .path("hasSecret")
                        .asBoolean())
                .isTrue();
        assertThat(code(administrator.put("/sms-gateway", same.replace("/sms", "/evil"))))
                .isEqualTo("sms-secret-anew");
        Answer without = administrator.put(
                "/sms-gateway",
                same.replace("/sms", "/elsewhere").replace("\"perMinute\"", "\"secret\":\"\",\"perMinute\""));
        assertThat(without.json().path("gateway").path("hasSecret").asBoolean(true))
                .as("taken away")
                .isFalse();
    }

    private static String code(Answer answer) {
        return answer.json().path("errors").path(0).path("code").asString();
    }

    @Test
    void settingsThatMakeNoRequestAreRefused() {
        String body = "{\"to\":\"{{phone}}\",\"say\":\"{{text}}\"}";
        for (String url : List.of(
                "ftp://x/y",
                "https://{{phone}}/x",
                "https://u:p@host/x",
                "https://host",
                "/\u0000",
                "http://x/{{what}}")) {
            assertThat(set("HTTP", "POST", "JSON", url, body, "s").status())
                    .as(url)
                    .isEqualTo(400);
        }
        assertThat(code(set("HTTP", "POST", "JSON", "/x", "{\"a\":{{phone}}{{text}}}", "s")))
                .isEqualTo("sms-json");
        assertThat(code(set("HTTP", "POST", "JSON", "/x", "{\"a\":\"{{phone}}\"}", "s")))
                .isEqualTo("sms-without-text");
        assertThat(code(set("HTTP", "POST", "FORM", "/x", "{{phone}}{{text}}{{evil}}", "s")))
                .isEqualTo("sms-field");
        assertThat(SmsRequest.headers("Host: x")).isEmpty();
        assertThat(SmsRequest.headers("a b: x")).isEmpty();
        assertThat(SmsRequest.headers("A: x\nB: y")).isPresent();
    }

    @Test
    void theWordsAreCountedWithTheirLink() {
        JsonNode preview = administrator
                .post("/mail-templates/payment-request-sms/preview?language=en", "{\"body\":\"{{company}}: {{link}}\"}")
                .json();
        assertThat(preview.path("sms").path("segments").asInt()).isPositive();
        assertThat(preview.path("sms").path("characters").asInt()).isGreaterThan(130);
        assertThat(administrator
                        .post("/mail-templates/test/preview", "{\"body\":\"a\\nb\"}")
                        .json()
                        .path("sms")
                        .isNull())
                .isTrue();
    }

    @Test
    void aCustomerIsAskedToPayByTextMessageWithALinkThatOpens() throws Exception {
        Answer paying = administrator.put(
                "/payment-settings/simulated",
                samples.body("PUT /api/v1/payment-settings/{provider}").orElseThrow());
        assertThat(paying.status()).as(paying.toString()).isEqualTo(200);
        String customer = administrator
                .postOnce(
                        "/customers",
                        "{\"name\":\"短信付款" + Ids.next()
                                + "\",\"contacts\":[{\"name\":\"王\",\"role\":\"FINANCE\",\"mobile\":\"13812345678\",\"primary\":true,"
                                + "\"receivesStatements\":false}]}")
                .json()
                .path("customer")
                .path("id")
                .asString();
        String ask = "{\"party\":\"" + customer + "\",\"channel\":\"SMS\"}";
        JsonNode asked = administrator.postOnce("/pay-links/mails", ask).json();
        assertThat(asked.path("to").toString()).isEqualTo("[\"+8613812345678\"]");
        for (int tries = 0; CALLS.isEmpty() && tries < 100; tries++) {
            post.send(company);
            Thread.sleep(50);
        }
        String said = JSON.readTree(CALLS.getFirst().substring(CALLS.getFirst().indexOf('{')))
                .path("say")
                .asString();
        assertThat(said).contains("https://erp.example/pay#");
        String token = said.split("/pay#")[1].split("[ （(]")[0];
        assertThat(samples.nothing()
                        .post("/pay-links/page", "{\"token\":\"" + token + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(administrator.get("/records/" + customer + "/mails").toString())
                .as("the link is not kept")
                .doesNotContain("/pay#");
    }

    @Test
    void quietHoursInTheCompanysZone() {
        hours("'21:00'", "'08:00'", false);
        assertThat(quiet("2026-03-02T20:59:59")).isFalse();
        assertThat(quiet("2026-03-02T21:00:00")).isTrue();
        assertThat(quiet("2026-03-03T00:00:00")).isTrue();
        assertThat(quiet("2026-03-03T07:59:59")).isTrue();
        assertThat(quiet("2026-03-03T08:00:00")).isFalse();
        assertThat(quiet("2026-03-07T10:00:00")).as("a Saturday").isFalse();
        hours("'12:00'", "'14:00'", true);
        assertThat(quiet("2026-03-11T13:00:00")).isTrue();
        assertThat(quiet("2026-03-11T23:00:00")).isFalse();
        assertThat(quiet("2026-03-14T10:00:00")).as("a Saturday").isTrue();
        Answer half = administrator.put("/message-hours", "{\"from\":\"10:00\",\"until\":null,\"workingDays\":false}");
        assertThat(half.status()).isEqualTo(400);
        Answer same =
                administrator.put("/message-hours", "{\"from\":\"10:00\",\"until\":\"10:00\",\"workingDays\":false}");
        assertThat(same.status()).isEqualTo(400);
    }

    @Test
    void quietHoursAreSavedOnTopOfTheOnesSeenOnly() throws Exception {
        hours("'12:00'", "'14:00'", false);
        String seen = administrator.get("/message-hours").header("ETag");
        List<Integer> saved = Load.atOnce(
                6,
                caller -> administrator
                        .with("If-Match", seen)
                        .put(
                                "/message-hours",
                                caller % 3 == 0
                                        ? "{\"from\":null,\"until\":null,\"workingDays\":false}"
                                        : "{\"from\":\"1" + caller + ":00\",\"until\":\"18:00\",\"workingDays\":true}")
                        .status());
        assertThat(saved).containsOnlyOnce(200).containsOnly(200, 412);
        hours("null", "null", false);
        List<Integer> first = Load.atOnce(
                6,
                caller -> administrator
                        .with("If-Match", "\"0\"")
                        .put(
                                "/message-hours",
                                "{\"from\":\"1" + caller + ":00\",\"until\":\"18:00\",\"workingDays\":true}")
                        .status());
        assertThat(first).containsOnlyOnce(200).containsOnly(200, 412);
    }

    private boolean quiet(String there) {
        Instant at =
                LocalDateTime.parse(there).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
        return database.read(company, tx -> APPLICATION.bean(MessageHours.class).areQuiet(tx, at));
    }

    @Test
    void messagesToCustomersWaitTillTheQuietHoursEnd() {
        // All day but one minute that is far from now, so that nobody else sends it meanwhile.
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        java.time.LocalTime far =
                java.time.LocalTime.now(zone).plusHours(12).withSecond(0).withNano(0);
        hours("'" + far.plusMinutes(1) + "'", "'" + far + "'", false);
        UUID outward = write("13800138000", "to a customer");
        UUID inward = write("13800138000", "to a colleague", actor.user());
        at(Instant.now()).send(company);
        assertThat(mail(outward).path("state").asString()).isEqualTo("WAITING");
        assertThat(mail(inward).path("state").asString()).isEqualTo("SENT");
        Instant end = java.time.ZonedDateTime.now(zone)
                .with(far)
                .plusDays(far.isBefore(java.time.LocalTime.now(zone)) ? 1 : 0)
                .toInstant();
        at(end.minusSeconds(1)).send(company);
        assertThat(mail(outward).path("state").asString()).isEqualTo("WAITING");
        at(end.plusSeconds(1)).send(company);
        assertThat(mail(outward).path("state").asString()).isEqualTo("SENT");

        // They begin while messages leave.
        UUID one = write("13800138000", "the first");
        UUID two = write("13800138000", "the second");
        MovingClock clock = new MovingClock(end.plusSeconds(1));
        reply = exchange -> {
            clock.now = end.plusSeconds(61);
            answer(exchange, 200, "\"OK\"");
        };
        at(clock).send(company);
        assertThat(List.of(
                        mail(one).path("state").asString(),
                        mail(two).path("state").asString()))
                .containsExactlyInAnyOrder("SENT", "WAITING");
    }

    private static final class MovingClock extends Clock {
        private volatile Instant now;

        private MovingClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** The post with its clock turned. */
    private MailPost at(Instant now) {
        return at(Clock.fixed(now, ZoneOffset.UTC));
    }

    private MailPost at(Clock clock) {
        return new MailPost(
                database,
                APPLICATION.bean(Companies.class),
                APPLICATION.bean(Organization.class),
                APPLICATION.bean(MailServers.class),
                APPLICATION.bean(SmsGateways.class),
                APPLICATION.bean(MessageHours.class),
                APPLICATION.context().getBeanProvider(Printing.class),
                APPLICATION.context().getBeanProvider(MailLinks.class),
                APPLICATION.context().getBeanProvider(MailSource.class),
                APPLICATION.bean(Texts.class),
                clock);
    }
}
