package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewDepartment;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer opens the link to their statement on the phone, sees what is due today, pays at the desk, and it is in the books. */
class PaymentJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final String ZH = "zh-CN";

    private static TestApplication application;
    private static Browser browser;
    private static Http boss;
    private static String customer;

    @BeforeAll
    static void open() {
        LocalDate month = LocalDate.now(ZoneId.of("Asia/Shanghai")).withDayOfMonth(1);
        application = Browser.application();
        browser = new Browser(application.url());
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(new NewDepartment("财务部", null)),
                        List.of(NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator")));
        boss = Http.at(application).signIn("boss", PASSWORD);
        customer = done(boss.post("/customers", "{\"name\":\"苏州恒达装饰工程有限公司\"}"))
                .path("customer")
                .path("id")
                .asString();
        for (String amount : List.of("10050.30", "888.00")) {
            done(boss.post(
                    "/opening-balances",
                    "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + month.minusDays(20)
                            + "\",\"due\":\"" + month.minusDays(5) + "\"}"));
        }
        done(boss.post("/cash-accounts", "{\"code\":\"1012\",\"name\":\"在线收款户\"}"));
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static JsonNode done(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 202);
        return answer.json();
    }

    /** Kept where -Donaccount.shots names a folder. */
    private static void shoot(Page page, String name) {
        String folder = System.getProperty("onaccount.shots");
        if (folder != null) {
            page.waitForTimeout(900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }

    private static String words(String key) {
        return Browser.words(ZH, "payment", key);
    }

    @Test
    void fromTheStatementsLinkToPaid() {
        boss.call("PUT", "/me/preferences", "{\"locale\":\"" + ZH + "\"}");
        Page page = browser.signedIn("boss", PASSWORD, ZH, 1280, 860);
        page.navigate("/settings/payments");
        page.getByText(words("settings.enabled")).first().click();
        page.getByLabel(words("settings.secret")).fill("a-secret-of-both-of-us");
        page.getByText(words("settings.byRule")).first().click();
        page.getByLabel(words("settings.account")).click();
        page.locator(".ant-select-item-option").getByText("在线收款户").click();
        page.locator("form").nth(1).locator("button[type=submit]").click();
        assertThat(page.getByText(words("settings.on")).first()).isVisible();
        shoot(page, "payments-settings-1280");

        String statement = done(boss.postOnce("/statements", "{\"party\":\"" + customer + "\"}"))
                .path("id")
                .asString();
        String token = done(boss.postOnce("/statements/" + statement + "/link", "{}"))
                .path("token")
                .asString();
        Page phone = browser.stranger(ZH, 360, 860);
        phone.navigate("/statement#" + token);
        phone.getByText(Browser.words(ZH, "app", "statementLink.pay")).first().click();
        assertThat(phone.locator("h2").first()).containsText("华东建材");
        assertThat(phone.locator("input[type=checkbox]")).hasCount(2);
        phone.locator("input[type=checkbox]").last().uncheck();
        shoot(phone, "pay-360");
        phone.locator(".oa-pay-foot button").first().click();
        assertThat(phone.getByText(words("desk.trial"))).isVisible();
        shoot(phone, "pay-desk-360");
        phone.locator("main section button").first().click();
        assertThat(phone.locator(".ant-alert-success")).isVisible();
        assertThat(phone.locator("input[type=checkbox]")).hasCount(1);
        shoot(phone, "pay-done-360");

        Page desk = browser.stranger("en", 1280, 860);
        desk.navigate("/pay#" + payToken(token));
        assertThat(desk.locator("h2").first()).isVisible();
        shoot(desk, "pay-1280");

        page.navigate("/online-payments");
        assertThat(page.locator("main").getByText("RC-").first()).isVisible();
        shoot(page, "online-payments-1280");
        assertThat(browser.errors()).isEmpty();
    }

    private static String payToken(String token) {
        return done(Http.at(application).post("/statement-links/statement", "{\"token\":\"" + token + "\"}"))
                .path("payToken")
                .asString();
    }
}
