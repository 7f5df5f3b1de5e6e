package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A salesperson sells in dollars: known prices are offered in dollars, credit looks at what it is worth, and dollars are owed for what leaves. */
class CurrencyJourneyTest {
    private static Office office;
    private static String product;
    private static String warehouse;

    private String locale;

    @BeforeAll
    static void open() {
        office = new Office("rep sales-rep", "store warehouse-keeper");
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
        office.post(
                "/exchange-rates",
                "{\"currency\":\"USD\",\"day\":\"" + office.today().minusDays(3) + "\",\"rate\":\"7.1234\"}");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void anOrderInDollars(String language, int width) {
        locale = language;
        String customer = office.customer("Pacific Boards " + locale);
        office.put("/credit-accounts/" + customer, "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        Page rep = office.person("rep", locale, width);
        rep.navigate("/sales-orders/new?customer=" + customer);
        assertThat(rep.getByText("100,000.00").first()).isVisible(); // what comes later moves what is below it
        Browser.settled(rep);
        Browser.choose(rep, field(rep, words("sales", "field.currency")), "USD");
        // Whoever may not set a rate of their own isn't asked for one.
        assertThat(rep.getByLabel(words("sales", "field.rate"))).hasCount(0);
        Locator named = rep.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.COMBOBOX)
                .and(rep.getByPlaceholder(Pattern.compile("拼音|pinyin")))
                .last();
        named.click();
        Browser.pick(named, "sgb");
        Locator price = rep.getByRole(AriaRole.MAIN)
                .getByLabel(words("ui", "lines.price"))
                .first();
        assertThat(price).hasValue("14.0382"); // 100 ÷ 7.1234
        price.fill("12.34");
        Locator quantity = rep.getByRole(AriaRole.MAIN)
                .getByLabel(words("ui", "lines.quantity"))
                .first();
        quantity.fill("10");
        quantity.press("Tab");
        assertThat(rep.locator("main .oa-sums").getByText("123.40").last()).isVisible();
        assertThat(rep.locator("main .oa-sums").getByText("879.03")).isVisible();
        Browser.press(rep, words("sales", "order.saveAndConfirm"));
        at(rep, "sales-orders");
        assertThat(state(rep, "sales-order", "CONFIRMED")).isVisible();
        assertThat(rep.locator("main .oa-sums").getByText("123.40").last()).isVisible();
        assertThat(rep.locator("main .oa-sums").getByText("879.03")).isVisible();

        String order = rep.url().replaceAll(".*/", "");
        JsonNode credit = office.get("/credit-accounts/" + customer);
        assertThat(new BigDecimal(credit.findValue("ordered").asString())).isEqualByComparingTo("879.03");
        JsonNode left = office.post(
                "/deliveries",
                "{\"date\":\"" + office.today() + "\",\"lines\":[{\"order\":\"" + order
                        + "\",\"position\":1,\"quantity\":\"4\",\"warehouse\":\"" + warehouse + "\"}]}");
        String delivery = left.findValue("id").asString();
        office.post("/deliveries/" + delivery + "/posting", "{}");
        Page store = office.person("store", locale, width);
        store.navigate("/deliveries/" + delivery);
        assertThat(store.locator("main .oa-sums").getByText("49.36")).isVisible();
        assertThat(store.locator("main .oa-sums").getByText("351.61").last()).isVisible();
        JsonNode item = office.get("/open-items?limit=200&fields=party,currency,foreignOpen")
                .path("rows")
                .valueStream()
                .filter(row -> row.path("party").path("id").asString().equals(customer))
                .findFirst()
                .orElseThrow();
        assertThat(item.path("currency").asString()).isEqualTo("USD");
        assertThat(new BigDecimal(item.path("foreignOpen").asString())).isEqualByComparingTo("49.36");
        store.context().close();
        rep.context().close();
        office.nothingThrown();
    }

    private Locator state(Page page, String kind, String state) {
        return page.locator("main")
                .getByText(office.server(locale, "state." + kind + "." + state))
                .first();
    }

    private String words(String module, String key) {
        return Browser.words(locale, module, key);
    }
}
