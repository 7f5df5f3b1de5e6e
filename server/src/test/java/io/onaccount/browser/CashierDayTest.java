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
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A cashier's day: the bank's lines cleared by keyboard until bank and books agree, money entered by hand and sent back, bills passed on or not paid. */
class CashierDayTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final String HENGDA = "苏州恒达装饰工程有限公司";
    private static final String YONGFENG = "无锡永丰管业有限公司";
    private static final String ZH = "zh-CN";
    private static final String EN = "en";

    private static TestApplication application;
    private static Browser browser;
    private static Http boss;
    private static LocalDate today;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(
                                NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("cash", "钱芳", PASSWORD, Level.ALL, "cashier"),
                                NewMember.of("books", "孙静", PASSWORD, Level.ALL, "accountant")));
        boss = Http.at(application).signIn("boss", PASSWORD);
        today = LocalDate.parse(boss.get("/me").json().path("today").asString());
        String hengda = customer(HENGDA);
        String yongfeng = customer(YONGFENG);
        owes(hengda, "3000");
        owes(hengda, "5000");
        owes(yongfeng, "1200");
        owes(yongfeng, "800");
        made(boss.post("/cash-accounts", "{\"code\":\"ICBC\",\"name\":\"工行基本户\",\"accountNumber\":\"100123456789\"}"));
    }

    @AfterAll
    static void close() {
        browser.close();
        application.close();
    }

    private static String customer(String name) {
        return made(boss.post("/customers", "{\"name\":\"" + name + "\"}"))
                .path("customer")
                .path("id")
                .asString();
    }

    private static void owes(String customer, String amount) {
        made(boss.post(
                "/opening-balances",
                "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + today.minusDays(60)
                        + "\",\"due\":\"" + today.minusDays(30) + "\"}"));
    }

    private static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.json();
    }

    private static int count(String list) {
        return boss.get("/" + list + "/totals").json().path("count").asInt();
    }

    private static Page person(String login, String locale, int width) {
        Answer told = Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as(told.toString()).isBetween(200, 204);
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    @Test
    void theBanksLinesAreClearedByKeyboardUntilBankAndBooksAgree() {
        Page page = person("cash", ZH, 1280);
        imported(page, 4);
        assertThat(page.getByText(bank(ZH, "upload.done").replace("{count}", "4").replace("{known}", "0")))
                .isVisible();
        Browser.submit(page.getByRole(AriaRole.DIALOG));

        page.navigate("/bank");
        waiting(page, 4);
        decidedByKeys(page);
        waiting(page, 0);

        // The same file again: its lines are known, nothing is added.
        imported(page, 0);
        assertThat(page.getByText(bank(ZH, "upload.done").replace("{count}", "0").replace("{known}", "4")))
                .isVisible();
        Browser.submit(page.getByRole(AriaRole.DIALOG));
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
        Page second = person("books", EN, 360);
        boss.get("/receipts?limit=10").json().path("rows").forEach(row -> {
            second.navigate("/receipts/" + row.path("id").asString());
            confirmed(second, receivables(EN, "receipt.confirm"));
        });
        second.navigate("/bank-balances");
        assertThat(second.getByText(bank(EN, "balance.agrees"))).isVisible();
        assertThat(second.getByText("23,116.38")).hasCount(2);
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    /** The deciding button, its question, and a double click on the answer. */
    private static void confirmed(Page page, String words) {
        Browser.press(page, words);
        page.getByRole(AriaRole.DIALOG).locator("button.ant-btn-primary").last().dblclick();
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator("button:visible").filter(new Locator.FilterOptions().setHasText(words)))
                .hasCount(0);
    }

    @Test
    void moneyEnteredByHandIsConfirmedByAnotherAndWhatIsLeftGoesBack() {
        Page page = person("cash", ZH, 1280);
        page.navigate("/receipts/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        field(page, ZH, "field.amount").fill("2000");
        field(page, ZH, "field.fee").fill("3000");
        Browser.press(page, receivables(ZH, "receipt.save"));
        // A fee greater than the money is told at its field, and what was typed is still there.
        assertThat(page.locator("main .said.error")).hasCount(1);
        assertThat(field(page, ZH, "field.amount")).hasValue(Pattern.compile("2,000.*"));
        field(page, ZH, "field.fee").fill("15");
        int before = count("receipts");
        page.getByRole(AriaRole.MAIN)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(receivables(ZH, "receipt.save")))
                .dblclick();
        page.waitForURL(Pattern.compile(".*/receipts/[0-9a-f-]{36}$"));
        String receipt = page.url();
        assertThat(count("receipts")).isEqualTo(before + 1);
        // Whoever entered it can't confirm it.
        assertThat(page.locator("main button").filter(new Locator.FilterOptions().setHasText(receivables(ZH, "receipt.confirm"))))
                .hasCount(0);

        Page second = person("books", ZH, 1280);
        second.navigate(receipt);
        confirmed(second, receivables(ZH, "receipt.confirm"));
        assertThat(second.getByText("1,985.00").first()).isVisible();
        allocatedByHand(second);
        refunded(second);
        Page third = person("boss", EN, 360);
        third.navigate(second.url());
        confirmed(third, receivables(EN, "refund.confirm"));
        third.navigate(receipt);
        assertThat(third.getByText(receivables(EN, "receipt.refunded"))).isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    /** Takes back what was settled by itself, and gives the oldest item a part of it. */
    private static void allocatedByHand(Page page) {
        Browser.press(page, receivables(ZH, "receipt.unallocate"));
        Locator byHand = page.locator("section, .oa-card").filter(new Locator.FilterOptions().setHasText(receivables(ZH, "receipt.byHand"))).last();
        Locator first = byHand.getByLabel(Pattern.compile(receivables(ZH, "receipt.thisTimeOf").replace("{number}", ""))).first();
        first.fill("9000");
        assertThat(byHand.getByText(receivables(ZH, "receipt.tooMuchItem"))).isVisible();
        first.fill("1700");
        byHand.locator("button.ant-btn-primary").dblclick();
        assertThat(page.getByText("300.00").first()).isVisible();
    }

    private static void refunded(Page page) {
        page.getByLabel(Browser.words(ZH, "ui", "document.more")).click();
        page.locator(".ant-dropdown-menu-item").filter(new Locator.FilterOptions().setHasText(receivables(ZH, "refund.new"))).click();
        Locator form = Browser.drawer(page);
        assertThat(form.getByLabel(Pattern.compile("^" + receivables(ZH, "field.amount")))).hasValue("300.00");
        Browser.submit(form.locator(".ant-drawer-footer"));
        assertThat(form.locator(".said.error")).hasCount(1); // no reason
        form.getByLabel(Pattern.compile("^" + receivables(ZH, "receipt.reason"))).fill("多付退回");
        Browser.submitTwice(page);
        page.waitForURL(Pattern.compile(".*/refunds/[0-9a-f-]{36}$"));
        assertThat(count("refunds")).isEqualTo(1);
        assertThat(page.locator("main button").filter(new Locator.FilterOptions().setHasText(receivables(ZH, "refund.confirm"))).and(page.locator(":enabled")))
                .hasCount(0);
    }

    @Test
    void aBillIsPassedOnAndTheOneNotPaidIsOwedAgain() {
        Page page = person("cash", ZH, 1280);
        String discounted = billReceived(page, "B-2026-1", "600");
        String endorsed = billReceived(page, "B-2026-2", "200");

        Page books = person("books", ZH, 1280);
        confirmedReceipt(books, discounted);
        confirmedReceipt(books, endorsed);
        opened(books, "B-2026-1");
        Browser.press(books, receivables(ZH, "bill.discount"));
        Locator form = Browser.drawer(books);
        form.getByLabel(Pattern.compile("^" + receivables(ZH, "bill.bank"))).fill("工商银行");
        Browser.submit(form.locator(".ant-drawer-footer"));
        assertThat(form.locator(".said.error")).hasCount(1); // how much the bank keeps
        form.getByLabel(Pattern.compile("^" + receivables(ZH, "bill.interest"))).fill("6");
        Browser.submitTwice(books);
        assertThat(books.getByText(server(ZH, "state.bill.DISCOUNTED")).first()).isVisible();

        Page cash = person("cash", EN, 360);
        opened(cash, "B-2026-2");
        pressed(cash, receivables(EN, "bill.endorse"));
        Browser.drawer(cash).getByLabel(Pattern.compile("^" + receivables(EN, "bill.endorsee"))).fill("Supplier");
        Browser.submitTwice(cash);
        assertThat(cash.getByText(server(EN, "state.bill.ENDORSED")).first()).isVisible();

        books.navigate("/bills");
        opened(books, "B-2026-2");
        Browser.press(books, receivables(ZH, "bill.dishonour"));
        Browser.drawer(books).getByLabel(Pattern.compile("^" + receivables(ZH, "receipt.reason"))).fill("出票人账户余额不足");
        Browser.submitTwice(books);
        assertThat(books.getByText(server(ZH, "state.bill.DISHONOURED")).first()).isVisible();
        books.goBack();
        assertThat(books.getByText("B-2026-1").first()).isVisible();
        assertThat(count("bills")).isEqualTo(2);
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private static String billReceived(Page page, String number, String amount) {
        page.navigate("/receipts/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "wxyf");
        field(page, ZH, "field.amount").fill(amount);
        Browser.choose(page, field(page, ZH, "field.method"), server(ZH, "choice.receipt.method.BILL"));
        Browser.press(page, receivables(ZH, "receipt.save"));
        // What a bill says is asked for at its own fields.
        assertThat(page.locator("main .said.error")).hasCount(2);
        assertThat(page.locator("main .ant-alert-error")).hasCount(0);
        field(page, ZH, "bill.number").fill(number);
        field(page, ZH, "bill.due").fill(today.plusDays(90).toString());
        page.keyboard().press("Tab");
        Browser.press(page, receivables(ZH, "receipt.save"));
        page.waitForURL(Pattern.compile(".*/receipts/[0-9a-f-]{36}$"));
        return page.url();
    }

    private static void confirmedReceipt(Page page, String receipt) {
        page.navigate(receipt);
        confirmed(page, receivables(ZH, "receipt.confirm"));
    }

    private static void opened(Page page, String bill) {
        page.navigate("/bills");
        page.getByText(bill).first().click();
        page.waitForURL(Pattern.compile(".*/bills/[0-9a-f-]{36}$"));
    }

    /** A step of a document on a phone: behind … unless it is the natural next one. */
    private static void pressed(Page page, String words) {
        page.getByLabel(Browser.words(EN, "ui", "document.more")).click();
        page.locator(".ant-dropdown-menu-item").filter(new Locator.FilterOptions().setHasText(words)).click();
    }

    private static Locator field(Page page, String locale, String key) {
        return page.getByRole(AriaRole.MAIN).getByLabel(Pattern.compile("^" + receivables(locale, key))).first();
    }

    private static void imported(Page page, int count) {
        page.navigate("/bank-statements");
        Browser.press(page, bank(ZH, "upload.begin"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("input[type=file]")
                .setInputFiles(new FilePayload("icbc.csv", "text/csv", file().getBytes(StandardCharsets.UTF_8)));
        dialog.getByText(bank(ZH, "upload.import").replace("{count}", String.valueOf(count)))
                .dblclick();
    }

    /** 19,000 before; 3,000 by a customer, 1,200 by a private person, fees, money nobody knows. */
    private static String file() {
        String head = "账号：,100123456789\n交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,对方账号,摘要,用途,交易流水号\n";
        String day = today.toString();
        return head + day + ",09:00:00,3000.00,,22000.00," + HENGDA + ",622200000001,货款,,N1\n" + day
                + ",09:10:00,1150.00,,23150.00,王建国,622200000002,货款,,N2\n" + day
                + ",09:20:00,,-36.00,23114.00,,,对公转账手续费,,N3\n" + day
                + ",09:30:00,2.38,,23116.38,陈晓明,622200000004,往来款,,N4\n";
    }

    private static void waiting(Page page, int count) {
        assertThat(page.getByText(Browser.words(ZH, "ui", "work.waiting").replace("{count}", String.valueOf(count)))
                        .first())
                .isVisible();
    }

    private static void decidedByKeys(Page page) {
        Locator queue = page.locator(".queue");
        queue.getByText(HENGDA).first().click();
        page.keyboard().press("a");
        waiting(page, 3);

        queue.getByText("王建国").click();
        page.keyboard().press("s");
        Locator form = Browser.drawer(page);
        Browser.pick(form.getByRole(AriaRole.COMBOBOX).first(), "wxyf");
        form.getByText("1,200.00").waitFor();
        Browser.submitTwice(page);
        waiting(page, 2);

        queue.getByText("对公转账手续费").click();
        page.keyboard().press("e");
        Browser.submitTwice(page);
        waiting(page, 1);

        page.keyboard().press("i");
        Browser.submit(form.locator(".ant-drawer-footer")); // without a reason
        assertThat(form.getByRole(AriaRole.ALERT)).isVisible();
        form.getByLabel(Pattern.compile(bank(ZH, "work.reason"))).fill("查无此人");
        Browser.submitTwice(page);
        waiting(page, 0);

        // On second thoughts it stays in the books until somebody asks for it.
        page.keyboard().press("u");
        waiting(page, 1);
        page.keyboard().press("e");
        Browser.submit(form.locator(".ant-drawer-footer")); // without saying what it is
        assertThat(form.getByRole(AriaRole.ALERT)).isVisible();
        Browser.choose(page, form.locator(".ant-select"), server(ZH, "choice.books.SUSPENSE"));
        Browser.submitTwice(page);
        waiting(page, 0);
    }

    private static String receivables(String locale, String key) {
        return Browser.words(locale, "receivables", key);
    }

    private static String server(String locale, String key) {
        return Http.at(application).get("/texts/" + locale).json().path(key).asString();
    }

    private static String bank(String locale, String key) {
        return Browser.words(locale, "bank", key);
    }
}
