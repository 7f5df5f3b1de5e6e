package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Browser.press;
import static io.onaccount.browser.Browser.submit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invoice as people make it: sales applies at the delivery, finance issues it, and takes it back by a red one; the goods are then to be invoiced again. */
class InvoicingJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final Pattern AN_INVOICE = Pattern.compile(".*/sales-invoices/[0-9a-f-]{36}$");

    private static TestApplication application;
    private static Browser browser;

    private String locale;
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
    void fromTheApplicationToTheRedInvoice(String language, int pixels) {
        locale = language;
        width = pixels;
        String at = "-" + language.substring(0, 2);
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("开票" + at),
                        List.of(),
                        List.of(
                                NewMember.of("boss-i" + at, "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep-i" + at, "李强", PASSWORD, Level.ALL, "sales-rep"),
                                NewMember.of("books-i" + at, "孙静", PASSWORD, Level.ALL, "accountant")));
        String delivery = SoldGoods.delivered(Http.at(application).signIn("boss-i" + at, PASSWORD), "苏州恒达装饰工程有限公司")
                .delivery();

        String asked = applied(person("rep-i" + at), delivery);
        Page finance = person("books-i" + at);
        String invoice = issued(finance, asked);
        takenBack(finance, invoice);
        finance.navigate("/uninvoiced");
        assertThat(finance.getByText("石膏板").first()).isVisible();
        finance.navigate("/tax-summary");
        assertThat(finance.getByText("13%").first()).isVisible();
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private Page person(String login) {
        Answer told = Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as(told.toString()).isBetween(200, 204);
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    private String words(String module, String key) {
        if (module.equals("server")) {
            return Http.at(application).get("/texts/" + locale).json().path(key).asString();
        }
        return Browser.words(locale, module, key);
    }

    private String applied(Page page, String delivery) {
        page.navigate("/deliveries/" + delivery);
        Browser.move(page, locale, words("fulfilment", "delivery.applyInvoice"));
        page.waitForURL(Pattern.compile(".*/invoice-applications/new.*"));
        assertThat(page.getByText("1,816.00").first()).isVisible();
        press(page, words("invoicing", "application.save"));
        page.waitForURL(Pattern.compile(".*/invoice-applications/[0-9a-f-]{36}$"));
        Browser.move(page, locale, words("invoicing", "application.submit"));
        assertThat(page.getByText(state("invoice-application", "SUBMITTED")).first())
                .isVisible();
        return page.url();
    }

    private String issued(Page page, String asked) {
        page.navigate(asked);
        Browser.move(page, locale, words("invoicing", "application.issue"));
        page.waitForURL(AN_INVOICE);
        String url = page.url();
        official(page, "26322000000000000001");
        assertThat(page.getByText(state("sales-invoice", "ISSUED")).first()).isVisible();
        return url;
    }

    private void official(Page page, String number) {
        Browser.move(page, locale, words("invoicing", "invoice.issue"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel(Pattern.compile(words("invoicing", "field.officialNumber")))
                .fill(number);
        submit(dialog);
        assertThat(page.getByText(number).first()).isVisible();
    }

    private void takenBack(Page page, String invoice) {
        page.navigate(invoice);
        Browser.move(page, locale, words("invoicing", "invoice.redden"));
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel(Pattern.compile(words("invoicing", "field.reason"))).fill("抬头有误");
        submit(dialog);
        page.waitForURL(url -> AN_INVOICE.matcher(url).matches() && !url.equals(invoice));
        assertThat(page.getByText("抬头有误").first()).isVisible();
        official(page, "26322000000000000002");
        page.navigate(invoice);
        assertThat(page.getByText(state("sales-invoice", "REVERSED")).first()).isVisible();
    }

    private String state(String kind, String state) {
        return words("server", "state." + kind + "." + state);
    }
}
