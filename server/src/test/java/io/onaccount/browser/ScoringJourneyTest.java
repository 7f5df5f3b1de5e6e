package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.ZH;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a company scores its customers: scorecard and strategy published, everybody scored, what that proposes decided, both tried on the past. */
class ScoringJourneyTest {
    private static final String GOOD = "苏州恒达装饰工程有限公司";
    private static final String BAD = "无锡永丰管业有限公司";

    private static Office office;

    @BeforeAll
    static void open() {
        office = new Office("credit credit-controller", "finance finance-director");
        scored(GOOD, "200000", "0");
        scored(BAD, "90000", "1");
    }

    /** A customer with a limit, something owed, and what a court says. */
    private static void scored(String name, String limit, String listed) {
        String customer = office.customer(name);
        LocalDate today = office.today();
        office.owes(customer, "3000", today.minusDays(20), today.plusDays(40), "");
        office.put(
                "/credit-accounts/" + customer,
                "{\"limit\":\"" + limit + "\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        for (String fact : new String[] {"COURT_LISTED", "TAX_LISTED"}) {
            office.post(
                    "/credit-scores/" + customer + "/facts",
                    "{\"factor\":\"" + fact + "\",\"value\":\"" + listed + "\",\"validOn\":\"" + today
                            + "\",\"provider\":\"court\"}");
        }
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void fromTheDraftToTheScores() {
        Page page = office.person("credit", ZH, 1280);
        scorecardIsPublished(page);
        strategyIsPublished(page);
        scoresAreMade(page);
        proposalsAreDecided(page);
        scorecardIsTested(page);
        strategyIsSimulated(page);
        office.nothingThrown();
    }

    private static void scorecardIsPublished(Page page) {
        page.navigate("/credit/scorecard");
        Locator weight = page.getByLabel(words(ZH, "factor.COURT_LISTED") + " " + words(ZH, "score.weight"));
        weight.fill("900");
        page.locator("#least-known").fill("0");
        Browser.press(page, words(ZH, "rulebook.keep"));
        // What is wrong is told by the factor's name, not by a path only a program reads.
        assertThat(page.locator(".ant-alert-error")).containsText(words(ZH, "factor.COURT_LISTED"));
        assertThat(page.locator(".ant-alert-error")).not().containsText("factors[");
        weight.fill("30");
        button(page, "rulebook.keep").dblclick();
        assertThat(button(page, "rulebook.publish")).isVisible();
        assertThat(page.locator(".ant-alert-error")).hasCount(0);
        published(page);
        assertThat(page.getByText(words(ZH, "rulebook.inForce").replace("{version}", "1")))
                .isVisible();
    }

    private static void strategyIsPublished(Page page) {
        page.navigate("/credit/strategy");
        Locator term = page.getByLabel("A " + words(ZH, "strategy.termDays"));
        term.fill("5000");
        button(page, "rulebook.keep").click();
        assertThat(page.locator(".ant-alert-error")).containsText("A");
        assertThat(page.locator(".ant-alert-error")).not().containsText("rules[");
        // Going back to what was: the page shows it again.
        button(page, "rulebook.undo").click();
        assertThat(term).not().hasValue("5,000");
        term.fill("50");
        button(page, "rulebook.keep").dblclick();
        published(page);
    }

    private static void published(Page page) {
        button(page, "rulebook.publish").click();
        page.getByRole(AriaRole.DIALOG).locator("button.ant-btn-primary").last().dblclick();
        assertThat(button(page, "rulebook.publish")).hasCount(0);
    }

    private static void scoresAreMade(Page page) {
        page.navigate("/credit/scores");
        button(page, "score.run").dblclick();
        assertThat(page.getByRole(AriaRole.LINK)
                        .filter(new Locator.FilterOptions().setHasText(GOOD))
                        .first())
                .isVisible();
        assertThat(office.count("score-runs")).isEqualTo(1);
        assertThat(office.count("credit-scores")).isEqualTo(2);
    }

    /** One is taken over and changes the account, the other is rejected, which needs a reason. */
    private static void proposalsAreDecided(Page page) {
        page.navigate("/credit/proposals");
        Locator rows = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("有限公司"));
        assertThat(rows).hasCount(2);
        ticked(page, BAD, "proposal.reject");
        Office.refused(page, 1);
        Office.aside(page, words(ZH, "hold.reason")).fill("已与客户面谈，维持原额度");
        Browser.submitTwice(page);
        assertThat(page.locator(".ant-drawer-open")).hasCount(0);
        ticked(page, GOOD, "proposal.accept");
        Browser.submitTwice(page);
        assertThat(page.locator(".ant-drawer-open")).hasCount(0);
        JsonNode proposals = office.get("/credit-proposals").path("rows");
        assertThat(proposals.valueStream().map(row -> row.path("state").asString()))
                .containsExactlyInAnyOrder("ACCEPTED", "REJECTED");
        JsonNode accepted = proposals
                .valueStream()
                .filter(row -> row.path("state").asString().equals("ACCEPTED"))
                .findFirst()
                .orElseThrow();
        JsonNode account = office.get(
                        "/credit-accounts/" + accepted.path("party").path("id").asString())
                .path("terms");
        assertThat(account.path("grade").asString())
                .isEqualTo(accepted.path("grade").asString());
        assertThat(account.path("termDays").asInt()).as("as the strategy says").isPositive();
    }

    private static void ticked(Page page, String customer, String deed) {
        page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(customer))
                .locator("input[type=checkbox]")
                .check();
        page.getByRole(AriaRole.STATUS)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile(spaced(words(ZH, deed)))))
                .click();
    }

    /** With so young a trade nobody was seen to pay late: the page says that nothing can be said. */
    private static void scorecardIsTested(Page page) {
        page.navigate("/credit/trials");
        page.locator("#trial-windowDays").fill("0");
        button(page, "pastTrial.runBackTest").click();
        assertThat(page.locator(".ant-message-error")).isVisible();
        page.locator("#trial-windowDays").fill("30");
        page.locator("#trial-months").fill("3");
        button(page, "pastTrial.runBackTest").dblclick();
        page.waitForURL(Pattern.compile(".*/credit/trials/[0-9a-f-]{36}$"));
        assertThat(page.getByText(words(ZH, "pastTrial.said.none"))).isVisible();
        assertThat(office.count("credit-trials")).isEqualTo(1);
    }

    private static void strategyIsSimulated(Page page) {
        page.navigate("/credit/trials");
        button(page, "pastTrial.runSimulation").dblclick();
        page.waitForURL(Pattern.compile(".*/credit/trials/[0-9a-f-]{36}$"));
        assertThat(page.getByText(words(ZH, "pastTrial.total"))).isVisible();
        assertThat(office.count("credit-trials")).isEqualTo(2);
        page.goBack();
        assertThat(Browser.rows(page)).hasCount(2);
    }

    private static Locator button(Page page, String key) {
        return page.locator("main button")
                .filter(new Locator.FilterOptions()
                        .setHasText(Pattern.compile("^\\s*" + spaced(words(ZH, key)) + "\\s*$")));
    }

    /** Ant Design puts a blank between two Chinese characters. */
    private static String spaced(String words) {
        return words.length() == 2 ? words.charAt(0) + "\\s?" + words.charAt(1) : words;
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "credit", key);
    }
}
