package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Browser.press;
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
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A salesperson enters a quote and sends a link, the customer chooses what is optional and accepts on the phone, and it becomes an order. */
class QuoteJourneyTest {
    private static final String PASSWORD = "long-enough-2026";

    /** A stranger's window begins in the language of the product. */
    private static final Pattern NAME = Pattern.compile(
            Browser.words("zh-CN", "app", "quoteLink.by") + "|" + Browser.words("en", "app", "quoteLink.by"));

    private static TestApplication application;
    private static Browser browser;

    private String locale;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static void made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 204);
    }

    /** Kept where -Donaccount.shots names a folder. */
    private static void shoot(Page page, String name) {
        String folder = System.getProperty("onaccount.shots");
        if (folder != null) {
            page.waitForTimeout(900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + "-" + page.viewportSize().width + ".png"))
                    .setFullPage(true));
        }
    }

    private String words(String module, String key) {
        return module.equals("server")
                ? Http.at(application).get("/texts/" + locale).json().path(key).asString()
                : Browser.words(locale, module, key);
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void fromTheQuoteToTheOrder(String language, int width) {
        locale = language;
        String at = "-" + language.substring(0, 2);
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材" + at),
                        List.of(),
                        List.of(
                                NewMember.of("boss" + at, "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("rep" + at, "李强", PASSWORD, Level.ALL, "sales-rep")));
        Http boss = Http.at(application).signIn("boss" + at, PASSWORD);
        made(boss.post("/customers", "{\"name\":\"苏州恒达装饰工程有限公司\"}"));
        made(boss.post("/products", "{\"name\":\"石膏板\",\"unit\":\"张\",\"taxRate\":\"0.13\",\"listPrice\":\"90.80\"}"));
        Http rep = Http.at(application).signIn("rep" + at, PASSWORD);
        made(rep.call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}"));
        Page page = browser.signedIn("rep" + at, PASSWORD, locale, width, 860);

        String quote = entered(page, width);
        addOption(rep, quote);
        String link = sentWithLink(page, quote);
        acceptedOnThePhone(link);
        ordered(page, quote);
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private String entered(Page page, int width) {
        page.navigate("/quotes/new");
        Browser.pick(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).first(), "szhd");
        Locator product = page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.COMBOBOX)
                .and(page.getByPlaceholder(Pattern.compile("拼音|pinyin")))
                .last();
        product.click();
        Browser.pick(product, "sgb");
        if (width < 600) {
            page.getByLabel(words("sales", "line.quantity")).first().fill("10");
        } else {
            page.keyboard().type("10");
        }
        page.keyboard().press("Tab");
        assertThat(page.getByText("908.00").first()).isVisible();
        shoot(page, "quote-editor");
        press(page, words("sales", "quote.save"));
        page.waitForURL(Pattern.compile(".*/quotes/[0-9a-f-]{36}$"));
        return page.url();
    }

    /** A second line, optional, as somebody else would add it meanwhile. */
    private static void addOption(Http rep, String url) {
        String id = url.substring(url.length() - 36);
        var quote = rep.get("/quotes/" + id).json().path("quote");
        String product = quote.path("lines").path(0).path("product").asString();
        made(rep.put(
                "/quotes/" + id,
                "{\"customer\":\"" + quote.path("customer").asString()
                        + "\",\"taxInclusive\":true,\"lines\":[{\"product\":\""
                        + product + "\",\"quantity\":\"10\",\"price\":\"90.80\"},{\"product\":\"" + product
                        + "\",\"quantity\":\"1\",\"price\":\"92\",\"optional\":true}]}"));
    }

    private String sentWithLink(Page page, String quote) {
        page.navigate(quote);
        press(page, words("sales", "quote.send"));
        assertThat(page.locator("main")
                        .getByText(words("server", "state.quote.SENT"))
                        .first())
                .isVisible();
        Browser.move(page, locale, words("sales", "quote.link"));
        shoot(page, "quote-link");
        Locator address = page.getByRole(AriaRole.DIALOG).getByText("/quote#").first();
        address.waitFor();
        String link = address.textContent().strip();
        assertThat(link).contains("/quote#");
        Browser.submit(page.getByRole(AriaRole.DIALOG));
        return link.substring(link.indexOf("/quote#"));
    }

    private void acceptedOnThePhone(String link) {
        Page phone = browser.stranger(locale, 360, 860);
        phone.navigate(link);
        assertThat(phone.locator("h2").first()).containsText("苏州恒达装饰工程有限公司");
        assertThat(phone.getByText("908.00").first()).isVisible();
        phone.locator("input[type=checkbox]").first().check();
        assertThat(phone.getByText("1,000.00").first()).isVisible();
        phone.getByLabel(NAME).fill("李雷，采购经理");
        shoot(phone, "quote-by-link");
        phone.locator("button.ant-btn-primary").last().click();
        assertThat(phone.locator(".ant-alert-success")).isVisible();
        phone.reload();
        assertThat(phone.locator(".ant-alert-success")).containsText("李雷");
        assertThat(phone.getByLabel(NAME)).hasCount(0);
        Page forged = browser.stranger(locale, 360, 860);
        forged.navigate(link.substring(0, link.length() - 3) + "AAA");
        assertThat(forged.locator(".ant-alert-error")).isVisible();
    }

    private void ordered(Page page, String quote) {
        page.navigate(quote);
        assertThat(page.locator("main").getByText("李雷").first()).isVisible();
        shoot(page, "quote-accepted");
        press(page, words("sales", "quote.makeOrder"));
        Browser.submitTwice(page);
        page.waitForURL(Pattern.compile(".*/sales-orders/[0-9a-f-]{36}$"));
        assertThat(page.getByText("1,000.00").first()).isVisible();
        page.navigate("/quotes");
        assertThat(page.getByText(words("server", "state.quote.ACCEPTED")).first())
                .isVisible();
    }
}
