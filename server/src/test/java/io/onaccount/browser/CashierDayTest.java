package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.EN;
import static io.onaccount.browser.Office.ZH;
import static io.onaccount.browser.Office.aside;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.button;
import static io.onaccount.browser.Office.confirmed;
import static io.onaccount.browser.Office.field;
import static io.onaccount.browser.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cashier's day: the bank's lines cleared by keyboard until bank and books agree, money entered by hand and sent back, bills passed on or not paid. */
class CashierDayTest {
    private static final String HENGDA = "苏州恒达装饰工程有限公司";

    private static Office office;

    @BeforeAll
    static void open() {
        office = new Office("cash cashier", "books accountant");
        String hengda = office.customer(HENGDA);
        String yongfeng = office.customer("无锡永丰管业有限公司");
        owes(hengda, "3000");
        owes(hengda, "5000");
        owes(yongfeng, "1200");
        owes(yongfeng, "800");
        for (String customer : new String[] {hengda, yongfeng}) {
            // Money goes back only to those whom credit still covers.
            office.put(
                    "/credit-accounts/" + customer, "{\"limit\":\"100000\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        }
        office.post("/cash-accounts", "{\"code\":\"ICBC\",\"name\":\"工行基本户\",\"accountNumber\":\"100123456789\"}");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private static void owes(String customer, String amount) {
        LocalDate today = office.today();
        office.owes(customer, amount, today.minusDays(60), today.minusDays(30), "");
    }

    @Test
    void theBanksLinesAreClearedByKeyboardUntilBankAndBooksAgree() {
        Page page = office.person("cash", ZH, 1280);
        imported(page, 4, 0);
        page.navigate("/bank");
        waiting(page, 4);
        decidedByKeys(page);

        // The same file again: its lines are known, nothing is added.
        imported(page, 0, 4);
        page.navigate("/bank");
        waiting(page, 0);

        // What the account held before its first statement belongs into the books once.
        page.navigate("/bank-balances");
        assertThat(page.getByText(bank(ZH, "balance.unconfirmed").replace("{count}", "2")))
                .isVisible();
        Browser.press(page, bank(ZH, "balance.enterOpening"));
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(page.getByText(bank(ZH, "balance.rest"))).hasCount(0);

        // Another person confirms what came in; on their phone bank and books agree.
        Page second = office.person("books", EN, 360);
        office.get("/receipts?limit=10").path("rows").forEach(row -> {
            second.navigate("/receipts/" + row.path("id").asString());
            confirmed(second, words(EN, "receipt.confirm"));
        });
        second.navigate("/bank-balances");
        assertThat(second.getByText(bank(EN, "balance.agrees"))).isVisible();
        assertThat(second.getByText("23,116.38")).hasCount(2);
        office.nothingThrown();
    }

    private static void imported(Page page, int added, int known) {
        page.navigate("/bank-statements");
        Browser.press(page, bank(ZH, "upload.begin"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("input[type=file]")
                .setInputFiles(new FilePayload("icbc.csv", "text/csv", file().getBytes(StandardCharsets.UTF_8)));
        dialog.getByText(bank(ZH, "upload.import").replace("{count}", String.valueOf(added)))
                .dblclick();
        assertThat(dialog.getByText(bank(ZH, "upload.done")
                        .replace("{count}", String.valueOf(added))
                        .replace("{known}", String.valueOf(known))))
                .isVisible();
        Browser.submit(dialog);
    }

    /** 19,000 before; then a customer's 3,000, a private person's 1,150, a fee, and money nobody knows. */
    private static String file() {
        String day = office.today().toString();
        return "账号：,100123456789\n交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,对方账号,摘要,用途,交易流水号\n"
                + day + ",09:00:00,3000.00,,22000.00," + HENGDA + ",622200000001,货款,,N1\n"
                + day + ",09:10:00,1150.00,,23150.00,王建国,622200000002,货款,,N2\n"
                + day + ",09:20:00,,-36.00,23114.00,,,对公转账手续费,,N3\n"
                + day + ",09:30:00,2.38,,23116.38,陈晓明,622200000004,往来款,,N4\n";
    }

    private static void waiting(Page page, int count) {
        assertThat(page.getByText(Browser.words(ZH, "ui", "work.waiting").replace("{count}", String.valueOf(count)))
                        .first())
                .isVisible();
    }

    private static void decidedByKeys(Page page) {
        Locator queue = page.locator(".queue");
        queue.getByText(HENGDA).first().click();
        Browser.key(page, "a");
        waiting(page, 3);

        queue.getByText("王建国").click();
        Browser.key(page, "s");
        Browser.pick(Browser.drawer(page).getByRole(AriaRole.COMBOBOX).first(), "wxyf");
        Browser.drawer(page).getByText("1,200.00").waitFor();
        Browser.submitTwice(page);
        waiting(page, 2);

        queue.getByText("对公转账手续费").click();
        Browser.key(page, "e");
        Browser.submitTwice(page);
        waiting(page, 1);

        Browser.key(page, "i");
        refused(page, 1); // without a reason
        aside(page, bank(ZH, "work.reason")).fill("查无此人");
        Browser.submitTwice(page);
        waiting(page, 0);

        // On second thoughts it belongs into the books; the key works when nothing else waits.
        Browser.key(page, "u");
        waiting(page, 1);
        Browser.key(page, "e");
        refused(page, 1); // without saying what it is
        Browser.choose(page, aside(page, bank(ZH, "work.books")), office.server(ZH, "choice.books.SUSPENSE"));
        Browser.submitTwice(page);
        waiting(page, 0);
    }

    @Test
    void moneyEnteredByHandIsConfirmedByAnotherAndWhatIsLeftGoesBack() {
        Page page = office.person("cash", ZH, 1280);
        page.navigate("/receipts/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        field(page, words(ZH, "field.amount")).fill("2000");
        field(page, words(ZH, "field.fee")).fill("3000");
        Browser.press(page, words(ZH, "receipt.save"));
        // A fee greater than the money is told at its field, and what was typed is still there.
        assertThat(page.locator("main .said.error")).hasCount(1);
        assertThat(field(page, words(ZH, "field.amount"))).hasValue(Pattern.compile("2,000.*"));
        field(page, words(ZH, "field.fee")).fill("15");
        int before = office.count("receipts");
        button(page, words(ZH, "receipt.save")).dblclick();
        at(page, "receipts");
        String receipt = page.url();
        assertThat(office.count("receipts")).isEqualTo(before + 1);
        // Whoever entered it can't confirm it.
        assertThat(button(page, words(ZH, "receipt.confirm"))).isDisabled();

        Page second = office.person("books", ZH, 1280);
        second.navigate(receipt);
        confirmed(second, words(ZH, "receipt.confirm"));
        assertThat(second.getByText("1,985.00").first()).isVisible();
        allocatedByHand(second);
        refunded(second);
        Page third = office.person("boss", EN, 360);
        third.navigate(second.url());
        confirmed(third, words(EN, "refund.confirm"));
        third.navigate(receipt);
        assertThat(third.getByText(words(EN, "receipt.refunded"))).isVisible();
        office.nothingThrown();
    }

    /** Takes back what was settled by itself, and gives the oldest item a part of it. */
    private static void allocatedByHand(Page page) {
        Browser.press(page, words(ZH, "receipt.unallocate"));
        Locator byHand = page.locator("section.oa-card")
                .filter(new Locator.FilterOptions().setHasText(words(ZH, "receipt.byHand")))
                .last();
        Locator first = byHand.getByRole(AriaRole.TEXTBOX).first();
        first.fill("9000");
        assertThat(byHand.getByText(words(ZH, "receipt.tooMuchItem"))).isVisible();
        first.fill("1700");
        byHand.locator("button.ant-btn-primary").dblclick();
        assertThat(page.getByText("300.00").first()).isVisible();
    }

    private static void refunded(Page page) {
        Browser.move(page, ZH, words(ZH, "refund.new"));
        assertThat(aside(page, words(ZH, "field.amount"))).hasValue("300.00");
        refused(page, 1); // no reason
        aside(page, words(ZH, "receipt.reason")).fill("多付退回");
        Browser.submitTwice(page);
        at(page, "refunds");
        assertThat(office.count("refunds")).isEqualTo(1);
    }

    @Test
    void aBillIsPassedOnAndTheOneNotPaidIsOwedAgain() {
        Page page = office.person("cash", ZH, 1280);
        String discounted = billReceived(page, "B-2026-1", "600");
        String endorsed = billReceived(page, "B-2026-2", "200");

        Page books = office.person("books", ZH, 1280);
        for (String receipt : new String[] {discounted, endorsed}) {
            books.navigate(receipt);
            confirmed(books, words(ZH, "receipt.confirm"));
        }
        opened(books, "B-2026-1");
        Browser.press(books, words(ZH, "bill.discount"));
        aside(books, words(ZH, "bill.bank")).fill("工商银行");
        refused(books, 1); // how much the bank keeps
        aside(books, words(ZH, "bill.interest")).fill("6");
        Browser.submitTwice(books);
        assertThat(books.getByText(office.server(ZH, "state.bill.DISCOUNTED")).first())
                .isVisible();

        Page cash = office.person("cash", EN, 360);
        opened(cash, "B-2026-2");
        Browser.move(cash, EN, words(EN, "bill.endorse"));
        aside(cash, words(EN, "bill.endorsee")).fill("Supplier");
        Browser.submitTwice(cash);
        assertThat(cash.getByText(office.server(EN, "state.bill.ENDORSED")).first())
                .isVisible();

        opened(books, "B-2026-2");
        Browser.press(books, words(ZH, "bill.dishonour"));
        aside(books, words(ZH, "receipt.reason")).fill("出票人账户余额不足");
        Browser.submitTwice(books);
        assertThat(books.getByText(office.server(ZH, "state.bill.DISHONOURED")).first())
                .isVisible();
        books.goBack();
        assertThat(books.getByText("B-2026-1").first()).isVisible();
        assertThat(office.count("bills")).isEqualTo(2);
        office.nothingThrown();
    }

    private static String billReceived(Page page, String number, String amount) {
        page.navigate("/receipts/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "wxyf");
        field(page, words(ZH, "field.amount")).fill(amount);
        Browser.choose(page, field(page, words(ZH, "field.method")), office.server(ZH, "choice.receipt.method.BILL"));
        // What a bill says is asked for at its own fields, one after the other.
        missing(page);
        field(page, words(ZH, "bill.due")).fill(office.today().plusDays(90).toString());
        page.keyboard().press("Tab");
        missing(page);
        field(page, words(ZH, "bill.number")).fill(number);
        Browser.press(page, words(ZH, "receipt.save"));
        at(page, "receipts");
        return page.url();
    }

    private static void missing(Page page) {
        Browser.press(page, words(ZH, "receipt.save"));
        assertThat(page.locator("main .said.error")).hasCount(1);
        assertThat(page.locator("main .ant-alert-error")).hasCount(0);
    }

    private static void opened(Page page, String bill) {
        page.navigate("/bills");
        page.getByText(bill).first().click();
        at(page, "bills");
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "receivables", key);
    }

    private static String bank(String locale, String key) {
        return Browser.words(locale, "bank", key);
    }
}
