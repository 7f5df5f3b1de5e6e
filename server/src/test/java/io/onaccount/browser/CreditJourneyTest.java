package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * How a company tightens its credit policy: the finance director sets a maximum for one order, sees what it would have held last year, and makes
 * it live; the next large order waits with that reason, a controller releases it, and a second person signs on a phone.
 */
class CreditJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final String CUSTOMER = "苏州恒达装饰工程有限公司";
    private static final String ZH = "zh-CN";
    private static final String EN = "en";

    private static TestApplication application;
    private static Browser browser;

    private String earlier;
    private String customer;
    private String product;

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
    void aStricterPolicyFromTheDraftToTheSecondSignature() {
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(
                                NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep", "李强", PASSWORD, Level.ALL, "sales-rep"),
                                NewMember.of("credit", "周信", PASSWORD, Level.ALL, "credit-controller"),
                                NewMember.of("finance", "何芳", PASSWORD, Level.ALL, "finance-director")));
        arrange(Http.at(application).signIn("boss", PASSWORD));

        Page director = person("finance", ZH, 1280);
        policyIsWritten(director);
        triedOnPastOrders(director);
        madeLive(director);
        twoMustSign(director);
        String order = orderIsHeld(person("rep", ZH, 1280));
        releasedByTheFirst(person("credit", ZH, 1280));
        signedByTheSecond(person("finance", EN, 360), order);
        partOfAnotherIsLetPass(person("credit", ZH, 1280));
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private static Page person(String login, String locale, int width) {
        Answer told = Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as(told.toString()).isBetween(200, 204);
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    /** A customer with plenty of credit, and an order of 18,160 that passed while nothing spoke against it. */
    private void arrange(Http boss) {
        customer = made(boss.post("/customers", "{\"name\":\"" + CUSTOMER + "\"}"))
                .path("customer")
                .path("id")
                .asString();
        product = made(boss.post(
                        "/products",
                        "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\",\"priceIncludesTax\":true}"))
                .path("product")
                .path("id")
                .asString();
        made(boss.call(
                "PUT",
                "/credit-accounts/" + customer,
                "{\"limit\":\"1000000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}"));
        JsonNode order =
                made(boss.post("/sales-orders?confirm=true", anOrder("200"))).path("order");
        earlier = order.path("number").asString();
        assertThat(order.path("state").asString()).isEqualTo("CONFIRMED");
    }

    private static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.json();
    }

    private static void policyIsWritten(Page page) {
        page.navigate("/credit/policies");
        assertThat(page.getByText(words(ZH, "policy.isLive").replace("{version}", "0")))
                .isVisible();
        Browser.press(page, words(ZH, "policy.edit"));
        String cell = words(ZH, "check.ORDER_TOO_LARGE.name") + " · " + words(ZH, "point.CONFIRM");
        page.getByLabel(cell, new Page.GetByLabelOptions().setExact(true))
                .click(new Locator.ClickOptions().setForce(true));
        page.locator(".ant-select-item-option[title='" + words(ZH, "effect.APPROVE") + "']:visible")
                .click();
        page.getByLabel(cell + " CNY").fill("15000");
        Browser.press(page, words(ZH, "policy.saveAs"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText("¥15,000.00")).isVisible();
        dialog.getByLabel(Pattern.compile(words(ZH, "policy.note"))).fill("大单须先放行");
        Browser.submit(dialog);
        assertThat(page.getByText("V1 · 大单须先放行").first()).isVisible();
    }

    private void triedOnPastOrders(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words(ZH, "policy.tab.past")))
                .click();
        Locator held = page.locator("section").filter(new Locator.FilterOptions().setHasText(words(ZH, "past.held")));
        // The address still names the version that was looked at: nothing has to be chosen again.
        assertThat(held.getByText(words(ZH, "past.orders").replace("{count}", "1"))
                        .first())
                .isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(earlier)))
                .isVisible();
    }

    private static void madeLive(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words(ZH, "policy.tab.versions")))
                .click();
        Browser.press(page, words(ZH, "policy.makeLive"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText("¥18,160.00").first()).isVisible();
        dialog.getByLabel(Pattern.compile(words(ZH, "policy.reason"))).fill("董事会决定");
        Browser.submit(dialog);
        assertThat(page.getByText(words(ZH, "policy.isLive").replace("{version}", "1"))
                        .first())
                .isVisible();
    }

    private static void twoMustSign(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words(ZH, "policy.tab.release")))
                .click();
        page.getByLabel(Pattern.compile("^" + words(ZH, "release.twoPerson"))).fill("10000");
        Browser.press(page, words(ZH, "release.save"));
        assertThat(page.getByText(words(ZH, "release.saved")).first()).isVisible();
    }

    private static String orderIsHeld(Page page) {
        page.navigate("/sales-orders/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        Locator product = page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.COMBOBOX)
                .and(page.getByPlaceholder(Pattern.compile("拼音")))
                .last();
        product.click();
        Browser.pick(product, "sgb");
        page.keyboard().type("200");
        page.keyboard().press("Tab");
        assertThat(page.getByText("18,160.00").first()).isVisible();
        Browser.press(page, Browser.words(ZH, "sales", "order.saveAndConfirm"));
        page.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));
        assertThat(page.getByText(Browser.words(ZH, "ui", "gate.order-too-large.figures")
                        .replace("{wanted}", "¥18,160.00")
                        .replace("{most}", "¥15,000.00")))
                .isVisible();
        return page.url();
    }

    private static void releasedByTheFirst(Page page) {
        page.navigate("/credit/holds");
        Browser.press(page, words(ZH, "hold.release"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText(words(ZH, "hold.secondWill").replace("{amount}", "¥10,000.00")))
                .isVisible();
        dialog.getByLabel(Pattern.compile(words(ZH, "hold.reason"))).fill("老客户，项目急用");
        Browser.submit(dialog);
        // Whoever released it can't sign it too.
        assertThat(page.getByText(words(ZH, "hold.not.waits-for-second")).first())
                .isVisible();
        assertThat(page.getByText(words(ZH, "hold.void.UNSIGNED"), new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    private static void signedByTheSecond(Page page, String order) {
        page.navigate("/credit/holds");
        assertThat(page.getByText(Pattern.compile("released by 周信")).first()).isVisible();
        Browser.press(page, words(EN, "hold.sign"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByText(Pattern.compile("老客户，项目急用"))).isVisible();
        dialog.getByLabel(Pattern.compile(words(EN, "hold.reason"))).fill("Agreed with the customer");
        Browser.submit(dialog);
        assertThat(page.getByText(words(EN, "hold.none")).first()).isVisible();
        page.navigate(order);
        assertThat(page.getByText(Http.at(application)
                                .get("/texts/en")
                                .json()
                                .path("state.sales-order.CONFIRMED")
                                .asString())
                        .first())
                .isVisible();
    }

    /** Another large order: the controller lets the part within the maximum pass; the rest waits as an order of its own. */
    private void partOfAnotherIsLetPass(Page page) {
        JsonNode held =
                made(Http.at(application).signIn("boss", PASSWORD).post("/sales-orders?confirm=true", anOrder("300")));
        assertThat(held.path("outcome").asString()).isEqualTo("held");
        page.navigate("/credit/holds");
        Browser.press(page, words(ZH, "hold.part"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        // 15,000 allow for 165 sheets at 90.80.
        assertThat(dialog.getByLabel(Browser.words(ZH, "ui", "split.keptOf").replace("{product}", "石膏板")))
                .hasValue("165");
        assertThat(dialog.getByText("¥14,982.00").first()).isVisible();
        dialog.getByLabel(Pattern.compile("^" + Browser.words(ZH, "ui", "split.reason")))
                .fill("先发急用部分");
        Browser.submit(dialog);
        assertThat(page.getByText("¥12,258.00").first()).isVisible();
        page.navigate("/sales-orders/" + held.path("order").path("id").asString());
        assertThat(page.getByText("¥14,982.00").first()).isVisible();
        assertThat(page.getByText(Http.at(application)
                                .get("/texts/zh-CN")
                                .json()
                                .path("state.sales-order.CONFIRMED")
                                .asString())
                        .first())
                .isVisible();
    }

    private String anOrder(String quantity) {
        return "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                + "\",\"quantity\":\"" + quantity + "\",\"price\":\"90.80\",\"taxRate\":\"0.13\"}]}";
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "credit", key);
    }
}
