package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewDepartment;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What pages owe everybody: to be usable without a mouse or good eyes, and not to lose or double anybody's work. */
class PagesTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final String ZH = "zh-CN";

    private static TestApplication application;
    private static Browser browser;
    private static Http boss;
    private static String customer;
    private static String product;
    private static String order;
    private static String orderChange;
    private static String creditApplication;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(new NewDepartment("销售部", null), new NewDepartment("华东组", "销售部")),
                        List.of(
                                NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep", "李强", PASSWORD, Level.ALL, "administrator")));
        boss = Http.at(application).signIn("boss", PASSWORD);
        customer = id(boss.post("/customers", "{\"name\":\"苏州恒达装饰工程有限公司\"}"), "customer");
        product = id(
                boss.post(
                        "/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\"}"),
                "product");
        String warehouse = id(boss.post("/warehouses", "{\"code\":\"W1\",\"name\":\"主仓\"}"), "warehouse");
        String stock = id(
                boss.post(
                        "/stock-adjustments",
                        "{\"title\":\"期初\",\"lines\":[{\"warehouse\":\"" + warehouse + "\",\"product\":\"" + product
                                + "\",\"quantity\":\"1000\"}]}"),
                "adjustment");
        made(boss.post("/stock-adjustments/" + stock + "/posting", "{}"));
        String account = made(boss.post("/cash-accounts", "{\"code\":\"1002\",\"name\":\"基本户\"}"))
                .path("id")
                .asString();
        made(boss.call(
                "PUT",
                "/credit-accounts/" + customer,
                "{\"limit\":\"10000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}"));
        creditApplication = id(
                boss.post(
                        "/credit-applications",
                        "{\"customer\":\"" + customer
                                + "\",\"purpose\":\"RAISE\",\"limit\":\"20000\",\"papers\":[\"CONTRACT\"],\"reason\":\"旺季\"}"),
                "application");
        order = id(boss.post("/sales-orders", orderOf("20")), "order");
        made(boss.post("/sales-orders?confirm=true", orderOf("200"))); // held
        String changed = id(boss.post("/sales-orders?confirm=true", orderOf("10")), "order");
        orderChange = id(
                boss.post(
                        "/sales-orders/" + changed + "/changes",
                        "{\"reason\":\"追加\",\"lines\":[{\"position\":1,\"quantity\":\"12\",\"price\":\"88\"}]}"),
                "order");
        made(boss.post(
                "/receipts",
                "{\"party\":\"" + customer + "\",\"amount\":\"500\",\"method\":\"TRANSFER\",\"cashAccount\":\""
                        + account + "\"}"));
        made(boss.post(
                "/opening-balances",
                "{\"party\":\"" + customer + "\",\"amount\":\"3000\",\"date\":\"2026-01-05\",\"due\":\"2026-02-05\"}"));
    }

    private static String orderOf(String quantity) {
        return "{\"customer\":\"" + customer + "\",\"lines\":[{\"product\":\"" + product + "\",\"quantity\":\""
                + quantity + "\",\"price\":\"90.80\"}]}";
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 202);
        return answer.json();
    }

    private static String id(Answer answer, String of) {
        return made(answer).path(of).path("id").asString();
    }

    private static Page person(String login, String locale, int width) {
        assertThat(Http.at(application)
                        .signIn(login, PASSWORD)
                        .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}")
                        .status())
                .isBetween(200, 204);
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    /**
     * WCAG 2.1 A and AA as axe-core reads them; nothing serious or critical may be left. Every page is seen in both languages, themes and widths:
     * every other one as light Chinese wide and dark English narrow, the rest the other way round, as loading pages is what takes the time.
     */
    @ParameterizedTest(name = "{0}, {1}, {2} px")
    @CsvSource({"zh-CN, light, 1280, 0", "en, dark, 360, 0", "zh-CN, dark, 360, 1", "en, light, 1280, 1"})
    void mainPagesCanBeUsedByEverybody(String locale, String theme, int width, int half) throws IOException {
        String axe = Files.readString(Browser.WEB.resolve("node_modules/axe-core/axe.min.js"));
        Page page = person("boss", locale, width);
        page.navigate("/");
        page.evaluate("theme => localStorage.setItem('onaccount.theme', JSON.stringify(theme))", theme);
        List<String> found = new ArrayList<>();
        List<String> paths = List.of(
                "/",
                "/customers",
                "/customers/" + customer,
                "/sales-orders",
                "/sales-orders/" + order,
                "/sales-orders/" + order + "?edit=1",
                "/order-changes",
                "/order-changes/" + orderChange,
                "/order-changes/" + orderChange + "?edit=1",
                "/credit/policies",
                "/credit/holds",
                "/uninvoiced",
                "/sales-invoices",
                "/mails",
                "/payment-promises",
                "/credit/warnings/all",
                "/credit/warnings/rules",
                "/credit/report",
                "/credit/accounts/" + customer,
                "/credit/applications/new?customer=" + customer,
                "/credit/applications/" + creditApplication,
                "/credit/reviews",
                "/receipts/new",
                "/ageing",
                "/stock-adjustments/new",
                "/warehouses",
                "/cash-accounts",
                "/settings/departments",
                "/settings/customer-classes",
                "/settings/payment-terms",
                "/settings/users",
                "/settings/company");
        for (int i = half; i < paths.size(); i += 2) {
            String path = paths.get(i);
            page.navigate(path);
            page.locator("h1").first().waitFor();
            Browser.settled(page);
            page.evaluate(axe);
            Object said = page.evaluate("""
                    async () => (await axe.run(document, {
                        resultTypes: ['violations'],
                        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
                    })).violations
                        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                        .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`)""");
            ((List<?>) said).forEach(violation -> found.add(path + " " + violation));
            Object wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth");
            if (((Number) wider).intValue() > 0) {
                found.add(path + " is wider than the screen by " + wider);
            }
        }
        page.context().close();
        assertThat(found).isEmpty();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void customersAreImportedFromAFileWithEveryErrorNamedByItsRow(String locale, int width) {
        Page page = person("boss", locale, width);
        page.navigate("/customers");
        Browser.press(page, Browser.words(locale, "ui", "list.import"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        String name = "无锡永丰管业有限公司" + width;
        dialog.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "customers.csv",
                        "text/csv",
                        ("客户名称,信用代码,电话\n" + name + ",,0510-8000" + width + "\n常州错码有限公司" + width + ",12345,\n")
                                .getBytes(StandardCharsets.UTF_8)));
        button(dialog, Browser.words(locale, "ui", "import.check")).click();
        Locator errors = dialog.getByRole(AriaRole.TABLE).last();
        assertThat(errors.getByRole(AriaRole.ROW).nth(1)).containsText("12345");
        assertThat(errors.getByRole(AriaRole.ROW)
                        .nth(1)
                        .getByRole(AriaRole.CELL)
                        .first())
                .hasText("3");
        button(dialog, Browser.words(locale, "ui", "import.start").replace("{count}", "1"))
                .click();
        assertThat(dialog.getByRole(AriaRole.STATUS)).containsText(Browser.words(locale, "ui", "job.done"));
        dialog.locator(".ant-modal-close").click();
        assertThat(page.getByText(name).first()).isVisible();
        assertThat(page.getByText("常州错码有限公司" + width)).hasCount(0);
        page.context().close();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    @Test
    void whoSavesSecondIsToldWhatChangedAndLosesNothing() {
        Page mine = person("boss", ZH, 1280);
        Page theirs = person("rep", ZH, 1280);
        for (Page page : List.of(mine, theirs)) {
            page.navigate("/sales-orders/" + order + "?edit=1");
            page.locator("#order-reference").waitFor();
        }
        theirs.locator("#order-reference").fill("PO-THEIRS");
        Browser.press(theirs, Browser.words(ZH, "sales", "order.saveDraft"));
        theirs.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));

        mine.locator("#order-note").fill("我的备注");
        Browser.press(mine, Browser.words(ZH, "sales", "order.saveDraft"));
        Locator dialog = mine.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText(Browser.words(ZH, "ui", "conflict.title"));
        assertThat(dialog).containsText("李强");
        assertThat(dialog).containsText("PO-THEIRS");
        assertThat(boss.get("/sales-orders/" + order).body())
                .contains("PO-THEIRS")
                .doesNotContain("我的备注");
        button(dialog, Browser.words(ZH, "ui", "conflict.mine")).click();
        mine.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));
        assertThat(boss.get("/sales-orders/" + order).body()).contains("我的备注");
        mine.context().close();
        theirs.context().close();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    @Test
    void aDoubleClickMakesOneOrder() {
        Page page = person("boss", ZH, 1280);
        int before = orders();
        page.navigate("/sales-orders/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        Browser.pick(page.getByPlaceholder(Pattern.compile("拼音")).last(), "sgb");
        page.keyboard().type("3");
        page.getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHasText(Browser.words(ZH, "sales", "order.saveAndConfirm")))
                .dblclick();
        page.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));
        page.waitForTimeout(500);
        assertThat(orders()).isEqualTo(before + 1);
        page.context().close();
    }

    private static int orders() {
        return boss.get("/sales-orders/totals").json().path("count").asInt();
    }

    private static Locator button(Locator within, String words) {
        return within.getByRole(AriaRole.BUTTON).filter(new Locator.FilterOptions().setHasText(words));
    }
}
