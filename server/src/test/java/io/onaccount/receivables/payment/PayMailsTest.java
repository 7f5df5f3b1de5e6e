package io.onaccount.receivables.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.scoring.Rulebooks;
import io.onaccount.credit.scoring.Strategy;
import io.onaccount.credit.scoring.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A customer is asked by mail to pay, by a link of their own (RCP-07, CRD-21). */
class PayMailsTest {
    private static final Pattern TOKEN = Pattern.compile("/pay#([A-Za-z0-9_.\\-=]+)");

    private final Samples samples = Samples.make(TestApplication.shared());

    @Test
    void theLinkInTheMailOpensWhatIsAskedFor() throws Exception {
        String customer =
                made("{\"name\":\"邮件客户\",\"contacts\":[{\"name\":\"王\",\"role\":\"FINANCE\",\"email\":\"pay@b.cn\","
                        + "\"primary\":true,\"receivesStatements\":true},{\"name\":\"李\",\"role\":\"OTHER\",\"email\":\"other@b.cn\","
                        + "\"primary\":false,\"receivesStatements\":false}]}");
        String order = samples.lookUp(
                "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency, total) select h.company_id,"
                        + " gen_random_uuid(), 'sales-order', 'SO-MAIL', 'x', 'HELD', h.id, h.date, 'CNY', 5000 from document.header h"
                        + " where h.company_id = $company and h.id = '" + customer + "' returning id");
        try (PostOffice post = new PostOffice(samples)) {
            Answer sent = samples.administrator()
                    .postOnce(
                            "/pay-links/mails",
                            "{\"party\":\"" + customer + "\",\"order\":\"" + order + "\",\"amount\":\"1234.50\"}");
            assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
            assertThat(sent.json().path("to").toString()).isEqualTo("[\"pay@b.cn\"]");
            String text = PostOffice.text(post.delivered(1).getFirst());
            assertThat(text).contains("1,234.50").contains("SO-MAIL");
            Matcher token = TOKEN.matcher(text);
            assertThat(token.find()).as(text).isTrue();
            Answer page = samples.administrator().post("/pay-links/page", "{\"token\":\"" + token.group(1) + "\"}");
            assertThat(page.json().path("items").path(0).path("payable").asString())
                    .as(page.toString())
                    .isEqualTo("1234.50");
        }
    }

    @Test
    void itIsAskedInTheToneOfTheGrade() throws Exception {
        Database database = samples.application().bean(Database.class);
        long company = samples.company().company();
        Rulebooks rulebooks = samples.application().bean(Rulebooks.class);
        Actor actor = samples.application()
                .bean(Organization.class)
                .actor(company, samples.company().users().get("admin-" + samples.suffix()));
        for (String grade : List.of("B", "C", "D")) {
            String customer = made(
                    "{\"name\":\"语气" + grade
                            + "\",\"contacts\":[{\"name\":\"王\",\"role\":\"FINANCE\",\"email\":\"tone@b.cn\",\"primary\":true,\"receivesStatements\":true}]}");
            samples.application()
                    .database()
                    .sql("insert into credit.account (company_id, id, party_id, currency, grade) values (" + company
                            + ", '" + customer + "', '" + customer + "', 'CNY', '" + grade
                            + "') on conflict (company_id, party_id) do update set grade = excluded.grade");
            String text = asked(customer);
            assertThat(text.contains("please take no notice")).as(grade).isEqualTo(grade.equals("B"));
            assertThat(text.contains("without further delay")).as(grade).isEqualTo(grade.equals("D"));
            if (grade.equals("D")) {
                Strategy friendly = new Strategy(Strategy.standard().rules().stream()
                        .map(rule -> new Strategy.Rule(
                                rule.grade(),
                                rule.turnoverShare(),
                                rule.netWorthShare(),
                                rule.least(),
                                rule.most(),
                                rule.termDays(),
                                rule.overdueDays(),
                                Tone.FRIENDLY))
                        .toList());
                database.write(company, tx -> {
                    rulebooks.draft(tx, actor, friendly, "all friendly");
                    return 0;
                });
                database.write(company, tx -> {
                    rulebooks.publish(tx, actor, Rulebooks.Kind.STRATEGY);
                    return 0;
                });
                assertThat(asked(customer)).contains("please take no notice");
            }
        }
    }

    private String asked(String customer) throws Exception {
        try (PostOffice post = new PostOffice(samples)) {
            Answer sent = samples.administrator().postOnce("/pay-links/mails", "{\"party\":\"" + customer + "\"}");
            assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
            return PostOffice.text(post.delivered(1).getLast());
        }
    }

    @Test
    void whereNobodyHasAnAddressThatIsSaid() throws Exception {
        String customer = made("{\"name\":\"无邮箱客户\"}");
        Answer none = samples.administrator().postOnce("/pay-links/mails", "{\"party\":\"" + customer + "\"}");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.code()).isEqualTo("payment-request-nobody");
    }

    private String made(String customer) {
        Answer answer = samples.administrator().postOnce("/customers", customer);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().path("customer").path("id").asString();
    }
}
