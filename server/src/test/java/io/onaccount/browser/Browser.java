package io.onaccount.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ElementState;
import com.microsoft.playwright.options.RequestOptions;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium at the pages of a running server; one window per person. What a page logs as an error fails the test that looked. */
final class Browser implements AutoCloseable {
    static final Path WEB = Path.of("..", "web").toAbsolutePath().normalize();

    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** One program for the whole process: what belongs to a test are its windows. */
    private static final class Chromium {
        static final com.microsoft.playwright.Browser CHROMIUM = start();

        private static com.microsoft.playwright.Browser start() {
            Path program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Chromium is missing: install the package chromium"));
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program)
                            .setArgs(ARGUMENTS));
        }
    }

    /** One server for all tests of the process that need no settings of their own. */
    private static final class Server {
        static final TestApplication APPLICATION = TestApplication.start("onaccount.web=" + WEB.resolve("dist"));
    }

    private final String url;
    private final List<String> errors = new ArrayList<>();
    private final List<BrowserContext> windows = new ArrayList<>();

    Browser(String url) {
        this.url = url;
    }

    /** A window of its own for somebody whom the server knows already; no page is open in it. */
    Page signedIn(String login, String password, String locale, int width, int height) {
        Page page = stranger(locale, width, height);
        APIResponse answer = page.context()
                .request()
                .post("/api/v1/session", RequestOptions.create().setData(Map.of("login", login, "password", password)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return page;
    }

    /** A window of its own for somebody who signs in by hand, and sees their first page. */
    Page signsIn(String login, String password, String locale, int width, int height) {
        Page page = stranger(locale, width, height);
        page.navigate("/");
        page.locator("#login").fill(login);
        page.locator("#password").fill(password);
        page.locator("button[type=submit]").click();
        page.locator("nav:visible").first().waitFor();
        return page;
    }

    /** A window of its own for somebody who has not signed in. */
    Page stranger(String locale, int width, int height) {
        BrowserContext context = Chromium.CHROMIUM.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setBaseURL(url));
        windows.add(context);
        context.setDefaultTimeout(30_000);
        Page page = context.newPage();
        page.onPageError(errors::add);
        return page;
    }

    /** A button of the page itself by its words; Ant Design puts a blank between two Chinese characters. */
    static void press(Page page, String words) {
        button(page, words).first().click();
    }

    /** Buttons that begin with these words. Not only inside main: on a phone the main action sticks to the bottom of the screen. */
    private static Locator button(Page page, String words) {
        // The page puts a space between two characters.
        String spaced = words.length() == 2
                ? words.charAt(0) + "\\s?" + words.charAt(1)
                : words.replaceAll("[.()?+*]", "\\\\$0");
        return page.locator("button:not(nav button):visible")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + spaced)));
    }

    /** A move of a document: a button of its own, or on a phone one behind “more”. */
    static void move(Page page, String locale, String words) {
        Locator button = button(page, words);
        Locator more = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words(locale, "ui", "document.more")));
        Locator item = page.getByRole(AriaRole.MENUITEM).filter(new Locator.FilterOptions().setHasText(words));
        for (int i = 0; i < 60 && button.count() == 0 && item.count() == 0; i++) {
            page.waitForTimeout(250); // the page before may still stand there
            if (button.count() == 0 && more.count() > 0 && i % 4 == 3) {
                settled(page);
                more.first().click();
            }
        }
        if (button.count() > 0) {
            button.first().click();
            return;
        }
        Locator shown = item.and(page.locator(":visible"));
        item.first().click();
        // A menu closes when something is chosen. One that was moved by its page between press and release has not
        // noticed.
        for (int i = 0; i < 20 && shown.count() > 0; i++) {
            page.waitForTimeout(100);
        }
        if (shown.count() > 0) {
            System.err.println("chosen again: " + words);
            shown.first().click();
        }
    }

    /** Waits until the page has what it asked for, as what comes later moves what is there. */
    static void settled(Page page) {
        page.waitForFunction("() => !document.querySelector('[aria-busy=true], .oa-skeleton')");
    }

    /** The one primary button of a dialog. */
    static void submit(Locator dialog) {
        dialog.locator("button.ant-btn-primary").last().click();
    }

    /** Types into a field that finds records, and takes the first one found. */
    static void pick(Locator box, String typed) {
        box.fill(typed);
        box.page().getByRole(AriaRole.OPTION).first().waitFor();
        box.press("Enter");
        // An answer that comes late is taken when it comes; what is typed next must not meet the open list.
        PlaywrightAssertions.assertThat(box.page().locator("[role=listbox].oa-drop"))
                .hasCount(0);
    }

    /** Takes a choice of a select by its words. */
    static void choose(Page page, Locator select, String words) {
        // What slides in with its drawer is clicked once it stands still.
        select.elementHandle().waitForElementState(ElementState.STABLE);
        select.click(new Locator.ClickOptions().setForce(true));
        page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")
                .filter(new Locator.FilterOptions().setHasText(words))
                .first()
                .click();
    }

    /** Rows of a table with what they say; while it is awaited, grey ones stand there that lead nowhere. */
    static Locator rows(Page page) {
        return page.locator("tbody tr:not(:has(.oa-skeleton))");
    }

    /** A key of a page that is worked by keys; they do nothing while a form or a question stands before it. */
    static void key(Page page, String key) {
        PlaywrightAssertions.assertThat(page.locator(".ant-drawer-open, .ant-modal-wrap:visible"))
                .hasCount(0);
        page.keyboard().press(key);
    }

    /** The form at the side of the page. */
    static Locator drawer(Page page) {
        return page.locator(".ant-drawer-open");
    }

    /** A double click on the button of the form at the side, as impatient people do; it must act once. */
    static void submitTwice(Page page) {
        drawer(page).locator(".ant-drawer-footer button.ant-btn-primary").dblclick();
    }

    /** The words of the pages, as the pages have them: {@code words("en", "sales", "order.new")}. */
    static String words(String locale, String module, String key) {
        try {
            JsonNode node = JsonMapper.shared()
                    .readTree(Files.readString(WEB.resolve("src/" + module + "/texts." + locale + ".json")));
            for (String part : key.split("\\.", -1)) {
                node = node.path(part);
            }
            return node.asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose pages are the built ones. Whoever had a login there before gives it up, so that each test may use any. */
    static TestApplication application() {
        assertThat(WEB.resolve("dist/index.html"))
                .as("the built pages: ./run --build")
                .exists();
        Server.APPLICATION.database().sql("update organization.app_user set login = 'former-' || id");
        return Server.APPLICATION;
    }

    /** What pages threw so far. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        windows.forEach(BrowserContext::close);
    }
}
