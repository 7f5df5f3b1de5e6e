package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A salesperson asks for a higher limit, the director says yes on a phone, the limit is up and the letter says so. */
class CreditApplicationJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final Path WEB = Path.of("..", "web").toAbsolutePath().normalize();
    private static TestApplication application;
    private static Browser browser;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void askedForApprovedOnAPhoneAndGranted() {
        Founded company = application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(
                                NewMember.of("boss-ca", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep-ca", "李强", PASSWORD, Level.OWN, "sales-rep"),
                                NewMember.of("director-ca", "周总", PASSWORD, Level.ALL, "sales-director")));
        Http boss = Http.at(application).signIn("boss-ca", PASSWORD);
        Http selling = Http.at(application).signIn("rep-ca", PASSWORD);
        Answer made = selling.post("/customers", "{\"name\":\"苏州恒达装饰\"}");
        String customer = made.json().path("customer").path("id").asString();
        boss.call(
                "PUT",
                "/credit-accounts/" + customer,
                "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        String flow =
                "{\"kind\":\"credit-application\",\"definition\":{\"ownerMayDecide\":false,\"rules\":[{\"name\":\"提高额度\","
                        + "\"condition\":\"[\\\"raise\\\",\\\">\\\",\\\"0\\\"]\",\"stages\":[{\"steps\":[{\"name\":\"销售总监\",\"mode\":\"ANY\","
                        + "\"approvers\":[{\"who\":\"ROLE\",\"id\":\""
                        + company.roles().get("sales-director")
                        + "\"}],\"deadline\":null,\"escalation\":null}]}]}]}}";
        Answer created = boss.post("/approval-flows", flow);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        boss.post("/approval-flows/" + created.json().path("id").asString() + "/publication", "{}");

        Page rep = person("rep-ca", "zh-CN", 1280);
        rep.navigate("/credit/applications/new?customer=" + customer);
        // By its role: the bar of the customer's credit is labelled with the same word, once it is there.
        rep.getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName(words("zh-CN", "credit", "application.limit")))
                .first()
                .fill("25万");
        rep.getByLabel(words("zh-CN", "credit", "application.reason")).first().fill("旺季订单增加");
        rep.getByText(words("zh-CN", "credit", "application.paper.CONTRACT")).click();
        Browser.press(rep, words("zh-CN", "credit", "application.save"));
        Browser.press(rep, words("zh-CN", "credit", "application.submit"));
        assertThat(rep.getByText(serverWords("zh-CN", "state.credit-application.SUBMITTED"))
                        .first())
                .isVisible();

        Page director = person("director-ca", "zh-CN", 360);
        director.navigate("/approvals");
        assertThat(director.getByText("苏州恒达装饰").first()).isVisible();
        assertThat(director.getByText(serverWords("zh-CN", "field.credit-application.raisePercent"))
                        .first())
                .isVisible();
        Browser.press(director, words("zh-CN", "approval", "move.approve"));
        assertThat(director.getByText(words("zh-CN", "approval", "inbox.none")).first())
                .isVisible();

        rep.reload();
        assertThat(rep.getByText(serverWords("zh-CN", "state.credit-application.APPROVED"))
                        .first())
                .isVisible();
        Browser.press(rep, words("zh-CN", "credit", "application.letter"));
        assertThat(rep.getByText("¥250,000.00").first()).isVisible();
        rep.navigate("/credit/accounts/" + customer);
        assertThat(rep.getByText("¥250,000.00").first()).isVisible();
        assertThat(rep.getByText("旺季订单增加").first()).isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private static Page person(String login, String locale, int width) {
        Answer told = Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as("%s", told).isBetween(200, 204);
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    private static String serverWords(String locale, String key) {
        return Http.at(application).get("/texts/" + locale).json().path(key).asString();
    }

    private static String words(String locale, String module, String key) {
        try {
            JsonNode node = JsonMapper.shared()
                    .readTree(Files.readString(WEB.resolve("src/" + module + "/texts." + locale + ".json")));
            for (String part : key.split("\\.", -1)) {
                node = node.path(part);
            }
            return node.asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
