package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The main job as people do it in the browser: a customer and an order over the limit, held with its reasons; released; delivered; the money
 * received, confirmed by another and allocated; what is left seen in the ageing. In Chinese and English, at a desk and on a phone.
 */
class JourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static TestApplication application;
    private static Browser browser;

    private String locale;
    private String customer;
    private int width;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void fromTheOrderToTheAgeing(String language, int pixels) {
        locale = language;
        width = pixels;
        String at = "-" + language.substring(0, 2);
        customer = "苏州恒达装饰工程有限公司" + at;
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材" + at),
                        List.of(),
                        List.of(
                                NewMember.of("boss" + at, "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep" + at, "李强", PASSWORD, Level.ALL, "sales-rep"),
                                NewMember.of("credit" + at, "周信", PASSWORD, Level.ALL, "credit-controller"),
                                NewMember.of("store" + at, "赵仓", PASSWORD, Level.ALL, "warehouse-keeper"),
                                NewMember.of("cash" + at, "钱芳", PASSWORD, Level.ALL, "cashier"),
                                NewMember.of("books" + at, "孙静", PASSWORD, Level.ALL, "accountant")));
        arrange(Http.at(application).signIn("boss" + at, PASSWORD));

        String order = orderIsHeld(person("rep" + at));
        released(person("credit" + at), order);
        if (width < 500) {
            String notice = notified(person("rep" + at), order);
            deliveredByNotice(person("store" + at), notice);
        } else {
            delivered(person("store" + at), order);
        }
        String receipt = received(person("cash" + at));
        confirmedAndAllocated(person("books" + at), receipt);
        seenInAgeing(person("books" + at));
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    /** Whoever may confirm takes two orders from a spreadsheet, sees before that one will wait, and finds both in the list. */
    @Test
    void ordersComeFromASpreadsheet() {
        locale = "zh-CN";
        width = 1280;
        customer = "苏州恒达装饰工程有限公司";
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("表格导入"),
                        List.of(),
                        List.of(NewMember.of("import-boss", "王敏", PASSWORD, Level.ALL, "administrator")));
        Http boss = Http.at(application).signIn("import-boss", PASSWORD);
        arrange(boss);
        String product =
                boss.get("/products").json().path("rows").path(0).path("number").asString();
        String rows = "订单号,客户,产品编码,数量,单价\nPO-1," + customer + "," + product + ",50,90\nPO-1," + customer + "," + product
                + ",10,90\nPO-2," + customer + "," + product + ",80,90\n";
        Page page = person("import-boss");
        page.navigate("/sales-orders");
        press(page, words("ui", "list.import"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("input[type=file]")
                .setInputFiles(new FilePayload("orders.csv", "text/csv", rows.getBytes(StandardCharsets.UTF_8)));
        dialog.getByLabel(words("server", "field.sales-order.confirm")).click();
        page.locator(".ant-select-item-option")
                .filter(new Locator.FilterOptions().setHasText(words("ui", "import.allYes")))
                .click();
        press(page, words("ui", "import.check"));
        assertThat(dialog.getByText(words("server", "problem.order-held"))).isVisible();
        submit(dialog);
        assertThat(dialog.getByText(words("ui", "job.done")).first()).isVisible();
        page.navigate("/sales-orders");
        assertThat(page.getByText("PO-1").first()).isVisible();
        assertThat(page.getByText(words("server", "state.sales-order.CONFIRMED"))
                        .first())
                .isVisible();
        assertThat(page.getByText("PO-2").first()).isVisible();
        assertThat(page.getByText(words("server", "state.sales-order.HELD")).first())
                .isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private Page person(String login) {
        Answer told = Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as(told.toString()).isBetween(200, 204);
        return browser.signsIn(login, PASSWORD, locale, width, 860);
    }

    private void arrange(Http boss) {
        JsonNode party = made(boss.post("/customers", "{\"name\":\"" + customer + "\"}"));
        JsonNode product = made(boss.post(
                "/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\"}"));
        JsonNode warehouse = made(boss.post("/warehouses", "{\"code\":\"W1\",\"name\":\"主仓\"}"));
        JsonNode stock = made(boss.post(
                "/stock-adjustments",
                "{\"title\":\"期初\",\"lines\":[{\"warehouse\":\"" + id(warehouse, "warehouse") + "\",\"product\":\""
                        + id(product, "product") + "\",\"quantity\":\"1000\"}]}"));
        made(boss.post("/stock-adjustments/" + id(stock, "adjustment") + "/posting", "{}"));
        made(boss.post("/cash-accounts", "{\"code\":\"1002\",\"name\":\"基本户\"}"));
        made(boss.call(
                "PUT",
                "/credit-accounts/" + id(party, "customer"),
                "{\"limit\":\"10000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}"));
    }

    private static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.json();
    }

    private static String id(JsonNode answer, String of) {
        return answer.path(of).path("id").asString();
    }

    /** A salesperson enters 200 × 90.80 against a limit of 10,000 and reads why not and what would help. */
    private String orderIsHeld(Page page) {
        page.navigate("/sales-orders/new");
        pickCustomer(page);
        Locator product = page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.COMBOBOX)
                .and(page.getByPlaceholder(Pattern.compile("拼音|pinyin")))
                .last();
        product.click();
        Browser.pick(product, "sgb");
        if (width < 600) {
            // On a phone a line is a stack of labelled boxes.
            page.getByLabel(words("sales", "line.quantity")).first().fill("200");
        } else {
            page.keyboard().type("200");
        }
        page.keyboard().press("Tab");
        assertThat(page.getByText("18,160.00").first()).isVisible();
        press(page, words("sales", "order.saveAndConfirm"));
        page.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));
        assertThat(page.getByText("8,160.00").first()).isVisible();
        return page.url();
    }

    private void pickCustomer(Page page) {
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
    }

    private void released(Page page, String order) {
        page.navigate("/credit/holds");
        assertThat(page.getByText(customer).first()).isVisible();
        press(page, words("credit", "hold.release"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel(Pattern.compile(words("credit", "hold.reason"))).fill("老客户，月底回款");
        submit(dialog);
        assertThat(page.getByText(words("credit", "hold.none")).first()).isVisible();
        page.navigate(order);
        assertThat(page.getByText(words("server", "state.sales-order.CONFIRMED"))
                        .first())
                .isVisible();
    }

    /** Sales tells the warehouse what may go. */
    private String notified(Page page, String order) {
        page.navigate(order);
        press(page, words("sales", "order.notify"));
        page.waitForURL(Pattern.compile(".*/shipping-notices/new.*"));
        press(page, words("fulfilment", "notice.save"));
        page.waitForURL(Pattern.compile(".*/shipping-notices/[0-9a-f-]{36}$"));
        press(page, words("fulfilment", "notice.issue"));
        assertThat(page.getByText(words("fulfilment", "notice.issued")).first()).isVisible();
        return page.url();
    }

    private void deliveredByNotice(Page page, String notice) {
        page.navigate(notice);
        press(page, words("fulfilment", "notice.deliver"));
        page.waitForURL(Pattern.compile(".*/deliveries/[0-9a-f-]{36}$"));
        press(page, words("fulfilment", "delivery.post"));
        submit(page.getByRole(AriaRole.DIALOG));
        assertThat(page.getByText(words("server", "state.delivery.POSTED")).first())
                .isVisible();
    }

    private void delivered(Page page, String order) {
        page.navigate(order);
        press(page, words("sales", "order.deliver"));
        page.waitForURL(Pattern.compile(".*/deliveries/new.*"));
        press(page, words("fulfilment", "delivery.save"));
        page.waitForURL(Pattern.compile(".*/deliveries/[0-9a-f-]{36}$"));
        press(page, words("fulfilment", "delivery.post"));
        submit(page.getByRole(AriaRole.DIALOG));
        assertThat(page.getByText(words("server", "state.delivery.POSTED")).first())
                .isVisible();
    }

    private String received(Page page) {
        page.navigate("/receipts/new");
        pickCustomer(page);
        page.getByLabel(Pattern.compile("^" + words("receivables", "field.amount")))
                .fill("8000");
        press(page, words("receivables", "receipt.save"));
        page.waitForURL(Pattern.compile(".*/receipts/[0-9a-f-]{36}$"));
        return page.url();
    }

    private void confirmedAndAllocated(Page page, String receipt) {
        page.navigate(receipt);
        press(page, words("receivables", "receipt.confirm"));
        submit(page.getByRole(AriaRole.DIALOG));
        assertThat(page.getByText(words("server", "state.receipt.CONFIRMED")).first())
                .isVisible();
        assertThat(page.getByText("8,000.00").first()).isVisible();
    }

    private void seenInAgeing(Page page) {
        page.navigate("/ageing");
        assertThat(page.getByText("10,160.00").first()).isVisible();
    }

    private static void submit(Locator dialog) {
        Browser.submit(dialog);
    }

    private static void press(Page page, String words) {
        Browser.press(page, words);
    }

    /** The words of the pages, as the pages have them; those of the server, as it has them. */
    private String words(String module, String key) {
        if (module.equals("server")) {
            return Http.at(application).get("/texts/" + locale).json().path(key).asString();
        }
        return Browser.words(locale, module, key);
    }
}
