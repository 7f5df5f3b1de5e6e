package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.EN;
import static io.onaccount.browser.Office.ZH;
import static io.onaccount.browser.Office.aside;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.confirmed;
import static io.onaccount.browser.Office.field;
import static io.onaccount.browser.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An accountant's month: debts written off, put off and disputed, each taking effect by a second person; rates, the books, and the month closed. */
class AccountantMonthTest {
    private static final String HENGDA = "苏州恒达装饰工程有限公司";

    private static Office office;
    private static String lost;
    private static String disputed;

    @BeforeAll
    static void open() {
        office = new Office("books accountant", "finance finance-director");
        String hengda = office.customer(HENGDA);
        String abroad = office.customer("Harbour Trading Ltd.");
        LocalDate day = office.today().minusDays(70);
        LocalDate due = day.plusDays(30);
        lost = office.owes(hengda, "450", day, due, "");
        disputed = office.owes(hengda, "620", day, due, "");
        office.owes(hengda, "3000", day, due, "");
        office.owes(hengda, "5000", day, due, "");
        office.owes(abroad, "1000", day, due, ",\"currency\":\"USD\",\"rate\":\"7\"");
        office.post("/cash-accounts", "{\"code\":\"ICBC\",\"name\":\"工行基本户\"}");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void whatCannotBePaidIsWrittenOffPutOffOrDisputedWithTwoPeople() {
        Page page = office.person("books", ZH, 1280);
        Page second = office.person("finance", EN, 360);

        page.navigate("/open-items/" + lost);
        Browser.press(page, words(ZH, "lost.new"));
        Locator amount = Browser.drawer(page).getByRole(AriaRole.TEXTBOX).first();
        amount.fill("451");
        aside(page, words(ZH, "item.why")).fill("客户已注销");
        refused(page, 1); // more than is open
        amount.fill("450");
        Browser.submitTwice(page);
        at(page, "write-offs");
        assertThat(office.count("write-offs")).isEqualTo(1);
        // Whoever asked for it can't let it take effect.
        assertThat(Office.button(page, words(ZH, "lost.apply")).and(page.locator(":enabled")))
                .hasCount(0);
        second.navigate(page.url());
        confirmed(second, words(EN, "lost.apply"));
        assertThat(second.getByText(office.server(EN, "state.write-off.APPLIED"))
                        .first())
                .isVisible();

        planned(page);
        second.navigate(page.url());
        confirmed(second, words(EN, "plan.apply"));
        assertThat(second.getByText(office.server(EN, "state.payment-plan.APPLIED"))
                        .first())
                .isVisible();

        page.navigate("/open-items");
        page.navigate("/open-items/" + disputed);
        Browser.press(page, words(ZH, "item.dispute"));
        refused(page, 1); // without saying why
        aside(page, words(ZH, "item.why")).fill("数量不符");
        Browser.submitTwice(page);
        assertThat(page.getByText("数量不符").first()).isVisible();
        page.goBack();
        assertThat(Browser.rows(page).first()).isVisible();
        office.nothingThrown();
    }

    /** Two items become three instalments. */
    private static void planned(Page page) {
        page.navigate("/open-items");
        for (String open : List.of("3,000.00", "5,000.00")) {
            page.locator("tbody tr")
                    .filter(new Locator.FilterOptions().setHasText(open))
                    .locator("input[type=checkbox]")
                    .check();
        }
        page.getByRole(AriaRole.STATUS)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(words(ZH, "plan.new")))
                .click();
        assertThat(Browser.drawer(page).getByText("8,000.00").first()).isVisible();
        Browser.drawer(page)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(words(ZH, "plan.divide")))
                .click();
        assertThat(Browser.drawer(page).getByLabel(words(ZH, "plan.amountOf").replace("{number}", "3")))
                .hasValue("2,666.68");
        refused(page, 1); // without a reason
        aside(page, words(ZH, "item.why")).fill("资金紧张，分三个月还清");
        Browser.submitTwice(page);
        at(page, "payment-plans");
        assertThat(office.count("payment-plans")).isEqualTo(1);
    }

    @Test
    void theBooksAreValuedReadHandedOverAndClosed() {
        Page page = office.person("books", ZH, 1280);
        page.navigate("/exchange-rates");
        Browser.press(page, words(ZH, "rate.new"));
        aside(page, words(ZH, "cash.currency")).fill("US$");
        aside(page, words(ZH, "field.date")).fill(office.today().toString());
        aside(page, words(ZH, "rate.rate")).fill("7.2");
        refused(page, 1); // no such currency
        aside(page, words(ZH, "cash.currency")).fill("USD");
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(office.count("exchange-rates")).isEqualTo(1);

        page.navigate("/revaluations");
        Browser.press(page, words(ZH, "revaluation.new"));
        Browser.drawer(page)
                .locator("button")
                .filter(new Locator.FilterOptions()
                        .setHasText(
                                Pattern.compile(words(ZH, "revaluation.preview").charAt(0) + "\\s?"
                                        + words(ZH, "revaluation.preview").charAt(1))))
                .click();
        assertThat(Browser.drawer(page).getByText("7,200.00")).isVisible();
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(office.count("revaluations")).isEqualTo(1);

        page.navigate("/ledger/trial-balance");
        assertThat(page.getByText(words(ZH, "ledger.closingCredit"))).isVisible();
        page.getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText("Harbour"))
                .first()
                .click();
        assertThat(page.getByText("7,200.00").first()).isVisible();
        page.goBack();
        assertThat(page.getByText(words(ZH, "ledger.closingCredit"))).isVisible();

        page.navigate("/vouchers");
        Browser.press(page, words(ZH, "voucher.export"));
        aside(page, words(ZH, "voucher.firstNumber")).fill("0");
        refused(page, 1);
        aside(page, words(ZH, "voucher.firstNumber")).fill("1");
        Browser.submitTwice(page);
        assertThat(page.getByText(words(ZH, "voucher.nothingWaits"))).isVisible();
        assertThat(office.count("voucher-exports")).isEqualTo(1);
        closed(page);
        office.nothingThrown();
    }

    /** Last month is closed, once, and a receipt of its days stays a draft, whoever confirms it. */
    private static void closed(Page page) {
        page.navigate("/settings/periods");
        String month = office.today().minusMonths(1).toString().substring(0, 7);
        Locator row = page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(month))
                .first();
        row.locator("button").click();
        Browser.submitTwice(page);
        assertThat(row.getByText(organization("periods.closed"))).isVisible();
        assertThat(row.locator("button")).hasCount(0);
        assertThat(office.get("/periods").path("history").size()).isEqualTo(1);

        Page phone = office.person("books", EN, 360);
        phone.navigate("/receipts/new");
        Browser.pick(phone.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        field(phone, words(EN, "field.date")).fill(month + "-15");
        phone.keyboard().press("Tab");
        field(phone, words(EN, "field.amount")).fill("100");
        Browser.press(phone, words(EN, "receipt.save"));
        at(phone, "receipts");

        Page second = office.person("finance", EN, 360);
        second.navigate(phone.url());
        Browser.press(second, words(EN, "receipt.confirm"));
        Browser.submit(second.getByRole(AriaRole.DIALOG));
        assertThat(second.locator(".ant-message-error")).containsText(month + "-15");
        assertThat(second.getByText(office.server(EN, "state.receipt.DRAFT")).first())
                .isVisible();
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "receivables", key);
    }

    private static String organization(String key) {
        return Browser.words(ZH, "organization", key);
    }
}
