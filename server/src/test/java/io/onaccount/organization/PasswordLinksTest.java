package io.onaccount.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import jakarta.mail.internet.MimeMessage;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new password by a link in a mail (ACC-01): once, for its owner alone, and without telling anybody who exists. */
class PasswordLinksTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final String FRESH = "a fresh good password";

    private final Samples samples = Samples.make(APPLICATION);
    private final Http nobody = Http.at(APPLICATION);
    private final long company = samples.company().company();
    private final String login = "second-" + samples.suffix();
    private final String address = "Second." + samples.suffix() + "@company.example";
    private final UUID user = samples.company().users().get(login);

    @BeforeEach
    void begin() {
        APPLICATION
                .database()
                .sql(
                        "delete from organization.throttle",
                        "update organization.app_user set email = '" + address + "' where id = '" + user + "'");
    }

    private Answer ask(String who) {
        return nobody.post("/password-links", "{\"who\":\"" + who + "\"}");
    }

    private Answer card(String token) {
        return nobody.post("/password-links/card", "{\"token\":\"" + token + "\"}");
    }

    private Answer use(String token, String password) {
        return nobody.post(
                "/password-links/password", "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
    }

    private int signIn(String password) {
        return nobody.post("/session", "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}")
                .status();
    }

    private String mails() {
        return samples.lookUp(
                "select count(*)::text from document.mail where company_id = $company and event = 'password'");
    }

    /** What is done about asking is done after the answer: so long that it would have been seen. */
    private void assertNothingIsSent(String who) throws InterruptedException {
        String before = mails();
        assertThat(ask(who).status()).isEqualTo(204);
        Thread.sleep(700);
        assertThat(mails()).as(who).isEqualTo(before);
    }

    private String token(PostOffice post) throws Exception {
        return PostOffice.token(PostOffice.text(post.delivered(1).getFirst()), "/new-password");
    }

    @Test
    void whoForgotThePasswordSetsANewOneByTheLinkOnce() throws Exception {
        Http signedIn = nobody.signIn(login, Samples.PASSWORD);
        String apiToken = signedIn.post(
                        "/me/tokens",
                        "{\"name\":\"program\",\"rights\":[],\"until\":\""
                                + LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(30) + "\"}")
                .json()
                .path("token")
                .asString();
        try (PostOffice post = new PostOffice(samples)) {
            Answer asked = ask(" " + login.toUpperCase(java.util.Locale.ROOT) + " ");
            assertThat(asked.status()).as(asked.toString()).isEqualTo(204);
            assertThat(asked.body()).isEmpty();
            MimeMessage mail = post.delivered(1).getFirst();
            assertThat(mail.getAllRecipients()[0].toString()).contains(address);
            String text = PostOffice.text(mail);
            assertThat(text).contains(login);
            String token = PostOffice.token(text, "/new-password");
            assertThat(token).hasSize(43);
            for (String table :
                    new String[] {"document.mail", "organization.password_link", "organization.audit_entry"}) {
                assertThat(APPLICATION
                                .database()
                                .value("select count(*) from " + table + " t where t::text like '%" + token + "%'"))
                        .as("the token stands nowhere in " + table)
                        .isEqualTo("0");
            }
            Answer card = card(token);
            assertThat(card.status()).as(card.toString()).isEqualTo(200);
            assertThat(card.json().path("login").asString()).isEqualTo(login);
            Answer weak = use(token, "short");
            assertThat(weak.status()).isEqualTo(400);
            assertThat(weak.body()).contains("password-too-short");
            assertThat(use(token, "x" + login + "1").body()).contains("password-has-login");
            assertThat(signIn(Samples.PASSWORD)).as("not set yet").isEqualTo(200);

            assertThat(use(token, FRESH).status()).isEqualTo(204);
            assertThat(signedIn.get("/me").status()).as("sessions have ended").isEqualTo(401);
            assertThat(nobody.token(apiToken).get("/me").status())
                    .as("programs go on, as after a change of password")
                    .isEqualTo(200);
            assertThat(signIn(Samples.PASSWORD)).isEqualTo(401);
            assertThat(signIn(FRESH)).isEqualTo(200);
            assertThat(use(token, "another good password").code()).isEqualTo("password-link-over");
            assertThat(card(token).status()).isEqualTo(404);
            assertThat(samples.lookUp(
                            "select string_agg(action, ',' order by recorded_at) from organization.audit_entry where company_id = $company and action like 'password-%' and subject_id = '"
                                    + user + "'"))
                    .isEqualTo("password-link,password-by-link");
        }
    }

    @Test
    void theMailAddressWillDoAndANewerLinkMakesTheOlderVoid() throws Exception {
        try (PostOffice post = new PostOffice(samples)) {
            ask(address.toLowerCase(java.util.Locale.ROOT));
            String first = token(post);
            assertThat(card(first).status()).isEqualTo(200);
            ask(login);
            String second = token(post);
            assertThat(card(first).code()).isEqualTo("password-link-over");
            assertThat(use(first, FRESH).status()).isEqualTo(404);
            assertThat(card(second).status()).isEqualTo(200);
        }
    }

    @Test
    void aLinkIsOverWithItsTimeAndWithEveryChangeOfAddressOrPassword() throws Exception {
        try (PostOffice post = new PostOffice(samples)) {
            ask(login);
            String late = token(post);
            APPLICATION
                    .database()
                    .sql(
                            "update organization.password_link set expires_at = now() - interval '1 second' where user_id = '"
                                    + user + "'");
            assertThat(card(late).status()).isEqualTo(404);
            assertThat(use(late, FRESH).code()).isEqualTo("password-link-over");
            // Sent again by hand after its time: nothing leaves.
            String id = samples.lookUp(
                    "select id::text from document.mail where company_id = $company and event = 'password'");
            samples.administrator().postOnce("/mails/resending", "{\"ids\":[\"" + id + "\"]}");
            for (int tries = 0; tries < 100 && !state(id).equals("FAILED"); tries++) {
                Thread.sleep(100);
            }
            assertThat(state(id)).isEqualTo("FAILED");

            ask(login);
            String moved = token(post);
            APPLICATION
                    .database()
                    .sql("update organization.app_user set email = 'new@company.example' where id = '" + user + "'");
            assertThat(card(moved).status()).isEqualTo(404);
            APPLICATION
                    .database()
                    .sql("update organization.app_user set email = '" + address + "' where id = '" + user + "'");
            assertThat(card(moved).status()).isEqualTo(200);
            samples.administrator().put("/users/" + user + "/password", "{\"password\":\"given by hand\"}");
            assertThat(use(moved, FRESH).status()).isEqualTo(404);
            assertThat(signIn("given by hand")).isEqualTo(200);
        }
    }

    private String state(String mail) {
        return samples.lookUp("select state from document.mail where company_id = $company and id = '" + mail + "'");
    }

    @Test
    void theAnswerNeverTellsWhoExists() throws Exception {
        try (PostOffice post = new PostOffice(samples)) {
            ask(login);
            post.delivered(1);
            assertNothingIsSent("nobody-" + samples.suffix());
            APPLICATION.database().sql("update organization.app_user set email = null where id = '" + user + "'");
            assertNothingIsSent(login);
            APPLICATION
                    .database()
                    .sql("update organization.app_user set email = '" + address + "', disabled = true where id = '"
                            + user + "'");
            assertNothingIsSent(login);
            APPLICATION
                    .database()
                    .sql(
                            "update organization.app_user set disabled = false where id = '" + user + "'",
                            "delete from document.mail_server where company_id = " + company,
                            "delete from organization.throttle");
            assertNothingIsSent(login);
        }
        APPLICATION.database().sql("delete from organization.throttle");
        for (String who : new String[] {login, "unknown-" + samples.suffix()}) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(who).status()).isEqualTo(204);
            }
            Answer often = ask(who);
            assertThat(often.status()).isEqualTo(429);
            assertThat(often.code()).isEqualTo("password-links-too-often");
        }
        assertThat(signIn(Samples.PASSWORD))
                .as("signing in is counted for itself")
                .isEqualTo(200);
    }

    @Test
    void anAddressEnteredByWhoMayDoLessGetsNoLink() throws Exception {
        String role = samples.make(
                "/roles", "{\"code\":\"people\",\"name\":\"People\",\"rights\":[\"user.view\",\"user.edit\"]}");
        samples.make(
                "/users",
                "{\"login\":\"clerk-" + samples.suffix() + "\",\"password\":\"" + Samples.PASSWORD
                        + "\",\"name\":\"Clerk\",\"scope\":\"ALL\",\"roles\":[\"" + role + "\"]}");
        Http clerk = nobody.signIn("clerk-" + samples.suffix(), Samples.PASSWORD);
        String administrators = samples.lookUp(
                "select id::text from organization.role where company_id = $company and code = 'administrator'");
        String entry =
                "{\"name\":\"Second\",\"email\":\"clerk@elsewhere.example\",\"superior\":null,\"department\":null,"
                        + "\"departments\":[],\"scope\":\"ALL\",\"roles\":[\"" + administrators
                        + "\"],\"active\":true}";
        try (PostOffice post = new PostOffice(samples)) {
            Answer changed = clerk.put("/users/" + user, entry);
            assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
            assertThat(changed.json().path("addressVouched").asBoolean()).isFalse();
            assertNothingIsSent(login);
            assertNothingIsSent("clerk@elsewhere.example");
            Answer vouched = samples.administrator().put("/users/" + user, entry);
            assertThat(vouched.json().path("addressVouched").asBoolean()).isTrue();
            ask(login);
            assertThat(post.delivered(1).getFirst().getAllRecipients()[0].toString())
                    .contains("clerk@elsewhere.example");
        }
    }

    @Test
    void ofSeveralCompaniesAServerSetByWhoBelongsToAllOfThemSends() throws Exception {
        Http second = nobody.signIn(login, Samples.PASSWORD);
        Answer further = second.post("/companies", "{\"name\":\"Further " + samples.suffix() + "\"}");
        assertThat(further.status()).as(further.toString()).isEqualTo(201);
        try (PostOffice post = new PostOffice(samples)) { // set by the administrator, who is in one of them only
            assertNothingIsSent(login);
            APPLICATION.database().sql("update document.mail_server set set_by = null where company_id = " + company);
            assertNothingIsSent(login);
            APPLICATION
                    .database()
                    .sql("update document.mail_server set set_by = '" + user + "' where company_id = " + company);
            ask(login);
            assertThat(card(token(post)).status()).isEqualTo(200);
        }
    }
}
