package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A confirmed order is changed: what it adds is seen against credit while it is typed, a second person approves it, one beyond the limit waits
 * while the order goes on; then the warehouse is told of a part of it and ships that with one click.
 */
class ChangeJourneyTest {
    private static Office office;
    private static String product;

    private String locale;
    private int width;

    @BeforeAll
    static void open() {
        office = new Office("rep sales-rep", "director sales-director", "store warehouse-keeper");
        product = office.post(
                        "/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"100\"}")
                .path("product")
                .path("id")
                .asString();
        String warehouse = office.post("/warehouses", "{\"code\":\"W1\",\"name\":\"主仓\"}")
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
        String flow = office.post(
                        "/approval-flows",
                        "{\"kind\":\"order-change\",\"definition\":{\"ownerMayDecide\":false,\"rules\":[{\"name\":\"变更\",\"condition\":null,"
                                + "\"stages\":[{\"steps\":[{\"name\":\"总监\",\"mode\":\"ANY\",\"approvers\":[{\"who\":\"USER\",\"id\":\""
                                + user("director") + "\"}],\"deadline\":null,\"escalation\":null}]}]}]}}")
                .path("id")
                .asString();
        office.post("/approval-flows/" + flow + "/publication", "{}");
    }

    private static String user(String login) {
        return office.get("/users")
                .path("rows")
                .valueStream()
                .filter(user -> user.path("login").asString().equals(login))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void anOrderIsChangedApprovedHeldAndShippedByNotice(String language, int pixels) {
        locale = language;
        width = pixels;
        String customer = office.customer("苏州恒达装饰工程有限公司" + locale);
        office.put("/credit-accounts/" + customer, "{\"limit\":\"10000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        JsonNode order = office.post(
                        "/sales-orders?confirm=true",
                        "{\"customer\":\"" + customer + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                                + "\",\"quantity\":\"50\",\"price\":\"100\",\"taxRate\":\"0.13\"}]}")
                .path("order");
        String id = order.path("id").asString();

        Page rep = office.person("rep", locale, width);
        String change = changed(rep, id, "80", "3,000.00");
        waitsForApproval(rep, id);
        approved();
        rep.navigate(change);
        assertThat(state(rep, "order-change", "APPLIED")).isVisible();
        rep.navigate("/sales-orders/" + id);
        assertThat(rep.getByText("8,000.00").first()).isVisible();

        String beyond = changed(rep, id, "120", "4,000.00");
        approved();
        rep.navigate(beyond);
        assertThat(state(rep, "order-change", "HELD")).isVisible();
        assertThat(rep.locator("main").getByText("2,000.00").first()).isVisible(); // is missing
        Browser.move(rep, locale, words("sales", "change.withdraw"));
        Browser.submit(rep.getByRole(AriaRole.DIALOG));
        assertThat(state(rep, "order-change", "WITHDRAWN")).isVisible();

        shipped(notified(rep, id));
        rep.navigate("/sales-orders/" + id);
        assertThat(rep.getByText(words("sales", "order.share.delivered").replace("{share}", "75"))
                        .first())
                .isVisible();
        office.nothingThrown();
    }

    /** Writes a change and reads, before it is saved, by how much the order grows. */
    private String changed(Page page, String order, String quantity, String more) {
        page.navigate("/sales-orders/" + order);
        Browser.move(page, locale, words("sales", "order.change"));
        page.waitForURL(Pattern.compile(".*/order-changes/new.*"));
        Locator cell = page.getByRole(AriaRole.MAIN)
                .getByLabel(words("ui", "lines.quantity"))
                .first();
        cell.fill(quantity);
        cell.press("Tab");
        assertThat(page.locator("main .oa-sums").getByText(more)).isVisible();
        field(page, words("sales", "change.reason")).fill("追加");
        Browser.press(page, words("sales", "change.saveAndApply"));
        at(page, "order-changes");
        assertThat(state(page, "order-change", "SUBMITTED")).isVisible();
        return page.url();
    }

    /** Until then the order stays as it is, and says that it is being changed. */
    private void waitsForApproval(Page page, String order) {
        page.navigate("/sales-orders/" + order);
        assertThat(page.getByText(words("sales", "order.beingChanged"))).isVisible();
        assertThat(page.locator("main .oa-sums").getByText("5,000.00")).isVisible();
    }

    private void approved() {
        Page director = office.person("director", locale, width);
        director.navigate("/approvals");
        assertThat(director.getByText("石膏板").first()).isVisible();
        Browser.press(director, words("approval", "move.approve"));
        assertThat(director.getByText(words("approval", "inbox.none")).first()).isVisible();
        director.context().close();
    }

    private String notified(Page page, String order) {
        page.navigate("/sales-orders/" + order);
        Browser.move(page, locale, words("sales", "order.notify"));
        page.waitForURL(Pattern.compile(".*/shipping-notices/new.*"));
        Locator quantity = page.getByLabel(Pattern.compile("^" + words("fulfilment", "field.thisTime")))
                .first();
        quantity.fill("60");
        quantity.press("Tab");
        Browser.press(page, words("fulfilment", "notice.save"));
        at(page, "shipping-notices");
        Browser.press(page, words("fulfilment", "notice.issue"));
        assertThat(state(page, "shipping-notice", "ISSUED")).isVisible();
        return page.url();
    }

    private void shipped(String notice) {
        Page store = office.person("store", locale, width);
        store.navigate(notice);
        Browser.press(store, words("fulfilment", "notice.deliver"));
        at(store, "deliveries");
        assertThat(store.getByText("60").first()).isVisible();
        Browser.press(store, words("fulfilment", "delivery.post"));
        Browser.submit(store.getByRole(AriaRole.DIALOG));
        assertThat(state(store, "delivery", "POSTED")).isVisible();
        assertThat(office.get("/deliveries/totals").path("count").asInt()).isPositive();
        store.context().close();
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
