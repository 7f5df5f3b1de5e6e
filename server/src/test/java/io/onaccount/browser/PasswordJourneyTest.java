package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.TestApplication;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody forgot their password: the link from the sign-in page, the mail, the new password, and in with it. */
class PasswordJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final GreenMail POST = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static TestApplication application;
    private static Browser browser;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
        POST.start();
    }

    @AfterAll
    static void close() {
        browser.close();
        POST.stop();
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 360", "en, 1280"})
    void forgottenMailedSetAndIn(String locale, int width) throws Exception {
        String login = "forgetful" + width;
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(NewMember.of(login, "王敏", PASSWORD, Level.ALL, "administrator")));
        application
                .database()
                .sql("update organization.app_user set email = '" + login + "@company.example', locale = '" + locale
                        + "' where login = '" + login + "'");
        Answer server = Http.at(application)
                .signIn(login, PASSWORD)
                .put(
                        "/mail-server",
                        "{\"host\":\"127.0.0.1\",\"port\":" + POST.getSmtp().getPort()
                                + ",\"security\":\"NONE\",\"fromAddress\":\"post@company.example\",\"perMinute\":600,\"site\":\""
                                + application.url() + "\",\"customerLanguage\":\"en\",\"active\":true}");
        assertThat(server.status()).as(server.toString()).isEqualTo(200);

        Page page = browser.stranger(locale, width, 800);
        page.navigate("/");
        speaks(page, locale);
        page.getByText(words(locale, "signIn.forgot")).click();
        page.getByLabel(words(locale, "password.who")).fill(login);
        look(page, locale, width, "forgot");
        Browser.press(page, words(locale, "password.ask"));
        assertThat(page.getByText(words(locale, "password.asked"))).isVisible();
        look(page, locale, width, "asked");

        assertThat(POST.waitForIncomingEmail(30_000, 1)).isTrue();
        String text = PostOffice.text(POST.getReceivedMessages()[0]);
        POST.purgeEmailFromAllMailboxes();
        String link = application.url() + "/new-password#";
        String token = text.substring(text.indexOf(link) + link.length()).split("[\\s\"<]", 2)[0];
        page = browser.stranger(locale, width, 800); // opened elsewhere: it speaks its reader's language
        page.navigate("/new-password#" + token);
        page.locator("input[type=password]").fill("short");
        Browser.press(page, words(locale, "password.set"));
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        look(page, locale, width, "weak");
        page.locator("input[type=password]").fill("another good password");
        Browser.press(page, words(locale, "password.set"));
        assertThat(page.getByText(words(locale, "password.done"))).isVisible();
        look(page, locale, width, "done");
        page.getByText(words(locale, "password.signIn")).click();
        page.locator("#login").fill(login);
        page.locator("#password").fill("another good password");
        look(page, locale, width, "sign-in");
        page.locator("button[type=submit]").click();
        page.locator("nav:visible").first().waitFor();

        Page late = browser.stranger(locale, width, 800);
        late.navigate("/new-password#" + token);
        speaks(late, locale);
        assertThat(late.getByText(words(locale, "password.askAgain"))).isVisible();
        look(late, locale, width, "over");
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    /** Pages begin in Chinese. */
    private static void speaks(Page page, String locale) {
        if (locale.equals("en")) {
            page.getByText("English").click();
        }
    }

    /** Kept where -Donaccount.shots names a folder. */
    private static void look(Page page, String locale, int width, String name) {
        String folder = System.getProperty("onaccount.shots");
        if (folder != null) {
            page.waitForTimeout(900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, "password-" + name + "-" + locale + "-" + width + ".png")));
        }
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "app", key);
    }
}
