package io.onaccount.document.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Mails that come back (NTF-02): a report counts for a mail of ours and marks the address it went to; whatever else it says does no harm. */
class BouncesTest {
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static Samples samples;
    private static long company;
    private static Actor actor;

    @BeforeAll
    static void start() {
        samples = Samples.make(APPLICATION);
        company = samples.company().company();
        actor = APPLICATION
                .bean(Organization.class)
                .actor(company, samples.company().users().get("admin-" + samples.suffix()));
    }

    /** Has a mail sent; answers its id and Message-ID. */
    private static String[] sent(String address) throws Exception {
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
        try (PostOffice post = new PostOffice(samples)) {
            post.delivered(1);
            for (int tries = 0; tries < 400; tries++) {
                var mail = samples.administrator().get("/mails/" + id).json();
                if (mail.path("state").asString().equals("SENT")) {
                    return new String[] {id.toString(), mail.path("messageId").asString()};
                }
                APPLICATION.bean(MailPost.class).send(company);
                Thread.sleep(50);
            }
        }
        throw new AssertionError("not sent");
    }

    private static String report(String messageId, String receiver, String action, String status, String said) {
        return """
                From: MAILER-DAEMON@mx.customer.example
                To: post@company.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain; charset=us-ascii

                I'm sorry.

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.customer.example
                Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0800

                Final-Recipient: rfc822; %s
                Action: %s
                Status: %s
                Diagnostic-Code: smtp; %s

                --b1
                Content-Type: message/rfc822

                Message-ID: %s
                Subject: Subject
                To: x@y.example

                Body
                --b1--
                """.formatted(receiver, action, status, said, messageId).replace("\n", "\r\n");
    }

    private static Answer read(String message) {
        return samples.administrator()
                .postOnce(
                        "/mails/bounces", JsonMapper.shared().writeValueAsString(java.util.Map.of("message", message)));
    }

    private static String bad(String address) {
        return APPLICATION
                .database()
                .value("select count(*) from document.mail_bad_address where company_id = " + company
                        + " and address = '" + address + "'");
    }

    @Test
    void aMailThatComesBackMarksItsAddress() throws Exception {
        String[] mail = sent("Left@Customer.example");
        Answer read = read(report(mail[1], "left@customer.example", "failed", "5.1.1", "550 5.1.1 no\r\n such user"));
        assertThat(read.status()).as(read.toString()).isEqualTo(200);
        assertThat(read.json().path("state").asString()).isEqualTo("FAILED");
        assertThat(read.json().path("answer").asString()).isEqualTo("failed 5.1.1 550 5.1.1 no such user");
        assertThat(bad("left@customer.example")).isEqualTo("1");
        assertThat(samples.administrator()
                        .get("/mails/" + mail[0])
                        .json()
                        .path("answer")
                        .asString())
                .contains("no such user");
        assertThat(read(report(mail[1], "left@customer.example", "failed", "5.1.1", "x"))
                        .status())
                .as("again")
                .isEqualTo(200);
    }

    @Test
    void whatIsNotTheAddressDoesntMarkIt() throws Exception {
        String[] full = sent("full@customer.example");
        assertThat(read(report(full[1], "full@customer.example", "failed", "5.2.2", "552 mailbox full"))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("FAILED");
        String[] late = sent("late@customer.example");
        Answer delayed = read(report(late[1], "late@customer.example", "delayed", "4.4.1", "no answer"));
        assertThat(delayed.json().path("state").asString()).isEqualTo("SENT");
        assertThat(delayed.json().path("answer").asString()).startsWith("delayed 4.4.1");
        String[] ours = sent("fine@customer.example");
        read(report(ours[1], "victim@customer.example", "failed", "5.1.1", "not the one it went to"));
        assertThat(bad("full@customer.example")
                        + bad("late@customer.example")
                        + bad("fine@customer.example")
                        + bad("victim@customer.example"))
                .isEqualTo("0000");
    }

    @Test
    void whateverElseIsSaidDoesNoHarm() throws Exception {
        String[] mail = sent("safe@customer.example");
        String good = report(mail[1], "safe@customer.example", "failed", "5.1.1", "x");
        assertThat(read(report("<guessed@company.example>", "safe@customer.example", "failed", "5.1.1", "x"))
                        .code())
                .isEqualTo("bounce-not-ours");
        for (String none : List.of(
                "hello",
                "\u0000",
                "Content-Type: multipart/report; boundary=\"\"\n\n--\n",
                good.replace("multipart/report", "text/plain"),
                report(mail[1], "safe@customer.example", "delivered", "2.0.0", "x"),
                report(mail[1], "safe@customer.example", "failed", "nonsense", "x"),
                nested(300))) {
            Answer answer = read(none);
            assertThat(answer.status()).as(none + answer).isEqualTo(400);
        }
        assertThat(bad("safe@customer.example")).isEqualTo("0");
        assertThat(samples.administrator()
                        .get("/mails/" + mail[0])
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("SENT");
    }

    private static String nested(int depth) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            all.append("Content-Type: multipart/mixed; boundary=\"b")
                    .append(i)
                    .append("\"\n\n--b")
                    .append(i)
                    .append('\n');
        }
        return all.toString();
    }
}
