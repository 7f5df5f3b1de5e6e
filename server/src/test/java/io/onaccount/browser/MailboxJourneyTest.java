package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An administrator names the mailbox for mails that come back, tries it, and is told what is wrong with it. */
class MailboxJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final GreenMail POST = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private static TestApplication application;
    private static Browser browser;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
        POST.start();
        POST.setUser("bounces@company.example", "bounces", "right");
    }

    @AfterAll
    static void close() {
        browser.close();
        POST.stop();
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 360", "en, 1280"})
    void namedTriedAndMended(String locale, int width) {
        String login = "keeper" + width;
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("华东建材"),
                        List.of(),
                        List.of(NewMember.of(login, "王敏", PASSWORD, Level.ALL, "administrator")));
        Http.at(application)
                .signIn(login, PASSWORD)
                .put("/me/preferences", "{\"locale\":\"" + locale + "\",\"preferences\":{}}");
        Page page = browser.signedIn(login, PASSWORD, locale, width, 860);
        page.navigate("/settings/mail");
        Locator card =
                page.locator("form").filter(new Locator.FilterOptions().setHasText(words(locale, "bounces.title")));
        card.getByLabel(words(locale, "mailServer.host")).fill("127.0.0.1");
        card.getByLabel(words(locale, "bounces.port"))
                .fill(Integer.toString(POST.getImap().getPort()));
        Browser.choose(page, card.locator(".ant-select"), words(locale, "bounces.securities.NONE"));
        card.getByLabel(words(locale, "mailServer.user")).fill("bounces");
        card.locator("input[type=password]").fill("wrong");
        assertThat(card.getByText(words(locale, "bounces.inClear"))).isVisible();
        look(card, locale, width, "entered");
        card.locator("button[type=submit]").click();
        Locator tryIt =
                card.locator("button").filter(new Locator.FilterOptions().setHasText(words(locale, "bounces.test")));
        tryIt.click();
        assertThat(card.locator(".ant-alert-error").first()).isVisible();
        look(card, locale, width, "refused");
        card.locator("input[type=password]").fill("right");
        card.locator("button[type=submit]").click();
        assertThat(card.locator("input[type=password]")).hasValue("");
        tryIt.click();
        assertThat(card.locator(".ant-alert-success")).isVisible();
        look(card, locale, width, "good");

        // What happened at night.
        application
                .database()
                .sql(
                        "update document.bounce_mailbox set failed_at = now(), failure = 'Connection refused', failures = 3,"
                                + " next_at = now() + interval '20 minutes'");
        page.reload();
        assertThat(card.getByText("Connection refused")).isVisible();
        look(card, locale, width, "failed");
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    /** Kept where -Donaccount.shots names a folder. */
    private static void look(Locator card, String locale, int width, String name) {
        String folder = System.getProperty("onaccount.shots");
        if (folder != null) {
            card.page().waitForTimeout(900);
            card.screenshot(new Locator.ScreenshotOptions()
                    .setPath(Path.of(folder, "mailbox-" + name + "-" + locale + "-" + width + ".png")));
        }
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "document", key);
    }
}
