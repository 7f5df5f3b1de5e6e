package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A salesperson submits an order below the minimum price; the director approves it on a phone in Chinese, the controller by one key in
 * English, and a manager by a link without signing in; what was decided stands on the order's page.
 */
class ApprovalJourneyTest {
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
    void submittedApprovedByThreeAndConfirmed() {
        Founded company = application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(
                                NewMember.of("boss-ap", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("admin-ap", "何工", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep-ap", "李强", PASSWORD, Level.ALL, "sales-rep"),
                                NewMember.of("manager-ap", "黄丽", PASSWORD, Level.ALL, "sales-manager"),
                                NewMember.of("director-ap", "周总", PASSWORD, Level.ALL, "sales-director"),
                                NewMember.of("credit-ap", "孙信", PASSWORD, Level.ALL, "credit-controller")));
        Http boss = Http.at(application).signIn("boss-ap", PASSWORD);
        String order = arrange(boss, company);

        Page rep = person("rep-ap", "zh-CN", 1280);
        rep.navigate("/sales-orders/" + order);
        Browser.press(rep, words("zh-CN", "sales", "order.submit"));
        assertThat(rep.getByText(serverWords("zh-CN", "state.sales-order.SUBMITTED"))
                        .first())
                .isVisible();

        Page director = person("director-ap", "zh-CN", 360);
        director.navigate("/");
        assertThat(director.locator(".oa-inbox b")).hasText("1");
        director.locator(".oa-inbox").click();
        assertThat(director.getByText("低于最低价").first()).isVisible();
        assertThat(director.getByText("石膏板").first()).isVisible();
        Browser.press(director, words("zh-CN", "approval", "move.approve"));
        assertThat(director.getByText(words("zh-CN", "approval", "inbox.none")).first())
                .isVisible();
        assertThat(director.locator(".oa-inbox b")).hasCount(0);

        Page controller = person("credit-ap", "en", 1280);
        controller.navigate("/approvals");
        assertThat(controller.getByText("Lines below the minimum price").first())
                .isVisible();
        Browser.key(controller, "a");
        assertThat(controller.getByText(words("en", "approval", "inbox.none")).first())
                .isVisible();

        String request =
                application.database().value("select id from approval.request where company_id = " + company.company());
        // Who looks after the order's customer, as the boss does, gets no link: it could decide their own request.
        String wanted = "{\"user\":\"" + company.users().get("manager-ap") + "\"}";
        assertThat(boss.post("/approvals/" + request + "/links", wanted).status())
                .isEqualTo(403);
        Answer link =
                Http.at(application).signIn("admin-ap", PASSWORD).post("/approvals/" + request + "/links", wanted);
        Page manager = browser.stranger("zh-CN", 360, 800);
        manager.navigate(link.json().path("path").asString());
        assertThat(manager.getByText("低于最低价").first()).isVisible();
        Browser.press(manager, words("zh-CN", "app", "byLink.approve"));
        assertThat(manager.getByText(serverWords("zh-CN", "approval.outcome.sales-order.confirmed"))
                        .first())
                .isVisible();

        rep.reload();
        assertThat(rep.getByText(serverWords("zh-CN", "state.sales-order.CONFIRMED"))
                        .first())
                .isVisible();
        rep.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(words("zh-CN", "ui", "record.approvals")))
                .click();
        Locator trail = rep.locator(".oa-timeline");
        assertThat(trail.getByText(Pattern.compile("周总")).first()).isVisible();
        assertThat(trail.getByText(words("zh-CN", "ui", "approval.byLink")).first())
                .isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    @Test
    void aFlowIsEditedTriedAndPublishedOnItsPage() {
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("流程"),
                        List.of(),
                        List.of(NewMember.of("boss-fl", "王敏", PASSWORD, Level.ALL, "administrator")));
        Page page = person("boss-fl", "en", 1280);
        page.navigate("/settings/approval-flows");
        Browser.press(page, words("en", "approval", "rule.add"));
        Browser.press(page, words("en", "approval", "flow.try"));
        assertThat(page.getByText("0 of 0 documents").first()).isVisible();
        page.keyboard().press("Escape");
        Browser.press(page, words("en", "approval", "flow.publish"));
        assertThat(page.getByText("In force: version 1").first()).isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private static String arrange(Http boss, Founded company) {
        String customer = made(boss.post("/customers", "{\"name\":\"苏州恒达装饰\"}"), "customer");
        String product = made(
                boss.post(
                        "/products",
                        "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90\",\"minimumPrice\":\"80\"}"),
                "product");
        boss.call(
                "PUT",
                "/credit-accounts/" + customer,
                "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        String flow =
                "{\"kind\":\"sales-order\",\"definition\":{\"ownerMayDecide\":false,\"rules\":[{\"name\":\"低于最低价\","
                        + "\"condition\":\"[\\\"belowMinimum\\\",\\\">\\\",\\\"0\\\"]\",\"stages\":["
                        + stage(company, "销售总监", "sales-director") + "," + stage(company, "信控", "credit-controller")
                        + ","
                        + stage(company, "销售经理", "sales-manager") + "]}]}}";
        Answer created = boss.post("/approval-flows", flow);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        boss.post("/approval-flows/" + created.json().path("id").asString() + "/publication", "{}");
        Http rep = Http.at(application).signIn("rep-ap", PASSWORD);
        return made(
                rep.post(
                        "/sales-orders",
                        "{\"customer\":\"" + customer + "\",\"lines\":[{\"product\":\"" + product
                                + "\",\"quantity\":\"10\",\"price\":\"75\"}]}"),
                "order");
    }

    private static String stage(Founded company, String name, String role) {
        return "{\"steps\":[{\"name\":\"" + name + "\",\"mode\":\"ANY\",\"approvers\":[{\"who\":\"ROLE\",\"id\":\""
                + company.roles().get(role) + "\"}],\"deadline\":null,\"escalation\":null}]}";
    }

    private static String made(Answer answer, String of) {
        assertThat(answer.status()).as("%s", answer).isBetween(200, 201);
        JsonNode record = answer.json().path(of);
        return record.path("id").asString();
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
