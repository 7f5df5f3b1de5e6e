package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A company with its people at their browsers, for tests that tell a working day: who sits down, what they press, what they are told. */
final class Office implements AutoCloseable {
    static final String ZH = "zh-CN";
    static final String EN = "en";
    private static final String PASSWORD = "long-enough-2026";

    private final TestApplication application = Browser.application();
    private final Browser browser = new Browser(application.url());
    private final Http boss;
    private final LocalDate today;

    /** @param people login and role, {@code "cash cashier"}; an administrator "boss" is there in any case */
    Office(String... people) {
        List<NewMember> members =
                new ArrayList<>(List.of(NewMember.of("boss", "王敏", PASSWORD, Level.ALL, "administrator")));
        for (String person : people) {
            String[] words = person.split(" ");
            members.add(NewMember.of(words[0], words[0], PASSWORD, Level.ALL, words[1]));
        }
        application.bean(Organization.class).found(NewCompany.named("华东建材"), List.of(), members);
        boss = Http.at(application).signIn("boss", PASSWORD);
        today = LocalDate.parse(boss.get("/me").json().path("today").asString());
    }

    LocalDate today() {
        return today;
    }

    /** Somebody sits down at a window of their own. */
    Page person(String login, String locale, int width) {
        made(Http.at(application)
                .signIn(login, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}"));
        return browser.signedIn(login, PASSWORD, locale, width, 860);
    }

    // ---- what was there before the day began ----

    JsonNode post(String path, String body) {
        return made(boss.post(path, body));
    }

    JsonNode put(String path, String body) {
        return made(boss.put(path, body));
    }

    JsonNode get(String path) {
        return made(boss.get(path));
    }

    String customer(String name) {
        return post("/customers", "{\"name\":\"" + name + "\"}")
                .path("customer")
                .path("id")
                .asString();
    }

    /** An open item, and its id. */
    String owes(String customer, String amount, LocalDate date, LocalDate due, String more) {
        post(
                "/opening-balances",
                "{\"party\":\"" + customer + "\",\"amount\":\"" + amount + "\",\"date\":\"" + date + "\",\"due\":\""
                        + due + "\"" + more + "}");
        // Ids are made in the order of time.
        return get("/open-items?limit=200")
                .path("rows")
                .valueStream()
                .map(row -> row.path("id").asString())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    int count(String list) {
        return get("/" + list + "/totals").path("count").asInt();
    }

    /** Somebody does something without a page. */
    JsonNode by(String login, String path, String body) {
        return made(Http.at(application).signIn(login, PASSWORD).post(path, body));
    }

    private static JsonNode made(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 204);
        return answer.body().isEmpty() ? null : answer.json();
    }

    // ---- words ----

    /** The server's words: {@code server(EN, "state.bill.ENDORSED")}. */
    String server(String locale, String key) {
        return Http.at(application).get("/texts/" + locale).json().path(key).asString();
    }

    // ---- what people do ----

    /** An input of the page by the beginning of its label. */
    static Locator field(Page page, String label) {
        return page.getByRole(AriaRole.MAIN).getByLabel(beginning(label)).first();
    }

    /** What a text begins with; the browser knows no {@code \\Q…\\E}. */
    private static Pattern beginning(String words) {
        return Pattern.compile("^" + words.replaceAll("[.()?+*]", "\\\\$0"));
    }

    /** An input of the form at the side by the beginning of its label. */
    static Locator aside(Page page, String label) {
        return Browser.drawer(page).getByLabel(beginning(label)).first();
    }

    /** Sends the form at the side, which is refused at so many fields and stays open. */
    static void refused(Page page, int fields) {
        Browser.submit(Browser.drawer(page).locator(".ant-drawer-footer"));
        assertThat(Browser.drawer(page).locator(".said.error")).hasCount(fields);
    }

    /** The deciding button, its question, and an impatient double click on the answer; then the step is gone. */
    static void confirmed(Page page, String words) {
        Browser.press(page, words);
        page.getByRole(AriaRole.DIALOG).locator("button.ant-btn-primary").last().dblclick();
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator("button:visible").filter(new Locator.FilterOptions().setHasText(words)))
                .hasCount(0);
    }

    /** A button of the page's main part. */
    static Locator button(Page page, String words) {
        return page.locator("main button").filter(new Locator.FilterOptions().setHasText(words));
    }

    static void at(Page page, String list) {
        page.waitForURL(Pattern.compile(".*/" + list + "/[0-9a-f-]{36}$"));
    }

    void nothingThrown() {
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    @Override
    public void close() {
        browser.close();
    }
}
