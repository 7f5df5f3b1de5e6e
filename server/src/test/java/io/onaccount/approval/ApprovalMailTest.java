package io.onaccount.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Approvals by mail (APR-02): whoever wants it is told with a link of their own, which decides once and is written down nowhere. */
class ApprovalMailTest {
    private final Samples samples = Samples.make(TestApplication.shared());
    private final UUID admin = samples.company().users().get("admin-" + samples.suffix());

    private UUID ask() {
        long company = samples.company().company();
        Actor asker = samples.application()
                .bean(Organization.class)
                .actor(company, samples.company().users().get("second-" + samples.suffix()));
        UUID wish = samples.application().bean(TestSubject.class).make(asker, "100");
        ApprovalAnswer answer = samples.application()
                .bean(Database.class)
                .write(
                        company,
                        tx -> samples.application().bean(Approvals.class).request(tx, asker, TestSubject.KIND, wish));
        return ((ApprovalAnswer.Pending) answer).request();
    }

    private void want(String mode) {
        assertThat(samples.administrator()
                        .put("/me/mail-wishes", "{\"wishes\":[{\"event\":\"approval\",\"mode\":\"" + mode + "\"}]}")
                        .status())
                .isEqualTo(200);
    }

    private String mails() {
        return samples.lookUp(
                "select count(*)::text from document.mail where company_id = $company and event = 'approval'");
    }

    @Test
    void anApproverDecidesByTheLinkOfTheMailOnce() throws Exception {
        try (PostOffice post = new PostOffice(samples)) {
            ask();
            assertThat(mails()).as("nobody wants any").isEqualTo("0");
            want("EACH");
            samples.application()
                    .database()
                    .sql("update organization.app_user set email = null where id = '" + admin + "'");
            ask();
            assertThat(mails()).as("no address").isEqualTo("0");
            samples.application()
                    .database()
                    .sql("update organization.app_user set email = 'boss@company.example' where id = '" + admin + "'");
            ask();
            assertThat(mails())
                    .as("the address is not the one that was wished for")
                    .isEqualTo("0");
            want("EACH");
            UUID request = ask();
            MimeMessage mail = post.delivered(1).getFirst();
            assertThat(mail.getAllRecipients()[0].toString()).contains("boss@company.example");
            String text = PostOffice.text(mail);
            String token = PostOffice.token(text, "/approve");
            assertThat(samples.lookUp(
                            "select count(*)::text from document.mail m where company_id = $company and m::text like '%"
                                    + token.substring(token.length() - 20) + "%'"))
                    .as("the token is nowhere in the database")
                    .isEqualTo("0");
            String id = samples.lookUp(
                    "select id::text from document.mail where company_id = $company and event = 'approval'");
            assertThat(samples.administrator().get("/mails/" + id).body())
                    .contains("[")
                    .doesNotContain("approve#");
            Answer decided = samples.nothing()
                    .post("/approval-links/decision", "{\"token\":\"" + token + "\",\"decision\":\"approve\"}");
            assertThat(decided.status()).as(decided.toString()).isEqualTo(200);
            assertThat(samples.lookUp("select state from approval.request where company_id = $company and id = '"
                            + request + "'"))
                    .isEqualTo("APPROVED");
            assertThat(samples.nothing()
                            .post("/approval-links/decision", "{\"token\":\"" + token + "\",\"decision\":\"approve\"}")
                            .code())
                    .isEqualTo("approval-link-over");
        }
    }

    @Test
    void withTheDailyMailComesALineAndNoLink() {
        samples.application()
                .database()
                .sql("update organization.app_user set email = 'admin@company.example' where id = '" + admin + "'");
        want("DAILY");
        ask();
        assertThat(mails()).isEqualTo("0");
        assertThat(List.of(samples.lookUp(
                        "select string_agg(line, '|') from document.mail_notice where company_id = $company")))
                .allMatch(line -> line.contains("a wish"));
    }
}
