package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.testing.Http;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import jakarta.mail.internet.MimeMessage;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes to customers by itself or by one click: statements (RCV-04) and discounts that end soon (DSC-03). */
class MailedReceivablesTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    @Test
    void aStatementIsMailedOnceAndAnsweredByItsLink() throws Exception {
        Samples samples = Samples.make(TestApplication.shared());
        Http administrator = samples.administrator();
        String statement = samples.lookUp(
                "select h.id::text from document.header h where h.company_id = $company and h.kind = 'statement' and h.state = 'MADE' order by h.id limit 1");
        String body = "{\"ids\":[\"" + statement + "\"],\"excel\":true}";
        try (PostOffice post = new PostOffice(samples)) {
            JsonNode nobody = administrator.postOnce("/statements/mails", body).json();
            assertThat(nobody.path("mails").asInt()).isZero();
            assertThat(nobody.path("without").size()).isEqualTo(1);
            samples.application()
                    .database()
                    .sql("update party.contact set receives_statements = true where company_id = "
                            + samples.company().company());
            JsonNode once = administrator.postOnce("/statements/mails", body).json();
            assertThat(once.path("mails").asInt()).as(once.toString()).isEqualTo(1);
            JsonNode again = administrator.postOnce("/statements/mails", body).json();
            assertThat(again.path("mails").asInt()).isZero();
            assertThat(again.path("already").asInt()).isEqualTo(1);
            MimeMessage mail = post.delivered(1).getFirst();
            String text = PostOffice.text(mail);
            String number = administrator
                    .get("/records/" + statement)
                    .json()
                    .path("number")
                    .asString();
            assertThat(mail.getSubject()).contains(number);
            assertThat(text).contains("Closing balance", "[" + number + ".pdf]", "[" + number + ".xlsx]");
            JsonNode sent = administrator.get("/statements/" + statement).json();
            assertThat(sent.path("state").asString()).isEqualTo("SENT");
            assertThat(sent.path("sentTo").asString()).isEqualTo("a@b.cn");
            String token = PostOffice.token(text, "/statement");
            assertThat(samples.nothing()
                            .post("/statement-links/statement", "{\"token\":\"" + token + "\"}")
                            .json()
                            .path("number")
                            .asString())
                    .isEqualTo(number);
            assertThat(samples.nothing()
                            .post(
                                    "/statement-links/answer",
                                    "{\"token\":\"" + token + "\",\"by\":\"Wang\",\"lines\":[]}")
                            .status())
                    .isEqualTo(200);
            assertThat(administrator
                            .get("/statements/" + statement)
                            .json()
                            .path("state")
                            .asString())
                    .isEqualTo("AGREED");
            assertThat(administrator
                            .postOnce("/statements/mails", body)
                            .json()
                            .path("closed")
                            .asInt())
                    .isEqualTo(1);
            assertThat(samples.narrow().postOnce("/statements/mails", body).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aRunMailsWhatItMadeAndTheDialogProposesWhoGetsStatements() throws Exception {
        Samples samples = Samples.make(TestApplication.shared());
        Http administrator = samples.administrator();
        samples.application()
                .database()
                .sql("update party.contact set receives_statements = true where company_id = "
                        + samples.company().company());
        try (PostOffice post = new PostOffice(samples)) {
            String today = administrator.get("/me").json().findValue("today").asString();
            assertThat(administrator
                            .postOnce("/statements/runs", "{\"to\":\"" + today + "\",\"everyone\":true,\"mail\":true}")
                            .status())
                    .isEqualTo(202);
            samples.awaitJobs();
            int made = Integer.parseInt(samples.lookUp(
                    "select count(*)::text from document.header where company_id = $company and kind = 'statement' and date = '"
                            + today + "'"));
            assertThat(made).isPositive();
            assertThat(post.delivered(made)).hasSize(made);
            String statement = samples.lookUp(
                    "select id::text from document.header where company_id = $company and kind = 'statement' and date = '"
                            + today + "' limit 1");
            JsonNode draft = administrator
                    .get("/records/" + statement + "/mail-draft?language=zh-CN")
                    .json();
            assertThat(draft.path("linked").asBoolean()).isTrue();
            assertThat(draft.path("text").asString()).contains("{{link}}", "期末余额");
            assertThat(draft.path("receivers").get(0).path("chosen").asBoolean())
                    .isTrue();
            assertThat(administrator
                            .put("/statements/every-morning", "{\"wanted\":true,\"mailed\":true,\"excel\":false}")
                            .status())
                    .isEqualTo(200);
            assertThat(administrator.get("/statements/every-morning").body()).contains("\"mailed\":true");
        }
    }

    // ---- discounts ----

    private final CreditTestBed bed = new CreditTestBed();
    private final DiscountMails mails = bed.application.bean(DiscountMails.class);
    private final Actor clerk = new Actor(
            bed.company,
            bed.actor.user(),
            "Clerk",
            Locale.ENGLISH,
            new HashSet<>(Set.of("customer.view", "discount-step.view")),
            bed.actor.scope(),
            null,
            "CNY",
            bed.actor.zone(),
            DAY);

    private void raise(UUID customer, String steps, String amount, LocalDate date) {
        DiscountTerms terms = bed.application.bean(DiscountTerms.class);
        UUID term = bed.write(tx -> terms.create(
                        tx,
                        clerk,
                        new DiscountTerms.Entry(
                                "T" + Ids.next(), "现金折扣", "Cash discount", steps, null, true, null, null, true)))
                .id();
        bed.write(tx -> {
            terms.assign(tx, clerk, new DiscountTerms.Assign(DiscountTerms.Reach.CUSTOMER, null, customer, term, null));
            return null;
        });
        UUID document = bed.document("delivery", customer);
        bed.write(tx -> bed.application
                .bean(OpenItems.class)
                .raise(
                        tx,
                        clerk,
                        new NewOpenItem(
                                document,
                                customer,
                                null,
                                ItemKind.DELIVERY,
                                "D-" + Ids.next(),
                                Money.of(amount, "CNY"),
                                date,
                                date.plusDays(60),
                                "",
                                Money.of("0", "CNY"))));
    }

    private void contact(UUID customer, String address, boolean statements) {
        bed.application
                .database()
                .sql("insert into party.contact (company_id, id, party_id, name, email, receives_statements) values ("
                        + bed.company + ", '" + Ids.next() + "', '" + customer + "', 'Wang', '" + address + "', "
                        + statements + ")");
    }

    private DiscountMails.Outcome send(List<UUID> customers, int days) {
        return bed.write(tx -> mails.send(tx, clerk, customers, days, MailChannel.MAIL));
    }

    @Test
    void aCustomerIsToldOfEachDeadlineOnce() throws Exception {
        UUID customer = bed.customer("null");
        raise(customer, "2/5, 1/14", "1000.00", DAY);
        assertThat(send(List.of(customer), 7).without())
                .as("nobody to write to")
                .hasSize(1);
        contact(customer, "first@customer.example", false);
        contact(customer, "books@customer.example", true);
        DiscountMails.Outcome told = send(List.of(customer), 7);
        assertThat(told.mails()).isEqualTo(1);
        assertThat(told.customers()).isEqualTo(1);
        DiscountMails.Outcome again = send(null, 7);
        assertThat(again.mails()).isZero();
        assertThat(send(List.of(customer), 7).already()).isEqualTo(1);
        assertThat(bed.application
                        .database()
                        .value("select to_address || ' ' || state || ' ' || body from document.mail where company_id = "
                                + bed.company))
                .contains("books@customer.example", "NO_SERVER", DAY.plusDays(5).toString(), "980.00", "20.00")
                .doesNotContain(DAY.plusDays(14).toString());
        assertThat(send(List.of(customer), 30).mails()).as("the next deadline").isEqualTo(1);
        UUID other = bed.customer("null");
        assertThat(send(List.of(other), 30).already()).isEqualTo(1);
        assertThatThrownBy(() -> send(List.of(Ids.next()), 7)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> send(null, 61)).isInstanceOf(Problem.class);

        Printing printing = bed.application.bean(Printing.class);
        byte[] pdf = printing.pdf(bed.read(
                tx -> printing.gatherAbout(tx, clerk, DiscountMails.SHEET, customer, Locale.SIMPLIFIED_CHINESE)));
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("现金折扣到期清单", "980.00", "990.00", DAY.plusDays(5).toString());
        }
    }

    @Test
    void itIsDoneByItselfOnItsDay() {
        UUID customer = bed.customer("null");
        contact(customer, "books@customer.example", true);
        assertThat(mails.tell(bed.company)).as("nobody asked for it").isZero();
        bed.write(tx -> {
            mails.set(tx, clerk, true, 5, DayOfWeek.MONDAY, MailChannel.MAIL);
            return null;
        });
        DiscountMails.Schedule schedule = bed.read(mails::schedule).orElseThrow();
        assertThat(schedule.daysBefore()).isEqualTo(5);
        assertThat(schedule.weekday()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(mails.tell(bed.company))
                .as("the clerk is nobody here any more")
                .isZero();
        bed.write(tx -> {
            mails.set(tx, clerk, false, 5, null, MailChannel.MAIL);
            return null;
        });
        assertThat(bed.read(mails::schedule)).isEmpty();
    }
}
