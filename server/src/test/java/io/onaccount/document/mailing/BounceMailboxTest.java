package io.onaccount.document.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A mailbox watched for mails that come back (NTF-02), at a real IMAP server: reports about mails of ours count and are marked or moved, everything else
 * stays as it was, and what fails is told and left alone for longer each time.
 */
class BounceMailboxTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final GreenMail POST = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS)
    });
    private static final String PASSWORD = "pw-of-the-mailbox";
    private static Samples samples;
    private static long company;
    private static Actor actor;
    private static GreenMailUser user;
    private static MailFolder inbox;

    private final BouncePost post = APPLICATION.bean(BouncePost.class);

    @BeforeAll
    static void start() throws Exception {
        POST.start();
        user = POST.setUser("bounces@company.example", "bounces", PASSWORD);
        inbox = POST.getManagers().getImapHostManager().getInbox(user);
        POST.getManagers().getImapHostManager().createMailbox(user, "Handled");
        samples = Samples.make(APPLICATION);
        // The application's own turn is not to come between what is looked at here.
        APPLICATION
                .database()
                .sql(
                        "update platform.scheduled_task set execution_time = now() + interval '1 day' where task_name = 'document.bounces'");
        company = samples.company().company();
        actor = APPLICATION
                .bean(Organization.class)
                .actor(company, samples.company().users().get("admin-" + samples.suffix()));
    }

    @AfterAll
    static void stop() {
        POST.stop();
    }

    @BeforeEach
    void clean() throws FolderException {
        inbox.deleteAllMessages();
        handled().deleteAllMessages();
        APPLICATION.database().sql("delete from document.bounce_mailbox where company_id = " + company);
    }

    private static MailFolder handled() {
        return POST.getManagers().getImapHostManager().getFolder(user, "Handled");
    }

    private static String mailbox(int port, String security, String password, String handledFolder) {
        return ("{'host':'127.0.0.1','port':%d,'security':'%s','user':'bounces','password':%s,'folder':'INBOX',"
                        + "'handledFolder':%s,'active':true}")
                .formatted(
                        port,
                        security,
                        password == null ? "null" : "'" + password + "'",
                        handledFolder == null ? "null" : "'" + handledFolder + "'")
                .replace('\'', '"');
    }

    private static Answer set(String body) {
        return samples.administrator().put("/bounce-mailbox", body);
    }

    private static void use(String handledFolder) {
        Answer set = set(mailbox(POST.getImap().getPort(), "NONE", PASSWORD, handledFolder));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.body()).doesNotContain(PASSWORD);
    }

    /** As if the time for it had come. */
    private int read() {
        APPLICATION
                .database()
                .sql("update document.bounce_mailbox set next_at = now() - interval '1 minute' where company_id = "
                        + company);
        return post.read(company);
    }

    /** A mail that has gone out; its Message-ID. */
    private static String sent(String address) {
        UUID id = APPLICATION
                .bean(Database.class)
                .write(
                        company,
                        tx -> APPLICATION
                                .bean(Mails.class)
                                .send(
                                        tx,
                                        actor,
                                        List.of(new Mails.Draft(
                                                "test",
                                                "bounce" + Ids.next(),
                                                MailAddress.of(address, "Wang").orElseThrow(),
                                                Locale.ENGLISH,
                                                new MailWords("Subject", "Body"),
                                                null,
                                                null,
                                                null,
                                                List.of(),
                                                null))))
                .getFirst();
        String messageId = "<" + id + "@company.example>";
        APPLICATION
                .database()
                .sql("update document.mail set state = 'SENT', sent_at = now(), message_id = '" + messageId
                        + "' where id = '" + id + "'");
        return messageId;
    }

    private static String report(String messageId, String receiver, String said) {
        return """
                From: MAILER-DAEMON@mx.customer.example
                To: bounces@company.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain; charset=us-ascii

                I'm sorry.

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.customer.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; %s

                --b1
                Content-Type: message/rfc822

                Message-ID: %s
                Subject: Subject

                Body
                --b1--
                """.formatted(receiver, said, messageId);
    }

    private static void arrives(String message) throws Exception {
        inbox.store(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static boolean seen(int place) throws Exception {
        return inbox.getMessages().get(place).getFlags().contains(Flags.Flag.SEEN);
    }

    private static String bad(String address) {
        return samples.lookUp(
                "select count(*)::text from document.mail_bad_address where company_id = $company and address = '"
                        + address + "'");
    }

    private static String column(String name) {
        return samples.lookUp(
                "select coalesce(" + name + "::text, '') from document.bounce_mailbox where company_id = $company");
    }

    @Test
    void reportsOfOursCountAndAreMarkedAndNothingElseIsTouched() throws Exception {
        String ours = sent("gone@customer.example");
        arrives("Subject: hello\nContent-Type: text/plain\n\nwhat a nice day\n");
        arrives(report(ours, "gone@customer.example", "550 no such user"));
        arrives(report("<guessed@company.example>", "fine@customer.example", "x"));
        arrives("Subject: not whole\nContent-Type: multipart/report; boundary=\"b\"\n\n--b\n\nnothing\n");
        use(null);
        assertThat(read()).isEqualTo(1);
        assertThat(bad("gone@customer.example")).isEqualTo("1");
        assertThat(bad("fine@customer.example")).isEqualTo("0");
        assertThat(List.of(seen(0), seen(1), seen(2), seen(3))).containsExactly(false, true, false, false);
        assertThat(column("failures")).isEqualTo("0");
        assertThat(column("(read_at is not null and next_at > now() + interval '4 minutes')"))
                .isEqualTo("true");
        assertThat(post.read(company)).as("not due yet").isZero();
        assertThat(read()).as("what was looked at is not looked at again").isZero();
        arrives(report(sent("late@customer.example"), "late@customer.example", "550 also gone"));
        assertThat(read()).isEqualTo(1);
        assertThat(bad("late@customer.example")).isEqualTo("1");
        assertThat(
                        samples.lookUp(
                                "select answer from document.mail where company_id = $company and to_address = 'late@customer.example'"))
                .contains("also gone");
    }

    @Test
    void reportsThatWereReadGoToTheFolderNamed() throws Exception {
        arrives("Subject: hello\n\nstays\n");
        arrives(report(sent("moved@customer.example"), "moved@customer.example", "550 no"));
        use("Handled");
        assertThat(read()).isEqualTo(1);
        assertThat(bad("moved@customer.example")).isEqualTo("1");
        assertThat(inbox.getMessageCount()).isEqualTo(1);
        assertThat(seen(0)).isFalse();
        assertThat(handled().getMessageCount()).isEqualTo(1);
    }

    @Test
    void aReportWithALargeMailInItIsReadFromItsBeginningAndMarksInItDoNoHarm() throws Exception {
        String large = report(sent("large@customer.example"), "large@customer.example", "550 large")
                .replace("Body\n", "\u0000" + ("x".repeat(70) + "\n").repeat(20_000));
        arrives(large);
        use(null);
        assertThat(read()).isEqualTo(1);
        assertThat(bad("large@customer.example")).isEqualTo("1");
        assertThat(seen(0)).isTrue();
    }

    @Test
    void whatFailsIsToldAndLeftAloneForLonger() throws Exception {
        Answer set = set(mailbox(POST.getImap().getPort(), "NONE", "wrong", null));
        assertThat(set.status()).isEqualTo(200);
        assertThat(samples.administrator()
                        .postOnce("/bounce-mailbox/test", "")
                        .json()
                        .path("answer")
                        .asString())
                .isNotBlank();
        read();
        assertThat(column("failures")).isEqualTo("1");
        assertThat(column("(next_at between now() + interval '4 minutes' and now() + interval '6 minutes')"))
                .isEqualTo("true");
        read();
        read();
        assertThat(column("failures")).isEqualTo("3");
        assertThat(column("(next_at > now() + interval '19 minutes')")).isEqualTo("true");
        var shown = samples.administrator().get("/bounce-mailbox").json();
        assertThat(shown.path("failure").asString()).isNotBlank();
        assertThat(shown.path("failedAt").isNull()).isFalse();

        use("Nowhere");
        read();
        assertThat(samples.administrator()
                        .get("/bounce-mailbox")
                        .json()
                        .path("failure")
                        .asString())
                .as("in the language of who asks")
                .isEqualTo("邮箱中没有此文件夹。");

        set(mailbox(POST.getImaps().getPort(), "TLS", PASSWORD, null));
        read();
        assertThat(column("failures")).as("a certificate nobody vouches for").isEqualTo("1");
        set(mailbox(POST.getImap().getPort(), "STARTTLS", PASSWORD, null));
        read();
        assertThat(column("failures")).as("no encryption where it is demanded").isEqualTo("1");

        use(null);
        assertThat(read()).isZero();
        assertThat(column("failure")).as("mended").isEmpty();
        arrives("Subject: hello\n\nx\n");
        var tried = samples.administrator().postOnce("/bounce-mailbox/test", "").json();
        assertThat(tried.path("answer").isNull()).as(tried.toString()).isTrue();
        assertThat(tried.path("unseen").asInt()).isEqualTo(1);
        assertThat(seen(0)).isFalse();
    }

    @Test
    void addressesThatAreNobodysAreNotSpokenTo() {
        for (String host : new String[] {"169.254.169.254", "224.0.0.1", "0.0.0.0"}) {
            Answer set = set(mailbox(143, "NONE", PASSWORD, null).replace("127.0.0.1", host));
            assertThat(set.status()).as(set.toString()).isEqualTo(200);
            read();
            assertThat(column("failure_key")).as(host).isEqualTo("mail.no-server-there");
        }
    }

    @Test
    void thePasswordIsSealedAndEnteredAnewForAnotherServer() {
        use(null);
        assertThat(samples.lookUp("select (position('" + PASSWORD
                        + "'::bytea in password) > 0)::text from document.bounce_mailbox where company_id = $company"))
                .isEqualTo("false");
        assertThat(samples.lookUp(
                        "select count(*)::text from organization.audit_entry a where company_id = $company and a::text like '%"
                                + PASSWORD + "%'"))
                .isEqualTo("0");
        Answer elsewhere = set(mailbox(POST.getImap().getPort() + 1, "NONE", null, null));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.body()).contains("mail-password-anew");
        assertThat(set(mailbox(POST.getImap().getPort(), "NONE", null, "Handled"))
                        .status())
                .as("kept")
                .isEqualTo(200);
        assertThat(read()).isZero();
        assertThat(column("failures")).isEqualTo("0");
        assertThat(set(mailbox(POST.getImap().getPort(), "NONE", null, "INBOX")).body())
                .contains("bounce-same-folder");
    }

    @Test
    void whatIsSwitchedOffIsNotRead() throws Exception {
        set(mailbox(POST.getImap().getPort(), "NONE", PASSWORD, null).replace("\"active\":true", "\"active\":false"));
        arrives(report(sent("off@customer.example"), "off@customer.example", "550"));
        assertThat(read()).isZero();
        assertThat(seen(0)).isFalse();
    }
}
