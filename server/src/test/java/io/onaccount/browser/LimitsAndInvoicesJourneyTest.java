package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.aside;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.confirmed;
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

/**
 * What finance bounds and what it may let differ: bills of one acceptor up to its limit and no further; goods invoiced before they leave, and an
 * invoice that says some cents more than the order, with the reason.
 */
class LimitsAndInvoicesJourneyTest {
    private static Office office;

    private String locale;
    private int width;

    @BeforeAll
    static void open() {
        office = new Office("cash cashier", "books accountant", "finance finance-director");
        office.post("/cash-accounts", "{\"code\":\"ICBC\",\"name\":\"工行基本户\"}");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void billsAreTakenUpToTheirAcceptorsLimit(String language, int pixels) {
        locale = language;
        width = pixels;
        String bank = "江苏银行" + width;
        office.owes(
                office.customer("无锡永丰管业有限公司" + width),
                "3000",
                office.today().minusDays(9),
                office.today().minusDays(1),
                "");

        Page finance = office.person("finance", locale, width);
        finance.navigate("/acceptor-limits");
        Browser.press(finance, words("acceptor.new"));
        aside(finance, words("acceptor.code")).fill("JS" + width);
        aside(finance, words("bill.acceptor")).fill(bank);
        aside(finance, words("acceptor.limit")).fill("1000");
        Browser.choose(
                finance,
                aside(finance, words("acceptor.beyond")),
                office.server(locale, "choice.acceptor-limit.beyond.REFUSE"));
        Browser.submitTwice(finance);
        at(finance, "acceptor-limits");
        String limit = finance.url();
        assertThat(finance.locator("main").getByText("1,000.00").first()).isVisible();

        Page cash = office.person("cash", locale, width);
        String fits = billOf(cash, bank, "600", "B1-" + width, ".ant-alert-info");
        Page books = office.person("books", locale, width);
        books.navigate(fits);
        confirmed(books, words("receipt.confirm"));

        // Said while it is typed, and refused when it is to be taken.
        String beyond = billOf(cash, bank, "700", "B2-" + width, ".ant-alert-error");
        books.navigate(beyond);
        Browser.press(books, words("receipt.confirm"));
        Browser.submit(books.getByRole(AriaRole.DIALOG));
        assertThat(books.locator(".ant-message-error").first()).containsText(bank);
        assertThat(books.locator("main")
                        .getByText(office.server(locale, "state.receipt.DRAFT"))
                        .first())
                .isVisible();

        finance.navigate(limit);
        assertThat(finance.locator("main").getByText("B1-" + width).first()).isVisible();
        assertThat(finance.locator("main").getByText("400.00").first()).isVisible();
        office.nothingThrown();
    }

    private String billOf(Page page, String acceptor, String amount, String number, String said) {
        page.navigate("/receipts/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "wxyf");
        field(page, words("field.amount")).fill(amount);
        Browser.choose(page, field(page, words("field.method")), office.server(locale, "choice.receipt.method.BILL"));
        field(page, words("bill.number")).fill(number);
        field(page, words("bill.due")).fill(office.today().plusDays(90).toString());
        page.keyboard().press("Tab");
        field(page, words("bill.acceptor")).fill(acceptor);
        assertThat(page.locator("main " + said)).containsText(acceptor);
        Browser.press(page, words("receipt.save"));
        at(page, "receipts");
        return page.url();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void goodsAreInvoicedBeforeTheyLeaveAndTheInvoiceMayDiffer(String language, int pixels) {
        locale = language;
        width = pixels;
        String order = orderOwedByInvoice();

        Page finance = office.person("finance", locale, width);
        finance.navigate("/sales-orders/" + order);
        Browser.move(finance, locale, invoicing("before.title"));
        Browser.choose(finance, aside(finance, invoicing("settings.beforeDelivery")), invoicing("before.YES"));
        Browser.submitTwice(finance);
        assertThat(Browser.drawer(finance)).hasCount(0);

        Page books = office.person("books", locale, width);
        books.navigate("/invoice-applications/new?order=" + order);
        assertThat(books.locator("main")
                        .getByText(invoicing("application.notLeft"))
                        .first())
                .isVisible();
        Browser.press(books, invoicing("application.direct"));
        at(books, "sales-invoices");
        issuedWithFiveCentsMore(books, "26322000000000%06d".formatted(width));
        assertThat(books.getByText(invoicing("difference.title"))).isVisible();
        assertThat(books.locator("main").getByText("1,816.05").first()).isVisible();
        office.nothingThrown();
    }

    private String orderOwedByInvoice() {
        String customer = office.customer("苏州恒达装饰工程有限公司" + width);
        office.put("/credit-accounts/" + customer, "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        String product = office.post(
                        "/products",
                        "{\"name\":\"石膏板" + width + "\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\"}")
                .path("product")
                .path("id")
                .asString();
        return office.post(
                        "/sales-orders?confirm=true",
                        "{\"customer\":\"" + customer
                                + "\",\"basis\":\"INVOICE\",\"taxInclusive\":true,\"lines\":[{\"product\":\"" + product
                                + "\",\"quantity\":\"20\",\"price\":\"90.80\",\"taxRate\":\"0.13\"}]}")
                .path("order")
                .path("id")
                .asString();
    }

    /** The tax authority's figures are entered as they are; why they differ is asked then. */
    private void issuedWithFiveCentsMore(Page page, String number) {
        Browser.move(page, locale, invoicing("invoice.issue"));
        aside(page, invoicing("field.officialNumber")).fill(number);
        Locator reason = aside(page, invoicing("field.differenceReason"));
        assertThat(reason).hasCount(0);
        aside(page, invoicing("field.officialTotal")).fill("1816.05");
        aside(page, invoicing("field.officialTax")).fill("208.93");
        reason.fill("客户要求凑整");
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(page.locator("main")
                        .getByText(office.server(locale, "state.sales-invoice.ISSUED"))
                        .first())
                .isVisible();
        assertThat(page.getByText(Pattern.compile("客户要求凑整")).first()).isVisible();
    }

    private String words(String key) {
        return Browser.words(locale, "receivables", key);
    }

    private String invoicing(String key) {
        return Browser.words(locale, "invoicing", key);
    }
}
