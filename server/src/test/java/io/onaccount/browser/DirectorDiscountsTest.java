package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.EN;
import static io.onaccount.browser.Office.ZH;
import static io.onaccount.browser.Office.aside;
import static io.onaccount.browser.Office.field;
import static io.onaccount.browser.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cash discounts from the terms to their effects: offered to a customer, quoted for today and later, more granted by two people, and all of it reported. */
class DirectorDiscountsTest {
    private static final String HENGDA = "苏州恒达装饰工程有限公司";

    private static Office office;
    private static String customer;
    private static String product;
    private static String warehouse;
    private static String account;

    @BeforeAll
    static void open() {
        office = new Office("director sales-director", "finance finance-director", "rep sales-rep", "books accountant");
        customer = office.customer(HENGDA);
        product = office.post(
                        "/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"100\"}")
                .path("product")
                .path("id")
                .asString();
        warehouse = office.post("/warehouses", "{\"code\":\"W1\",\"name\":\"主仓\"}")
                .path("warehouse")
                .path("id")
                .asString();
        String stock = office.post(
                        "/stock-adjustments",
                        "{\"title\":\"期初\",\"lines\":[{\"warehouse\":\"" + warehouse + "\",\"product\":\"" + product
                                + "\",\"quantity\":\"1000\"}]}")
                .path("adjustment")
                .path("id")
                .asString();
        office.post("/stock-adjustments/" + stock + "/posting", "{}");
        office.put("/credit-accounts/" + customer, "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        account = office.post("/cash-accounts", "{\"code\":\"ICBC\",\"name\":\"工行基本户\"}")
                .path("id")
                .asString();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void fromTheTermsToTheirEffects() {
        Page director = office.person("director", ZH, 1280);
        termIsMade(director);
        termIsOffered(director);
        delivered();

        // A salesperson reads on the phone what the customer may pay today, later, and too late.
        Page rep = office.person("rep", EN, 360);
        rep.navigate("/discount-quote?customer=" + customer);
        quoted(rep, 0, "9,800.00");
        quoted(rep, 15, "9,900.00");
        quoted(rep, 40, "10,000.00");
        quoted(rep, 0, "9,800.00");

        granted(director, office.person("finance", ZH, 1280));
        rep.reload();
        quoted(rep, 0, "9,500.00");
        paid();
        reported(director);
        office.nothingThrown();
    }

    private static void termIsMade(Page page) {
        page.navigate("/settings/discount-terms");
        Browser.press(page, words(ZH, "discount.new"));
        aside(page, words(ZH, "discount.code")).fill("2/10");
        aside(page, words(ZH, "discount.name")).fill("两档折扣");
        Locator steps = aside(page, words(ZH, "discount.steps"));
        steps.fill("两个点十天");
        refused(page, 1);
        steps.fill("2/10, 1/20, n/30");
        // An example in figures follows the typing.
        assertThat(Browser.drawer(page)
                        .getByText(words(ZH, "discount.stepWords")
                                .replace("{rate}", "2")
                                .replace("{days}", "10")))
                .isVisible();
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(office.count("discount-terms")).isEqualTo(1);
    }

    private static void termIsOffered(Page page) {
        Browser.press(page, words(ZH, "discount.offer"));
        Browser.choose(page, aside(page, words(ZH, "discount.term")), "2/10");
        refused(page, 1); // to whom?
        Browser.pick(Browser.drawer(page).getByRole(AriaRole.COMBOBOX).nth(1), "szhd");
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(page.getByText(HENGDA)).hasCount(1);
    }

    /** 100 × 100 leave today. */
    private static void delivered() {
        String order = office.post(
                        "/sales-orders?confirm=true",
                        "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                                + "\",\"quantity\":\"100\",\"price\":\"100\",\"taxRate\":\"0.13\"}]}")
                .path("order")
                .path("id")
                .asString();
        String delivery = office.post("/sales-orders/" + order + "/deliveries", "{\"warehouse\":\"" + warehouse + "\"}")
                .path("id")
                .asString();
        office.post("/deliveries/" + delivery + "/posting", "{}");
    }

    private static void quoted(Page page, int later, String payable) {
        Locator day = field(page, words(EN, "coming.day"));
        day.fill(office.today().plusDays(later).toString());
        day.press("Tab");
        assertThat(page.locator(".oa-figure")).hasText(Pattern.compile(".*" + payable));
    }

    private static void granted(Page asking, Page deciding) {
        asking.navigate("/discount-overrides");
        Browser.press(asking, words(ZH, "override.new"));
        Browser.pick(Browser.drawer(asking).getByRole(AriaRole.COMBOBOX).nth(1), "szhd");
        Browser.choose(asking, aside(asking, words(ZH, "override.item")), "10,000.00");
        aside(asking, words(ZH, "receipt.reason")).fill("付款系统故障");
        Locator rate = aside(asking, words(ZH, "override.rate"));
        rate.fill("150");
        refused(asking, 1); // more than all of it
        rate.fill("5");
        Browser.submitTwice(asking);
        assertThat(Browser.drawer(asking)).hasCount(0);
        assertThat(office.count("discount-overrides")).isEqualTo(1);
        Browser.rows(asking).first().click();
        // Whoever asked can't decide.
        assertThat(Browser.drawer(asking).getByText(words(ZH, "override.own"))).isVisible();
        assertThat(decide(asking)).isDisabled();

        deciding.navigate("/discount-overrides");
        Browser.rows(deciding).first().click();
        decide(deciding).dblclick();
        assertThat(Browser.drawer(deciding)).hasCount(0);
        assertThat(deciding.getByText(office.server(ZH, "state.discount-override.CONFIRMED"))
                        .first())
                .isVisible();
    }

    private static Locator decide(Page page) {
        return Browser.drawer(page).locator("button.ant-btn-primary").last();
    }

    private static void paid() {
        String receipt = office.post(
                        "/receipts",
                        "{\"party\":\"" + customer + "\",\"amount\":\"9500\",\"method\":\"TRANSFER\",\"cashAccount\":\""
                                + account + "\"}")
                .path("id")
                .asString();
        office.by("books", "/receipts/" + receipt + "/confirmation", "{}");
    }

    private static void reported(Page page) {
        page.navigate("/discount-exceptions");
        assertThat(page.getByText(words(ZH, "exception.sign.GRANTED")).first()).isVisible();
        assertThat(page.getByText("500.00").first()).isVisible();
        page.navigate("/discount-effects");
        assertThat(page.getByText("¥500.00").first()).isVisible();
        Locator steps = page.locator("#what-if-steps");
        steps.fill("nonsense");
        assertThat(page.getByRole(AriaRole.STATUS).locator(".oa-orange")).isVisible();
        steps.fill("3/10, n/30");
        assertThat(page.getByRole(AriaRole.STATUS).locator(".oa-orange")).hasCount(0);
        assertThat(page.getByRole(AriaRole.STATUS).getByText("¥10,000.00").first())
                .isVisible();
        page.goBack();
        assertThat(page.getByText(words(ZH, "exception.title"))).isVisible();
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "receivables", key);
    }
}
