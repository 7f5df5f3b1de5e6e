package io.onaccount.document.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.secrets.Secrets;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Mail (NTF-01, NTF-02): what is written leaves, once, as it was meant; what can't leave is seen; and the server's password never comes out. */
class MailsTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final GreenMail POST = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final StubbornMailServer STUBBORN = new StubbornMailServer();
    private static Samples samples;
    private static Http administrator;
    private static long company;
    private static Actor actor;

    private final Mails mails = APPLICATION.bean(Mails.class);
    private final MailPost post = APPLICATION.bean(MailPost.class);
    private final Database database = APPLICATION.bean(Database.class);

    @BeforeAll
    static void start() {
        POST.start();
        samples = Samples.make(APPLICATION);
        administrator = samples.administrator();
        company = samples.company().company();
        UUID admin = samples.company().users().get("admin-" + samples.suffix());
        APPLICATION
                .database()
                .sql("update organization.app_user set email = 'me@home.example' where id = '" + admin + "'");
        actor = APPLICATION.bean(Organization.class).actor(company, admin);
    }

    @AfterAll
    static void stop() {
        POST.stop();
        STUBBORN.close();
    }

    @BeforeEach
    void clean() throws Exception {
        POST.purgeEmailFromAllMailboxes();
        STUBBORN.friendly();
        STUBBORN.taken.clear();
        APPLICATION
                .database()
                .sql(
                        "update document.mail set state = 'CANCELLED' where company_id = " + company
                                + " and state in ('WAITING', 'SENDING', 'NO_SERVER')",
                        "update document.mail set sent_at = sent_at - interval '1 hour' where company_id = " + company,
                        "delete from document.mail_bad_address where company_id = " + company);
        use(POST.getSmtp().getPort(), null, null);
    }

    private static String server(int port, String user, String password, int perMinute) {
        return ("{'host':'127.0.0.1','port':%d,'security':'NONE','user':%s,'password':%s,'fromAddress':'post@company.example',"
                        + "'fromName':'赊销 Ltd','replyTo':'reply@company.example','perMinute':%d,'site':'https://erp.example/',"
                        + "'customerLanguage':'en','active':true}")
                .formatted(
                        port,
                        user == null ? "null" : "'" + user + "'",
                        password == null ? "null" : "'" + password + "'",
                        perMinute)
                .replace('\'', '"');
    }

    private static void use(int port, String user, String password) {
        Answer set = administrator.put("/mail-server", server(port, user, password, 600));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    private UUID write(String key, String address) {
        return write(key, address, "Subject 主题", "Body");
    }

    private UUID write(String key, String address, String subject, String body) {
        List<UUID> stored = database.write(
                company,
                tx -> mails.send(
                        tx,
                        actor,
                        List.of(new Mails.Draft(
                                "test",
                                key + samples.suffix(),
                                MailAddress.of(address, "Wang 王\r\nBcc: x@y.example")
                                        .orElseThrow(),
                                Locale.ENGLISH,
                                new MailWords(subject, body),
                                null,
                                null,
                                actor.user(),
                                List.of(),
                                null))));
        return stored.isEmpty() ? null : stored.getFirst();
    }

    private JsonNode mail(UUID id) {
        return administrator.get("/mails/" + id).json();
    }

    /** Waits until the mail is in this state; the application's own work may be at it too. */
    private JsonNode until(UUID id, String state) throws InterruptedException {
        for (int tries = 0; tries < 60; tries++) {
            post.send(company);
            JsonNode mail = mail(id);
            if (mail.path("state").asString().equals(state)) {
                return mail;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(mail(id).toString());
    }

    private static String text(Object content) throws Exception {
        if (content instanceof Multipart parts) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                all.append(part.getFileName() == null ? text(part.getContent()) : "[" + part.getFileName() + "]")
                        .append('\n');
            }
            return all.toString();
        }
        return String.valueOf(content);
    }

    @Test
    void aMailLeavesAsItWasMeant() throws Exception {
        UUID id = write("leaves", "wang@customer.example", "Hello 你好", "One <b>\n\n- a\n- b\n\nhttps://x.example/y");
        JsonNode sent = until(id, "SENT");
        assertThat(POST.getReceivedMessages()).hasSize(1);
        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Hello 你好");
        assertThat(mail.getFrom()[0].toString()).contains("post@company.example");
        assertThat(mail.getReplyTo()[0].toString()).isEqualTo("reply@company.example");
        assertThat(mail.getHeader("Message-ID"))
                .containsExactly(sent.path("messageId").asString());
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
        String all = text(mail.getContent());
        assertThat(all).contains("One <b>").contains("One &lt;b&gt;", "<li>a</li>", "href=\"https://x.example/y\"");
        assertThat(sent.path("tries").asInt()).isEqualTo(1);
    }

    @Test
    void theSameMailIsNotStoredTwice() throws Exception {
        UUID first = write("twice", "wang@customer.example");
        assertThat(write("twice", "wang@customer.example")).isNull();
        until(first, "SENT");
        assertThat(write("twice", "wang@customer.example")).isNull();
        post.send(company);
        assertThat(POST.getReceivedMessages()).hasSize(1);
    }

    @Test
    void whatIsUndoneIsNotSent() {
        try {
            database.write(company, tx -> {
                mails.send(
                        tx,
                        actor,
                        List.of(new Mails.Draft(
                                "test",
                                "undone",
                                MailAddress.of("wang@customer.example", "").orElseThrow(),
                                Locale.ENGLISH,
                                new MailWords("s", "b"),
                                null,
                                null,
                                null,
                                List.of(),
                                null)));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException e) {
            // as meant
        }
        post.send(company);
        assertThat(POST.getReceivedMessages()).isEmpty();
        assertThat(samples.lookUp(
                        "select count(*)::text from document.mail where company_id = $company and key = 'undone'"))
                .isEqualTo("0");
    }

    @Test
    void aProcessThatIsKilledLosesNothingAndTheCopyIsKnownByItsId() throws Exception {
        use(STUBBORN.port(), null, null);
        UUID id = write("killed", "wang@customer.example");
        until(id, "SENT");
        String messageId = mail(id).path("messageId").asString();
        // Killed after the server's yes and before our mark: it is still being sent, by nobody.
        APPLICATION
                .database()
                .sql("update document.mail set state = 'SENDING', sent_at = null, claimed_at = now() where id = '" + id
                        + "'");
        post.send(company);
        assertThat(mail(id).path("state").asString())
                .as("somebody may be at it")
                .isEqualTo("SENDING");
        APPLICATION
                .database()
                .sql("update document.mail set claimed_at = now() - interval '11 minutes' where id = '" + id + "'");
        until(id, "SENT");
        assertThat(STUBBORN.taken).hasSize(2).allMatch(mail -> mail.contains("Message-ID: " + messageId));
    }

    @Test
    void anAddressThatIsRefusedForGoodIsMarkedAndNotTriedAgain() throws Exception {
        use(STUBBORN.port(), null, null);
        STUBBORN.answer("RCPT TO:<Nobody@", "550 5.1.1 no such user here");
        UUID refused = write("refused", "Nobody@customer.example");
        JsonNode failed = until(refused, "FAILED");
        assertThat(failed.path("answer").asString()).contains("550", "no such user here");
        assertThat(failed.path("tries").asInt()).isEqualTo(1);
        assertThat(administrator.get("/bad-mail-addresses").body()).contains("nobody@customer.example", "no such user");
        UUID next = write("refused again", "nobody@CUSTOMER.example");
        assertThat(mail(next).path("state").asString()).isEqualTo("FAILED");
        assertThat(mail(next).path("answer").asString()).contains("no such user here");
        assertThat(administrator
                        .post("/bad-mail-addresses/release", "{\"address\":\"nobody@customer.example\"}")
                        .status())
                .isEqualTo(200);
        STUBBORN.friendly();
        assertThat(administrator
                        .post("/mails/resending", "{\"ids\":[\"" + next + "\"]}")
                        .status())
                .isEqualTo(200);
        until(next, "SENT");
    }

    @Test
    void aCustomersPageSaysWhichAddressIsWrong() throws Exception {
        use(STUBBORN.port(), null, null);
        STUBBORN.answer("RCPT", "550 unknown");
        until(write("contact", "a@b.cn"), "FAILED");
        String customer = samples.id("a customer").orElseThrow();
        assertThat(administrator
                        .get("/customers/" + customer)
                        .json()
                        .path("badAddresses")
                        .path("a@b.cn")
                        .asString())
                .contains("550");
        JsonNode draft = administrator
                .get("/records/" + samples.id("orders").orElseThrow() + "/mail-draft")
                .json();
        assertThat(draft.path("receivers").get(0).path("bad").asString()).contains("550");
        assertThat(draft.path("receivers").get(0).path("chosen").asBoolean()).isFalse();
    }

    @Test
    void aPolicyAgainstUsSaysNothingAboutTheAddress() throws Exception {
        use(STUBBORN.port(), null, null);
        STUBBORN.answer("RCPT", "550 5.7.1 relaying denied");
        until(write("policy", "wang@customer.example"), "FAILED");
        assertThat(administrator.get("/bad-mail-addresses").body()).doesNotContain("wang@customer.example");
    }

    @Test
    void whatFailsForNowIsTriedLaterAndDeadAfterMany() throws Exception {
        use(STUBBORN.port(), null, null);
        STUBBORN.answer(".", "451 try later");
        UUID id = write("later", "wang@customer.example");
        for (int tries = 1; tries <= 7; tries++) {
            post.send(company);
            JsonNode waiting = untilTried(id, tries);
            assertThat(waiting.path("state").asString()).isEqualTo("WAITING");
            assertThat(waiting.path("answer").asString()).contains("451");
            assertThat(java.time.Instant.parse(waiting.path("nextAt").asString()))
                    .isAfter(java.time.Instant.now().plusSeconds(30));
            APPLICATION.database().sql("update document.mail set next_at = now() where id = '" + id + "'");
        }
        post.send(company);
        assertThat(until(id, "FAILED").path("tries").asInt()).isEqualTo(8);
        STUBBORN.friendly();
        administrator.post("/mails/resending", "{\"ids\":[\"" + id + "\"]}");
        until(id, "SENT");
    }

    private JsonNode untilTried(UUID id, int times) throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            JsonNode mail = mail(id);
            if (mail.path("tries").asInt() == times
                    && mail.path("state").asString().equals("WAITING")) {
                return mail;
            }
            Thread.sleep(50);
            post.send(company);
        }
        throw new AssertionError(mail(id).toString());
    }

    @Test
    void aServerThatIsNotThereKeepsTheMailWaiting() throws Exception {
        use(1, null, null);
        UUID id = write("away", "wang@customer.example");
        post.send(company);
        JsonNode waiting = untilTried(id, 1);
        assertThat(waiting.path("answer").asString()).isNotEmpty();
        assertThat(POST.getReceivedMessages()).isEmpty();
    }

    @Test
    void withoutAServerMailsStayWhereTheyAreSeen() {
        administrator.put(
                "/mail-server",
                server(POST.getSmtp().getPort(), null, null, 600).replace("\"active\":true", "\"active\":false"));
        UUID id = write("none", "wang@customer.example");
        assertThat(post.send(company)).isZero();
        assertThat(mail(id).path("state").asString()).isEqualTo("NO_SERVER");
        assertThat(administrator
                        .post("/mails/resending", "{\"ids\":[\"" + id + "\"]}")
                        .code())
                .isEqualTo("mail-no-server");
        assertThat(administrator.post("/mail-server/test", "{}").code()).isEqualTo("mail-no-server");
        assertThat(administrator
                        .post("/mails/cancelling", "{\"ids\":[\"" + id + "\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(mail(id).path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void noMoreLeaveInAMinuteThanWasSet() {
        assertThat(administrator
                        .put("/mail-server", server(POST.getSmtp().getPort(), null, null, 2))
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 4; i++) {
            write("pace" + i, "wang@customer.example");
        }
        for (int i = 0; i < 3; i++) {
            post.send(company);
        }
        assertThat(POST.getReceivedMessages()).hasSizeLessThanOrEqualTo(2).isNotEmpty();
    }

    @Test
    void thePasswordGoesInAndNeverComesOut() {
        String password = "s3cret-" + samples.suffix();
        use(STUBBORN.port(), "post", password);
        Answer shown = administrator.get("/mail-server");
        assertThat(shown.body()).doesNotContain(password).contains("\"hasPassword\":true", "\"readable\":true");
        for (String table : List.of("document.mail_server", "organization.audit_entry", "platform.idempotency_key")) {
            String found = samples.lookUp("select count(*)::text from " + table + " t where t::text like '%" + password
                    + "%' or t::text like '%"
                    + java.util.HexFormat.of().formatHex(password.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    + "%'");
            assertThat(found).as(table).isEqualTo("0");
        }
        assertThat(administrator
                        .put("/mail-server", server(STUBBORN.port(), "post", null, 10))
                        .status())
                .as("kept when nothing about the server changes")
                .isEqualTo(200);
        assertThat(administrator.get("/mail-server").body()).contains("\"hasPassword\":true");
        Answer elsewhere =
                administrator.put("/mail-server", server(POST.getSmtp().getPort(), "post", null, 10));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.body()).contains("password").doesNotContain(password);
        Secrets secrets = APPLICATION.bean(Secrets.class);
        byte[] sealed = secrets.seal("mail-server/1", "x");
        assertThat(secrets.open("mail-server/1", sealed)).contains("x");
        assertThat(secrets.open("mail-server/2", sealed)).isEmpty();
        assertThat(secrets.open("mail-server/1", new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void aTestMailSaysWhatTheServerAnswered() {
        Answer sent = administrator.post("/mail-server/test", "{}");
        assertThat(sent.json().path("state").asString()).as(sent.toString()).isEqualTo("SENT");
        assertThat(sent.json().path("to").asString()).isEqualTo("me@home.example");
        use(STUBBORN.port(), null, null);
        STUBBORN.answer("MAIL", "530 sign in first");
        Answer refused = administrator.post("/mail-server/test", "{}");
        assertThat(refused.json().path("answer").asString()).contains("530 sign in first");
        APPLICATION
                .database()
                .sql("update organization.app_user set email = null where login = 'second-" + samples.suffix() + "'");
        assertThat(samples.second().post("/mail-server/test", "{}").code()).isEqualTo("mail-no-own-address");
    }

    @Test
    void theServerLetsUsInByThePasswordAndNotByAnother() {
        POST.setUser("post", "right");
        use(POST.getSmtp().getPort(), "post", "right");
        assertThat(administrator
                        .post("/mail-server/test", "{}")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("SENT");
        use(POST.getSmtp().getPort(), "post", "wrong");
        Answer refused = administrator.post("/mail-server/test", "{}");
        assertThat(refused.json().path("state").asString()).isEqualTo("WAITING");
        assertThat(refused.json().path("answer").asString()).contains("535").doesNotContain("wrong");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        GreenMail secure = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        secure.start();
        try {
            Answer set = administrator.put(
                    "/mail-server",
                    server(secure.getSmtps().getPort(), null, null, 600).replace("\"NONE\"", "\"TLS\""));
            assertThat(set.status()).isEqualTo(200);
            Answer refused = administrator.post("/mail-server/test", "{}");
            assertThat(refused.json().path("state").asString()).isEqualTo("WAITING");
            assertThat(refused.json().path("answer").asString()).isNotEmpty();
            assertThat(secure.getReceivedMessages()).isEmpty();
            administrator.put(
                    "/mail-server",
                    server(POST.getSmtp().getPort(), null, null, 600).replace("\"NONE\"", "\"STARTTLS\""));
            Answer clear = administrator.post("/mail-server/test", "{}");
            assertThat(clear.json().path("answer").asString())
                    .as("nothing is said in clear to a server that offers no encryption")
                    .containsIgnoringCase("STARTTLS");
        } finally {
            secure.stop();
        }
    }

    @Test
    void anOrderIsSentWithItsPrintAndStandsInItsHistory() throws Exception {
        String order = samples.id("orders").orElseThrow();
        JsonNode draft = administrator.get("/records/" + order + "/mail-draft").json();
        assertThat(draft.path("receivers").get(0).path("address").asString()).isEqualTo("a@b.cn");
        assertThat(draft.path("receivers").get(0).path("chosen").asBoolean()).isTrue();
        String number = draft.path("number").asString();
        assertThat(draft.path("subject").asString()).contains(number);
        assertThat(draft.path("printable").asBoolean()).isTrue();
        Answer sent = administrator.postOnce(
                "/records/" + order + "/mails",
                "{\"to\":[{\"address\":\"a@b.cn\",\"name\":\"N\"},{\"address\":\"A@B.cn\",\"name\":\"N\"}],\"language\":\"en\",\"subject\":\"Your order\",\"text\":\"Dear N,\\n\\nhere it is.\",\"pdf\":true,\"excel\":true}");
        assertThat(sent.json().path("mails").asInt()).as(sent.toString()).isEqualTo(1);
        JsonNode about =
                administrator.get("/records/" + order + "/mails").json().get(0);
        until(UUID.fromString(about.path("id").asString()), "SENT");
        MimeMessage mail = POST.getReceivedMessages()[0];
        assertThat(text(mail.getContent())).contains("here it is.", number + ".pdf", number + ".xlsx");
        byte[] pdf =
                ((Multipart) mail.getContent()).getBodyPart(1).getInputStream().readAllBytes();
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(administrator.get("/records/" + order + "/history").body())
                .contains("\"action\":\"mail\"", "Your order");
        String customer = samples.id("a customer").orElseThrow();
        assertThat(administrator.get("/records/" + customer + "/mails").body()).contains("Your order");
        assertThat(samples.narrow().get("/records/" + order + "/mails").status())
                .isEqualTo(404);
        assertThat(samples.narrow().get("/mails/" + about.path("id").asString()).status())
                .isEqualTo(404);
        assertThat(samples.narrow().get("/mails").json().path("rows").size()).isZero();
    }

    @Test
    void addressesAndSubjectsThatWouldAddHeadersAreRefused() {
        String order = samples.id("orders").orElseThrow();
        for (String address : List.of(
                "a@b.cn,c@d.cn",
                "a@b.cn\\r\\nBcc: c@d.cn",
                "a b@c.cn",
                "<a@b.cn>",
                "a@",
                "@b.cn",
                "a@b..cn",
                "a@-b.cn",
                "")) {
            Answer answer = administrator.postOnce(
                    "/records/" + order + "/mails",
                    "{\"to\":[{\"address\":\"" + address
                            + "\",\"name\":\"N\"}],\"language\":\"en\",\"subject\":\"s\",\"text\":\"t\",\"pdf\":false,\"excel\":false}");
            assertThat(answer.status()).as(address).isEqualTo(400);
            assertThat(answer.body()).as(address).contains("to[0].address");
        }
        Answer subject = administrator.postOnce(
                "/records/" + order + "/mails",
                "{\"to\":[{\"address\":\"a@b.cn\",\"name\":\"N\"}],\"language\":\"en\",\"subject\":\"s\\r\\nBcc: x@y.cn\",\"text\":\"t\",\"pdf\":false,\"excel\":false}");
        assertThat(subject.status()).as(subject.toString()).isEqualTo(400);
        assertThat(MailAddress.of("王@例子.公司", null)).isEmpty();
        assertThat(MailAddress.of("wang@例子.公司", null))
                .map(MailAddress::address)
                .contains("wang@xn--fsqu00a.xn--55qx5d");
        assertThat(new MailWords("a\r\nb\u202Ec", "x").subject()).isEqualTo("a b c");
    }

    @Test
    void everyTemplateRendersInBothLanguages() {
        MailTemplates templates = APPLICATION.bean(MailTemplates.class);
        Texts texts = APPLICATION.bean(Texts.class);
        assertThat(templates.names())
                .contains("test", "record", "digest", "statement", "discounts", "approval", "warning", "credit-letter");
        for (String event : templates.names()) {
            for (Locale language : Texts.LOCALES) {
                assertThat(texts.find(language, "mail.event." + event))
                        .as(event)
                        .isPresent();
                MailWords words = database.read(
                        company,
                        tx -> templates.preview(
                                tx,
                                actor,
                                event,
                                language,
                                templates.find(tx, event, language).ready()));
                assertThat(words.subject()).as(event).isNotBlank().doesNotContain("{{");
                assertThat(words.body()).as(event).isNotBlank().doesNotContain("{{");
                assertThat(MailPage.html("C", words.body(), language))
                        .contains("<html lang=\"" + language.toLanguageTag());
                Map<String, Object> none = new LinkedHashMap<>(Map.of("name", ""));
                assertThat(database.read(company, tx -> templates.write(tx, actor, event, language, none))
                                .body())
                        .as("without any value")
                        .doesNotContain("{{");
            }
        }
    }

    @Test
    void aCompanyWritesItsOwnWordsAndGoesBack() {
        String path = "/mail-templates/record?language=en";
        Answer saved = administrator.put(path, "{\"body\":\"Our {{kind}} {{number}}\\nHello {{name}}\"}");
        assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
        JsonNode draft = administrator
                .get("/records/" + samples.id("orders").orElseThrow() + "/mail-draft?language=en")
                .json();
        assertThat(draft.path("subject").asString()).startsWith("Our Sales order");
        assertThat(draft.path("text").asString()).isEqualTo("Hello N");
        List<String> wrong = new ArrayList<>(List.of("x {{nothing}}", "{{#lines}}", "\\nno subject", ""));
        wrong.forEach(body -> assertThat(
                        administrator.put(path, "{\"body\":\"" + body + "\"}").status())
                .as(body)
                .isEqualTo(400));
        assertThat(administrator
                        .post("/mail-templates/record/preview?language=en", "{\"body\":\"S {{number}}\\nB\"}")
                        .json()
                        .path("subject")
                        .asString())
                .isEqualTo("S ‹number›");
        assertThat(administrator.delete(path).status()).isEqualTo(200);
        assertThat(administrator.get(path).json().path("own").asBoolean()).isFalse();
        assertThat(administrator.get("/mail-templates/nothing").status()).isEqualTo(404);
    }

    @Test
    void theDailyMailHoldsAllThatWasNoted() throws Exception {
        assertThat(administrator
                        .put("/me/mail-wishes", "{\"wishes\":[{\"event\":\"warning\",\"mode\":\"DAILY\"}]}")
                        .json()
                        .path("address")
                        .asString())
                .isEqualTo("me@home.example");
        assertThat(administrator
                        .put("/me/mail-wishes", "{\"wishes\":[{\"event\":\"statement\",\"mode\":\"EACH\"}]}")
                        .status())
                .as("customers' mails are nobody's to wish for")
                .isEqualTo(400);
        for (String line : List.of("first", "second\r\nBcc: x")) {
            database.write(company, tx -> {
                mails.tell(tx, actor, "warning", List.of(actor.user()), language -> line, reader -> {
                    throw new AssertionError("at once");
                });
                return null;
            });
        }
        MailDigests digests = APPLICATION.bean(MailDigests.class);
        assertThat(digests.write(company)).isEqualTo(1);
        assertThat(digests.write(company)).as("all is told").isZero();
        UUID id = UUID.fromString(
                samples.lookUp(
                        "select id::text from document.mail where company_id = $company and event = 'digest' order by created_at desc limit 1"));
        until(id, "SENT");
        assertThat(text(POST.getReceivedMessages()[0].getContent()))
                .contains("first", "second Bcc: x", "https://erp.example/");
        administrator.put("/me/mail-wishes", "{\"wishes\":[{\"event\":\"warning\",\"mode\":\"OFF\"}]}");
    }
}
