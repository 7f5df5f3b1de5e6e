package io.onaccount.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewDepartment;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Signing in, sessions, tokens, rights, people; and that two companies know nothing of each other. */
class AccessTest {
    private static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestApplication application = TestApplication.shared();
    private final Organization organization = application.bean(Organization.class);
    private final Http nobody = Http.at(application);
    private final String suffix = "-" + COUNT.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    private final String boss = "boss" + suffix;
    private final String rep = "rep" + suffix;
    private final Founded company = organization.found(
            NewCompany.named("Test " + suffix),
            List.of(
                    new NewDepartment("Sales", null),
                    new NewDepartment("East", "Sales"),
                    new NewDepartment("Money", null)),
            List.of(
                    NewMember.of(boss, "Boss", PASSWORD, Level.ALL, "administrator"),
                    new NewMember(rep, "Rep", PASSWORD, List.of("sales-rep"), "Sales", Level.BELOW, boss)));

    @Test
    void signingInSetsASafeCookieAndTellsWhoOneIs() {
        Answer answer = nobody.post("/session", credentials(boss, PASSWORD));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("Secure");
        assertThat(answer.json().path("user").path("login").asString()).isEqualTo(boss);
        assertThat(answer.json().path("company").path("baseCurrency").asString())
                .isEqualTo("CNY");
        assertThat(answer.json().path("rights").toString()).contains("\"user.edit\"");
        Http me = nobody.signIn(boss, PASSWORD);
        assertThat(me.get("/me").status()).isEqualTo(200);
        assertThat(me.get("/me").header("Cache-Control")).isEqualTo("no-store");
        assertThat(me.get("/me").header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void ofATokenOnlyItsHashIsStored() {
        String cookie = nobody.post("/session", credentials(boss, PASSWORD)).header("Set-Cookie");
        String token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        assertThat(token).hasSize(43);
        assertThat(application
                        .database()
                        .value("select count(*) from organization.session s where s::text like '%" + token + "%'"))
                .isEqualTo("0");
        assertThat(application
                        .database()
                        .value("select count(*) from organization.session where token_hash = sha256('" + token + "')"))
                .isEqualTo("1");
    }

    @Test
    void unknownLoginAndWrongPasswordGetTheSameAnswer() {
        Answer unknown = nobody.post("/session", credentials("nobody" + suffix, PASSWORD));
        Answer wrong = nobody.post("/session", credentials(rep, "not the password"));
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.code()).isEqualTo("sign-in-failed");
        assertThat(wrong.body()).isEqualTo(unknown.body());
        assertThat(application
                        .database()
                        .value("select count(*) from organization.audit_entry where company_id = " + company.company()
                                + " and action = 'sign-in-failed'"))
                .isEqualTo("1");
    }

    @Test
    void guessingIsThrottledAlsoWhenManyGuessAtOnce() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> guesses = IntStream.range(0, 20)
                    .<Callable<Integer>>mapToObj(i -> () -> nobody.post("/session", credentials(rep, "guess " + i))
                            .status())
                    .toList();
            List<Integer> answers =
                    pool.invokeAll(guesses).stream().map(f -> f.resultNow()).toList();
            assertThat(answers.stream().filter(status -> status == 401)).hasSize(5);
            assertThat(answers.stream().filter(status -> status == 429)).hasSize(15);
        }
        Answer right = nobody.post("/session", credentials(rep, PASSWORD));
        assertThat(right.status()).as("even the right password waits now").isEqualTo(429);
        assertThat(right.code()).isEqualTo("too-many-attempts");
        application.database().sql("delete from organization.throttle");
        assertThat(nobody.post("/session", credentials(rep, PASSWORD)).status()).isEqualTo(200);
    }

    @Test
    void anEndedSessionIsOverAtOnce() {
        Http first = nobody.signIn(rep, PASSWORD);
        Http second = nobody.signIn(rep, PASSWORD);
        var sessions = first.get("/me/sessions").json().path("rows");
        assertThat(sessions.size()).isEqualTo(2);
        String other = null;
        for (var session : sessions) {
            if (!session.path("current").asBoolean()) {
                other = session.path("id").asString();
            }
        }
        assertThat(second.get("/me").status()).isEqualTo(200);
        assertThat(first.delete("/me/sessions/" + other).status()).isEqualTo(204);
        assertThat(second.get("/me").status()).isEqualTo(401);
        Http admin = nobody.signIn(boss, PASSWORD);
        assertThat(admin.delete("/users/" + company.users().get(rep) + "/sessions")
                        .status())
                .isEqualTo(204);
        assertThat(first.get("/me").status()).isEqualTo(401);
        assertThat(admin.delete("/session").status()).isEqualTo(204);
        assertThat(admin.get("/me").status()).isEqualTo(401);
    }

    @Test
    void aSessionNobodyUsesRunsOut() {
        Http me = nobody.signIn(boss, PASSWORD);
        application.database().sql("update organization.session set last_seen_at = now() - interval '13 hours'");
        application.bean(Sessions.class).rightsChanged();
        assertThat(me.get("/me").status()).isEqualTo(401);
    }

    @Test
    void anotherSiteCannotUseTheCookie() {
        Http me = nobody.signIn(boss, PASSWORD);
        Answer crossed = me.with("Origin", "https://evil.example").put("/me/preferences", "{\"locale\":\"en\"}");
        assertThat(crossed.status()).isEqualTo(403);
        assertThat(crossed.code()).isEqualTo("from-elsewhere");
        assertThat(me.with("Sec-Fetch-Site", "cross-site")
                        .put("/me/preferences", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(me.with("Sec-Fetch-Site", "same-origin")
                        .put("/me/preferences", "{\"locale\":\"en\",\"preferences\":{\"dense\":true}}")
                        .status())
                .isEqualTo(204);
        assertThat(me.with("Origin", application.url())
                        .put("/me/preferences", "{}")
                        .status())
                .isEqualTo(204);
        assertThat(me.get("/me").json().path("preferences").toString()).isEqualTo("{\"dense\":true}");
        assertThat(me.get("/me").json().path("user").path("locale").asString()).isEqualTo("en");
    }

    @Test
    void rightsCountAtOnceWhenARoleChanges() {
        Http admin = nobody.signIn(boss, PASSWORD);
        Http me = nobody.signIn(rep, PASSWORD);
        assertThat(me.get("/users").status()).isEqualTo(403);
        assertThat(me.get("/users").json().path("detail").asString()).contains("user · view");
        UUID role = company.roles().get("sales-rep");
        Answer changed = admin.with("If-Match", "\"0\"")
                .put("/roles/" + role, "{\"name\":\"Rep\",\"rights\":[\"user.view\",\"customer.*\"]}");
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(me.get("/users").status()).isEqualTo(200);
        assertThat(admin.with("If-Match", "\"0\"")
                        .put("/roles/" + role, "{\"name\":\"Rep\",\"rights\":[]}")
                        .status())
                .isEqualTo(412);
        Answer unknown = admin.put("/roles/" + role, "{\"name\":\"Rep\",\"rights\":[\"nothing.known\"]}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("errors").get(0).path("field").asString())
                .isEqualTo("rights[0]");
    }

    @Test
    void nobodyHandsOutMoreThanTheyHave() {
        Http admin = nobody.signIn(boss, PASSWORD);
        Answer made = admin.postOnce(
                "/roles", "{\"code\":\"people-clerk\",\"name\":\"Clerk\",\"rights\":[\"user.*\",\"role.*\"]}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        Answer clerk = admin.postOnce(
                "/users", user("clerk" + suffix, made.json().path("id").asString()));
        assertThat(clerk.status()).as(clerk.toString()).isEqualTo(201);
        Http me = nobody.signIn("clerk" + suffix, PASSWORD);
        assertThat(me.postOnce("/roles", "{\"code\":\"all\",\"name\":\"All\",\"rights\":[\"*.*\"]}")
                        .json()
                        .path("errors")
                        .get(0)
                        .path("code")
                        .asString())
                .isEqualTo("beyond-own-rights");
        Answer raised = me.postOnce(
                "/users",
                user("puppet" + suffix, company.roles().get("administrator").toString()));
        assertThat(raised.status()).isEqualTo(400);
        assertThat(raised.json().path("errors").get(0).path("field").asString()).isEqualTo("roles");
        Answer reset =
                me.put("/users/" + company.users().get(boss) + "/password", "{\"password\":\"mine from now on\"}");
        assertThat(reset.status()).isEqualTo(400);
        assertThat(nobody.signIn(boss, PASSWORD).get("/me").status()).isEqualTo(200);
    }

    @Test
    void oneKeyMakesOneUser() {
        Http admin = nobody.signIn(boss, PASSWORD).with("Idempotency-Key", "key" + suffix);
        String body = user("twice" + suffix, company.roles().get("cashier").toString());
        Answer first = admin.post("/users", body);
        Answer again = admin.post("/users", body);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        Answer other = admin.post(
                "/users", user("other" + suffix, company.roles().get("cashier").toString()));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        assertThat(application
                        .database()
                        .value("select count(*) from organization.app_user where login in ('twice" + suffix
                                + "', 'other" + suffix + "')"))
                .isEqualTo("1");
    }

    @Test
    void oneKeyAtOnceFromManySidesMakesOneUser() throws Exception {
        Http admin = nobody.signIn(boss, PASSWORD).with("Idempotency-Key", "storm" + suffix);
        String body = user("storm" + suffix, company.roles().get("cashier").toString());
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = IntStream.range(0, 12)
                    .<Callable<Answer>>mapToObj(i -> () -> admin.post("/users", body))
                    .toList();
            List<Answer> answers =
                    pool.invokeAll(calls).stream().map(f -> f.resultNow()).toList();
            assertThat(answers).allMatch(a -> a.status() == 201 || a.code().equals("request-in-progress"));
            assertThat(answers).anyMatch(a -> a.status() == 201);
            assertThat(answers.stream()
                            .filter(a -> a.status() == 201)
                            .map(Answer::body)
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void anApiTokenHasAtMostItsRightsAndEndsWhenRevoked() {
        Http admin = nobody.signIn(boss, PASSWORD);
        String until = application
                .bean(io.onaccount.platform.BusinessClock.class)
                .today(java.time.ZoneId.of("Asia/Shanghai"))
                .plusDays(30)
                .toString();
        Answer issued =
                admin.post("/me/tokens", "{\"name\":\"ERP\",\"rights\":[\"user.view\"],\"until\":\"" + until + "\"}");
        assertThat(issued.status()).as(issued.toString()).isEqualTo(201);
        Http program = nobody.with(
                "Authorization", "Bearer " + issued.json().path("token").asString());
        assertThat(program.get("/users").status()).isEqualTo(200);
        assertThat(program.get("/roles").status()).isEqualTo(403);
        assertThat(program.put("/me/company", "{\"id\":" + company.company() + "}")
                        .status())
                .isEqualTo(409);
        String id =
                admin.get("/me/tokens").json().path("rows").get(0).path("id").asString();
        assertThat(admin.delete("/me/tokens/" + id).status()).isEqualTo(204);
        assertThat(program.get("/users").status()).isEqualTo(401);
        assertThat(admin.post("/me/tokens", "{\"name\":\"ERP\",\"rights\":[],\"until\":\"2199-01-01\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aNewPasswordMustBeGoodAndEndsTheOtherSessions() {
        Http here = nobody.signIn(rep, PASSWORD);
        Http there = nobody.signIn(rep, PASSWORD);
        assertThat(change(here, "wrong", "a better password")
                        .json()
                        .path("errors")
                        .get(0)
                        .path("code")
                        .asString())
                .isEqualTo("wrong-password");
        assertThat(change(here, PASSWORD, "short").status()).isEqualTo(400);
        assertThat(change(here, PASSWORD, "12345678").status()).isEqualTo(400);
        assertThat(change(here, PASSWORD, "my" + rep).status()).isEqualTo(400);
        assertThat(change(here, PASSWORD, "a better password").status()).isEqualTo(204);
        assertThat(here.get("/me").status()).isEqualTo(200);
        assertThat(there.get("/me").status()).isEqualTo(401);
        assertThat(nobody.post("/session", credentials(rep, PASSWORD)).status()).isEqualTo(401);
        assertThat(nobody.post("/session", credentials(rep, "a better password"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theScopeBelowHoldsTheWholeTree() {
        Scope scope =
                organization.actor(company.company(), company.users().get(rep)).scope();
        assertThat(scope.level()).isEqualTo(Level.BELOW);
        assertThat(scope.departments())
                .containsExactlyInAnyOrder(
                        company.departments().get("Sales"),
                        company.departments().get("East"));
        Http admin = nobody.signIn(boss, PASSWORD);
        Answer ring = admin.put(
                "/departments/" + company.departments().get("Sales"),
                "{\"name\":\"Sales\",\"parent\":\"" + company.departments().get("East") + "\"}");
        assertThat(ring.status()).isEqualTo(400);
        assertThat(ring.json().path("errors").get(0).path("code").asString()).isEqualTo("ring");
        assertThat(admin.delete("/departments/" + company.departments().get("Sales"))
                        .status())
                .isEqualTo(409);
        assertThat(admin.get("/departments/" + company.departments().get("Sales") + "/members")
                        .body())
                .contains("\"login\":\"" + rep + "\"")
                .doesNotContain(boss);
        assertThat(admin.delete("/departments/" + company.departments().get("Money"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void twoCompaniesKnowNothingOfEachOther() {
        Founded other = organization.found(
                NewCompany.named("Other" + suffix),
                List.of(new NewDepartment("Secret", null)),
                List.of(NewMember.of("stranger" + suffix, "Stranger", PASSWORD, Level.ALL, "administrator")));
        Http admin = nobody.signIn(boss, PASSWORD);
        UUID stranger = other.users().get("stranger" + suffix);
        UUID unknown = UUID.randomUUID();
        Answer foreign = admin.get("/users/" + stranger);
        Answer missing = admin.get("/users/" + unknown);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body().replace(stranger.toString(), "§"))
                .isEqualTo(missing.body().replace(unknown.toString(), "§"));
        assertThat(admin.get("/users").body()).doesNotContain("Stranger");
        assertThat(admin.get("/departments").body()).doesNotContain("Secret");
        assertThat(admin.put("/me/company", "{\"id\":" + other.company() + "}").status())
                .isEqualTo(404);
        assertThat(admin.put("/users/" + stranger + "/password", "{\"password\":\"mine from now on\"}")
                        .status())
                .isEqualTo(404);
        // The second wall: even a query that forgets its condition sees one company.
        Database database = application.bean(Database.class);
        List<Long> seen = database.read(
                company.company(),
                tx -> tx.list(
                        "select distinct m.company_id as company from organization.membership m where m.company_id is not null",
                        row -> row.number("company")));
        assertThat(seen).containsExactly(company.company());
        assertThat(database.<Long>read(
                        0,
                        tx -> tx.one(
                                "select count(*) as n from organization.membership m where m.company_id is not null",
                                row -> row.number("n"))))
                .isZero();
        assertThatThrownBy(() -> database.write(company.company(), tx -> {
                    tx.execute(
                            "insert into organization.department (company_id, id, name) values (?, ?, 'x')",
                            other.company(),
                            UUID.randomUUID());
                    return true;
                }))
                .hasMessageContaining("row-level security");
    }

    @Test
    void aFurtherCompanyIsMadeAndEntered() {
        Http admin = nobody.signIn(boss, PASSWORD);
        Answer made = admin.post("/companies", "{\"name\":\"Second" + suffix + "\"}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        long id = made.json().path("id").asLong();
        Answer entered = admin.put("/me/company", "{\"id\":" + id + "}");
        assertThat(entered.status()).as(entered.toString()).isEqualTo(200);
        assertThat(entered.json().path("companies").size()).isEqualTo(2);
        assertThat(admin.get("/me").json().path("company").path("id").asLong()).isEqualTo(id);
        assertThat(admin.get("/users").json().path("rows").size()).isEqualTo(1);
    }

    @Test
    void companySettingsAreKeptAndNumberPatternsCount() {
        Http admin = nobody.signIn(boss, PASSWORD);
        String body = """
                {"name":"甲公司","nameEn":"A Ltd","timeZone":"Asia/Shanghai","fiscalYearStart":4,"taxInclusive":false,"priceDecimals":4,
                 "quantityDecimals":3,"settings":{"workingDays":["MONDAY","SATURDAY"],"numberPatterns":{"sales-order":"订-{yyyy}-{000}"},
                 "negativeStock":true,"defaultCreditLimit":"5000","wholeAfterJiao":true,"bank":{"bank":"ICBC","account":"1","holder":"A"}}}""";
        Answer changed = admin.with("If-Match", "\"0\"").put("/company", body);
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(admin.get("/company")
                        .json()
                        .path("settings")
                        .path("numberPatterns")
                        .path("sales-order")
                        .asString())
                .isEqualTo("订-{yyyy}-{000}");
        assertThat(application
                        .bean(Numbering.class)
                        .take(company.company(), "sales-order", "SO-{0001}", java.time.LocalDate.of(2026, 5, 1), 2))
                .containsExactly("订-2026-001", "订-2026-002");
        assertThat(admin.put("/company", body.replace("{000}", "{yyyy}"))
                        .json()
                        .path("errors")
                        .get(0)
                        .path("code")
                        .asString())
                .isEqualTo("not-a-number-pattern");
        assertThat(admin.put("/company", body.replace("Asia/Shanghai", "Mars/Crater"))
                        .status())
                .isEqualTo(400);
        assertThat(admin.with("If-Match", "\"0\"").put("/company", body).status())
                .isEqualTo(412);
    }

    @Test
    void textsComeInBothLanguages() {
        assertThat(nobody.get("/texts/zh-CN").json().path("role.sales-rep").asString())
                .isEqualTo("业务员");
        assertThat(nobody.get("/texts/en").json().path("role.sales-rep").asString())
                .isEqualTo("Sales rep");
        assertThat(nobody.with("Accept-Language", "zh-CN")
                        .get("/me")
                        .json()
                        .path("title")
                        .asString())
                .isNotEmpty();
    }

    @Test
    void anUnknownAddressIsAProblemToo() {
        Answer answer = nobody.get("/no-such-thing/at/all");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("no-such-address");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void theSetupPageWorksOnce() {
        try (TestApplication empty = TestApplication.start()) {
            Http visitor = Http.at(empty);
            assertThat(visitor.get("/setup").json().path("needed").asBoolean()).isTrue();
            String weak = setup("admin", "12345678");
            assertThat(visitor.post("/setup", weak).status()).isEqualTo(400);
            Answer made = visitor.post("/setup", setup("admin", PASSWORD));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            assertThat(visitor.get("/setup").json().path("needed").asBoolean()).isFalse();
            assertThat(visitor.post("/setup", setup("second", PASSWORD)).status())
                    .isEqualTo(409);
            assertThat(visitor.signIn("admin", PASSWORD)
                            .get("/roles")
                            .json()
                            .path("rows")
                            .size())
                    .isEqualTo(13);
            assertThat(Map.of("companies", empty.database().value("select count(*) from organization.company")))
                    .containsEntry("companies", "1");
        }
    }

    private static String setup(String login, String password) {
        return "{\"company\":{\"name\":\"首家\"},\"administrator\":{\"name\":\"管\",\"login\":\"" + login
                + "\",\"password\":\"" + password + "\"}}";
    }

    private static Answer change(Http http, String old, String changed) {
        return http.put("/me/password", "{\"old\":\"" + old + "\",\"password\":\"" + changed + "\"}");
    }

    private static String user(String login, String role) {
        return "{\"login\":\"" + login + "\",\"password\":\"" + PASSWORD + "\",\"name\":\"" + login
                + "\",\"scope\":\"OWN\",\"roles\":[\"" + role + "\"]}";
    }

    private static String credentials(String login, String password) {
        return "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}";
    }
}
