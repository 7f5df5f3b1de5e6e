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

/** An accountant changes a template, makes a statement, and the customer answers it by the link; then the books by period. */
class PrintJourneyTest {
    private static final String PASSWORD = "long-enough-2026";

    private static TestApplication application;
    private static Browser browser;
    private static Http boss;
    private static String customer;
    private static String opening;

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
                        List.of(
                                NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("second", "李强", PASSWORD, Level.ALL, "administrator")));
        boss = Http.at(application).signIn("boss", PASSWORD);
        Http second = Http.at(application).signIn("second", PASSWORD);
        customer = done(boss.post("/customers", "{\"name\":\"苏州恒达装饰工程有限公司\"}"))
                .path("customer")
                .path("id")
                .asString();
        opening = done(boss.post(
                        "/opening-balances",
                        "{\"party\":\"" + customer + "\",\"amount\":\"10050.30\",\"date\":\""
                                + month.minusDays(20) + "\",\"due\":\""
                                + month.minusDays(5) + "\"}"))
                .path("id")
                .asString();
        String account = done(boss.post("/cash-accounts", "{\"code\":\"1002\",\"name\":\"基本户\"}"))
                .path("id")
                .asString();
        String receipt = done(boss.post(
                        "/receipts",
                        "{\"party\":\"" + customer + "\",\"amount\":\"500\",\"method\":\"TRANSFER\",\"cashAccount\":\""
                                + account + "\"}"))
                .path("id")
                .asString();
        done(second.postOnce("/receipts/" + receipt + "/confirmation", "{\"allocate\":true}"));
    }

    private static Page asBoss(String locale, int width) {
        boss.call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        return browser.signedIn("boss", PASSWORD, locale, width, 860);
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

    @Test
    void aTemplateIsChangedWithThePageBesideIt() {
        for (int width : new int[] {1280, 360}) {
            Page page = asBoss("zh-CN", width);
            page.navigate("/settings/print-templates?kind=receipt&language=zh-CN");
            var preview = page.frameLocator("iframe.oa-paper");
            assertThat(preview.locator("h1")).hasText("收款收据");
            shoot(page, "templates-" + width);
            page.locator("textarea.oa-code").fill("<h1>自己的收据 {{number}}</h1><p>{{customer.name}}</p>");
            assertThat(preview.locator("h1")).containsText("自己的收据");
            page.locator("textarea.oa-code").fill("<script>alert(1)</script>");
            assertThat(page.locator(".ant-alert-error")).isVisible();
        }
        Page page = asBoss("en", 1280);
        page.navigate("/settings/print-templates?kind=statement&language=en");
        assertThat(page.frameLocator("iframe.oa-paper").locator("h1")).hasText("STATEMENT OF ACCOUNT");
        page.locator("textarea.oa-code").fill("<h1>Your account {{number}}</h1>");
        Browser.press(page, Browser.words("en", "document", "print.save"));
        shoot(page, "templates-en");
        page.navigate("/settings/company");
        assertThat(page.locator("main").getByText(Browser.words("en", "organization", "company.letterhead")))
                .isVisible();
        shoot(page, "company-en");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aStatementIsMadeAndAnsweredByItsCustomer() {
        Page page = asBoss("zh-CN", 1280);
        String statement = done(boss.postOnce("/statements", "{\"party\":\"" + customer + "\"}"))
                .path("id")
                .asString();
        page.navigate("/statements/" + statement);
        assertThat(page.locator("h1").first()).containsText("ST-");
        Browser.press(page, Browser.words("zh-CN", "ui", "document.print"));
        assertThat(page.locator("a[href*='/print?']").first()).isVisible();
        shoot(page, "statement-1280");
        String token = done(boss.postOnce("/statements/" + statement + "/link", "{}"))
                .path("token")
                .asString();
        Page stranger = browser.stranger("zh-CN", 360, 860);
        stranger.navigate("/statement#" + token);
        assertThat(stranger.locator("h2").first()).containsText("华东建材");
        shoot(stranger, "link-360");
        Page desk = browser.stranger("en", 1280, 860);
        desk.navigate("/statement#" + token);
        assertThat(desk.locator("h2").first()).isVisible();
        shoot(desk, "link-1280");
        stranger.locator("input[type=checkbox]").first().check();
        stranger.getByPlaceholder(Browser.words("zh-CN", "app", "statementLink.why"))
                .first()
                .fill("少收一笔");
        stranger.getByPlaceholder(Browser.words("zh-CN", "app", "statementLink.by"))
                .fill("王芳");
        Browser.press(stranger, Browser.words("zh-CN", "app", "statementLink.sendDifferences"));
        assertThat(stranger.locator(".ant-alert-success")).isVisible();
        page.navigate("/statements/" + statement);
        assertThat(page.locator("main").getByText("少收一笔")).isVisible();
        page.navigate("/statement-differences");
        assertThat(page.locator("main").getByText("少收一笔").first()).isVisible();
        shoot(page, "differences-1280");
        page.navigate("/statements");
        assertThat(page.locator("main").getByText("ST-").first()).isVisible();
        shoot(page, "statements-1280");
        Page phone = browser.signedIn("boss", PASSWORD, "zh-CN", 360, 860);
        phone.navigate("/statements/" + statement);
        assertThat(phone.locator("h1").first()).containsText("ST-");
        shoot(phone, "statement-360");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theBooksByPeriodLeadFromTheTotalToTheDocument() {
        for (int width : new int[] {1280, 360}) {
            Page page = asBoss(width == 360 ? "en" : "zh-CN", width);
            page.navigate("/ledger/trial-balance");
            page.locator("a[href*='/ledger/customers/']").first().click();
            assertThat(page.locator("a[href*='/receipts/']").first()).isVisible();
            shoot(page, "card-" + width);
            page.navigate("/ledger/trial-balance");
            assertThat(page.locator("a[href*='/ledger/customers/']").first()).isVisible();
            shoot(page, "trial-" + width);
            page.navigate("/vouchers");
            assertThat(page.locator("h1, h2").first()).isVisible();
            shoot(page, "vouchers-" + width);
            page.navigate("/reports/receipts");
            assertThat(page.locator("h1").first()).isVisible();
            shoot(page, "receipts-" + width);
            page.navigate("/reports/receivables");
            assertThat(page.locator("h1").first()).isVisible();
            shoot(page, "receivables-" + width);
        }
        assertThat(opening).isNotEmpty();
        assertThat(browser.errors()).isEmpty();
    }
}
